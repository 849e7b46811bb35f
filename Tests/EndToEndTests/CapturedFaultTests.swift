// Each error that was made on a real node and left a trace is reported once, with the right counts.
// Operations that an operator stopped or truncated are not errors. The notes of each capture list what was
// made.

import CassandraAnalysis
import CassandraModel
import Foundation
import Testing
import TestSupport

@Suite(.enabled(if: Captures.arePresent, "needs Tests/Captures"))
struct CapturedFaultTests {
  /// One error according to the notes and a manual count.
  struct Expected: CustomStringConvertible, Sendable, Equatable {
    let category: CategoryID
    /// The SSTable's short name, the tables, or an empty text.
    let subject: String
    let failures: Int
    let records: Int

    var description: String { "\(category) \(subject) failures \(failures) records \(records)" }

    init(_ category: CategoryID, _ subject: String, _ failures: Int, _ records: Int) {
      self.category = category
      self.subject = subject
      self.failures = failures
      self.records = records
    }

    init(_ fault: Fault) {
      category = fault.category.id
      switch fault.subject {
      case .sstable(let base): subject = String(base.split(separator: "/").last ?? "")
      default: subject = fault.tables.map(\.description).joined(separator: " ")
      }
      failures = fault.failures
      records = fault.records
    }
  }

  /// The expected errors of each capture, in the order of their start.
  static let expected: [(capture: String, faults: [Expected])] = [
    (
      "corrupt-4.0",
      [
        // Five compactions with two records each, and one read that logs once in 4.0.
        Expected("corruption.block_checksum", "nb-2-big", 6, 11),
        // The truncated file killed the JVM while it was compacted; then it could not be opened, twice.
        Expected("process.abrupt_stop", "shop.orders", 1, 0),
        Expected("corruption.sstable_not_loaded", "nb-1-big", 2, 4),
      ]
    ),
    (
      "corrupt-5.0",
      [
        Expected("corruption.block_checksum", "nb-2-big", 6, 13),
        // One compaction (2), one verify (2), one scrub that lost 558 partitions (561).
        Expected("corruption.truncated", "nb-1-big", 3, 565),
      ]
    ),
    (
      "corrupt_meta-4.1",
      [
        Expected("corruption.metadata", "nb-1-big", 1, 1),
        Expected("corruption.sstable_not_loaded", "nb-1-big", 1, 2),
        Expected("corruption.index", "shop.events_by_day", 2, 2),
        Expected("corruption.data_file_lost", "nb-4-big", 1, 1),
      ]
    ),
    ("oom-4.0", [Expected("memory.heap", "shop.attachments", 3, 18)]),
    ("oom-5.0", [Expected("memory.heap", "shop.attachments", 3, 9)]),
    ("oom_exit-3.11", [Expected("memory.process_exit", "shop.attachments", 1, 1)]),
    (
      "diskfull-4.1",
      [
        // Three compactions were reduced until they fitted: not a failure.
        Expected("disk.scope_reduced", "shop.events_by_day shop.orders", 0, 20),
        Expected(
          "disk.compaction_refused", "shop.events_by_day shop.orders system.compaction_history", 7, 82),
      ]
    ),
    (
      "enospc-4.1",
      [
        Expected("disk.no_space", "shop.events_by_day", 1, 1),
        Expected("process.abrupt_stop", "", 1, 0),
      ]
    ),
    (
      "iofaults-4.0",
      [
        Expected("io.read_only", "shop.events_by_day", 6, 20),
        Expected("process.abrupt_stop", "", 2, 0),
        Expected("io.too_many_open_files", "shop.events_by_day shop.orders", 2, 4),
        Expected("io.device", "shop.events_by_day", 1, 1),
      ]
    ),
    ("tombstones-3.11", [Expected("tombstones.overload", "shop.cart_items", 2, 4)]),
    (
      "rotated-3.11",
      [
        Expected("corruption.block_checksum", "me-2-big", 5, 10),
        Expected("process.abrupt_stop", "shop.orders", 1, 0),
        Expected("corruption.sstable_not_loaded", "me-1-big", 2, 4),
      ]
    ),
    ("snap-3.11", []), ("snap-4.0", []), ("snap-4.1", []), ("snap-5.0", []), ("snap-6.0", []),
  ]

  @Test(arguments: expected.map(\.capture))
  func eachFaultIsOne(capture: String) async throws {
    let expected = try #require(Self.expected.first { $0.capture == capture }).faults
    let findings = try await Captures.findings(capture)
    let faults = findings.nodes.flatMap(\.faults).filter(\.category.isError).map(Expected.init)
    #expect(faults == expected)
  }

  /// Failures, compared with a count of the lines that only that failure writes, once each.
  @Test(arguments: [
    (
      "oom_exit-3.11", "logs/stdout.log", "Terminating due to java.lang.OutOfMemoryError",
      "memory.process_exit"
    ),
    ("diskfull-4.1", "logs/system.log", "Exception in thread Thread[", "disk.compaction_refused"),
    ("enospc-4.1", "logs/system.log", "Exception in thread Thread[", "disk.no_space"),
    ("iofaults-4.0", "logs/system.log", "Caused by: java.io.IOException: Input/output error", "io.device"),
    ("tombstones-3.11", "logs/system.log", " - Scanned over 100001 tombstones", "tombstones.overload"),
  ])
  func failuresAreAsManyAsTheLinesThatTellOfThem(
    capture: String, file: String, words: String, category: CategoryID
  ) async throws {
    let lines = try Captures.lines(capture + "/" + file).count { $0.contains(words) }
    #expect(lines > 0)
    let faults = try await Captures.findings(capture).nodes.flatMap(\.faults)
    #expect(faults.filter { $0.category.id == category }.reduce(0) { $0 + $1.failures } == lines)
  }

