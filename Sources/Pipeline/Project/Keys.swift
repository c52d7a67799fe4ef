import CohortModel
import Diagnostics
import Ethics
import Foundation
import Store

/// Where a project's pseudonym key is, and new ones.
public enum Keys {
  /// The key of a project; nil for `ids: study`. Throws where there is none, or it
  /// can be read by others.
  static func key(_ config: ProjectConfig, _ request: BuildRequest) throws(Problems)
    -> PseudonymKey?
  {
    if config.ids == .study { return nil }
    if let text = config.key {
      guard let key = PseudonymKey(hex: text) else {
        throw problem("casebook.yaml", "the key is not 64 hex digits")
      }
      return key
    }
    return try read(path(config.use?.project, keyFile: request.keyFile, home: request.home))
  }

  public static func path(_ project: String?, keyFile: String?, home: String) -> String {
    keyFile ?? home + "/.config/casebook/\(project ?? "default").key"
  }

  /// Reads and checks a key file.
  public static func read(_ path: String) throws(Problems) -> PseudonymKey {
    guard let bytes = try? Files.read(path) else {
      throw problem(path, "no pseudonym key", "casebook keys new makes one; no key, no build")
    }
    let mode = (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? Int
    if let mode, mode & 0o077 != 0 {
      throw problem(path, "others can read the key", "chmod 600 \(path)")
    }
    let text = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init)
    guard let key = PseudonymKey(hex: text ?? "") else {
      throw problem(path, "not a key: 64 hex digits belong there")
    }
    return key
  }

  /// Makes a new key file; never overwrites one.
  public static func make(_ path: String) throws(Problems) {
    if Files.exists(path) {
      throw problem(
        path, "a key is there already", "losing it changes every pseudonym; move it away first")
    }
    var generator = SystemRandomNumberGenerator()
    let hex = (0..<32).map { _ -> String in
      let byte = UInt8.random(in: 0...255, using: &generator)
      return (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
    do {
      try Files.writePrivate(Array((hex + "\n").utf8), to: path)
    } catch {
      throw Problems([error])
    }
  }

  private static func problem(_ path: String, _ message: String, _ hint: String? = nil) -> Problems
  {
    Problems([Diagnostic(at: Place(path), message, hint: hint, exit: .consent)])
  }
}
