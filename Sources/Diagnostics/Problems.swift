/// Errors and warnings gathered over a whole reading, so that a user sees all of
/// them at once. Thrown as a whole when it holds an error.
public struct Problems: Error, Sendable, Equatable, CustomStringConvertible {
  public private(set) var items: [Diagnostic] = []

  public init(_ items: [Diagnostic] = []) { self.items = items }

  public mutating func add(_ diagnostic: Diagnostic) { items.append(diagnostic) }
  public mutating func add(_ more: Problems) { items += more.items }

  public mutating func error(
    at place: Place, _ message: String, hint: String? = nil, exit: ExitClass = .input
  ) {
    add(Diagnostic(at: place, message, hint: hint, exit: exit))
  }

  public mutating func warn(at place: Place, _ message: String, hint: String? = nil) {
    add(Diagnostic(.warning, at: place, message, hint: hint))
  }

  /// Runs `body`; what it throws joins the list, and the result is nil then.
  public mutating func gather<T>(_ body: () throws -> T) rethrows -> T? {
    do {
      return try body()
    } catch let problems as Problems {
      add(problems)
    } catch let diagnostic as Diagnostic {
      add(diagnostic)
    }
    return nil
  }

  public var errors: [Diagnostic] { items.filter { $0.severity == .error } }
  public var warnings: [Diagnostic] { items.filter { $0.severity == .warning } }

  /// The gravest class among the errors; `done` when there is none.
  public var exit: ExitClass { errors.map(\.exit).max() ?? .done }

  public func throwIfAny() throws(Problems) {
    if items.contains(where: { $0.severity == .error }) { throw self }
  }

  public var description: String {
    items.sorted().map(\.description).joined(separator: "\n")
  }
}
