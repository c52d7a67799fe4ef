import Diagnostics
import Knowledge
import Tables

/// The head lines of a reference: `##key=value`.
struct ReferenceHead {
  private let values: [String: String]
  private let place: Place

  init(_ table: TextTable, kind: String) throws(Problems) {
    var values: [String: String] = [:]
    for line in table.head {
      let pair = line.split(separator: "=", maxSplits: 1).map(String.init)
      if pair.count == 2 { values[pair[0]] = pair[1] }
    }
    (self.values, place) = (values, Place(table.file, line: 1))
    guard values["kind"] == kind else {
      throw Problems([
        Diagnostic(
          at: place, "not a \(kind) reference",
          hint: "make one with casebook run reference \(kind)")
      ])
    }
  }

  subscript(_ key: String) -> String { values[key] ?? "" }

  func numbers(_ key: String) throws(Problems) -> [Double] {
    let words = self[key].split(separator: ",")
    let numbers = words.compactMap { Double($0) }
    guard numbers.count == words.count, !numbers.isEmpty else {
      throw Problems([Diagnostic(at: place, "no numbers in ##\(key)")])
    }
    return numbers
  }

  /// Groups and their sizes: `AFR:246,AMR:181`.
  func groups() throws(Problems) -> (names: [String], counts: [Int]) {
    var names: [String] = []
    var counts: [Int] = []
    for pair in self["n"].split(separator: ",") {
      let sides = pair.split(separator: ":")
      guard sides.count == 2, let count = Int(sides[1]), count > 0 else { continue }
      names.append(String(sides[0]))
      counts.append(count)
    }
    guard !names.isEmpty, names.count <= 16, Set(names).count == names.count else {
      throw Problems([
        Diagnostic(
          at: place, "no groups in ##n, more than 16, or one twice", hint: "##n=AFR:246,EUR:379")
      ])
    }
    return (names, counts)
  }
}

/// Numbers of a table, with their places where they are none.
struct ReferenceColumn {
  let table: TextTable
  var problems = Problems()

  init(_ table: TextTable) { self.table = table }

  mutating func index(_ name: String) -> Int {
    if let index = table.index(of: name) { return index }
    problems.error(at: table.headerPlace, "no column '\(name)'")
    return 0
  }

  mutating func values(_ name: String) -> [Double] {
    let column = index(name)
    return table.rows.indices.map { row in
      if let value = Double(table.rows[row][column]), value.isFinite { return value }
      problems.error(at: table.place(row: row, column: column), "not a number in '\(name)'")
      return 0
    }
  }
}

/// What a reference file says of its making.
public struct ReferenceSource: Sendable {
  public let source: String
  public let digest: String
  public let command: String

  public init(source: String, digest: String, command: String) {
    (self.source, self.digest, self.command) = (source, digest, command)
  }

  func lines(kind: String, build: String, n: String) -> String {
    "##kind=\(kind)\n##build=\(build)\n##source=\(TSV.escaped(source))\n##digest=\(digest)\n"
      + "##n=\(n)\n##command=\(TSV.escaped(command))\n"
  }
}

private func list(_ values: [Double]) -> String { values.map(Digits.six).joined(separator: ",") }
private func sizes(_ groups: [String], _ counts: [Int]) -> String {
  zip(groups, counts).map { "\($0):\($1)" }.joined(separator: ",")
}

/// Similarity references: one row a panel variant.
public enum SimilarityReferenceFile {
  public static func read(_ bytes: [UInt8], file: String) throws(Problems) -> SimilarityReference {
    let table = try TextTable(bytes, file: file)
    let head = try ReferenceHead(table, kind: "similarity")
    let (groups, counts) = try head.groups()
    let eigenvalues = try head.numbers("eigenvalues")
    var columns = ReferenceColumn(table)
    let position = columns.values("position")
    let (chromosome, id) = (columns.index("chromosome"), columns.index("id"))
    let (counted, other) = (columns.index("counted"), columns.index("other"))
    let panel = table.rows.indices.map { row in
      SimilarityReference.Panel(
        chromosome: String(table.rows[row][chromosome]), position: Int(exactly: position[row]) ?? 0,
        id: String(table.rows[row][id]), counted: String(table.rows[row][counted]),
        other: String(table.rows[row][other]))
    }
    let frequency = columns.values("frequency")
    let groupFrequency = groups.map { columns.values("frequency_\($0)") }
    let loadings = eigenvalues.indices.map { columns.values("loading_\($0 + 1)") }
    for (row, f) in frequency.enumerated() where f <= 0 || f >= 1 {
      columns.problems.error(at: table.place(row: row), "a frequency outside (0, 1)")
    }
    try columns.problems.throwIfAny()
    var covariances: [[Double]] = []
    for group in groups { covariances.append(try head.numbers("covariance_\(group)")) }
    guard covariances.allSatisfy({ $0.count == eigenvalues.count * eigenvalues.count }) else {
      throw Problems([Diagnostic(at: Place(file, line: 1), "covariances of another size")])
    }
    return SimilarityReference(
      name: head["name"], build: head["build"], groups: groups, counts: counts, panel: panel,
      frequency: frequency, groupFrequency: groupFrequency, loadings: loadings,
      covariances: covariances, eigenvalues: eigenvalues,
      depth: try head.numbers("depth")[0], additiveDepth: try head.numbers("additive_depth")[0])
  }

