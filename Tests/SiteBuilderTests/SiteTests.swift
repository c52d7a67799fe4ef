import Diagnostics
import Markup
import TestSupport
import Testing

@testable import SiteBuilder

@Suite struct SiteTests {
  private func site(_ documents: [String: String], tables: [String: String] = [:]) throws
    -> TestSite
  {
    try TestSite(documents, tables: tables)
  }

  private func page(_ site: TestSite, _ path: String) -> String { site.page(path) }

  private func message(
    _ documents: [String: String], tables: [String: String] = [:],
    templates: [String: String] = [:]
  ) -> String {
    TestSite.message(documents, tables: tables, templates: templates)
  }

  @Test func pagesStandWhereTheirDocumentsDo() throws {
    let site = try site([
      "index.md": "# Home\n\n[a trait](reports/traits/cad.md#what)",
      "reports/traits/cad.md": "# CAD\n\n## What\n\n[back](../../index.md)",
    ])
    #expect(site.files["traits/cad.html"] != nil)
    #expect(page(site, "index.html").contains("href=\"traits/cad.html#what\""))
    #expect(page(site, "traits/cad.html").contains("href=\"../index.html\""))
    #expect(page(site, "traits/cad.html").contains("href=\"../assets/casebook.css\""))
  }

  @Test func valuesAndMarks() throws {
    let site = try site(
      ["index.md": "# H\n\n{{ n.people }} and {{ n.few }} and {{ n.why }}."],
      tables: ["reports/data/n.tsv": "people\tfew\twhy\n-5\t{suppressed}\t{withheld: far}\n"])
    #expect(page(site, "index.html").contains("\u{2212}5 and suppressed and withheld: far."))
  }

  /// A document with one fault, and what is said of it.
  static let faults: [(String, String)] = [
    ("# H\n\n[x](nowhere.md)", "index.md:3:1: error: no 'nowhere.md' for this audience"),
    ("# H\n\n[x](#nothing)", "index.md:3:1: error: no '#nothing' in index.md"),
    (
      "# H\n\n[x](../../etc/passwd)", "index.md:3:1: error: no '../../etc/passwd' for this audience"
    ),
    ("# H\n\n{{ n.people }}", "index.md:3:1: error: no table 'n' for this audience"),
    ("# H\n\n{{ people }}", "index.md:3:1: error: no value 'people'"),
    ("# H\n\n{{ two.a }}", "index.md:3:1: error: 'two' has 2 rows"),
    ("# H\n\n{{ one.b }}", "index.md:3:1: error: no column 'b' in 'one'"),
    ("# H\n\n```python {#q}\nx\n```", "index.md:3:1: error: no cells of the kind 'python'"),
    (
      "# H\n\n```figure {#f kind=pie}\ntitle: x\n---\na\n1\n```",
      "index.md:3:1: error: unknown kind of figure 'pie'"
    ),
    (
      "# H\n\n```figure {#f kind=bars}\ntitle: x\n---\nlabel\na\n```",
      "index.md:3:1: error: a figure of kind 'bars' has a column 'value'"
    ),
    (
      "# H\n\n```figure {#f kind=bars}\ntitle: x\n```",
      "index.md:3:1: error: a figure without numbers"
    ),
    ("# H\n\nÄ word, {{ n.people }}", "index.md:3:9: error: no table 'n'"),
    ("# H\n\nMore [@pmid:1] here", "index.md:3:6: error: no reference 'pmid:1'"),
    ("# H\n\nwords\nand *more*\n\\[^x] {{ n.people }}", "index.md:5:7: error: no table 'n'"),
    (
      "# H\n\nTable: T {#t srot=yes}\n\n| a |\n|---|\n| 1 |",
      "index.md:3:1: error: a caption has no option 'srot'"
    ),
    ("# H\n\n```table {#t data=one rows=no}\n```", "index.md:3:1: error: 'rows' cannot be 'no'"),
    (
      "# H\n\n```sql {#one}\nselect 1 as a\n```",
      "index.md:3:1: error: the cell's id is that of a table of the edition"
    ),
    (
      "# H\n\n```sql {#q}\nselect 1 as a, 2 as A\n```",
      "index.md:3:1: error: two columns are called 'A'"
    ),
    (
      "# H\n\n```figure {#f kind=qq}\ntitle: x\n---\np\n0.5\n1.5\n```",
      "index.md:3:1: error: 1.5 in row 2 of the column 'p' cannot be"
    ),
    ("---\na: b\n# H\n", "index.md:1: error: the front matter does not end"),
  ]

  @Test(arguments: faults) func locatesFaults(_ text: String, _ expected: String) {
    let found = message(
      ["index.md": text],
      tables: ["reports/data/one.tsv": "a\n1\n", "reports/data/two.tsv": "a\n1\n2\n"])
    #expect(found.hasPrefix(expected), "\(found)")
  }

