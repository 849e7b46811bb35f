import Foundation
import Testing

@testable import hindsight

@Suite struct ExitStatusTests {
  @Test func theFirstOfTwoFourThreeOneZeroCounts() {
    let order: [hindsight.ExitStatus] = [.usage, .output, .input, .finding, .done]
    #expect(order.map(\.rawValue) == [2, 4, 3, 1, 0])
    for (i, worse) in order.enumerated() {
      for other in order[i...] {
        var status = other
        status.merge(worse)
        #expect(status == worse)
        status.merge(other)
        #expect(status == worse, "what counts does not depend on the order")
      }
    }
  }
}

@Suite struct OutputFolderTests {
  /// Runs `body` with a new folder and removes it afterwards.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hindsight-" + UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func aNameThatCannotBeGivenLeavesAllOfTheOldFiles() throws {
    try withFolder { folder in
      for name in ["a", "b", "c"] {
        if name != "c" { try Data("old".utf8).write(to: URL(filePath: folder + "/" + name)) }
        try Data("new".utf8).write(to: URL(filePath: folder + "/." + name + ".part"))
      }
      try FileManager.default.removeItem(atPath: folder + "/.b.part")
      let files = ["a", "c", "b"].map { (from: folder + "/." + $0 + ".part", to: folder + "/" + $0) }
      #expect(throws: OutputError.self) { try UnfinishedFiles.rename(files) }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names == ["a", "b"], "what was not there is not there, and nothing else is left")
      for name in names { #expect(try String(contentsOfFile: folder + "/" + name, encoding: .utf8) == "old") }
    }
  }

  @Test func filesAreWrittenIntoFoldersThatAreMade() throws {
    try withFolder { folder in
      let output = try OutputFolder(folder + "/a/b/")
      try output.write(Array("one".utf8), as: "report.md")
      try output.write(Array("two".utf8), as: "report.md")
      try output.write([], as: "empty.csv")
      #expect(try String(contentsOfFile: folder + "/a/b/report.md", encoding: .utf8) == "two")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/a/b").sorted()
      #expect(names == ["empty.csv", "report.md"], "nothing else is left")
    }
  }

  @Test func aFileInTheWayOfAFolderIsReported() throws {
    try withFolder { folder in
      try Data().write(to: URL(filePath: folder + "/a"))
      let error = try #require(throws: OutputError.self) { try OutputFolder(folder + "/a/b") }
      #expect(error.place.hasSuffix("/a"))
      #expect(!error.reason.isEmpty && error.text.hasPrefix("hindsight: "))
    }
  }

  @Test func aFailedWriteLeavesNothingHalf() throws {
    try withFolder { folder in
      // A file cannot replace a folder of its name.
      try FileManager.default.createDirectory(
        atPath: folder + "/report.md/inner", withIntermediateDirectories: true)
      let output = try OutputFolder(folder)
      let error = try #require(throws: OutputError.self) { try output.write([1], as: "report.md") }
      #expect(error.place.hasSuffix("/report.md"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["report.md"])
    }
  }

  @Test func aReaderThatHasGoneAwayIsNoFailure() throws {
    SystemCalls.ignoreBrokenPipes()
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    try StandardOutput.write([1], to: pipe.fileHandleForWriting.fileDescriptor)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
  func aFullDeviceIsAFailure() throws {
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let error = try #require(throws: OutputError.self) {
      try StandardOutput.write([1], to: full.fileDescriptor)
    }
    #expect(error.place == "standard output")
  }
}

@Suite struct ProgressLineTests {
  private let progress = ReadingProgress(files: 1340, bytes: 3 << 30)

  @Test func itSaysFilesBytesAndRate() {
    #expect(ProgressLine.text(progress, after: .seconds(10)) == "1,340 files read, 3.0 GiB, 307.2 MiB/s")
    #expect(
      ProgressLine.text(progress, after: .zero) == "1,340 files read, 3.0 GiB", "no rate from no time")
    let one = ReadingProgress(files: 1, bytes: 0)
    #expect(ProgressLine.text(one, after: .seconds(1)) == "1 file read, 0 B, 0 B/s")
  }

  @Test func itSaysTheTimeLeftWhenTheWholeIsKnown() {
    var progress = ReadingProgress(files: 1, bytes: 1 << 30, stored: 100, total: 400)
    #expect(ProgressLine.text(progress, after: .seconds(10)).hasSuffix("102.4 MiB/s, 30 s left"))
    #expect(ProgressLine.text(progress, after: .seconds(100)).hasSuffix(", 5 min left"))
    #expect(ProgressLine.text(progress, after: .seconds(4000)).hasSuffix(", 3 h left"))
    #expect(!ProgressLine.text(progress, after: .milliseconds(500)).contains("left"), "too early")
    progress.stored = 4
    #expect(!ProgressLine.text(progress, after: .seconds(10)).contains("left"), "too little")
    progress.stored = 500
    #expect(!ProgressLine.text(progress, after: .seconds(10)).contains("left"), "more than there was")
  }

  @Test func itIsDrawnAtMostFiveTimesASecondAndThenCleared() {
    var line = ProgressLine()
    #expect(line.clear() == nil, "what was never drawn is not cleared")
    let drawn = (0..<1000).filter { line.draw(progress, at: .milliseconds($0)) != nil }
    #expect(drawn == [0, 200, 400, 600, 800])
    #expect(line.clear() == "\r\u{1b}[K")
    #expect(line.clear() == nil)
  }

  @Test func itNeverWraps() {
    let huge = ReadingProgress(files: .max, bytes: .max, stored: 1 << 40, total: .max)
    #expect(ProgressLine.text(huge, after: .milliseconds(200)).count <= ProgressLine.width)
  }
}
