import Diagnostics
import Testing

@testable import SiteBuilder

/// References, citations, glossary, redirects, search.
@Suite struct LinkTests {
  private static let references =
    "pmid\tfirst_author\tyear\ttitle\tjournal\tdoi\n1\tFirst A\t2001\tOne\tJ\t10.1/one\n2\t\t\t\t\t\n"

  private func page(_ text: String, _ more: [String: String] = [:]) throws -> String {
    try TestSite(
      ["index.md": text].merging(more) { $1 },
      tables: ["reports/data/references.tsv": Self.references]
    ).page("index.html")
  }

  @Test func linksWithoutWordsAreNamed() throws {
    let html = try page(
      "# H\n\n[](#b) and [](o.md#f) and [](o.md) and [](o.md#t) and [](o.md#part)\n\n## B\n\nx",
      [
        "o.md":
          "# Other\n\n## Part\n\nTable: C {#t}\n\n| a |\n|---|\n| 1 |\n\n```figure {#f kind=bars files=no}\ntitle: F\n---\nlabel\tvalue\na\t1\n```\n"
      ])
    #expect(html.contains("<a href=\"#b\">B</a>"))
    #expect(html.contains("<a href=\"o.html#f\">Figure 1, Other</a>"))
    #expect(html.contains("<a href=\"o.html\">Other</a>"))
    #expect(html.contains("<a href=\"o.html#t\">Table 1, Other</a>"))
    #expect(html.contains("<a href=\"o.html#part\">Part, Other</a>"))
  }

  @Test func citationsBecomeABibliography() throws {
    let html = try page("# H\n\nx [@pmid:2; @doi:10.1/one] y [@pmid:1]")
    #expect(
      html.contains(
        "<sup class=\"cite\">[<a href=\"#ref-1\" aria-label=\"Reference 1\">1</a>, <a href=\"#ref-2\""
      ))
    #expect(html.contains("<li id=\"ref-1\"><i>title not recorded</i>."))
    #expect(html.contains("<li id=\"ref-2\">First A (2001). One. <i>J</i>."))
    #expect(!html.contains("ref-3"))
  }

  @Test func aCitationOfNothingIsAnError() {
    #expect(
      TestSite.message(
        ["index.md": "# H\n\n[@pmid:3]"], tables: ["reports/data/references.tsv": Self.references]
      ).hasPrefix("index.md:3:1: error: no reference 'pmid:3'\n  hint: did you mean 'pmid:1'?"))
  }

  @Test func termsAreLinkedOnce() throws {
    let html = try page(
      "# Allele\n\nAlleles, an allele and `allele`.\n\n## Allele\n\n[allele](g.md) weights.",
      ["glossary.md": "# G\n\n## Allele\n\nx\n\n## Weight\n\ny", "g.md": "# G2"])
    #expect(
      html.contains(
        "<p class=\"lead\"><a class=\"term\" href=\"glossary.html#allele\">Allele</a>s, an allele and <code>"
      ))
    #expect(html.components(separatedBy: "class=\"term\"").count == 3)
    #expect(html.contains("<a class=\"term\" href=\"glossary.html#weight\">weight</a>s."))
  }

  @Test func oldAddressesLeadToThePage() throws {
    let site = try TestSite([
      "index.md": "# H", "a/b.md": "---\naliases: [old/place.html, older.md]\n---\n# B",
    ])
    #expect(site.page("old/place.html").contains("content=\"0; url=../a/b.html\""))
    #expect(site.page("older.html").contains("href=\"a/b.html\""))
    #expect(
      TestSite.message(["index.md": "# H", "b.md": "---\naliases: [index.html]\n---\n# B"])
        .contains("the alias 'index.html' is the address of index.md"))
  }

  @Test func targetsWithBlanks() throws {
    let html = try page("# H\n\n[x](<a b.md>) [y](a%20b.md)", ["a b.md": "# AB"])
    #expect(html.components(separatedBy: "href=\"a%20b.html\"").count >= 3)
  }

  /// Every word of every page is in a shard, with the page; titles come first.
  @Test func searchFindsWordsByTheirBeginning() throws {
    let site = try TestSite([
      "index.md": "# Home\n\nrs7412 and APOE-ε4 <script>",
      "a.md": "# Rs7412\n\nLPA", "b.md": "# B\n\n## rs7412\n\nx",
    ])
    let shards = site.files.keys.filter { $0.hasPrefix("search/") }.sorted()
    let text = shards.map(site.page).joined()
    let row = text.components(separatedBy: "\n").first { $0.hasPrefix("[\"rs7412\"") } ?? ""
    #expect(row.hasPrefix("[\"rs7412\",3,"))
    #expect(text.contains("[\"apoe-ε4\""))
    #expect(text.contains("[\"apoe\""))
    #expect(text.contains("[\"lpa\",1,"))
    #expect(!text.contains("<script"))
    #expect(site.page("search/index.js").hasPrefix("casebookIndex(\"search/index.js\","))
    #expect(site.page("a-z.html").contains("<a href=\"a.html\">Rs7412</a>"))
  }

  static let refused: [(String, String)] = [
    ("files/x.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"a()\"/>"),
    ("files/x.svg", "<svg><script>1</script></svg>"),
    ("files/x.svg", "<svg><a href=\"javascript:a\"/></svg>"),
    ("files/x.SVG", "<svg><image href=\"https://e/p.png\"/></svg>"),
    ("files/x.svg", "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><svg/>"),
    ("files/x.html", "<p>x</p>"), ("files/x.js", "1"),
  ]

  @Test(arguments: refused) func filesThatActAreRefused(_ path: String, _ text: String) {
    #expect(throws: Problems.self) {
      try PeopleFiles.check([SiteSource(path, bytes: Array(text.utf8))])
    }
  }

  @Test func plainDrawingsAreNot() throws {
    try PeopleFiles.check([
      SiteSource(
        "files/logo.svg",
        bytes: Array("<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0h9\"/></svg>".utf8))
    ])
  }

  @Test func templatesByKindAndBlocks() throws {
    let html = try TestSite(
      ["index.md": "---\nkind: poster\n---\n# P\n\nx"],
      templates: ["poster.mustache": "{{<page}}{{$main}}<p>poster</p>{{/main}}{{/page}}"]
    ).page("index.html")
    #expect(html.contains("<p>poster</p>"))
    #expect(
      TestSite.message(
        ["index.md": "# P"], templates: ["poster.mustache": "{{<page}}{{$mian}}x{{/mian}}{{/page}}"]
      ).hasPrefix(
        "templates/poster.mustache:1:10: error: 'page' has no block 'mian'\n  hint: did you mean 'main'?"
      ))
  }

  @Test func wordsOfAnotherLanguage() throws {
    let info = SiteInfo(
      title: "T", release: "1", isSynthetic: true, audience: "public", language: "de")
    let html = try TestSite(["index.md": "# H\n\n## A\n\n## B"], info: info).page("index.html")
    #expect(html.contains("<html lang=\"de\">"))
    #expect(html.contains("Auf dieser Seite"))
  }
}
