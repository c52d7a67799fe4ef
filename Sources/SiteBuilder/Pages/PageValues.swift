import Markup
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
  }

  let record: TemplateValue

  init(
    info: SiteInfo, path: String, page: ParsedDocument, title: HTML, lead: HTML, head: HTML,
    body: HTML, navigation: [Link], crumbs: [Link], queue: Queue?
  ) {
    let root = String(
      repeating: "../", count: Addresses.page(path).split(separator: "/").count - 1)
    let contents = page.fragment.headings.filter { $0.level == 2 }.map {
      Link(address: "#" + $0.id, words: $0.text)
    }
    record = .record([
      "site": .record([
        "title": .text(info.title), "release": .text(info.release),
        "audience": .text(info.audience), "is_synthetic": .flag(info.isSynthetic),
        "is_public": .flag(info.audience == "public"),
      ]),
      "policy": .text(Site.contentSecurityPolicy),
      "root": .text(root),
      "home": .text(root + "index.html"),
      "navigation": .list(navigation.map(Self.link)),
      "crumbs": .list(crumbs.map(Self.link)),
      "has_crumbs": .flag(!crumbs.isEmpty),
      "contents": .list(contents.map(Self.link)),
      "has_contents": .flag(contents.count > 1),
      "queue": queue.map(Self.queue) ?? .flag(false),
      "page": .record([
        "title": .html(title), "title_text": .text(page.fragment.title), "lead": .html(lead),
        "head": .html(head), "body": .html(body), "kicker": .text(page.front["kicker"] ?? ""),
        "kind": .text(page.front["kind"] ?? "page"),
        "is_code": .flag(page.front["title_is"] == "id"),
        "description": .text(page.front["description"] ?? page.fragment.title),
        "is_private": .flag(info.audience != "public" || page.front["kind"] == "case"),
        "digest": .text(page.digest.short),
      ]),
    ])
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
    ])
  }

  /// A page on which every value is there, to check templates against.
  static var sample: TemplateValue {
    let link = Link(address: "a.html", words: "a", isCurrent: true)
    let page = ParsedDocument(
      front: FrontMatter(["kicker": "k", "description": "d"]),
      fragment: .init(
        title: "t", titlePieces: [], lead: [], head: [], body: [],
        headings: [.init(level: 2, id: "a", text: "a"), .init(level: 2, id: "b", text: "b")],
        anchors: []),
      digest: .init(of: ""))
    return PageValues(
      info: SiteInfo(title: "s", release: "r", isSynthetic: true, audience: "clinic"),
      path: "index.md", page: page, title: "t", lead: "l", head: "h", body: "b",
      navigation: [link], crumbs: [link],
      queue: Queue(previous: link, next: link, place: 1, count: 2)
    ).record
  }
}
