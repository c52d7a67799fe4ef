import Diagnostics
import Foundation
import Markup
import Tables
import TestSupport
import Testing

@testable import Figures

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A figure of each kind, with every state a row can have.
struct FigureCase: Sendable, CustomTestStringConvertible {
  let data: FigureData
  let background: TextTable?

  var testDescription: String { data.kind }

  /// Written cases, and the example of every kind that has none.
  static let all: [FigureCase] =
    written
    + FigureRegistry.all.filter { kind in !written.contains { $0.data.kind == kind.name } }
    .compactMap(example)

  static func example(_ kind: FigureKind) -> FigureCase? {
    guard let table = try? TextTable(Array(kind.example.utf8), file: "e.tsv") else { return nil }
    let fit =
      kind.name == "doseresponse"
      ? [
        "top": "1", "bottom": "0.1", "ec50": "0.25", "hill": "1.1", "ec50_low": "0.2",
        "ec50_high": "0.31",
      ]
      : [:]
    return FigureCase(
      data: FigureData(
        kind: kind.name, head: ["title": "Example of \(kind.name)"].merging(fit) { $1 },
        columns: table.header, rows: table.rows.map { $0.map { Shown(field: String($0)) } }),
      background: nil)
  }

  private static let written: [FigureCase] = {
    func table(_ text: String) -> TextTable? { try? TextTable(Array(text.utf8), file: "b.tsv") }
    return [
      FigureCase(
        data: FigureData(
          kind: "bars", head: ["title": "Bars: \"quoted\"", "subtitle": "s", "unit": "people"],
          columns: ["label", "value"],
          rows: [
            [.text("one"), .number("10")], [.text("two <b>"), .suppressed],
            [.text("three"), .number("25")], [.text("four"), .missing],
          ]), background: nil),
      FigureCase(
        data: FigureData(
          kind: "percentiles", head: ["title": "P", "group": "EUR", "threshold": "90"],
          columns: [
            "hallmark", "z", "low", "high", "percentile", "percentile_low", "percentile_high",
            "note", "link",
          ],
          rows: [
            [
              .text("A"), .number("1.5"), .number("1.2"), .number("1.8"), .number("93"),
              .number("88"), .number("96"), .text("5 variants"), .text("a.md"),
            ],
            [
              .text("B"), .missing, .missing, .missing, .withheld("far"), .missing, .missing,
              .text("withheld: far"), .missing,
            ],
            [
              .text("C"), .number("-4"), .number("-5"), .number("-3.5"), .number("1"),
              .number("1"), .number("1"), .missing, .missing,
            ],
          ]),
        background: table(
          "hallmark\tgroup\tp10\tp25\tp50\tp75\tp90\tridge\nA\tEUR\t-1.28\t-0.67\t0\t0.67\t1.28\t0,50,100,50,0\n"
        )),
      FigureCase(
        data: FigureData(
          kind: "distribution", head: ["title": "D", "threshold": "1.2816"],
          columns: ["label", "z", "low", "high"],
          rows: [[.text("You"), .number("0.5"), .number("0.2"), .number("0.8")]]),
        background: table("z\tdensity\n-3\t0\n0\t1\n3\t0\n")),
      FigureCase(
        data: FigureData(
          kind: "density", head: ["title": "M"], columns: ["label", "pc1", "pc2", "pc3", "pc4"],
          rows: [[.text("You"), .number("0.1"), .number("0.2"), .number("0"), .number("-0.1")]]),
        background: table(
          "plane\tx\ty\tlevel\tlabel\n1\t0\t0\t4\t\n1\t0.1\t0.1\t1\t\n1\t0\t0\t0\tEUR-like\n3\t0\t0\t2\t\n"
        )),
    ]
  }()
}

@Suite struct FigureTests {
  @Test func everyKindHasACase() {
    #expect(FigureCase.all.map(\.data.kind).sorted() == FigureRegistry.all.map(\.name).sorted())
  }

