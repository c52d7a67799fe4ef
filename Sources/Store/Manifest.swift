import Diagnostics

/// The list of files of one edition or site: path and digest, sorted by path.
public struct Manifest: Sendable, Equatable {
  public static let fileName = "manifest.tsv"
  public private(set) var digests: [String: Digest]

  public init(_ digests: [String: Digest] = [:]) { self.digests = digests }

  public var paths: [String] { digests.keys.sorted() }

  public var text: String {
    "path\tsha256\n" + paths.map { "\($0)\t\(digests[$0]?.hex ?? "")\n" }.joined()
  }

  /// Reads a manifest; nil where there is none or it is not one.
  public init?(text: String) {
    var lines = text.split(separator: "\n")
    guard lines.first == "path\tsha256" else { return nil }
    lines.removeFirst()
    digests = [:]
    for line in lines {
      let fields = line.split(separator: "\t")
      guard fields.count == 2, let digest = Digest(hex: String(fields[1])),
        Self.isInside(String(fields[0]))
      else { return nil }
      digests[String(fields[0])] = digest
    }
  }

  public static func read(in folder: String) -> Manifest? {
    guard let bytes = try? Files.read(folder + "/" + fileName) else { return nil }
    return Manifest(text: String(decoding: bytes, as: UTF8.self))
  }

  /// A relative path that stays below its folder.
  static func isInside(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/")
      && !path.split(separator: "/", omittingEmptySubsequences: false)
        .contains { $0 == ".." || $0 == "." || $0.isEmpty }
  }
}
