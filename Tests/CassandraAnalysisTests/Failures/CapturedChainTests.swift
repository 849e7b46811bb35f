// The exception chains that real nodes logged, against the damage that was done to them (NOTES.txt of each
// capture). Reads plain logs only; tests of the input layer read compressed ones.

import CassandraModel
import Foundation
import TestSupport
import Testing

@testable import CassandraAnalysis

@Suite struct CapturedChainTests {
  /// Records in the system.log of each capture: those with an exception, and those without one about a lost
  /// or leaked file.
  static let expected: [(capture: String, counts: [String: Int])] = [
    // Flipped bytes: five failures, two records each, and one read. Truncated: not loaded at two starts.
    ("corrupt-4.0", ["corruption.block_checksum": 11, "corruption.sstable_not_loaded": 2, "leak": 2]),
    // Five failures of two records, one read of three, one record of the scrub; truncated: one failure of two;
    // verify: two; scrub: 557 positions and its end.
    (
      "corrupt-5.0",
      [
        "corruption.block_checksum": 14, "corruption.truncated": 2, "corruption.digest": 2,
        "corruption.scrub_damage": 558,
      ]
    ),
    // Statistics, CompressionInfo (and its leak), Index twice, Data.db removed.
    (
      "corrupt_meta-4.1",
      [
        "corruption.metadata": 1, "corruption.sstable_not_loaded": 1, "leak": 1, "corruption.index": 2,
        "corruption.data_file_lost": 1,
      ]
    ),
    ("diskfull-4.1", ["disk.compaction_refused": 7]),
    ("enospc-4.1", ["disk.no_space": 1]),
    // Read-only: compaction, hints, batch log and commit log, each with its own chain. Open files: a data
    // file once, the transaction log twice. The device: once.
    ("iofaults-4.0", ["io.read_only": 16, "io.too_many_open_files": 3, "io.device": 1]),
    ("oom-4.0", ["memory.heap": 18]),
    ("oom-5.0", ["memory.heap": 9]),
  ]

  @Test(
    "Captured chains land where the notes say",
    .enabled(if: RealCaptures.arePresent), arguments: expected.indices)
  func chainsLandWhereTheNotesSay(index: Int) throws {
    let (capture, counts) = Self.expected[index]
    let classifier = ErrorClassifier()
    var found: [String: Int] = [:]
    for record in try Self.records(of: capture) {
      let tells = ["Removing orphans for ", "LEAK DETECTED: "].contains { record.message.hasPrefix($0) }
      guard record.throwable != nil || tells else { continue }
      found[classifier.classify(record).category.id.name, default: 0] += 1
    }
    #expect(found == counts)
  }

  @Test(
    "The device error says what it looks like", .enabled(if: RealCaptures.arePresent))
  func theDeviceErrorSaysWhatItLooksLike() throws {
    let verdicts = try Self.records(of: "iofaults-4.0").filter { $0.throwable != nil }
      .map { (record: $0, verdict: ErrorClassifier().classify($0)) }
    let device = try #require(verdicts.first { $0.verdict.category.id == "io.device" })
    #expect(device.verdict.apparent?.family == .corruption)
    #expect(device.verdict.rootCause == "IOException: Input/output error")
    // NOTES: the device returned EIO for this file.
    #expect(device.record.sstables.map(\.shortName) == ["nb-13-big"])
    #expect(Set(verdicts.flatMap { $0.record.transactionLogs }.compactMap(\.table)).count == 2)
  }

  @Test(
    "Repeats of one failure share a signature and name one file",
    .enabled(if: RealCaptures.arePresent), arguments: [("corrupt-4.0", 1), ("corrupt-5.0", 2)])
  func repeatsShareASignature(capture: String, files: Int) throws {
    let classifier = ErrorClassifier()
    let damaged = try Self.records(of: capture)
      .map { (record: $0, verdict: classifier.classify($0)) }
      .filter { $0.verdict.category.id == "corruption.block_checksum" }
    #expect(Set(damaged.flatMap { $0.record.sstables }.map(\.base)).count == files)
    for (record, _) in damaged { #expect(record.throwable?.corruptChunk != nil) }
    // Reads have other frames than compactions; within one kind the chains are equal.
    let compactions = damaged.filter {
      $0.record.threadKind == .compaction && $0.record.message.hasPrefix("Exc")
    }
    #expect(Set(compactions.map(\.verdict.signature)).count == 1)
  }

  /// The records of a capture's system.log, as evidence.
  static func records(of capture: String) throws -> [FailureEvidence] {
    let file = RealCaptures.folder.appendingPathComponent(capture + "/logs/system.log")
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    var records: [FailureEvidence] = []
    var head: (thread: String, logger: String, message: String)?
    var trace: [String] = []
    func finish() {
      guard let head else { return }
      records.append(
        FailureEvidence(
          throwable: Throwable(logged: trace), message: head.message, thread: head.thread,
          logger: head.logger,
          event: EventName("captured"), role: .failure))
    }
    for line in text.split(separator: "\n") {
      // `ERROR [thread] 2026-11-21 04:41:57,781 File.java:577 - message`
      let levels = ["ERROR [", "WARN  [", "INFO  [", "DEBUG ["]
      if levels.contains(where: { line.hasPrefix($0) }), let dash = line.range(of: " - "),
        let close = line.range(of: "] 20")
      {
        finish()
        let place = line[..<dash.lowerBound].split(separator: " ").last?.split(separator: ":").first ?? ""
        head = (
          String(line[line.index(line.startIndex, offsetBy: 7)..<close.lowerBound]), String(place),
          String(line[dash.upperBound...])
        )
        trace = []
      } else {
        trace.append(String(line))
      }
    }
    finish()
    return records
  }
}

extension Throwable {
  /// A chain from the lines below a record, for these tests only; nil if they are not a trace.
  fileprivate init?(logged lines: [String]) {
    var written: [String] = []
    for line in lines {
      let text = line.trimmingCharacters(in: .whitespaces)
      if text.hasPrefix("at ") {
        written.append(String(text.prefix { $0 != "(" }))
      } else if text.hasPrefix("... ") {
        continue
      } else if let range = text.range(of: "Caused by: ") {
        written.append(String(text[range.upperBound...]))
      } else if written.isEmpty || text.hasPrefix("Suppressed: ") {
        // The name of a throwable is a class with its package; any other text is not a trace.
        let name = text.drop { $0 == "S" }.prefix { $0 != ":" && $0 != " " }
        guard
          text.hasPrefix("Suppressed: ")
            || (name.contains(".") && name.hasSuffix("Error") || name.hasSuffix("Exception"))
        else { return nil }
        written.append(text)
      }
    }
    self.init(written: written.map { $0.hasSuffix(": null") ? String($0.dropLast(6)) : $0 })
  }
}
