import Diagnostics
import Markup
import Tables
import TestSupport
import Testing

@testable import Figures

/// A figure of each kind, with every state a row can have.
struct FigureCase: Sendable, CustomTestStringConvertible {
  let data: FigureData
  let background: TextTable?

  var testDescription: String { data.kind }

  static let all: [FigureCase] = {
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
    #expect(Set(FigureCase.all.map(\.data.kind)) == Set(FigureRegistry.all.map(\.name)))
  }

  /// Numbers → fence → numbers → drawing: the same numbers, and the golden drawing.
  @Test(arguments: FigureCase.all) func roundTrip(_ c: FigureCase) throws {
    let document = "# T\n\n```figure {#f kind=\(c.data.kind)}\n\(c.data.fence)```\n"
    let fragment = try Fragment(Document(Array(document.utf8), path: "a.md"))
    guard case .cell(let cell)? = fragment.body.first else {
      Issue.record("no cell")
      return
    }
    let back = try FigureData(cell) { _ throws(Problems) in throw Problems() }
    #expect(back.head == c.data.head)
    #expect(back.columns == c.data.columns)
    #expect(back.rows == c.data.rows)
    let html = try FigureKind.figure(back, id: "f", number: 1, background: c.background) {
      $0 == "a.md" ? "a.html" : nil
    }
    #expect(difference(html.text, golden: "figures/\(c.data.kind).html") == nil)
  }

  @Test func nothingInADrawingIsAStyleOrScript() throws {
    for c in FigureCase.all {
      let html = try FigureKind.figure(c.data, id: "f", number: 1, background: c.background) { _ in
        nil
      }
      #expect(!html.text.contains("style="))
      #expect(!html.text.contains("<script"))
      #expect(!html.text.contains("two <b>"))
    }
  }
}
