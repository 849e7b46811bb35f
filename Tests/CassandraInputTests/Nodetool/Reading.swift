// Passes text to the reader, and finds test texts.

import CassandraModel
import Foundation
import TestSupport

@testable import CassandraInput

/// The result of reading one text.
struct Reading {
  let recorder: FactRecorder
  let counts: LineCounts
  let commands: [String]
  let first: Instant?
  let last: Instant?
  let lineCount: Int

  /// Reads `bytes` as lines that end with a line feed; a last line without one counts as a line.
  init(
    _ bytes: [UInt8], file: String = "capture.txt", time: CaptureTime? = nil, clock: WallClock? = nil
  ) {
    var reader = NodetoolReader(file: file, time: time)
    reader.setClock(clock)
    var recorder = FactRecorder()
    let span = bytes.span
    var number = 0
    var start = 0
    while start < span.count {
      var end = start
      while end < span.count, span[end] != UInt8(ascii: "\n") { end += 1 }
      number += 1
      reader.consume(span.extracting(start..<end), number: number, into: &recorder)
      start = end + 1
    }
    reader.finish(into: &recorder)
    self.recorder = recorder
    counts = reader.lines
    commands = reader.commands
    first = reader.first
    last = reader.last
    lineCount = number
  }

  init(
    _ text: some StringProtocol, file: String = "capture.txt", time: CaptureTime? = nil,
    clock: WallClock? = nil
  ) {
    self.init(Array(text.utf8), file: file, time: time, clock: clock)
  }

  /// The values of a metric, with the text of their labels, in order.
  func values(_ metric: MetricName) -> [String] {
    recorder.samples.filter { $0.metric == metric }.map { sample in
      let labels = sample.labels.pairs.map { $0.name + "=" + $0.value }.joined(separator: ",")
      let value = sample.value == sample.value.rounded() ? String(Int64(sample.value)) : String(sample.value)
      return labels.isEmpty ? value : labels + " " + value
    }
  }

  /// The value of the only sample with these labels.
  func value(_ metric: MetricName, _ labels: [(String, String)] = []) -> Double? {
    let wanted = Labels(labels.map { (name: $0.0, value: $0.1) })
    let found = recorder.samples.filter { $0.metric == metric && $0.labels == wanted }
    return found.count == 1 ? found[0].value : nil
  }

  func attribute(_ name: AttributeName) -> String? { recorder.attributes.first { $0.name == name }?.value }

  /// The codes of the diagnostics, in order.
  var codes: [String] { recorder.diagnostics.map(\.code.name) }
}

enum Texts {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  /// The package's folder.
  static let package = folder.appendingPathComponent("../../..").standardizedFileURL.path

  /// A text cut from a real capture, next to the tests.
  static func fixture(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent("Fixtures/" + name)))
  }

  static let captures = RealCaptures.folder
  static let hasCaptures = RealCaptures.arePresent

  static func capture(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: captures.appendingPathComponent(path)))
  }

  /// Every text file below the captures that is not a log of Cassandra, by relative path.
  static func capturedTexts() -> [String] {
    let all = FileManager.default.enumerator(atPath: captures.path)?.compactMap { $0 as? String } ?? []
    return all.filter { path in
      [".txt", ".log", ".json", ".yaml"].contains { path.hasSuffix($0) } && !path.contains("/logs/")
    }.sorted()
  }
}
