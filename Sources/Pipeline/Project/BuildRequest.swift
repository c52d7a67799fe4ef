import CohortModel
import Diagnostics
import Store

/// What a command asks of a build; everything from the outside world is in here.
public struct BuildRequest: Sendable {
  /// The project's folder.
  public var folder: String
  public var audience: Audience
  /// Where the site goes; nil: `public/`, or `.casebook/sites/<audience>`.
  public var output: String?
  public var jobs: Int
  /// `--date`.
  public var date: CalendarDate?
  /// `SOURCE_DATE_EPOCH` as a day.
  public var epochDate: CalendarDate?
  public var today: CalendarDate
  /// `CASEBOOK_KEY_FILE`, else where a key is looked for.
  public var keyFile: String?
  public var home: String
  /// Digest of the running program: findings of another one are not used. Never printed.
  public var program: Digest
  public var version: String
  public var profile: Bool

  /// From a command's words. Throws for an audience or date that is none.
  public init(
    folder: String, audience: String, output: String? = nil, jobs: Int, date: String? = nil,
    epoch: String? = nil, now: Int, keyFile: String? = nil, home: String, program: String? = nil,
    version: String,
    profile: Bool = false
  ) throws {
    guard let known = Audience(rawValue: audience) else {
      throw Self.usage(
        "--audience", "unknown audience '\(audience)'",
        Suggestion.hint(for: audience, among: ["public", "clinic"]))
    }
    guard known != .participant else {
      throw Self.usage(
        "--audience", "participant editions are not available in this version", "public or clinic")
    }
    guard jobs >= 1 else { throw Self.usage("--jobs", "at least one thread is needed", "--jobs 2") }
    (self.audience, self.jobs) = (known, jobs)
    let root = Files.absolute(folder)
    self.folder = root
    self.output = try output.map { try Self.checked(Files.absolute($0), root) }
    self.date = try date.map { text in
      guard let day = CalendarDate(text) else {
        throw Self.usage("--date", "no date", "--date 2026-11-20")
      }
      return day
    }
    epochDate = try epoch.map { text in
      guard let seconds = Int(text) else {
        throw Self.usage(
          "SOURCE_DATE_EPOCH", "no number of seconds", "unset it, or give seconds since 1970")
      }
      return CalendarDate(unixTime: seconds)
    }
    today = CalendarDate(unixTime: now)
    (self.keyFile, self.home, self.version, self.profile) = (keyFile, home, version, profile)
    self.program = Digest(of: program.flatMap { try? Files.read($0) } ?? [])
  }

  /// A site goes beside the project, or to its default place: never over its inputs,
  /// another audience's folder, or the project itself.
  private static func checked(_ output: String, _ folder: String) throws -> String {
    let inside = ["content", "public", ".casebook", "templates"].map { folder + "/" + $0 }
    let isBad =
      inside.contains { output == $0 || output.hasPrefix($0 + "/") } || output == folder
      || folder.hasPrefix(output == "/" ? "/" : output + "/")
    guard !isBad else {
      throw usage(
        "--output", "the site cannot go over the project or its own folders",
        "choose a folder beside the project; without --output it goes to its place")
    }
    return output
  }

  private static func usage(_ place: String, _ message: String, _ hint: String) -> Diagnostic {
    Diagnostic(at: Place(place), message, hint: hint, exit: .usage)
  }

  func path(_ relative: String) -> String {
    relative.hasPrefix("/") ? relative : folder + "/" + relative
  }

  var work: String { path(".casebook") }
}
