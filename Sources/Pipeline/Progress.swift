import Synchronization

/// Tells a person what goes on: a bar on a terminal, lines elsewhere. Never in a result.
public struct Progress: Sendable {
  private let isTerminal: Bool
  private let write: @Sendable (String) -> Void

  /// `write` prints to standard error, or nowhere.
  public init(isTerminal: Bool, write: @escaping @Sendable (String) -> Void) {
    (self.isTerminal, self.write) = (isTerminal, write)
  }

  public static let silent = Progress(isTerminal: false) { _ in }

  /// A step begins.
  public func step(_ words: String) { write(isTerminal ? "\r\u{1B}[K\(words)" : "\(words)\n") }

  /// How far a long step is.
  public func advance(_ done: Int, of total: Int, _ words: String) {
    guard isTerminal, total > 0 else { return }
    let filled = 24 * done / total
    let bar = String(repeating: "█", count: filled) + String(repeating: "·", count: 24 - filled)
    write("\r\u{1B}[K\(bar) \(words) \(done) of \(total)")
  }

  /// The last line is done with.
  public func end() { if isTerminal { write("\r\u{1B}[K") } }

  public func warn(_ words: String) { write((isTerminal ? "\r\u{1B}[K" : "") + words + "\n") }
}
