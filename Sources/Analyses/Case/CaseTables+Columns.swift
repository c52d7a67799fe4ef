import Tables

/// Columns of the tables that an edition also gathers over its open cases.
extension CaseTables {
  public static let scoresColumns = [
    Column("id", "Id", of: .person, "trait"), Column("trait", "Trait", of: .person, "trait"),
    Column(
      "sum", "Sum", format: .fixed(4), of: .person, "summed weights, exact to the printed digit"
    ),
    Column(
      "percentile", "Percentile", format: .integer, of: .person,
      "mid-rank among similar reference people"),
    Column("low", "From", format: .integer, of: .person, "lower end of the 95 % interval"),
    Column("high", "To", format: .integer, of: .person, "upper end of the 95 % interval"),
    Column(
      "above", "P(above 90th), %", format: .integer, of: .person,
      "probability, over the three sources of error"),
    Column(
      "deviate", "Deviate", format: .fixed(2), of: .person,
      "the percentile as standard normal deviate"),
    Column("deviate_low", "From", format: .fixed(2), of: .person, "lower end"),
    Column("deviate_high", "To", format: .fixed(2), of: .person, "upper end"),
    Column(
      "z_group", "Z in the group", format: .fixed(2), of: .person,
      "against the nearest group's mean and deviation; none where consent does not cover similarity"
    ),
    Column(
      "z_norm1", "Z_norm1", format: .fixed(2), of: .person,
      "residual on components, Khera 2019; as z_group"
    ),
    Column(
      "z_norm2", "Z_norm2", format: .fixed(2), of: .person,
      "with the variance on components, Khan 2022; as z_group"),
    Column("called", "Variants called", format: .integer, of: .person, "variants with a call"),
    Column("defined", "Variants", format: .integer, of: .person, "rows of the definition"),
    Column(
      "reference", "Variants in the reference", format: .integer, of: .person,
      "rows that cohort and reference share"),
    Column("leads", "Leading hallmark", of: .person, "name, or none"),
    Column("highest", "Highest hallmark", of: .person, "of those with five variants or more"),
    Column(
      "stability", "Stays first, %", format: .integer, of: .person,
      "probability that it stays first when all parts are drawn within their errors"),
    Column(
      "error_reference", "Error: reference, %", format: .integer, of: .person,
      "share of the interval's variance that comes from the reference's size"),
    Column(
      "error_unmatched", "Error: untyped, %", format: .integer, of: .person,
      "share from rows that were not typed"),
    Column(
      "error_weights", "Error: weights, %", format: .integer, of: .person,
      "share from the weights' standard errors"),
    Column(
      "rows_with_error", "Weights with an error", format: .integer, of: .person,
      "typed rows whose source gives a standard error"),
  ]

  public static let partsColumns = [
    Column("id", "Id", of: .person, "trait"),
    Column("part", "Part", of: .person, "hallmark's id, or unassigned"),
    Column("name", "Part", of: .person, "name of the hallmark"),
    Column(
      "variants", "Variants", format: .integer, of: .person,
      "rows that cohort and reference share"),
    Column("sum", "Sum", format: .fixed(4), of: .person, "summed weights"),
    Column(
      "percentile", "Percentile", format: .integer, of: .person,
      "as of the whole; none for fewer than five variants"),
    Column("low", "From", format: .integer, of: .person, "lower end of the 95 % interval"),
    Column("high", "To", format: .integer, of: .person, "upper end"),
    Column(
      "deviate", "Deviate", format: .fixed(2), of: .person,
      "the percentile as standard normal deviate"),
    Column("deviate_low", "From", format: .fixed(2), of: .person, "lower end"),
    Column("deviate_high", "To", format: .fixed(2), of: .person, "upper end"),
    Column(
      "below", "Lower, %", format: .fixed(1), of: .person,
      "similar reference people with a lower sum"),
    Column("at", "Same, %", format: .fixed(1), of: .person, "with the same sum"),
    Column("above", "Higher, %", format: .fixed(1), of: .person, "with a higher sum"),
  ]

  public static let contributionsColumns = [
    Column("id", "Id", of: .person, "trait"),
    Column("variant", "Variant", of: .person, "rsid"),
    Column("gene", "Gene", of: .person, "likely gene"),
    Column("allele", "Allele", of: .person, "allele that is counted"),
    Column("copies", "Copies", format: .integer, of: .person, "of the allele"),
    Column(
      "frequency", "Frequency", format: .fixed(2), of: .person,
      "of the allele in the score reference"),
    Column("weight", "Weight", format: .fixed(3), of: .person, "for one copy"),
    Column(
      "contribution", "Contribution", format: .fixed(3), of: .person,
      "weight × (copies − 2 × frequency)"),
  ]

  public static let rivalsColumns = [
    Column("id", "Id", of: .person, "trait"), Column("trait", "Trait", of: .person, "trait"),
    Column("score", "Other score", of: .person, "its name"),
    Column("called", "Variants called", format: .integer, of: .person, "of it"),
    Column("defined", "Variants", format: .integer, of: .person, "rows of it"),
    Column(
      "percentile", "Percentile", format: .integer, of: .person,
      "mid-rank among similar reference people"),
    Column("low", "From", format: .integer, of: .person, "lower end of the 95 % interval"),
    Column("high", "To", format: .integer, of: .person, "upper end of the 95 % interval"),
    Column(
      "sides", "Against the score shown", of: .person,
      "same side or other side of the 90th percentile; empty where one has no percentile"),
  ]
}
