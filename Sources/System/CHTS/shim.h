// htslib's macros and bit fields, which Swift cannot call directly.
#include <htslib/bgzf.h>
#include <htslib/hts.h>
#include <htslib/hts_log.h>
#include <htslib/vcf.h>
#include <stdlib.h>

static inline void cb_hts_quiet(void) { hts_set_log_level(HTS_LOG_OFF); }
static inline int cb_bcf_nsamples(const bcf_hdr_t *h) { return bcf_hdr_nsamples(h); }
static inline int cb_bcf_n_allele(const bcf1_t *r) { return r->n_allele; }
static inline int cb_bcf_n_fmt(const bcf1_t *r) { return r->n_fmt; }
static inline int cb_bcf_errcode(const bcf1_t *r) { return r->errcode; }
static inline const char *cb_bcf_allele(const bcf1_t *r, int i) { return r->d.allele[i]; }
static inline const char *cb_bcf_id(const bcf1_t *r) { return r->d.id; }
static inline const char *cb_bcf_chrom(const bcf_hdr_t *h, const bcf1_t *r) {
  return bcf_hdr_id2name(h, r->rid);
}
static inline int cb_bcf_unpack_alleles(bcf1_t *r) { return bcf_unpack(r, BCF_UN_STR); }
static inline int cb_gt_vector_end(void) { return bcf_int32_vector_end; }
static inline int cb_gt_missing(int32_t v) { return bcf_gt_is_missing(v); }
static inline int cb_gt_allele(int32_t v) { return bcf_gt_allele(v); }
static inline int cb_bcf_genotypes(const bcf_hdr_t *h, bcf1_t *r, int32_t **dst, int *n) {
  return bcf_get_genotypes(h, r, dst, n);
}
