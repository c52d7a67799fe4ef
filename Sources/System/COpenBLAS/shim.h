// The few calls of BLAS and LAPACK that Numerics makes, Fortran names included,
// because Debian's OpenBLAS carries LAPACK but not LAPACKE.
#include <cblas.h>

extern void dsyevr_(const char *jobz, const char *range, const char *uplo, const int *n,
                    double *a, const int *lda, const double *vl, const double *vu, const int *il,
                    const int *iu, const double *abstol, int *m, double *w, double *z,
                    const int *ldz, int *isuppz, double *work, const int *lwork, int *iwork,
                    const int *liwork, int *info);

static inline void cb_blas_one_thread(void) { openblas_set_num_threads(1); }