  /// Records, compared with a count of the exceptions under their heads.
  @Test(arguments: ["oom-4.0", "oom-5.0"])
  func recordsOfAFailureOfMemoryAreAsManyAsTheirTraces(capture: String) async throws {
    let traces = try Captures.lines(capture + "/logs/system.log").count {
      $0.hasPrefix("java.lang.OutOfMemoryError: ")
    }
    #expect(traces > 0)
    let faults = try await Captures.findings(capture).nodes.flatMap(\.faults)
    #expect(faults.filter { $0.category.id == "memory.heap" }.reduce(0) { $0 + $1.records } == traces)
  }

  @Test func anErrorOfTheDeviceIsNotTakenForADamagedFile() async throws {
    let faults = try await Captures.findings("iofaults-4.0").nodes.flatMap(\.faults)
    let device = try #require(faults.first { $0.category.id == "io.device" })
    #expect(device.apparent?.family == .corruption, "the report says both")
    #expect(device.rootCause.contains("Input/output error"))
  }

  @Test func whatAnOperatorStoppedIsNoFailure() async throws {
    let node = try #require(try await Captures.findings("iofaults-4.0").nodes.first)
    let interrupted = try Captures.lines("iofaults-4.0/logs/system.log").count {
      $0.contains("- Compaction interrupted: ")
    }
    #expect(interrupted > 0)
    #expect(node.activity.reduce(0) { $0 + $1.activity.interrupted } == interrupted)
    #expect(!node.faults.contains { $0.category.isError && $0.rootCause.contains("interrupted") })
  }

  @Test func aScrubThatPassedASuspectOverHasNotEndedTheFault() async throws {
    let faults = try await Captures.findings("corrupt-4.0").nodes.flatMap(\.faults)
    let damaged = faults.filter { $0.category.family == .corruption }
    try #require(!damaged.isEmpty)
    for fault in damaged {
      guard case .open(_, _?) = fault.outcome else {
        Issue.record("\(fault.category.id) is taken for ended: \(fault.outcome)")
        continue
      }
    }
  }

  @Test func eachNodeOfTheClusterIsThereOnce() async throws {
    let findings = try await Captures.findings("cluster-4.1")
    let named = findings.nodes.filter { $0.attributes[.hostID] != nil }
    #expect(named.map(\.node.name) == ["127.0.0.31", "127.0.0.32", "127.0.0.33"])
    #expect(named.allSatisfy { Set($0.attributes[.hostID]?.map(\.value) ?? []).count == 1 })
    // The notes: 127.0.0.33 was killed once; no other node had an unclean shutdown.
    let abrupt = named.map { $0.processes.count { $0.end == .abrupt } }
    #expect(abrupt == [0, 0, 1])
  }

  @Test func timesOfTheNodeInBerlinAreInUTC() async throws {
    let node = try #require(try await Captures.findings("corrupt-5.0").nodes.first)
    guard case .inferred(let witnesses, against: 0) = node.zone else {
      Issue.record("the zone was not inferred: \(node.zone)")
      return
    }
    #expect(witnesses.map(\.offset.text) == ["+01:00"])
    // The notes: nodetool compact failed at 05:07:34 UTC; the log says 06:07:34,633.
    #expect(node.faults.first?.first.text == "2026-11-21T05:07:34.633Z")
  }

  /// Task ends in the log, compared with an independent count of its lines.
  @Test(arguments: ["corrupt-4.0", "diskfull-4.1", "snap-5.0", "snap-6.0"])
  func compactionsAreCountedOnce(capture: String) async throws {
    let findings = try await Captures.findings(capture)
    let nodes = findings.nodes.filter { $0.logRecords > 0 }
    try #require(!nodes.isEmpty)
    for node in nodes {
      let logs = findings.coverage.filter { $0.format == "log" && $0.file.hasSuffix("system.log") }
      var count = 0
      for log in logs {
        count += try Captures.lines(capture + "/" + log.file).count {
          $0.contains("CompactionTask.java") && $0.contains(" - Compacted (")
        }
      }
      #expect(node.activity.reduce(0) { $0 + $1.activity.finished } == count)
    }
  }

  @Test(arguments: expected.map(\.capture) + ["backlog-4.1", "sessions"])
  func everyLineIsAccountedFor(capture: String) async throws {
    let findings = try await Captures.findings(capture)
    let files = findings.coverage.filter { $0.format != nil }
    try #require(!files.isEmpty)
    for file in files {
      let path = file.file.split(separator: "!")[0]
      #expect(try file.lines.total == Captures.lineCount(capture + "/" + path), "\(file.file)")
    }
  }

  @Test(arguments: ["rotated-3.11", "corrupt-5.0"])
  func theNumberOfJobsChangesNothing(capture: String) async throws {
    let one = try await Captures.findings(capture, jobs: 1)
    let many = try await Captures.findings(capture, jobs: 8)
    let view = { (findings: Findings) in
      findings.nodes.flatMap(\.faults).map { "\($0)" } + findings.nodes.flatMap(\.timeline).map { "\($0)" }
        + findings.coverage.map { "\($0)" }
    }
    #expect(view(one) == view(many))
  }
}
