import CPosix
import Diagnostics

/// One build at a time in a project: a lock that dies with the process.
public final class ProjectLock: Sendable {
  private let file: Int32

  /// Waits for nobody: a second build is told to come back.
  public init(work: String) throws(Diagnostic) {
    try Files.makeDirectory(work)
    let path = work + "/lock"
    file = cb_open_lock(path)
    guard file >= 0 else { throw Files.failure(path, "cannot be opened") }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      throw Diagnostic(
        at: Place(path), "another command is writing this project",
        hint: "wait for it to end, then run again", exit: .resources)
    }
  }

  deinit { close(file) }
}
