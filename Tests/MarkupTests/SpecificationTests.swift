import Foundation
import Markup
import TestSupport
import Testing

/// One example of the GFM specification or its extensions.
struct MarkdownExample: Sendable, CustomTestStringConvertible {
  let name: String
  let markdown: String

  var testDescription: String { name }

  /// Of `../shared/vectors/markdown`, where it is there.
  static let all: [MarkdownExample] = ["spec", "extensions", "regression"].flatMap { file in
    guard let shared = Fixtures.shared,
      let text = try? String(
        contentsOfFile: "\(shared)/vectors/markdown/\(file).txt", encoding: .utf8)
    else { return [MarkdownExample]() }
    let fence = String(repeating: "`", count: 32)
    return text.components(separatedBy: "\n" + fence + " example").dropFirst().enumerated().map {
      index, part in
      let body = part.drop { $0 != "\n" }.dropFirst()
      let input = body.components(separatedBy: "\n.\n").first ?? ""
      return MarkdownExample(
        name: "\(file) \(index + 1)", markdown: input.replacing("→", with: "\t"))
    }
  }
}

/// The same HTML as Debian's `cmark-gfm`, apart from what is meant to differ:
///
/// - safe mode leaves a comment where raw HTML stood; here nothing stands there, with a warning;
/// - a heading has an id, a link to itself and a section; the first of level 1 is the title;
/// - a table stands in a region that scrolls, with roles and labels; a task is a word;
/// - code can be scrolled by keyboard; a link to elsewhere says `noreferrer`;
/// - footnotes stand where they are written; a link or picture of a kind that is not allowed is text.
@Suite(
  .enabled(
    if: Fixtures.shared != nil && FileManager.default.fileExists(atPath: "/usr/bin/cmark-gfm")))
struct SpecificationTests {
  private func peer(_ markdown: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/cmark-gfm")
    process.arguments = [
      "-e", "table", "-e", "strikethrough", "-e", "autolink", "-e", "tasklist", "-e", "footnotes",
    ]
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    process.standardError = FileHandle.nullDevice
    try process.run()
    input.fileHandleForWriting.write(Data((markdown + "\n").utf8))
    try input.fileHandleForWriting.close()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  private func own(_ markdown: String) throws -> String {
    // A title of its own, so that a heading of the example stays in the body.
    let fragment = try Fragment(
      Document(Array(("# T\n\n***\n\n" + markdown + "\n").utf8), path: "a.md"))
    let words = [
      "link_to": "Link to", "back": "Back", "note": "Note", "table": "Table", "done": "x",
      "open": " ",
    ]
    return fragment.body.map { piece in
      switch piece {
      case .html(let html): html.text
      case .link(let target, _): HTML(text: LinkRule.encoded(target)).text
      case .value(let name, _): "{{ \(name) }}"
      case .word(let key): words[key] ?? key
      case .name, .citation, .cell: ""
      }
    }.joined()
  }

  /// Both without what is meant to differ.
  private func normal(_ html: String) -> String {
    var text = html
    func drop(_ pattern: String, _ with: String = "") {
      text = text.replacingOccurrences(of: pattern, with: with, options: .regularExpression)
    }
    drop("<!-- raw HTML omitted -->")
    drop("<a class=\"self\"[^>]*>#</a>")
    drop("<h([1-6]) id=\"[^\"]*\">", "<h$1>")
    drop("<h1>", "<h2>")
    drop("</h1>", "</h2>")
    drop("</?section[^>]*>")
    drop("<div class=\"scroll\"[^>]*>|</table></div>", "")
    drop("</table>")
    drop("<table[^>]*>", "<table>")
    drop("<(tr|thead|tbody) role=\"[^\"]*\">", "<$1>")
    drop("<th [^>]*>|<td [^>]*>|<th>|<td>", "<cell>")
    drop("</th>|</td>|<span>|</span>", "")
    drop(" rel=\"noreferrer\"| loading=\"lazy\"| tabindex=\"0\"")
    drop("<span class=\"tag [a-z]*\">[x ]")
    drop("<input type=\"checkbox\"[^>]*/> ?")
    drop("<ul class=\"plainlist\">", "<ul>")
    drop(" ?/>", ">")
    drop("&#39;", "'")
    drop("\\s+", "")
    return text
  }

  /// Examples that differ on purpose, by a link or picture of a kind that is not allowed, by a
  /// footnote, or by a construct of ours.
  private func isMeantToDiffer(_ markdown: String, _ peer: String) -> Bool {
    markdown.contains("[^") || peer.contains("omitted") || markdown.contains("{{")
      || peer.range(
        of: "(href|src)=\"(?!https:|mailto:|#)[a-zA-Z][a-zA-Z0-9+.-]*:", options: .regularExpression
      ) != nil
      || peer.range(of: "(href|src)=\"(/|\\\\|//|%5C|[^\"]*%5C|\")", options: .regularExpression)
        != nil
      || peer.contains("<img") || peer.contains("href=\"\"")
      || markdown.contains("[](") || peer.contains("></a>")
  }

  @Test func thereAreExamples() { #expect(MarkdownExample.all.count == 720) }

  @Test(arguments: MarkdownExample.all) func sameAsThePeer(_ example: MarkdownExample) throws {
    let peer = try peer(example.markdown)
    if isMeantToDiffer(example.markdown, peer) { return }
    // The rule behind the title goes.
    let own = String(try own(example.markdown).dropFirst(5))
    #expect(normal(own) == normal(peer), "\(example.markdown)\n--- own\n\(own)\n--- peer\n\(peer)")
  }

  /// How many examples are compared: a rule that excused them all would fail here.
  @Test func mostAreCompared() throws {
    let compared = try MarkdownExample.all.filter {
      !isMeantToDiffer($0.markdown, try peer($0.markdown))
    }
    #expect(compared.count > 450, "\(compared.count)")
  }
}
