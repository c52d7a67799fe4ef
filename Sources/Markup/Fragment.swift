import Diagnostics

/// A document's body as markup with holes: what depends on the rest of the site is
/// filled in when a page is rendered.
public struct Fragment: Sendable, Equatable {
  /// Markup, or a hole in it.
  public enum Piece: Sendable, Equatable {
    case html(HTML)
    /// The target of a link or picture, as written; becomes an attribute value.
    case link(String, Place)
    /// A value in prose: `{{ table.column }}`.
    case value(String, Place)
    case cell(Cell)
  }

  /// A fenced block that is run at build time.
  public struct Cell: Sendable, Equatable {
    public let kind: String
    public let options: Options
    public let text: String
    public let place: Place
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

  /// The words of the first heading of level 1.
  public let title: String
  public let titlePieces: [Piece]
  /// The paragraph right after the title.
  public let lead: [Piece]
  /// Tables that describe the page, right after the title: `as=facts`, `as=strip`.
  public let head: [Piece]
  public let body: [Piece]
  public let headings: [Heading]
  /// Ids that a link may name after `#`.
  public let anchors: Set<String>

  public init(
    title: String, titlePieces: [Piece], lead: [Piece], head: [Piece], body: [Piece],
    headings: [Heading], anchors: Set<String>
  ) {
    (self.title, self.titlePieces, self.lead, self.head) = (title, titlePieces, lead, head)
    (self.body, self.headings, self.anchors) = (body, headings, anchors)
  }
}
