import Diagnostics
import Foundation
import Store

/// A page as PDF, by a headless Chromium of the machine.
public struct Printing: Sendable {
  private let request: BuildRequest
  private static let names = [
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
  ]

  public init(_ request: BuildRequest) { self.request = request }

  /// Prints the report of a case of a built site. Gives the path of the PDF.
  public func pdf(of name: String, site: String) throws(Diagnostic) -> String {
    let page = "\(site)/cases/\(name).html"
    guard Files.exists(page) else {
      let known = Files.list(site + "/cases").filter { $0.hasSuffix(".html") }
        .map { String($0.dropLast(5)) }
      throw Diagnostic(
        at: Place("--pdf"), "no report '\(name)' in this edition",
        hint: Suggestion.hint(for: name, among: known), exit: .usage)
    }
    guard let browser = Self.browser() else {
      throw Diagnostic(
        at: Place("--pdf"), "no Chromium is installed",
        hint: "install it, or print the page from a browser", exit: .resources)
    }
    let target = "\(request.work)/pdf/\(request.audience.rawValue)-\(name).pdf"
    try Files.write([], to: target)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: browser)
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
      "--print-to-pdf=\(target)", URL(fileURLWithPath: page).absoluteString,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let started = (try? process.run()) != nil
    if started { process.waitUntilExit() }
    guard started, process.terminationStatus == 0, (Files.stamp(target)?.size ?? 0) > 0 else {
      throw Diagnostic(
        at: Place(target), "Chromium did not print the page",
        hint: "run it by hand: \(browser) --headless --print-to-pdf", exit: .resources)
    }
    return target
  }

  private static func browser() -> String? {
    ["/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome"].flatMap { folder in
      names.map { folder + "/" + $0 }
    }.first(where: Files.exists)
  }
}