  public static func text(_ reference: SimilarityReference, _ source: ReferenceSource) -> String {
    var text = source.lines(
      kind: "similarity", build: reference.build, n: sizes(reference.groups, reference.counts))
    text += "##name=\(reference.name)\n##eigenvalues=\(list(reference.eigenvalues))\n"
    text +=
      "##depth=\(Digits.six(reference.depth))\n##additive_depth=\(Digits.six(reference.additiveDepth))\n"
    for (group, covariance) in zip(reference.groups, reference.covariances) {
      text += "##covariance_\(group)=\(list(covariance))\n"
    }
    text += TSV.line(
      ["chromosome", "position", "id", "counted", "other", "frequency"]
        + reference.groups.map { "frequency_\($0)" }
        + reference.loadings.indices.map { "loading_\($0 + 1)" })
    for (v, variant) in reference.panel.enumerated() {
      text += TSV.line(
        [
          variant.chromosome, String(variant.position), variant.id, variant.counted, variant.other,
          Digits.six(reference.frequency[v]),
        ] + reference.groupFrequency.map { Digits.six($0[v]) }
          + reference.loadings.map { Digits.six($0[v]) })
    }
    return text
  }
}

/// Score references: one row a number, named by what it is.
public enum ScoreReferenceFile {
  public static func read(_ bytes: [UInt8], file: String) throws(Problems) -> ScoreReference {
    let table = try TextTable(bytes, file: file)
    let head = try ReferenceHead(table, kind: "scores")
    let (groups, counts) = try head.groups()
    var columns = ReferenceColumn(table)
    let values = columns.values("value")
    let names = ["record", "trait", "part", "group", "variant", "variant2"].map {
      columns.index($0)
    }
    try columns.problems.throwIfAny()
    var rows = ScoreReferenceRows(groups: groups)
    for row in table.rows.indices {
      let fields = names.map { String(table.rows[row][$0]) }
      guard rows.add(fields, values[row]) else {
        throw Problems([
          Diagnostic(
            at: table.place(row: row), "a record that no score reference has",
            hint: "the file is made by casebook run reference scores, not by hand")
        ])
      }
    }
    let (mean, deviation) = (try head.numbers("pc_mean"), try head.numbers("pc_deviation"))
    guard rows.isComplete(components: mean.count), deviation.count == mean.count,
      deviation.allSatisfy({ $0 > 0 })
    else {
      throw Problems([
        Diagnostic(
          at: Place(file, line: table.rows.count), "the file is cut short, or numbers are missing",
          hint: "make it again with casebook run reference scores")
      ])
    }
    return rows.reference(
      name: head["name"], build: head["build"], counts: counts, pcMean: mean,
      pcDeviation: deviation, isSimulated: head["simulated"] == "yes")
  }

  public static func text(_ reference: ScoreReference, _ source: ReferenceSource) -> String {
    var text = source.lines(
      kind: "scores", build: reference.build, n: sizes(reference.groups, reference.counts))
    text += "##name=\(reference.name)\n##simulated=\(reference.isSimulated ? "yes" : "no")\n"
    text += "##pc_mean=\(list(reference.pcMean))\n##pc_deviation=\(list(reference.pcDeviation))\n"
    text += TSV.line(["record", "trait", "part", "group", "variant", "variant2", "value"])
    func add(_ fields: [String], _ value: Double) { text += TSV.line(fields + [Digits.six(value)]) }
    for trait in reference.variants.keys.sorted() {
      let variants = reference.variants[trait] ?? []
      let names = variants.map { "\($0.rsid):\($0.effect):\($0.other)" }
      for (index, variant) in variants.enumerated() {
        add(["mean", trait, "", "", names[index], ""], variant.mean)
        for (g, group) in reference.groups.enumerated() {
          add(["frequency", trait, "", group, names[index], ""], variant.groupFrequency[g])
        }
        for (k, slope) in variant.regression.enumerated() {
          add(["regression", trait, String(k), "", names[index], ""], slope)
        }
      }
      func square(_ record: String, _ group: String, _ matrix: [Double]) {
        for a in variants.indices {
          for b in 0...a {
            add([record, trait, "", group, names[a], names[b]], matrix[a * variants.count + b])
          }
        }
      }
      for (g, group) in reference.groups.enumerated() {
        square("covariance", group, reference.covariances[trait]?[g] ?? [])
      }
      square("residual", "", reference.residualCovariances[trait] ?? [])
    }
    for fit in reference.continuous {
      for (k, value) in fit.mean.enumerated() {
        add(["norm2_mean", fit.trait, fit.part, String(k), "", ""], value)
      }
      for (k, value) in fit.logVariance.enumerated() {
        add(["norm2_log_variance", fit.trait, fit.part, String(k), "", ""], value)
      }
    }
    return text
  }
}

