import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import SiteBuilder

/// One statement of the sandbox's cases.
struct SandboxCase: Sendable, CustomTestStringConvertible {
  let sql: String
  let expected: String

  var testDescription: String { String(sql.prefix(60)) }

  static let all: [SandboxCase] = {
    let json =
      try? JSONSerialization.jsonObject(with: Data(Fixtures.bytes("ethics/sql_sandbox.json")))
      as? [String: Any]
    return (json?["cases"] as? [[String: Any]] ?? []).map {
      SandboxCase(sql: $0["sql"] as? String ?? "", expected: $0["expected"] as? String ?? "")
    }
  }()
}

@Suite struct SandboxTests {
  static let tables = ["reports/data/t.tsv": "a\tb\n1\tx\n2\ty\n"]

  private func message(_ sql: String) -> String {
    TestSite.message(
      ["index.md": "# H\n\n```sql {#q}\n\(sql)\n```"], tables: Self.tables)
  }

  @Test func thereAreCases() { #expect(SandboxCase.all.count == 35) }

  @Test(arguments: SandboxCase.all) func sandbox(_ c: SandboxCase) {
    // A shortened statement of the file is not SQL any more.
    if c.sql.contains("…") { return }
    let message = message(c.sql)
    switch c.expected {
    case "ok": #expect(message.isEmpty, "\(message)")
    case "ok-or-limit": #expect(message.isEmpty || message.contains("index.md:"), "\(message)")
    default: #expect(message.hasPrefix("index.md:"), "\(c.sql): \(message)")
    }
  }

  /// What a statement is told, with the place in the document.
  static let faults: [(String, String)] = [
    ("select a from u", "index.md:4:15: error: no such table: u\n  hint: did you mean 't'?"),
    ("select\n  aa\nfrom t", "index.md:5:3: error: no such column: aa\n  hint: did you mean 'a'?"),
    ("select a frm t where", "index.md:4:"),
    ("select a from t where a > 9", "index.md:3:1: error: the cell gave no row"),
    ("select random()", "index.md:4:"),
    ("select \"x\"", "index.md:4:8: error: no such column: x"),
    ("select a from t where a = :trait", "index.md:3:1: error: no parameter ':trait' on this page"),
    ("select a from t; select b from t", "index.md:4:17: error: a cell is one statement"),
    ("explain select a from t", "index.md:4:1: error: a cell reads; it does nothing else"),
    (
      "with recursive r(n) as (select 1 union all select n + 1 from r) select n from r",
      "index.md:3:1: error: more than 10000 rows"
    ),
  ]

  @Test(arguments: faults) func faultsHaveTheirPlace(_ sql: String, _ expected: String) {
    #expect(message(sql).hasPrefix(expected), "\(message(sql))")
  }

  @Test func aDeepExpressionIsRefused() {
    let sum = Array(repeating: "1", count: 200).joined(separator: "+")
    #expect(message("select \(sum)").contains("Expression tree is too large"))
  }
}

@Suite struct CellTests {
  private static let people = """
    label\tgroup_name\tpeople\tshare
    a\tx\t12\t0.5
    b\tx\t{suppressed}\t{suppressed}
    c\ty\t30\t0.25
    d\ty\t\t0.1

    """

  private func cell(_ sql: String, _ more: String = "", options: String = "") throws -> String {
    try TestSite(
      ["index.md": "# H\n\n```sql {#q\(options)}\n\(sql)\n```\n\n\(more)"],
      tables: ["reports/data/p.tsv": Self.people]
    ).page("index.html")
  }

  /// Of one row and column: what stands there.
  private func entry(_ sql: String) throws -> String {
    try cell(sql, "[{{ q.v }}]").components(separatedBy: "<p>[").last?
      .components(separatedBy: "]").first ?? ""
  }

