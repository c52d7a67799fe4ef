import Diagnostics
import Knowledge

/// Columns of summary statistics by the names of GWAS-SSF, PLINK, REGENIE, PheWeb, TwoSampleMR
/// and coloc.
public enum SummaryColumns {
  public static let variant = ColumnRole(
    "variant",
    [
      "rsid", "snp", "rs_id", "variant_id", "hm_rsid", "markername", "id", "var_id", "rs_number",
      "rsids",
    ], "rs number, or any name that the inputs share")
  public static let chromosome = ColumnRole(
    "chromosome", ["chr", "chrom", "hm_chrom", "chr_id"], "chromosome")
  public static let position = ColumnRole(
    "position", ["base_pair_location", "pos", "bp", "genpos", "hm_pos", "chr_pos", "ps"],
    "position on the chromosome")
  public static let effect = ColumnRole(
    "effect_allele",
    ["ea", "a1", "effect_allele_ph", "tested_allele", "allele1", "alt", "hm_effect_allele"],
    "the allele whose copies are counted")
  public static let other = ColumnRole(
    "other_allele",
    ["oa", "nea", "a2", "non_effect_allele", "allele0", "allele2", "ref", "hm_other_allele", "ax"],
    "the other allele")
  public static let beta = ColumnRole(
    "beta", ["b", "effect", "log_odds", "logor", "es", "hm_beta", "slope"],
    "effect of one copy: log odds, or units of the trait")
  public static let oddsRatio = ColumnRole(
    "odds_ratio", ["or", "hm_odds_ratio"], "odds ratio for one copy, where there is no beta")
  public static let standardError = ColumnRole(
    "standard_error", ["se", "sebeta", "stderr", "slope_se", "log_or_se"],
    "standard error of beta")
  public static let variance = ColumnRole(
    "varbeta", ["variance"], "its square, where there is no standard error")
  public static let z = ColumnRole("z", ["zscore", "z_stat", "tstat", "t_stat"], "z-score")
  public static let p = ColumnRole(
    "p_value", ["p", "pval", "pvalue", "p_val", "pval_nominal", "p_bolt_lmm", "p_lrt"],
    "two-sided p-value")
  public static let logP = ColumnRole(
    "neg_log_10_p_value", ["log10p", "mlogp", "mlog10p", "neglog10p", "lp"],
    "-log10 of it, where there is no p-value")
  public static let frequency = ColumnRole(
    "effect_allele_frequency",
    ["eaf", "af", "freq", "a1_freq", "frq", "maf", "eaf_ph", "af_meta", "maf_ph", "a1freq"],
    "frequency of the effect allele")
  public static let people = ColumnRole(
    "n", ["samplesize", "n_ph", "obs_ct", "neff", "n_total", "sample_size", "nobs"],
    "number of people")

  public static let all = [
    variant, chromosome, position, effect, other, beta, oddsRatio, standardError, variance, z, p,
    logP, frequency, people,
  ]

  /// What the numbers of a role may be; nil where any number may stand.
  public static func rule(_ role: ColumnRole) -> NumberRule? {
    switch role {
    case oddsRatio: NumberRule("an odds ratio is above 0") { $0 > 0 }
    case standardError: NumberRule("a standard error is above 0") { $0 > 0 }
    case variance: NumberRule("the variance of an effect is above 0") { $0 > 0 }
    case p: NumberRule("a p-value lies between 0 and 1") { (0...1).contains($0) }
    case logP: NumberRule("-log10 of a p-value is 0 or more") { $0 >= 0 }
    case frequency:
      NumberRule("the frequency of an allele lies between 0 and 1") { (0...1).contains($0) }
    case people: NumberRule("a number of people is above 0") { $0 > 0 }
    case position: NumberRule("a position is 0 or more") { (0...1e15).contains($0) }
    default: nil
    }
  }
}
