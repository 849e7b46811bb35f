// A browser opens the HTML report: it has no errors, uses no network, and its script runs.

import Foundation
import TestSupport
import Testing

@Suite(.serialized, .needs(.chromium)) struct BrowserTests {
  /// The page after loading, and the messages of its console.
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
    // The sample data is too short for a trend, and the page says so: status 3.
    let run = try OutsideProgram.run(
      Hindsight.path, [command, Hindsight.sample, "--quiet", "--format", "html", "--output", folder.url.path])
    #expect(run.status == (command == "trend" ? 3 : 0), "\(run.errors)")
    let made = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    let file = try #require(made.first { $0.hasSuffix(".html") })
    let opened = try open(folder.url.appending(path: file))
    #expect(opened.console.isEmpty)
    // Only the script adds buttons to table headings, and filter fields.
    let written = try String(contentsOf: folder.url.appending(path: file), encoding: .utf8)
    #expect(!written.contains("<th scope=\"col\"><button"))
    #expect(opened.page.contains("<button type=\"button\">"))
    #expect(opened.page.contains("</html>"))
  }

  /// Captures of one node and of three, with and without incidents.
  private static let captures = ["backlog-4.1", "corrupt-5.0", "cluster-4.1", "snap-4.1"]

  @Test("nothing of a page is cut off on a phone, a desktop or paper", arguments: captures)
  func thePageFits(capture: String) throws {
    let folder = try TestFolder()
    let input = RealCaptures.folder.appending(path: capture).path
    _ = try Hindsight.run("report", input, "--quiet", "--format", "html", "--output", folder.url.path)
    let layout = try PageLayout.measure(folder.url.appending(path: "report.html"))
    #expect(layout.console.isEmpty, "\(layout.console)")
    try #require(layout.frames.map(\.width) == [390, 1280, PageLayout.paper])
    for frame in layout.frames {
      let width: Comment = "\(frame.width) pixels"
      #expect(frame.taken <= frame.width, width)
      #expect(frame.outside.isEmpty, width)
      // On a phone a table may scroll in its own box.
      if frame.width != 390 { #expect(frame.scrolling.isEmpty, width) }
      if let smallest = frame.smallest { #expect(smallest >= 11, width) }
      #expect(frame.columns <= 7 && frame.columns > 1)
      #expect(frame.broken.isEmpty && frame.repeated.isEmpty && frame.jumps.isEmpty)
      #expect(frame.nameless == 0, "the name of a chart carries its data")
      #expect(frame.policy.hasPrefix("default-src 'none';") && !frame.policy.contains("unsafe"))
      #expect(frame.collapsed == 0, "paper shows what is collapsed")
      #expect(frame.opened != false, "a link to an error opens it")
      if let readout = frame.readout { #expect(readout.contains(" UTC: ")) }
    }
  }

  @Test("a page that does not fit is found")
  func aPageThatDoesNotFitIsFound() throws {
    let folder = try TestFolder()
    let cell = "<td>" + String(repeating: "wide", count: 200) + "</td>"
    let page = """
      <!doctype html><style>@media print { p { color: red; } }</style><body id="a"><a href="#nowhere">x</a><h1>1</h1>
      <h3 id="b">3</h3><p id="b">text</p><table><thead><tr><th>1</th></tr></thead><tbody><tr>\(cell)</tr></tbody></table>
      <figure><svg class="plot" viewBox="0 0 9000 10"><text>small</text></svg></figure>
      <details><summary>s</summary><table><thead></thead><tbody><tr><td>hidden</td></tr></tbody></table></details>
      """
    try Data(page.utf8).write(to: folder.url.appending(path: "bad.html"))
    let layout = try PageLayout.measure(folder.url.appending(path: "bad.html"))
    try #require(layout.frames.count == 3)
    for frame in layout.frames {
      #expect(frame.taken > frame.width && !frame.outside.isEmpty && (frame.smallest ?? 99) < 11)
      #expect(frame.broken == ["#nowhere"] && frame.repeated == ["b"] && frame.jumps.count == 1)
      #expect(frame.nameless == 1 && frame.policy.isEmpty)
    }
    #expect(layout.frames.last?.collapsed == 1)
  }

  /// The console would show an error.
  @Test func theConsoleOfABadPageIsNotEmpty() throws {
    let folder = try TestFolder()
    let page = "<!doctype html><p>text</p><script>nowhere()</script><img src=\"https://example.com/a.png\">"
    try Data(page.utf8).write(to: folder.url.appending(path: "bad.html"))
    let opened = try open(folder.url.appending(path: "bad.html"))
    #expect(opened.page.contains("text"))
    #expect(opened.console.contains { $0.contains("nowhere is not defined") })
  }
}
