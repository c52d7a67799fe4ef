import CohortModel
import Diagnostics
import Tables

/// plink2's `.afreq`: ID, REF, ALT, ALT_FREQS.
public enum FrequencyFile {
  /// Frequencies of the counted alleles of `variants`, 0 where the file has none.
  public static func read(
    _ bytes: [UInt8], file: String, variants: [Variant]
  ) throws(Problems) -> [Double] {
    let table = try TextTable(bytes, file: file)
    try table.require(["ID", "REF", "ALT", "ALT_FREQS"], exact: false)
    var found: [String: (alt: String, frequency: Double)] = [:]
    var problems = Problems()
    for row in table.rows.indices {
      let text = table.field(row, "ALT_FREQS")
      guard let frequency = Double(text), frequency.isNaN || (0...1).contains(frequency) else {
        problems.error(
          at: table.place(row: row, column: "ALT_FREQS"), "not a frequency")
        continue
      }
      found[table.field(row, "ID")] = (table.field(row, "ALT"), frequency.isNaN ? 0 : frequency)
    }
    try problems.throwIfAny()
    return variants.map { variant in
      guard let known = found[variant.id] else { return 0 }
      return known.alt == variant.counted ? known.frequency : 1 - known.frequency
    }
  }
}
