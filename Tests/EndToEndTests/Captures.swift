// Where the captures of real nodes are, and how a test looks into them without the code under test.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import Foundation

/// The captures beside the package; tests over them say that they are skipped where they are not.
enum Captures {
  /// The package's folder.
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  /// The captures' folder.
  static let folder = package.deletingLastPathComponent().appending(path: "shared/captures")

  /// False on a clone that stands alone.
  static var arePresent: Bool { FileManager.default.fileExists(atPath: folder.path) }

  /// What the analysis makes of one capture.
  static func findings(_ name: String, jobs: Int = 2) async throws -> Findings {
    try await findings(at: folder.appending(path: name), jobs: jobs)
  }

  /// What the analysis makes of the capture at `url`.
  static func findings(at url: URL, jobs: Int = 2) async throws -> Findings {
    let reader = try CaptureReader([.path(url.path)], options: CaptureOptions(jobs: jobs))
    let contents = await reader.read { _ in NodeHistory() }
    let nodes = contents.nodes.map { (scope: $0.scope, history: $0.sink) }
    return Findings(
      nodes: zip(NodeNames.names(of: nodes), nodes).map { NodeFindings($0, $1.history) },
      coverage: contents.coverage, diagnostics: contents.diagnostics)
  }

  /// The lines of a log as another program reads it, plain or compressed.
  static func lines(_ path: String) throws -> [String] {
    let url = folder.appending(path: path)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      path.hasSuffix(".zip")
      ? [
        "python3", "-c",
        "import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);sys.stdout.buffer.write(z.read(z.namelist()[0]))",
        url.path,
      ]
      : ["zcat", "-f", url.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
