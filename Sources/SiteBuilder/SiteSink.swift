import Diagnostics
import Store

/// Where the files of a site go.
public struct SiteSink: Sendable {
  /// Takes a file.
  public let put: @Sendable ([UInt8], String) throws(Diagnostic) -> StagedFolder.Entry
  /// A file of an earlier build, if it is still there untouched.
  public let present: @Sendable (Graph.Output) -> StagedFolder.Entry?

  public init(
    put: @escaping @Sendable ([UInt8], String) throws(Diagnostic) -> StagedFolder.Entry,
    present: @escaping @Sendable (Graph.Output) -> StagedFolder.Entry?
  ) {
    (self.put, self.present) = (put, present)
  }

  /// Into a folder that is being staged.
  public init(_ folder: StagedFolder) {
    self.init(
      put: { bytes, path throws(Diagnostic) in try folder.put(bytes, at: path) },
      present: { folder.present($0.path, digest: $0.digest, stamp: $0.stamp) })
  }

  /// Nowhere: what `check` does.
  public static let nowhere = SiteSink(
    put: { bytes, path throws(Diagnostic) in
      StagedFolder.Entry(path: path, digest: Digest(of: bytes), stamp: .none, isNew: false)
    }, present: { _ in nil })
}

/// Runs a body for each index below a count, in parallel where the caller has workers.
public typealias ForEach = @Sendable (Int, @Sendable (Int) -> Void) -> Void
