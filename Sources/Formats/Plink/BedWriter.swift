import CohortModel
import Tables

/// Writes PLINK 1 files: what `casebook simulate` gives.
public enum BedWriter {
  /// The `.bed` bytes of dosage codes by variant, then person.
  public static func bed(_ codes: [[UInt8]]) -> [UInt8] {
    // Copies of the counted allele to .bed codes: 2 → 0, 1 → 2, 0 → 3, missing → 1.
    let table: [UInt8] = [3, 2, 0, 1]
    var out: [UInt8] = [0x6C, 0x1B, 0x01]
    for row in codes {
      var bytes = [UInt8](repeating: 0, count: (row.count + 3) / 4)
      for (sample, code) in row.enumerated() {
        bytes[sample / 4] |= table[Int(code)] << UInt8(sample % 4 * 2)
      }
      out += bytes
    }
    return out
  }

  public static func bim(_ variants: [Variant]) -> String {
    variants.map {
      TSV.line([$0.chromosome, $0.id, "0", String($0.position), $0.counted, $0.other])
    }.joined()
  }

  public static func fam(_ people: [(id: String, sex: Sex)]) -> String {
    people.map { person in
      let sex = person.sex == .male ? "1" : person.sex == .female ? "2" : "0"
      return TSV.line([person.id, person.id, "0", "0", sex, "-9"])
    }.joined()
  }
}
