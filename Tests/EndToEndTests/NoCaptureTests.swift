// Input that is no capture: an error of two lines, no report, and no file.

import Foundation
import Testing

@Suite struct NoCaptureTests {
  private func expectTwoLines(_ path: String, _ name: String, in folder: URL) throws {
    let output = folder.appending(path: "out").path
    for extra in [[], ["--output", output, "--format", "text,markdown,csv,html,json"]] {
      let run = try Program.run(["report", path, "--quiet"] + extra, in: folder)
      #expect(run.status == 3)
      #expect(run.output.isEmpty, "\(run.output)")
      let lines = run.errors.split(separator: "\n")
      #expect(lines.count == 2 && lines[0].hasPrefix("hindsight: no capture in " + name), "\(run.errors)")
      #expect(lines.last?.hasPrefix("Looked for: system.log") ?? false)
    }
    #expect(!FileManager.default.fileExists(atPath: output))
  }

  @Test("a text, an image or an empty folder is an error of two lines")
  func noCaptureIsTwoLines() throws {
    try withFolder { folder in
      try Data("# Groceries\n".utf8).write(to: folder.appending(path: "README.md"))
      try Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]).write(
        to: folder.appending(path: "graph.png"))
      try FileManager.default.createDirectory(
        at: folder.appending(path: "empty"), withIntermediateDirectories: true)
      for name in ["README.md", "graph.png", "empty"] { try expectTwoLines(name, name, in: folder) }
    }
  }

  @Test("a path without a command names the command")
  func pathWithoutCommand() throws {
    let run = try Program.run(["SampleData"], in: Captures.package)
    #expect(run.status == 2)
    #expect(run.text.contains("did you mean 'hindsight report SampleData'?"), "\(run.text)")
  }
}
