import Foundation
import Pipeline

/// The world outside, read once: environment, clock, terminal, the program itself.
enum Program {
  static let version = "0.1.0"

  static var progress: Pipeline.Progress {
    let isTerminal = isatty(2) == 1
    return Pipeline.Progress(isTerminal: isTerminal) { text in
      FileHandle.standardError.write(Data(text.utf8))
    }
  }

  static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

  static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The user's folder.
  static var home: String { environment("HOME") ?? NSHomeDirectory() }

  /// Seconds since 1970.
  static var now: Int { Int(Date().timeIntervalSince1970) }

  /// The file of the running program.
  static let executable = "/proc/self/exe"

  static func print(_ text: String) { Swift.print(text) }
}
