// The few calls of BLAS and LAPACK that Numerics makes, Fortran names included,
// because Debian's OpenBLAS carries LAPACK but not LAPACKE. The library is opened at the first
// call: linked, it starts its threads in every command, which spin for 0.1 s of CPU.
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

/// The values of cblas.h.
enum { CbColMajor = 102, CbNoTrans = 111, CbLower = 122 };

static inline void *cb_blas(const char *name) {
  static void *library = NULL;
  if (!library) library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_GLOBAL);
  void *found = library ? dlsym(library, name) : NULL;
  if (!found) {
    fputs("casebook: libopenblas.so.0 cannot be opened; script/setup installs it\n", stderr);
    abort();
  }
  return found;
}

static inline void cb_blas_one_thread(void) {
  ((void (*)(int))cb_blas("openblas_set_num_threads"))(1);
}

/// As cblas_dsyrk.
static inline void cb_dsyrk(int order, int uplo, int trans, int n, int k,
                            double alpha, const double *a, int lda, double beta, double *c,
                            int ldc) {
  ((void (*)(int, int, int, int, int, double, const double *, int,
             double, double *, int))cb_blas("cblas_dsyrk"))(order, uplo, trans, n, k, alpha, a,
                                                            lda, beta, c, ldc);
}

/// As LAPACK's dsyevr.
static inline void cb_dsyevr(const char *jobz, const char *range, const char *uplo, const int *n,
                             double *a, const int *lda, const double *vl, const double *vu,
                             const int *il, const int *iu, const double *abstol, int *m, double *w,
                             double *z, const int *ldz, int *isuppz, double *work,
                             const int *lwork, int *iwork, const int *liwork, int *info) {
  typedef void (*call)(const char *, const char *, const char *, const int *, double *, const int *,
                       const double *, const double *, const int *, const int *, const double *,
                       int *, double *, double *, const int *, int *, double *, const int *, int *,
                       const int *, int *);
  ((call)cb_blas("dsyevr_"))(jobz, range, uplo, n, a, lda, vl, vu, il, iu, abstol, m, w, z, ldz,
                             isuppz, work, lwork, iwork, liwork, info);
}
