import Markup
import Store
import Tables

/// The values of a page, as templates may use them.
struct PageValues {
  struct Link: Equatable {
    var address: String
    var words: String
    var isCurrent = false
  }

  struct Queue: Equatable {
    var previous: Link?
    var next: Link?
    var place: Int
    var count: Int
    var all: String
  }

  /// What a document gives.
  struct Content {
    var title: HTML
    var titleText: String
    var lead: HTML
    var head: HTML
    var body: HTML
    var headings: [Fragment.Heading]
    var front: [String: String]
    var digest: Digest
  }

  let record: TemplateValue

  /// What every page has alike. A logo stands where the page's way to the top leads: with one,
  /// the site's values are the page's own.
  static func common(_ info: SiteInfo, _ words: Words) -> TemplateValue {
    var record: TemplateRecord = [
      "ui": words.record, "policy": .text(Site.contentSecurityPolicy),
    ]
    if info.theme.logo == nil { record.add("site", site(info, root: "")) }
    return .record(record)
  }

  private static func site(_ info: SiteInfo, root: String) -> TemplateValue {
    .record([
      "title": .text(info.title), "release": .text(info.release),
      "audience": .text(info.audience), "is_synthetic": .flag(info.isSynthetic),
      "is_public": .flag(info.audience == "public"), "language": .text(info.language),
      "logo": .text(info.theme.logo.map { root + $0 } ?? ""),
      "has_theme": .flag(!info.theme.styleSheet.isEmpty),
    ])
  }

  init(
    index info: SiteInfo, address: String, content: Content, navigation: [Link], crumbs: [Link],
    queue: Queue?
  ) {
    let root = String(repeating: "../", count: address.split(separator: "/").count - 1)
    let contents = content.headings.filter { $0.level == 2 }.map {
      Link(address: "#" + $0.id, words: $0.text)
    }
    let front = content.front
    var fields: TemplateRecord = [
      "root": .text(root),
      "home": .text(root + "index.html"),
      "address": .text(address),
      "navigation": .list(navigation.map(Self.link)),
      "crumbs": .list(crumbs.map(Self.link)),
      "has_crumbs": .flag(!crumbs.isEmpty),
      "contents": .list(contents.map(Self.link)),
      "has_contents": .flag(contents.count > 1),
      "queue": queue.map(Self.queue) ?? .flag(false),
      "page": .record([
        "title": .html(content.title), "title_text": .text(content.titleText),
        "lead": .html(content.lead), "head": .html(content.head), "body": .html(content.body),
        "kicker": .text(front["kicker"] ?? ""), "kind": .text(front["kind"] ?? "page"),
        "is_code": .flag(front["title_is"] == "id"),
        "description": .text(front["description"] ?? content.titleText),
        "is_private": .flag(info.audience != "public" || front["kind"] == "case"),
        "digest": .text(content.digest.short),
      ]),
    ]
    if info.theme.logo != nil { fields.add("site", Self.site(info, root: root)) }
    record = .record(fields)
  }

  private static func link(_ link: Link) -> TemplateValue {
    .record([
      "address": .text(link.address), "words": .text(link.words),
      "is_current": .flag(link.isCurrent),
    ])
  }

  private static func queue(_ queue: Queue) -> TemplateValue {
    .record([
      "previous": queue.previous.map(link) ?? .flag(false),
      "next": queue.next.map(link) ?? .flag(false),
      "place": .text(String(queue.place)), "count": .text(Digits.grouped(queue.count)),
      "all": .text(queue.all),
    ])
  }

  /// A page on which every value is there, to check templates against: what all have alike, and
  /// its own.
  static func sample(_ words: Words) -> [TemplateValue] {
    let link = Link(address: "a.html", words: "a", isCurrent: true)
    let info = SiteInfo(title: "s", release: "r", isSynthetic: true, audience: "clinic")
    let values = PageValues(
      index: info, address: "index.html",
      content: Content(
        title: "t", titleText: "t", lead: "l", head: "h", body: "b",
        headings: [.init(level: 2, id: "a", text: "a"), .init(level: 2, id: "b", text: "b")],
        front: ["kicker": "k", "description": "d"], digest: .init(of: "")),
      navigation: [link], crumbs: [link],
      queue: Queue(previous: link, next: link, place: 1, count: 2, all: "a.html"))
    return [common(info, words), values.record]
  }
}

extension Words {
  /// As templates read them: `{{ui.skip}}`.
  var record: TemplateValue {
    .record(
      TemplateRecord(Dictionary(uniqueKeysWithValues: keys.map { ($0, .text(self[$0])) })))
  }
}
