// The built program as another process, for tests of its effects outside the process.

import Foundation
import TestSupport

/// Runs of `hindsight`.
enum Program {
  static let path = BuiltProgram.path("hindsight")
  static let sampleData = Captures.package.appending(path: "SampleData").path

  struct Run {
    let status: Int32
    /// True if a signal ended it; `status` is the signal then.
    let isKilled: Bool
    let output: String
    let errors: String
    /// The text on a terminal, with the reports first.
    var text: String { output + errors }
  }

  /// A process that is not started.
  static func make(_ arguments: [String], _ program: String = path) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return process
  }

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - input: the content of standard input; nil for none.
  ///   - folder: the working directory; nil for the folder of the tests.
  static func run(
    _ arguments: [String], _ program: String = path, input: Data? = nil, in folder: URL? = nil
  ) throws -> Run {
    let process = make(arguments, program)
    let written = try TemporaryFolder()
    // Into files: a pipe without a reader would block the program.
    for name in ["output", "errors"] { try written.write("", to: name) }
    process.standardOutput = try FileHandle(forWritingTo: written.url.appending(path: "output"))
    process.standardError = try FileHandle(forWritingTo: written.url.appending(path: "errors"))
    let feed = Pipe()
    if input != nil { process.standardInput = feed }
    if let folder { process.currentDirectoryURL = folder }
    try process.run()
    if let input {
      feed.fileHandleForWriting.write(input)
      try feed.fileHandleForWriting.close()
    }
    process.waitUntilExit()
    let texts = try ["output", "errors"].map {
      String(decoding: try Data(contentsOf: written.url.appending(path: $0)), as: UTF8.self)
    }
    return Run(
      status: process.terminationStatus, isKilled: process.terminationReason == .uncaughtSignal,
      output: texts[0], errors: texts[1])
  }

  /// The path of a system program; nil if it is not installed.
  static func find(_ name: String) -> String? {
    ["/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/"].map { $0 + name }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }
}

/// Runs `body` with a folder that is removed afterwards.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = try TemporaryFolder()
  return try withExtendedLifetime(folder) { try body(folder.url) }
}

/// A folder that is removed after the test.
final class TemporaryFolder {
  let url = FileManager.default.temporaryDirectory.appending(path: "hindsight-" + UUID().uuidString)

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }

  func write(_ text: String, to name: String) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// All files of a folder in it, by name, with their content.
  func contents(_ name: String) throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: path(name)) {
      contents[file] = (try? Data(contentsOf: url.appending(path: name + "/" + file))) ?? Data()
    }
    return contents
  }
}
