// Loops over borrowed memory. No allocation, no I/O, no globals but the dispatch.
// Dosage codes are 0, 1, 2 copies of the counted allele and 3 for missing, four to a
// byte, low bits first; padding bits are zero.
#ifndef CKERNELS_H
#define CKERNELS_H
#include <stddef.h>
#include <stdint.h>

/// Copies the samples `map[0..count)` of one `.bed` row to `out` as dosage codes,
/// padded with zeros to whole 8-byte words. A .bed code is 0 hom. counted, 1 missing, 2 het, 3 hom. other. ok for count 0.
void ck_bed_compact(const uint8_t *row, const int32_t *map, size_t count, uint8_t *out);

/// Counts of the codes 0, 1, 2, 3 over `count` samples. `bytes` is a whole number of words.
void ck_counts(const uint8_t *packed, size_t bytes, size_t count, uint32_t out[4]);

/// Pair counts of KING-robust over bit planes of `words` words: samples with one and
/// with two copies, and called ones. out: both called, both het, opposite homozygotes, het of a (b called), het of b (a called).
void ck_king_pair(const uint64_t *one_a, const uint64_t *two_a, const uint64_t *called_a,
                  const uint64_t *one_b, const uint64_t *two_b, const uint64_t *called_b,
                  size_t words, uint32_t out[5]);

/// Gradient and observed information of a person's mixture log-likelihood at q.
/// `f` is variant-major, `groups` (at most 16) frequencies a variant; codes of 3 are skipped.
/// `gradient` has `groups` values, `hessian` groups x groups.
void ck_mixture_step(const uint8_t *codes, size_t count, const double *f, size_t groups,
                     const double *q, double *gradient, double *hessian);

/// The log-likelihood, without its constant.
double ck_mixture_likelihood(const uint8_t *codes, size_t count, const double *f, size_t groups,
                             const double *q);

/// Sums for the distance from expectation: additive part, heterozygote part, variance of
/// the additive part, variance of the whole.
void ck_mixture_depth(const uint8_t *codes, size_t count, const double *f, size_t groups,
                      const double *q, double out[4]);

/// Multiplicative update of a factor x (rows x width) of V = x y', all row-major, `width` a multiple
/// of 4, V by its entries above 0: row r holds `value[e]` at row `index[e]` of y for e in
/// start[r]..<start[r+1]. x *= (V y) / (x gram + penalty x + 1e-50), where gram = y'y; what falls below
/// 1e-150 becomes 0, so that no product is subnormal. y has `others` rows; `scratch`: (others + 3) width + 8. Same bits on every processor.
void ck_factor_update(double *x, size_t rows, const int64_t *start, const int32_t *index,
                      const double *value, const double *y, size_t others, const double *gram,
                      const double *penalty, size_t width, double *scratch);

/// gram = x'x (width x width), sums in the order of the rows.
void ck_gram(const double *x, size_t rows, size_t width, double *gram);

/// The same without AVX2: the reference that tests compare with.
void ck_factor_update_plain(double *x, size_t rows, const int64_t *start, const int32_t *index,
                            const double *value, const double *y, size_t others,
                            const double *gram, const double *penalty, size_t width,
                            double *scratch);
void ck_gram_plain(const double *x, size_t rows, size_t width, double *gram);
/// Asks for the cache line of `words[index]`; reads and changes nothing.
static inline void ck_prefetch(const uint64_t *words, ptrdiff_t index) {
  __builtin_prefetch(words + index);
}

#endif
