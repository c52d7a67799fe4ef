import Diagnostics

/// A document's body as markup with holes: what depends on the rest of the site is
/// filled in when a page is rendered.
public struct Fragment: Sendable, Equatable {
  /// Markup, or a hole in it.
  public enum Piece: Sendable, Equatable {
    case html(HTML)
    /// The target of a link or picture, as written; becomes an attribute value.
    case link(String, Place)
    /// The words of a link that has none: the name of what it leads to.
    case name(String, Place)
    /// A value in prose: `{{ table.column }}`.
    case value(String, Place)
    /// `[@pmid:24097068; @doi:10.1038/…]`: keys of the edition's references.
    case citation([String], Place)
    /// A word of the interface, by its key.
    case word(String)
    case cell(Cell)
  }

  /// A fenced block that is run at build time.
  public struct Cell: Sendable, Equatable {
    public let kind: String
    public let options: Options
    public let text: String
    public let place: Place

    public init(kind: String, options: Options, text: String, place: Place) {
      (self.kind, self.options, self.text, self.place) = (kind, options, text, place)
    }
  }

  /// A heading of the body, with its anchor.
  public struct Heading: Sendable, Equatable {
    public let level: Int
    public let id: String
    public let text: String

    public init(level: Int, id: String, text: String) {
      (self.level, self.id, self.text) = (level, id, text)
    }
  }

  /// Ids that a link may name after `#`, and what a link without words calls them: the words
  /// of a heading, or `@figure 2`, `@table 1`.
  public typealias Anchors = [String: String]

  /// The words of the first heading of level 1.
  public let title: String
  public let titlePieces: [Piece]
  /// The paragraph right after the title.
  public let lead: [Piece]
  /// Tables that describe the page, right after the title: `as=facts`, `as=strip`.
  public let head: [Piece]
  public let body: [Piece]
  public let headings: [Heading]
  public let anchors: Anchors
  /// What was left out, and such.
  public let warnings: [Diagnostic]

  public init(
    title: String, titlePieces: [Piece] = [], lead: [Piece] = [], head: [Piece] = [],
    body: [Piece] = [], headings: [Heading] = [], anchors: Anchors = [:],
    warnings: [Diagnostic] = []
  ) {
    (self.title, self.titlePieces, self.lead, self.head) = (title, titlePieces, lead, head)
    (self.body, self.headings, self.anchors, self.warnings) = (body, headings, anchors, warnings)
  }
}
