import Foundation

/// Files that tests read: fixtures of the repository, and shared data where it is there.
public enum Fixtures {
  /// `Tests/Fixtures/<name>`.
  public static func path(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures").appendingPathComponent(name).path
  }

  public static func bytes(_ name: String) -> [UInt8] {
    FileManager.default.contents(atPath: path(name)).map { [UInt8]($0) } ?? []
  }

  public static func text(_ name: String) -> String { String(decoding: bytes(name), as: UTF8.self) }

  /// The repository's root.
  public static var root: String {
    URL(fileURLWithPath: path("")).deletingLastPathComponent().deletingLastPathComponent()
      .standardized.path
  }

  /// The folder of shared data and vectors, `$CASEBOOK_SHARED` or `../shared`; nil where absent.
  public static var shared: String? {
    let place = ProcessInfo.processInfo.environment["CASEBOOK_SHARED"] ?? root + "/../shared"
    return FileManager.default.fileExists(atPath: place + "/data") ? place : nil
  }

  /// A new folder for one test.
  public static func scratch(_ name: String) -> String {
    let path = NSTemporaryDirectory() + "casebook-\(name)-\(UUID().uuidString.prefix(8))"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }
}

/// Compares with a golden file below `Tests/Fixtures`; on a difference writes `<name>.actual`
/// beside it and gives a message.
public func difference(_ text: String, golden name: String) -> String? {
  let path = Fixtures.path(name)
  if Fixtures.text(name) == text { return nil }
  try? FileManager.default.createDirectory(
    atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
  try? text.write(toFile: path + ".actual", atomically: true, encoding: .utf8)
  return "differs from \(name): look at \(name).actual, and move it over if it is right"
}