  /// An aggregate over a suppressed entry is suppressed; one that does not depend on it is not.
  static let aggregates: [(String, String)] = [
    ("select sum(people) v from p", "suppressed"),
    ("select avg(people) v from p", "suppressed"),
    ("select count(people) v from p", "suppressed"),
    ("select min(people) v from p", "suppressed"),
    ("select max(people) v from p", "suppressed"),
    ("select total(people) v from p", "suppressed"),
    ("select group_concat(people) v from p", "suppressed"),
    ("select count(*) v from p", "4"),
    ("select count(*) v from p where people > 10", "suppressed"),
    ("select count(*) v from p where people is null", "suppressed"),
    ("select sum(people) v from p where group_name = 'y'", "30"),
    ("select sum(people) v from p where label <> 'b'", "42"),
    ("select sum(coalesce(people, 0)) v from p", "suppressed"),
    ("select sum(people > 20) v from p", "suppressed"),
    ("select sum(case when label = 'c' then people end) v from p", "30"),
    ("select sum(share) v from p where group_name = 'y'", "0.35"),
    ("select (select sum(people) from p) + 1 v", "suppressed"),
    ("select sum(people) over () v from p limit 1", "suppressed"),
    ("select max(label) v from p", "d"),
    ("select count(distinct group_name) v from p", "2"),
    ("select people v from p where label = 'b'", "suppressed"),
    ("select people v from p where label = 'd'", "–"),
    ("select people + 1 v from p where label = 'a'", "13"),
    ("select coalesce(people, 0) v from p where label = 'b'", "suppressed"),
    ("select 10 * 1.0 / 4 v", "2.5"),
    // Neither a difference, nor a range, nor a threshold, nor text read as a number.
    ("select sum(people) - 30 v from p where people between 1 and 1000", "suppressed"),
    ("select sum(people) v from p where coalesce(people, 0) < 1000", "suppressed"),
    ("select people * 1 v from p where label = 'b' and coalesce(people, 0) < 35", "suppressed"),
    (
      "select sum(case when abs(coalesce(people, 0)) < 1e11 then people end) v from p", "suppressed"
    ),
  ]

  @Test(arguments: aggregates) func suppression(_ sql: String, _ expected: String) throws {
    #expect(try entry(sql) == expected, "\(sql)")
  }

  /// Groups: the one with a suppressed entry is hidden, whatever the order.
  @Test(arguments: ["group_name", "sum(people) desc", "sum(people)"])
  func groups(_ order: String) throws {
    let html = try cell(
      "select group_name, sum(people) n from p group by group_name order by \(order)")
    #expect(html.contains("x</th><td role=\"cell\" data-label=\"n\""))
    #expect(html.contains("<span class=\"hidden-cell\">suppressed</span>"))
    #expect(html.contains("<span>30</span>"))
  }

  @Test func aResultServesLaterCellsAndProse() throws {
    let site = try TestSite(
      [
        "index.md": """
        # H

        {{ total.n }} people

        ```sql {#first show=no}
        select label, people from p where people is not null and label <> 'b'
        ```

        ```sql {#total show=no}
        select sum(people) n from first
        ```

        ```figure {#f kind=bars files=no}
        title: People
        value: people
        data: first
        ```
        """
      ], tables: ["reports/data/p.tsv": Self.people])
    let html = site.page("index.html")
    #expect(html.contains("42 people"))
    #expect(html.contains("<b>30</b>"))
    #expect(html.contains("<details class=\"source\">"))
  }

  @Test func parametersComeFromFrontMatter() throws {
    let html = try TestSite(
      [
        "index.md":
          "---\nparams:\n  wanted: c\n---\n# {{ params.wanted }}\n\n```sql {#q title=\"One row\"}\nselect people from p where label = :wanted\n```"
      ], tables: ["reports/data/p.tsv": Self.people]
    ).page("index.html")
    #expect(html.contains("<caption><span>Table 1. </span>One row</caption>"))
    #expect(html.contains("30"))
  }

  @Test func longTablesHavePages() throws {
    let rows = (1...120).map { "r\($0)\t\($0)\n" }.joined()
    let site = try TestSite(
      ["index.md": "# H\n\n```table {#all data=long title=\"All rows\" rows=50}\n```"],
      tables: ["reports/data/long.tsv": "name\tvalue\n" + rows])
    #expect(site.page("index.html").contains("Shown 50 of 120"))
    #expect(site.page("index-all-3.html").contains("r120"))
    #expect(!site.page("index-all-2.html").contains("r120<"))
    #expect(site.page("index-all.csv").components(separatedBy: "\r\n").count == 122)
    #expect(site.files["index-all.rows.js"] != nil)
  }

  /// A spreadsheet runs no formula of ours.
  @Test func formulasInCSVAreWords() throws {
    let site = try TestSite(
      ["index.md": "# H\n\n```table {#t data=x}\n```"],
      tables: ["reports/data/x.tsv": "a\tb\n=cmd()\t-1\n@x\t+y\n"])
    #expect(site.page("index-t.csv") == "a,b\r\n'=cmd(),-1\r\n'@x,'+y\r\n")
  }
}