  @Test func allFaultsAtOnce() {
    let found = message(["index.md": "# H\n\n[x](a.md)\n\n[y](b.md)", "c.md": "# C\n\n{{ q.r }}"])
    #expect(found.components(separatedBy: "error:").count == 4)
  }

  /// A broken document hides no fault of another, and a link to it is none.
  @Test func faultsOfEveryKindAtOnce() {
    let found = message(
      [
        "a.md": "---\nkindd: page\n---\n# A\n", "index.md": "# H\n\n[a](a.md#x) [b](b.md)",
      ], templates: ["case.mustache": "{{#x}}", "poster.mustache": "{{page.bdy}}"])
    for words in [
      "no 'kindd'", "no 'b.md'", "'x' does not close", "no value 'page.bdy'",
    ] {
      #expect(found.contains(words), "\(found)")
    }
    #expect(found.components(separatedBy: "error:").count == 5)
  }

  @Test func notesAndHolesThatAreMeantAsText() throws {
    let site = try site([
      "index.md": "# H\n\nA \\[^n] and `{{ x }}`.",
      "q.md": "# Q\n\n```sql {#q}\nselect 1 as a; /* no more */ -- here\n```",
    ])
    #expect(page(site, "index.html").contains("A [^n] and <code>{{ x }}</code>."))
    #expect(page(site, "q.html").contains("role=\"columnheader\" class=\"n\">a</th>"))
    #expect(site.warnings.items.isEmpty)
  }

  /// Templates that come round to themselves, and what is said of them.
  static let rounds: [[String: String]] = [
    ["page.mustache": "a{{> tree}}", "tree.mustache": "x{{#navigation}}{{> tree}}{{/navigation}}"],
    ["page.mustache": "{{> a}}", "a.mustache": "{{> b}}", "b.mustache": "{{> a}}"],
    ["a.mustache": "{{> a}}"], ["a.mustache": "{{<a}}{{/a}}"],
  ]

  @Test(arguments: rounds) func templatesThatComeRound(_ templates: [String: String]) {
    let found = message(["index.md": "---\nmenu: Home\n---\n# H"], templates: templates)
    #expect(found.contains("comes round to"), "\(found)")
  }

  @Test func aListFromAToZWithLettersBeyond() throws {
    var documents = ["index.md": "# Alpha", "o.md": "# Østerbro", "u.md": "# Übersicht"]
    for number in 0..<420 { documents["p\(number).md"] = "# \(number) p" }
    let site = try site(documents)
    #expect(page(site, "a-z-u.html").contains("Übersicht"))
    #expect(page(site, "a-z-0-2.html").contains("Østerbro"))
    #expect(site.files.keys.filter { $0.hasPrefix("a-z-") }.count == 4)
  }

  /// A failed cell is one fault, and hides none of the same document.
  @Test func faultsOfOneDocument() {
    let found = message([
      "index.md": """
      # H

      [x](nowhere.md) {{ a.b }} {{ q.x }}

      Table: T {#t foo=1}

      | a |
      |---|
      | 1 |

      ```sql {#q}
      selec 1
      ```

      """
    ])
    for words in ["no 'nowhere.md'", "no table 'a'", "no option 'foo'", "near"] {
      #expect(found.contains(words), "\(found)")
    }
    #expect(found.components(separatedBy: "error:").count == 5, "\(found)")
  }

  /// Few bytes, and a table of millions of cells.
  @Test func tablesThatSwell() {
    let text =
      "# H\n\n|" + String(repeating: "a|", count: 490) + "\n|" + String(repeating: "-|", count: 490)
      + "\n" + String(repeating: "x\n", count: 5_000)
    #expect(message(["index.md": text]).contains("index.md:4"))
    #expect(message(["index.md": text]).contains("more than 200000 cells"))
  }

  @Test func footnotesThatAreNowhere() throws {
    let site = try site([
      "index.md":
        "---\nkicker: K\n---\n# H\n\nA note[^n], &#91;^m].\n\n[^x] begins\n[^y]\n\n[^n]: there\n"
    ])
    #expect(
      site.warnings.items.map { "\($0.place) \($0.message)" } == [
        "index.md:8:1 no footnote 'x': it stands as text",
        "index.md:9:1 no footnote 'y': it stands as text",
      ])
  }

  @Test func aDocumentForAnotherAudienceIsNotThere() throws {
    let site = try site(["index.md": "# H", "x.md": "---\naudience: [clinic]\n---\n# X"])
    #expect(site.files["x.html"] == nil)
  }

  @Test func everyPageHasThePolicyAndNoInlineCode() throws {
    let html = page(try site(["index.md": "# H\n\ntext"]), "index.html")
    #expect(html.contains("default-src &#39;none&#39;; script-src &#39;self&#39;"))
    #expect(!html.contains(" style="))
    #expect(!html.contains("onload="))
    #expect(!html.contains("<script>"))
  }
}
