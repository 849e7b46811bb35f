// The captures of real nodes, and independent readers of their files.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import Foundation
import TestSupport

/// The captures of real nodes and their findings.
enum Captures {
  /// The package's folder.
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  /// The captures' folder.
  static let folder = RealCaptures.folder
  static let arePresent = RealCaptures.arePresent

  /// The findings of one capture. Each is read once for all tests, except if `jobs` is given.
  static func findings(_ name: String, jobs: Int? = nil) async throws -> Findings {
    let url = folder.appending(path: name)
    guard let jobs else { return try await CapturedFindings.shared.findings(at: url) }
    return try await findings(at: url, jobs: jobs)
  }

  /// The findings of the capture at `url`.
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
    try bytes(path).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The number of lines of a log by another program's reading; the last one counts with or without a line
  /// end.
  static func lineCount(_ path: String) throws -> Int {
    let bytes = try bytes(path)
    let ends = unsafe bytes.withUnsafeBytes { unsafe $0.count { $0 == UInt8(ascii: "\n") } }
    return ends + (bytes.isEmpty || bytes.last == UInt8(ascii: "\n") ? 0 : 1)
  }

  private static func bytes(_ path: String) throws -> Data {
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
    return data
  }
}

/// Cached findings of captures: reading one takes seconds, and dozens of tests use the same.
private actor CapturedFindings {
  static let shared = CapturedFindings()

  private var readings: [URL: Task<Findings, any Error>] = [:]

  func findings(at url: URL) async throws -> Findings {
    if let reading = readings[url] { return try await reading.value }
    let reading = Task { try await Captures.findings(at: url, jobs: 2) }
    readings[url] = reading
    return try await reading.value
  }
}
