import Diagnostics
import Foundation
import Markup
import TestSupport
import Testing

@Suite struct FragmentTests {
  private func html(_ markdown: String) throws -> String {
    let fragment = try Fragment(Document(Array(markdown.utf8), path: "a.md"))
    return fragment.body.map { piece in
      switch piece {
      case .html(let html): html.text
      case .link(let target, _): "[[\(HTML(text: target).text)]]"
      case .value(let name, _): "{{\(name)}}"
      case .cell(let cell): "<cell \(cell.kind)>"
      case .name(let target, _): "<<\(target)>>"
      case .citation(let keys, _): "@\(keys.joined(separator: ","))"
      case .word(let key): key
      }
    }.joined()
  }

  /// Markdown and the markup it becomes.
  static let cases: [(String, String)] = [
    (
      "a *b* **c** `d` ~~e~~",
      "<p>a <em>b</em> <strong>c</strong> <code>d</code> <del>e</del></p>\n"
    ),
    ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
    ("3. a", "<ol start=\"3\">\n<li>a</li>\n</ol>\n"),
    ("- [x] a", "<ul class=\"plainlist\">\n<li><span class=\"tag ok\">done</span> a</li>\n</ul>\n"),
    ("x {{ a.b }} y", "<p>x {{a.b}} y</p>\n"),
    ("[x](y.md \"t\")", "<p><a href=\"[[y.md]]\" title=\"t\">x</a></p>\n"),
    ("[](y.md#f)", "<p><a href=\"[[y.md#f]]\"><<y.md#f>></a></p>\n"),
    ("x [@pmid:1; @10.1/a] y", "<p>x @pmid:1,10.1/a y</p>\n"),
    ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>\n"),
    ("[x](https://e.org)", "<p><a href=\"[[https://e.org]]\" rel=\"noreferrer\">x</a></p>\n"),
    ("> [!CAUTION]\n> **no**", "<div class=\"inset care\"><p><strong>no</strong></p></div>\n"),
    (
      "```sh\na < b\n```",
      "<pre tabindex=\"0\"><code class=\"language-sh\">a &lt; b\n</code></pre>\n"
    ),
    ("```figure {#f kind=bars}\n```", "<cell figure>"),
  ]

  @Test(arguments: cases) func renders(_ markdown: String, _ expected: String) throws {
    #expect(try html(markdown) == expected)
  }

  /// What must not become markup that acts.
  static let hostile = [
    "<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))", "[x](data:text/html,x)", "[x](//evil.example/a)",
    "[x](blob:https://a)", "![x](https://evil.example/pixel.png)", "![x](//evil.example/p.png)",
    "<javascript:alert(1)>", "[x](vbscript:a)", "<svg onload=alert(1)>", "[x](\\\\evil\\share)",
    "<style>*{display:none}</style>", "[x](/etc/passwd)", "<a href=\"javascript:x\">y</a>",
  ]

  @Test(arguments: hostile) func nothingActs(_ markdown: String) throws {
    let html = try html(markdown)
    for word in [
      "<script", "<img", "<svg", "<style", "javascript:alert(1)\"", "onerror=", "onload=",
    ] {
      #expect(!html.contains(word), "\(html)")
    }
    #expect(!html.contains("<a "), "\(html)")
  }

  @Test func labelsFromDataStayText() throws {
    let label = "</td><script>x</script>|`**[a](b)"
    var text = MarkdownText()
    text.heading(1, "t")
    text.table(
      "c", options: "#c", header: ["h"], alignRight: [false],
      rows: [[MarkdownText.escaped(label)]])
    let html = try html(text.text)
    #expect(html.contains("&lt;/td&gt;&lt;script&gt;x&lt;/script&gt;|`**[a](b)"), "\(html)")
  }

