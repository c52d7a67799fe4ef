#include "CKernels.h"
#include <math.h>
#include <string.h>

#pragma clang fp contract(off)

void ck_bed_compact(const uint8_t *row, const int32_t *map, size_t count, uint8_t *out) {
  static const uint8_t dosage[4] = {2, 3, 1, 0};
  memset(out, 0, (count + 31) / 32 * 8);
  for (size_t i = 0; i < count; i++) {
    uint32_t s = (uint32_t)map[i];
    uint8_t code = dosage[row[s >> 2] >> ((s & 3) * 2) & 3];
    out[i >> 2] |= (uint8_t)(code << ((i & 3) * 2));
  }
}

static uint64_t word_at(const uint8_t *bytes) {
  uint64_t w;
  memcpy(&w, bytes, 8);
  return w;
}

static inline __attribute__((always_inline)) void counts_loop(const uint8_t *packed, size_t bytes,
                                                               uint64_t out[3]) {
  const uint64_t low = 0x5555555555555555u;
  uint64_t one = 0, two = 0, three = 0;
  for (size_t i = 0; i < bytes; i += 8) {
    uint64_t w = word_at(packed + i), a = w & low, b = w >> 1 & low;
    one += (uint64_t)__builtin_popcountll(a & ~b);
    two += (uint64_t)__builtin_popcountll(b & ~a);
    three += (uint64_t)__builtin_popcountll(a & b);
  }
  out[0] = one, out[1] = two, out[2] = three;
}

static void counts_plain(const uint8_t *packed, size_t bytes, uint64_t out[3]) {
  counts_loop(packed, bytes, out);
}

#if defined(__x86_64__)
__attribute__((target("popcnt"))) static void counts_popcnt(const uint8_t *packed, size_t bytes,
                                                            uint64_t out[3]) {
  counts_loop(packed, bytes, out);
}
static int has_popcnt(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("popcnt");
}
#else
#define counts_popcnt counts_plain
static int has_popcnt(void) { return 0; }
#endif

void ck_counts(const uint8_t *packed, size_t bytes, size_t count, uint32_t out[4]) {
  uint64_t found[3];
  if (has_popcnt()) counts_popcnt(packed, bytes, found);
  else counts_plain(packed, bytes, found);
  out[1] = (uint32_t)found[0];
  out[2] = (uint32_t)found[1];
  out[3] = (uint32_t)found[2];
  out[0] = (uint32_t)(count - found[0] - found[1] - found[2]);
}

static inline __attribute__((always_inline)) void king_loop(const uint64_t *one_a, const uint64_t *two_a, const uint64_t *called_a,
                  const uint64_t *one_b, const uint64_t *two_b, const uint64_t *called_b,
                  size_t words, uint32_t out[5]) {
  uint32_t both = 0, hethet = 0, ibs0 = 0, het_a = 0, het_b = 0;
  for (size_t i = 0; i < words; i++) {
    uint64_t call = called_a[i] & called_b[i];
    uint64_t zero_a = call & ~one_a[i] & ~two_a[i], zero_b = call & ~one_b[i] & ~two_b[i];
    both += (uint32_t)__builtin_popcountll(call);
    hethet += (uint32_t)__builtin_popcountll(one_a[i] & one_b[i]);
    ibs0 += (uint32_t)__builtin_popcountll((zero_a & two_b[i]) | (two_a[i] & zero_b));
    het_a += (uint32_t)__builtin_popcountll(one_a[i] & called_b[i]);
    het_b += (uint32_t)__builtin_popcountll(one_b[i] & called_a[i]);
  }
  out[0] = both, out[1] = hethet, out[2] = ibs0, out[3] = het_a, out[4] = het_b;
}

static void king_plain(const uint64_t *one_a, const uint64_t *two_a, const uint64_t *called_a,
                  const uint64_t *one_b, const uint64_t *two_b, const uint64_t *called_b,
                  size_t words, uint32_t out[5]) {
  king_loop(one_a, two_a, called_a, one_b, two_b, called_b, words, out);
}

#if defined(__x86_64__)
__attribute__((target("popcnt"))) static void king_popcnt(const uint64_t *one_a, const uint64_t *two_a, const uint64_t *called_a,
                  const uint64_t *one_b, const uint64_t *two_b, const uint64_t *called_b,
                  size_t words, uint32_t out[5]) {
  king_loop(one_a, two_a, called_a, one_b, two_b, called_b, words, out);
}
#else
#define king_popcnt king_plain
#endif

void ck_king_pair(const uint64_t *one_a, const uint64_t *two_a, const uint64_t *called_a,
                  const uint64_t *one_b, const uint64_t *two_b, const uint64_t *called_b,
                  size_t words, uint32_t out[5]) {
  if (has_popcnt()) king_popcnt(one_a, two_a, called_a, one_b, two_b, called_b, words, out);
  else king_plain(one_a, two_a, called_a, one_b, two_b, called_b, words, out);
}

static double mixed(const double *f, const double *q, size_t groups) {
  double p = 0;
  for (size_t k = 0; k < groups; k++) p += f[k] * q[k];
  return p;
}

void ck_mixture_step(const uint8_t *codes, size_t count, const double *f, size_t groups,
                     const double *q, double *gradient, double *hessian) {
  double g[16] = {0}, h[16][16] = {{0}};
  for (size_t j = 0; j < count; j++) {
    if (codes[j] > 2) continue;
    const double *row = f + j * groups;
    double p = mixed(row, q, groups), d = codes[j];
    double a = d / p, b = (2 - d) / (1 - p), slope = a - b, curve = a / p + b / (1 - p);
    for (size_t k = 0; k < groups; k++) {
      g[k] += slope * row[k];
      double c = curve * row[k];
      for (size_t l = 0; l <= k; l++) h[k][l] += c * row[l];
    }
  }
  for (size_t k = 0; k < groups; k++) {
    gradient[k] = g[k];
    for (size_t l = 0; l <= k; l++) hessian[k * groups + l] = hessian[l * groups + k] = h[k][l];
  }
}

double ck_mixture_likelihood(const uint8_t *codes, size_t count, const double *f, size_t groups,
                             const double *q) {
  double sum = 0;
  for (size_t j = 0; j < count; j++) {
    if (codes[j] > 2) continue;
    double p = mixed(f + j * groups, q, groups), d = codes[j];
    sum += d * log(p) + (2 - d) * log(1 - p);
  }
  return sum;
}

void ck_mixture_depth(const uint8_t *codes, size_t count, const double *f, size_t groups,
                      const double *q, double out[4]) {
  const double ln2 = 0.6931471805599453;
  out[0] = out[1] = out[2] = out[3] = 0;
  for (size_t j = 0; j < count; j++) {
    if (codes[j] > 2) continue;
    double p = mixed(f + j * groups, q, groups), d = codes[j];
    double t = log(p / (1 - p)), v = 2 * p * (1 - p);
    out[0] += (d - 2 * p) * t;
    out[1] += (codes[j] == 1) - v;
    out[2] += v * t * t;
    out[3] += v * t * t + ln2 * ln2 * v * (1 - v) + 2 * ln2 * t * v * (1 - 2 * p);
  }
}