  private func drawn(_ c: FigureCase, _ data: FigureData) throws -> FigureKind.Figure {
    try FigureKind.figure(
      data, id: "f", number: "1", background: c.background, words: Words([:]), fileName: "a-f"
    ) { $0 == "a.md" ? "a.html" : nil }
  }

  /// Numbers → fence → numbers → drawing: the same numbers, and the golden drawing.
  @Test(arguments: FigureCase.all) func roundTrip(_ c: FigureCase) throws {
    let document = "# T\n\n```figure {#f kind=\(c.data.kind)}\n\(c.data.fence)```\n"
    let fragment = try Fragment(Document(Array(document.utf8), path: "a.md"))
    guard case .cell(let cell)? = fragment.body.first else {
      Issue.record("no cell")
      return
    }
    let back = try FigureData(cell, head: FigureData.head(cell), table: nil)
    #expect(back.head == c.data.head)
    #expect(back.columns == c.data.columns)
    #expect(back.rows == c.data.rows)
    let figure = try drawn(c, back)
    #expect(difference(figure.markup.text, golden: "figures/\(c.data.kind).html") == nil)
    let svg = String(decoding: figure.svg, as: UTF8.self)
    #expect(difference(svg, golden: "figures/\(c.data.kind).svg") == nil)
  }

  /// A picture that stands alone has no class, style or script, and is well-formed XML.
  @Test(arguments: FigureCase.all) func picturesStandAlone(_ c: FigureCase) throws {
    let figure = try drawn(c, c.data)
    let svg = String(decoding: figure.svg, as: UTF8.self)
    #expect(!svg.contains("class=") && !svg.contains(" style=") && !svg.contains("<script"))
    #expect(XMLParser(data: Data(figure.svg)).parse(), "\(svg.prefix(400))")
    #expect(figure.svg.count < 60_000)
  }

  /// Words of data in every column of every kind stay words.
  @Test(arguments: FigureCase.all) func labelsStayText(_ c: FigureCase) throws {
    let hostile = "</svg><script>alert(1)</script><img src=x onerror=alert(1)>\"'"
    let rows = c.data.rows.map { row in
      row.map { entry in if case .text = entry { Shown.text(hostile) } else { entry } }
    }
    let data = FigureData(
      kind: c.data.kind, head: c.data.head.merging(["title": hostile]) { $1 },
      columns: c.data.columns, rows: rows)
    let figure = try drawn(c, data)
    for text in [figure.markup.text, String(decoding: figure.svg, as: UTF8.self)] {
      #expect(!text.contains("<script") && !text.contains("<img") && !text.contains(" style="))
    }
  }

  /// P-values on which the band is known: the quantiles of Beta(1, 1) and Beta(2, 1).
  @Test func betaQuantiles() {
    #expect(abs(Beta.quantile(0.025, 1, 1) - 0.025) < 1e-9)
    #expect(abs(Beta.quantile(0.975, 2, 1) - 0.975.squareRoot()) < 1e-9)
    #expect(abs(Beta.cumulative(0.3, 2, 5) - 0.579825) < 1e-6)
  }

  /// Many points become hexagons, and many variants a band; both are said.
  @Test func denseFiguresSayWhatTheyLeaveOut() throws {
    let many = (0..<20_001).map { [Shown.number(String($0 % 150)), .number(String($0 / 150))] }
    let scatter = FigureCase(
      data: FigureData(kind: "scatter", head: ["title": "t"], columns: ["x", "y"], rows: many),
      background: nil)
    #expect(try drawn(scatter, scatter.data).markup.text.contains("Drawn as hexagons"))
    let ps = (1...5_000).map { index in
      [Shown.text("1"), .number(String(index * 1000)), .number(String(Double(index) / 5_000))]
    }
    let plot = FigureCase(
      data: FigureData(
        kind: "manhattan", head: ["title": "t"], columns: ["chromosome", "position", "p"], rows: ps),
      background: nil)
    let drawing = try drawn(plot, plot.data)
    #expect(drawing.markup.text.contains("Thinned: 4996 of 5000 variants"))
    #expect(drawing.markup.bytes.count < 60_000)
  }
}