  /// Parses of many tasks at once give what one after another gives: those that change tables of
  /// cmark-gfm, those that do not, and trees of other sizes, whose memory is given back meanwhile.
  @Test func manyAtOnce() async throws {
    let texts = (0..<240).map { number -> String in
      let rows = (0..<(number % 40)).map { "| r\($0) | ~~x~~ | <https://a.de/\($0)> |\n" }.joined()
      let plain = String(repeating: "*Words* in [links](index.md) and `code`.\n\n", count: number)
      return number % 3 == 0
        ? "# T\n\n| a | b | c |\n|---|---|---|\n" + rows : "# T\n\n" + plain + "[^1]\n\n[^1]: n\n"
    }
    let alone = try texts.map { try Fragment(Document(Array($0.utf8), path: "a.md")).bytes }
    let together = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
      for (number, text) in texts.enumerated() {
        group.addTask {
          (number, try Fragment(Document(Array(text.utf8), path: "a.md")).bytes)
        }
      }
      var found = [[UInt8]](repeating: [], count: texts.count)
      for try await (number, bytes) in group { found[number] = bytes }
      return found
    }
    #expect(together == alone)
  }

  @Test func titleLeadAndSections() throws {
    let fragment = try Fragment(
      Document(Array("---\nkind: x\n---\n# T\n\nlead\n\n## A\n\n### B\n\n## A".utf8), path: "a.md"))
    #expect(fragment.title == "T")
    #expect(fragment.lead == [.html("lead")])
    #expect(fragment.headings.map(\.id) == ["a", "b", "a-2"])
  }

  @Test func aTableWithCaption() throws {
    let html = try html(
      "# T\n\n## S\n\nTable: C {#t data=t.tsv}\n\n| a | b |\n|---|---:|\n| 1 | suppressed |")
    #expect(html.contains("<caption><span>table 1.</span> C</caption>"))
    #expect(html.contains("id=\"t\""))
    #expect(html.contains("<td role=\"cell\" data-label=\"b\" class=\"n\">"))
    #expect(html.contains("<span class=\"hidden-cell\">suppressed</span>"))
    #expect(html.contains("[[t.tsv]]"))
  }

  @Test func idsAreUnique() {
    #expect(throws: Problems.self) {
      try html("```figure {#a kind=x}\n```\n\n```figure {#a kind=x}\n```")
    }
  }

  /// Slips that would publish a page for the clinic.
  static let slips = [
    "---\naudeince: [clinic]\n---\n# a", "---\nAudience: [clinic]\n---\n# a",
    "\u{FEFF}---\naudience: [clinic]\n---\n# a", "\n---\naudience: [clinic]\n---\n# a",
    "--- \naudience: [clinic]\n---\n# a",
  ]

  @Test(arguments: slips) func frontMatterThatIsNoneIsRefused(_ text: String) {
    #expect(throws: Problems.self) { try Document(Array(text.utf8), path: "a.md") }
  }

  @Test func overlongTextsAreRefused() {
    #expect(throws: Problems.self) {
      try Document(Array(repeating: 0x61, count: 2_000_001), path: "a.md")
    }
  }

  /// Texts on which this cmark-gfm is quadratic are refused, or done within a second.
  static let slow: [(String, String)] = [
    (
      "table cells",
      "|" + String(repeating: "x|", count: 40_000) + "\n|" + String(repeating: "-|", count: 40_000)
    ),
    ("autolink <", String(repeating: "<", count: 80_000)),
    (
      "autolink < in lines",
      String(repeating: String(repeating: "<", count: 400) + "\n", count: 200)
    ),
    ("images", String(repeating: "![[]()", count: 13_000)),
    (
      "references",
      "[" + String(repeating: "a", count: 900) + "]: x\n\n"
        + String(repeating: "[a]", count: 26_000)
    ),
    ("at", String(repeating: "a@", count: 40_000)),
    ("brackets", String(repeating: "[", count: 80_000)),
    ("quotes", String(repeating: ">", count: 10_000) + "a"),
    ("emphasis", String(repeating: "*a _b ", count: 3_000)),
  ]

  /// Towers would overflow the stack of whoever walks them.
  @Test(arguments: [">", "> ", "- ", "> - ", "1. "]) func towersAreRefused(_ floor: String) {
    #expect(throws: Problems.self) { try html(String(repeating: floor, count: 3_000) + "a") }
  }

  @Test(arguments: slow) func pathologicalTextsAreShort(_ name: String, _ text: String) {
    let clock = ContinuousClock()
    let time = clock.measure { _ = try? html(text) }
    #expect(time < .seconds(1), "\(name) took \(time)")
  }

  /// The payloads of `xss.json`: nothing but known elements, none with a handler.
  @Test(.enabled(if: Fixtures.shared != nil)) func payloads() throws {
    let path = try #require(Fixtures.shared) + "/vectors/ethics/xss.json"
    let data = try #require(FileManager.default.contents(atPath: path))
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let payloads = try #require(json["payloads"] as? [[String: Any]])
    #expect(payloads.count > 50)
    let known: Set = [
      "p", "a", "em", "strong", "code", "pre", "ul", "ol", "li", "div", "table", "caption", "thead",
      "tbody", "tr", "th", "td", "span", "section", "h2", "h3", "del", "hr", "br", "sup", "img",
    ]
    for payload in payloads {
      let words = payload["payload"] as? String ?? ""
      for text in [words, "- " + words, "| a |\n|---|\n| \(MarkdownText.escaped(words)) |"] {
        let html = try html(text)
        for tag in html.split(separator: "<").dropFirst().map({ $0.drop { $0 == "/" } }) {
          let name = String(tag.prefix { $0.isLetter || $0.isNumber })
          if tag.hasPrefix("cell ") || name.isEmpty { continue }
          #expect(known.contains(name), "\(name) from \(words)")
          let inside = String(tag.prefix { $0 != ">" }).lowercased().replacing(/"[^"]*"/, with: "")
          #expect(
            !inside.contains(" on") && !inside.contains("javascript:")
              && !inside.contains(" style"), "\(inside)")
        }
      }
    }
  }
}
