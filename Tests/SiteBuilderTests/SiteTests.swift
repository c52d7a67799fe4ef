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

  private func message(_ documents: [String: String], tables: [String: String] = [:]) -> String {
    TestSite.message(documents, tables: tables)
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