/// The rows of a score reference, as they are read.
private struct ScoreReferenceRows {
  private struct Panel {
    var names: [String] = []
    var places: [String: Int] = [:]
    var means: [Double] = []
    var frequencies: [[Double]] = []
    var regressions: [[Double]] = []
    var pairs: [(group: Int?, a: Int, b: Int, value: Double)] = []
  }

  private struct Fit {
    let trait: String
    let part: String
    var mean: [Double] = []
    var logVariance: [Double] = []
  }

  let groups: [String]
  private var panels: [String: Panel] = [:]
  private var fits: [Fit] = []

  init(groups: [String]) { self.groups = groups }

  mutating func add(_ f: [String], _ value: Double) -> Bool {
    switch f[0] {
    case "mean":
      var panel = panels[f[1]] ?? Panel()
      panel.places[f[4]] = panel.names.count
      panel.names.append(f[4])
      panel.means.append(value)
      panel.frequencies.append([])
      panel.regressions.append([])
      panels[f[1]] = panel
    case "frequency", "regression":
      guard let place = panels[f[1]]?.places[f[4]] else { return false }
      if f[0] == "frequency" {
        panels[f[1]]?.frequencies[place].append(value)
      } else {
        panels[f[1]]?.regressions[place].append(value)
      }
    case "covariance", "residual":
      guard let panel = panels[f[1]], let a = panel.places[f[4]], let b = panel.places[f[5]] else {
        return false
      }
      let group = groups.firstIndex(of: f[3])
      if f[0] == "covariance", group == nil { return false }
      panels[f[1]]?.pairs.append((group, a, b, value))
    case "norm2_mean", "norm2_log_variance":
      if fits.last?.trait != f[1] || fits.last?.part != f[2] {
        fits.append(Fit(trait: f[1], part: f[2]))
      }
      if f[0] == "norm2_mean" {
        fits[fits.count - 1].mean.append(value)
      } else {
        fits[fits.count - 1].logVariance.append(value)
      }
    default: return false
    }
    return true
  }

  /// Whether every variant has its numbers, and every pair its covariances.
  func isComplete(components: Int) -> Bool {
    panels.values.allSatisfy { panel in
      let pairs = panel.names.count * (panel.names.count + 1) / 2
      return panel.frequencies.allSatisfy {
        $0.count == groups.count && $0.allSatisfy { (0...1).contains($0) }
      } && panel.regressions.allSatisfy { $0.count == components + 1 }
        && panel.pairs.count == pairs * (groups.count + 1)
    }
      && fits.allSatisfy {
        $0.mean.count == components + 1 && $0.logVariance.count == components + 1
      }
  }

  func reference(
    name: String, build: String, counts: [Int], pcMean: [Double], pcDeviation: [Double],
    isSimulated: Bool
  ) -> ScoreReference {
    ScoreReference(
      name: name, build: build, groups: groups, counts: counts, pcMean: pcMean,
      pcDeviation: pcDeviation, variants: panels.mapValues(variants),
      covariances: panels.mapValues { panel in
        groups.indices.map { square(panel, group: $0) }
      },
      residualCovariances: panels.mapValues { square($0, group: nil) },
      continuous: fits.map {
        .init(trait: $0.trait, part: $0.part, mean: $0.mean, logVariance: $0.logVariance)
      },
      isSimulated: isSimulated)
  }

  private func variants(_ panel: Panel) -> [ScoreReference.Variant] {
    panel.names.indices.map { index in
      let parts = panel.names[index].split(separator: ":", omittingEmptySubsequences: false)
      return .init(
        rsid: String(parts[0]), effect: parts.count > 1 ? String(parts[1]) : "",
        other: parts.count > 2 ? String(parts[2]) : "", mean: panel.means[index],
        groupFrequency: panel.frequencies[index], regression: panel.regressions[index])
    }
  }

  private func square(_ panel: Panel, group: Int?) -> [Double] {
    let size = panel.names.count
    var matrix = [Double](repeating: 0, count: size * size)
    for pair in panel.pairs where pair.group == group {
      matrix[pair.a * size + pair.b] = pair.value
      matrix[pair.b * size + pair.a] = pair.value
    }
    return matrix
  }
}
