import Diagnostics
import Foundation
import Markup
import TestSupport
import Testing

@testable import SiteBuilder

/// One test of the Mustache specification.
struct MustacheCase: Sendable, CustomTestStringConvertible {
  let name: String
  let template: String
  let expected: String
  let partials: [String: String]
  let data: TemplateValue

  var testDescription: String { name }

  static let all: [MustacheCase] = [
    "comments", "delimiters", "inheritance", "interpolation", "inverted", "partials", "sections",
  ]
  .flatMap { file -> [MustacheCase] in
    let bytes = Fixtures.bytes("mustache/\(file).json")
    let json = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    return (json?["tests"] as? [[String: Any]] ?? []).map { MustacheCase($0, file) }
  }
  // Numbers are printed by `Digits` before they reach a template.
  .filter { !$0.name.contains("Decimals") && !$0.name.contains("Integer") }

  private init(_ json: [String: Any], _ file: String) {
    name = file + ": " + (json["name"] as? String ?? "")
    template = json["template"] as? String ?? ""
    expected = json["expected"] as? String ?? ""
    partials = json["partials"] as? [String: String] ?? [:]
    data = Self.value(json["data"])
  }

  private static func value(_ json: Any?) -> TemplateValue {
    switch json {
    case let record as [String: Any]: .record(TemplateRecord(record.mapValues(value)))
    case let list as [Any]: .list(list.map(value))
    case let text as String: .text(text)
    case let number as NSNumber:
      String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B"
        ? .flag(number.boolValue) : .text("\(number)")
    default: .text("")
    }
  }
}

extension TemplateLibrary {
  /// Throws all errors of all templates at once.
  fileprivate init(_ sources: [Source]) throws(Problems) {
    var problems = Problems()
    self.init(sources, &problems)
    try problems.throwIfAny()
  }
}

@Suite struct TemplateTests {
  @Test(arguments: MustacheCase.all) func specification(_ c: MustacheCase) throws {
    var sources = c.partials.map {
      TemplateLibrary.Source(name: $0.key, file: $0.key, bytes: Array($0.value.utf8))
    }
    sources.append(.init(name: "main", file: "main", bytes: Array(c.template.utf8)))
    let library = try TemplateLibrary(sources)
    let plain = Shell(nodes: library.templates["main"]?.nodes ?? [], common: .record([:]))
    #expect(String(decoding: library.render(plain, c.data), as: UTF8.self) == c.expected)
    // As pages are printed: what all have alike was put in its place before.
    let shell = library.shell("main", common: .record([:]))
    #expect(String(decoding: library.render(shell, c.data), as: UTF8.self) == c.expected)
  }

  private func check(_ template: String) -> String? {
    do {
      let library = try TemplateLibrary([
        .init(name: "page", file: "page.mustache", bytes: Array(template.utf8))
      ])
      try library.check("page", against: PageValues.sample(Words([:])))
      return nil
    } catch {
      return error.description
    }
  }

  static let faults: [(String, String)] = [
    ("{{page.titel}}", "page.mustache:1:1: error: the page has no value 'page.titel'"),
    ("\n  {{#queue}}{{nxt}}{{/queue}}", "page.mustache:2:13: error: the page has no value 'nxt'"),
    ("{{> foter}}", "page.mustache:1:1: error: no partial 'foter'"),
    ("{{#page}}", "page.mustache:1:1: error: the section 'page' does not close"),
    ("{{/page}}", "page.mustache:1:1: error: '/page' closes no section of that name"),
    ("{{page", "page.mustache:1:1: error: the tag does not end"),
  ]

  @Test(arguments: faults) func findsFaults(_ template: String, _ message: String) {
    #expect(check(template)?.hasPrefix(message) == true, "\(check(template) ?? "nothing")")
  }

  @Test func theBuiltInTemplatesAreGood() throws {
    #expect(check("{{page.title}}{{#crumbs}}{{words}}{{/crumbs}}") == nil)
  }

  @Test func textIsEscaped() throws {
    let library = try TemplateLibrary([.init(name: "a", file: "a", bytes: Array("{{x}}".utf8))])
    let shell = library.shell("a", common: .record([:]))
    let html = library.render(shell, .record(["x": .text("<img src=x onerror=\"y\">&'")]))
    #expect(
      String(decoding: html, as: UTF8.self) == "&lt;img src=x onerror=&quot;y&quot;&gt;&amp;&#39;")
  }
}
