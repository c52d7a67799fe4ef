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
#endif
