#include "CKernels.h"
#include <string.h>

#pragma clang fp contract(off)

// Lanes are components, and each component's sum runs over the entries in their order: the
// baseline and AVX2 give the same bits, and so does a matrix with zero components taken away.
typedef double lane4 __attribute__((vector_size(32), aligned(8)));
typedef int64_t mask4 __attribute__((vector_size(32), aligned(8)));

#define ALWAYS static inline __attribute__((always_inline))

// A macro: a function that gives a vector would have two calling conventions.
#define spread(x) ((lane4){(x), (x), (x), (x)})

/// Adds entries `from..<to` of a row of V times the rows of y, for `n` lanes of four components.
ALWAYS void add_entries(lane4 *sum, const int32_t *index, const double *value, size_t from,
                        size_t to, const double *y, size_t width, const int n) {
  for (size_t e = from; e < to; e++) {
    const double *row = y + (size_t)index[e] * width;
    lane4 v = spread(value[e]);
    for (int j = 0; j < n; j++) sum[j] += v * *(const lane4 *)(row + 4 * j);
  }
}

/// The numerators of two neighbouring rows: side by side, since each of few lanes waits for its sum.
ALWAYS void weighted_rows(const int64_t *start, const int32_t *index, const double *value,
                          const double *y, size_t width, double *out, const int n) {
  lane4 a[8], b[8];
  for (int j = 0; j < n; j++) a[j] = b[j] = spread(0);
  size_t i = (size_t)start[0], k = (size_t)start[1], end = k, last = (size_t)start[2];
  if (n <= 4) {
    size_t both = end - i < last - k ? end - i : last - k;
    for (size_t e = 0; e < both; e++) {
      const double *first = y + (size_t)index[i + e] * width;
      const double *second = y + (size_t)index[k + e] * width;
      lane4 u = spread(value[i + e]), v = spread(value[k + e]);
      for (int j = 0; j < n; j++) {
        a[j] += u * *(const lane4 *)(first + 4 * j);
        b[j] += v * *(const lane4 *)(second + 4 * j);
      }
    }
    i += both, k += both;
  }
  add_entries(a, index, value, i, end, y, width, n);
  add_entries(b, index, value, k, last, y, width, n);
  for (int j = 0; j < n; j++) {
    *(lane4 *)(out + 4 * j) = a[j];
    *(lane4 *)(out + width + 4 * j) = b[j];
  }
}

ALWAYS void weighted(const int64_t *start, const int32_t *index, const double *value,
                     const double *y, size_t width, double *out) {
  for (size_t at = 0; at < width; at += 32) {
    const double *part = y + at;
    switch (width - at < 32 ? (width - at) / 4 : 8) {
    case 1: weighted_rows(start, index, value, part, width, out + at, 1); break;
    case 2: weighted_rows(start, index, value, part, width, out + at, 2); break;
    case 3: weighted_rows(start, index, value, part, width, out + at, 3); break;
    case 4: weighted_rows(start, index, value, part, width, out + at, 4); break;
    case 5: weighted_rows(start, index, value, part, width, out + at, 5); break;
    case 6: weighted_rows(start, index, value, part, width, out + at, 6); break;
    case 7: weighted_rows(start, index, value, part, width, out + at, 7); break;
    default: weighted_rows(start, index, value, part, width, out + at, 8); break;
    }
  }
}

/// x *= numerator / (x G + penalty x + 1e-50), what is below 1e-150 to 0.
ALWAYS void scale_row(double *x, const double *numerator, const double *gram,
                      const double *penalty, size_t width, double *next) {
  const lane4 tiny = spread(1e-50), floor = spread(1e-150);
  for (size_t at = 0; at < width; at += 4) {
    lane4 sum = spread(0), own = *(const lane4 *)(x + at);
    for (size_t k = 0; k < width; k++) sum += spread(x[k]) * *(const lane4 *)(gram + k * width + at);
    sum += *(const lane4 *)(penalty + at) * own;
    lane4 scaled = own * *(const lane4 *)(numerator + at) / (sum + tiny);
    mask4 keep = scaled >= floor;
    *(lane4 *)(next + at) = (lane4)((mask4)scaled & keep);
  }
  memcpy(x, next, width * sizeof(double));
}

ALWAYS void update_loop(double *x, size_t rows, const int64_t *start, const int32_t *index,
                        const double *value, const double *given, size_t others,
                        const double *gram, const double *penalty, size_t width, double *space) {
  // Lanes that cross no cache line: half the loads otherwise.
  double *y = space + (64 - ((uintptr_t)space & 63)) / 8;
  memcpy(y, given, others * width * sizeof(double));
  double *scratch = y + others * width;
  for (size_t r = 0; r < rows; r += 2) {
    size_t pair = r + 1 < rows ? 2 : 1;
    int64_t ends[3] = {start[r], start[r + 1], start[r + pair]};
    weighted(ends, index, value, y, width, scratch);
    for (size_t k = 0; k < pair; k++)
      scale_row(x + (r + k) * width, scratch + k * width, gram, penalty, width,
                scratch + 2 * width);
  }
}

ALWAYS void gram_loop(const double *x, size_t rows, size_t width, double *gram) {
  for (size_t a = 0; a < width; a += 4)
    for (size_t b = a; b < width; b += 4) {
      lane4 sum[4] = {spread(0), spread(0), spread(0), spread(0)};
      for (size_t r = 0; r < rows; r++) {
        const double *row = x + r * width;
        lane4 right = *(const lane4 *)(row + b);
        for (int k = 0; k < 4; k++) sum[k] += spread(row[a + (size_t)k]) * right;
      }
      for (size_t k = 0; k < 4; k++) {
        *(lane4 *)(gram + (a + k) * width + b) = sum[k];
        if (b != a)
          for (size_t l = 0; l < 4; l++) gram[(b + l) * width + a + k] = sum[k][l];
      }
    }
}

#define UPDATE_PARAMETERS                                                                        \
  double *x, size_t rows, const int64_t *start, const int32_t *index, const double *value,       \
      const double *y, size_t others, const double *gram, const double *penalty, size_t width,   \
      double *scratch
#define UPDATE_ARGUMENTS x, rows, start, index, value, y, others, gram, penalty, width, scratch

void ck_factor_update_plain(UPDATE_PARAMETERS) { update_loop(UPDATE_ARGUMENTS); }
void ck_gram_plain(const double *x, size_t rows, size_t width, double *gram) {
  gram_loop(x, rows, width, gram);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void update_avx2(UPDATE_PARAMETERS) {
  update_loop(UPDATE_ARGUMENTS);
}
__attribute__((target("avx2"))) static void gram_avx2(const double *x, size_t rows, size_t width,
                                                      double *gram) {
  gram_loop(x, rows, width, gram);
}
static int has_avx2(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2");
}
#else
#define update_avx2 ck_factor_update_plain
#define gram_avx2 ck_gram_plain
static int has_avx2(void) { return 0; }
#endif

void ck_factor_update(UPDATE_PARAMETERS) {
  if (has_avx2()) update_avx2(UPDATE_ARGUMENTS);
  else ck_factor_update_plain(UPDATE_ARGUMENTS);
}

void ck_gram(const double *x, size_t rows, size_t width, double *gram) {
  if (has_avx2()) gram_avx2(x, rows, width, gram);
  else ck_gram_plain(x, rows, width, gram);
}
