// A browser opens the HTML report: nothing is wrong with it, nothing comes from a network, and its script runs.

import Foundation
import TestSupport
import Testing

@Suite(.serialized, .needs(.chromium)) struct BrowserTests {
  /// What the page became, and what its console says.
  private func open(_ page: URL) throws -> (page: String, console: [String]) {
    let profile = try TestFolder()
    let run = try OutsideProgram.chromium.run([
      "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--user-data-dir=" + profile.url.path,
      "--enable-logging=stderr", "--v=0", "--host-resolver-rules=MAP * ~NOTFOUND",
      "--virtual-time-budget=2000",
      "--dump-dom", page.absoluteString,
    ])
    let console = run.errors.split(separator: "\n").filter { $0.contains(":CONSOLE:") }.map(String.init)
    return (run.output, console)
  }

  @Test(arguments: ["report", "trend"])
  func thePageIsCleanAndItsScriptRuns(command: String) throws {
    let folder = try TestFolder()
    _ = try Hindsight.run(
      command, Hindsight.sample, "--quiet", "--format", "html", "--output", folder.url.path)
    let made = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    let file = try #require(made.first { $0.hasSuffix(".html") })
    let opened = try open(folder.url.appending(path: file))
    #expect(opened.console.isEmpty)
    // Only the script makes buttons of the heads of tables, and fields for filters.
    let written = try String(contentsOf: folder.url.appending(path: file), encoding: .utf8)
    #expect(!written.contains("<th scope=\"col\"><button"))
    #expect(opened.page.contains("<button type=\"button\">"))
    #expect(opened.page.contains("</html>"))
  }

  /// A mistake would be heard.
  @Test func theConsoleOfABadPageIsNotEmpty() throws {
    let folder = try TestFolder()
    let page = "<!doctype html><p>text</p><script>nowhere()</script><img src=\"https://example.com/a.png\">"
    try Data(page.utf8).write(to: folder.url.appending(path: "bad.html"))
    let opened = try open(folder.url.appending(path: "bad.html"))
    #expect(opened.page.contains("text"))
    #expect(opened.console.contains { $0.contains("nowhere is not defined") })
  }
}
