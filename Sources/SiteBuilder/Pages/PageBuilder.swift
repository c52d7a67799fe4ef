import Diagnostics
import Figures
import Markup
import Tables

/// Renders one document: fills the holes of its fragment and prints it into the shell.
struct PageBuilder: Sendable {
  let info: SiteInfo
  let addresses: Addresses
  let tables: EditionTables
  let pages: [String: ParsedDocument]
  let library: TemplateLibrary

  func page(_ path: String) throws(Problems) -> [UInt8] {
    guard let page = pages[path] else { return [] }
    var filler = HoleFiller(path: path, addresses: addresses, tables: tables)
    let fragment = page.fragment
    let title = filler.fill(fragment.titlePieces)
    let lead = filler.fill(fragment.lead)
    let head = filler.fill(fragment.head)
    let body = filler.fill(fragment.body)
    try filler.problems.throwIfAny()
    let values = PageValues(
      info: info, path: path, page: page, title: title, lead: lead, head: head, body: body,
      navigation: navigation(path), crumbs: crumbs(path), queue: queue(path))
    return library.render("page", values.record).bytes
  }

  /// The menu: documents that name themselves in it, by their order.
  private func navigation(_ path: String) -> [PageValues.Link] {
    let entries = pages.filter { $0.value.front["menu"] != nil }
    let ordered = entries.keys.sorted {
      (pages[$0]?.front["menu_order"] ?? "9", $0) < (pages[$1]?.front["menu_order"] ?? "9", $1)
    }
    return ordered.map { target in
      let folder = target.hasSuffix("index.md") ? String(target.dropLast(8)) : target
      let isCurrent = target == path || (!folder.isEmpty && path.hasPrefix(folder))
      return PageValues.Link(
        address: address(target, path), words: pages[target]?.front["menu"] ?? "",
        isCurrent: isCurrent)
    }
  }

  private func crumbs(_ path: String) -> [PageValues.Link] {
    guard path != "index.md" else { return [] }
    var links = [PageValues.Link(address: address("index.md", path), words: info.title)]
    let parts = path.split(separator: "/").dropLast().map(String.init)
    for count in parts.indices {
      let index = (parts[...count] + ["index.md"]).joined(separator: "/")
      if index != path, let page = pages[index] {
        links.append(
          .init(address: address(index, path), words: page.front["menu"] ?? page.fragment.title))
      }
    }
    return links
  }

  /// Neighbours among the documents of the same queue, in the order of their paths.
  private func queue(_ path: String) -> PageValues.Queue? {
    guard let name = pages[path]?.front["queue"] else { return nil }
    let all = pages.keys.filter { pages[$0]?.front["queue"] == name }.sorted()
    guard let place = all.firstIndex(of: path), all.count > 1 else { return nil }
    func link(_ index: Int) -> PageValues.Link? {
      guard all.indices.contains(index) else { return nil }
      return .init(
        address: address(all[index], path), words: pages[all[index]]?.fragment.title ?? "")
    }
    return .init(
      previous: link(place - 1), next: link(place + 1), place: place + 1, count: all.count)
  }

  private func address(_ target: String, _ path: String) -> String {
    Addresses.relative(from: Addresses.page(path), to: addresses[target] ?? target)
  }
}

/// Fills holes: links, values, cells. Gathers what it cannot fill.
private struct HoleFiller {
  let path: String
  let addresses: Addresses
  let tables: EditionTables
  var problems = Problems()
  private var figures = 0

  init(path: String, addresses: Addresses, tables: EditionTables) {
    (self.path, self.addresses, self.tables) = (path, addresses, tables)
  }

  mutating func fill(_ pieces: [Fragment.Piece]) -> HTML {
    var out = HTML()
    for piece in pieces {
      switch piece {
      case .html(let html): out += html
      case .link(let target, let place): out += link(target, place)
      case .value(let name, let place):
        let value = problems.gatherTyped { () throws(Problems) in
          try tables.value(name, at: place)
        }
        out += "\(value ?? "")"
      case .cell(let cell): out += self.cell(cell)
      }
    }
    return out
  }

  private mutating func link(_ target: String, _ place: Place) -> HTML {
    let at = place.file.isEmpty ? Place(path) : place
    do {
      return "\(try addresses.resolve(target, from: path, at: at))"
    } catch {
      problems.add(error)
      return ""
    }
  }

  private mutating func cell(_ cell: Fragment.Cell) -> HTML {
    guard cell.kind == "figure" else {
      problems.error(
        at: cell.place, "cells of the kind '\(cell.kind)' cannot be run",
        hint: "figure is the kind that this version runs; SQL cells come with the next")
      return ""
    }
    figures += 1
    let number = figures
    let (tables, addresses, path) = (tables, addresses, path)
    return problems.gatherTyped { () throws(Problems) -> HTML in
      let data = try FigureData(cell) { file throws(Problems) in
        try tables.table(file, at: cell.place)
      }
      let background = try data["background"].map { file throws(Problems) in
        try tables.table(file, at: cell.place)
      }
      return try FigureKind.figure(
        data, id: cell.options.id ?? "figure-\(number)", number: number, background: background
      ) { target in
        try? addresses.resolve(target, from: path, at: cell.place)
      }
    } ?? ""
  }
}
