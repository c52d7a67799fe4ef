import CHTS
import Diagnostics

/// Files that may be compressed, as bytes: bgzip and gzip through htslib.
public enum Inflate {
  /// At most 1 GiB of text, so that a small file cannot fill the memory.
  public static func bytes(_ path: String) throws(Problems) -> [UInt8] {
    guard let file = bgzf_open(path, "r") else {
      throw Problems([Diagnostic(at: Place(path), "no such file, or it cannot be opened")])
    }
    defer { bgzf_close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = bgzf_read(file, &buffer, buffer.count)
      if count == 0, !bytes.starts(with: [0x1F, 0x8B]) { return bytes }
      guard count > 0, bytes.count < 1 << 30 else {
        throw Problems([
          Diagnostic(
            at: Place(path),
            count <= 0 ? "the compressed data end early or are damaged" : "over 1 GiB of text",
            hint: "decompress it to see where it breaks")
        ])
      }
      bytes += buffer[..<count]
    }
  }
}
