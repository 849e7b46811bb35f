// Findings as from captures of different nodes.

import CassandraAnalysis
import CassandraModel

enum SampleFindings {
  /// By the name of their golden file.
  static let all: [(name: String, make: @Sendable () -> Findings)] = [
    ("nothing", { nothing }), ("healthy", { healthy }), ("polls-only", { pollsOnly }),
    ("corrupt-sstable", { corruptSSTable }), ("several-nodes", { severalNodes }),
    ("unknown-zone", { unknownZone }),
  ]

  /// A folder without a readable file.
  static var nothing: Findings { Findings(nodes: [], coverage: [notes], diagnostics: unrecognised) }

  static var healthy: Findings {
    var node = SampleNode()
    node.starts(at: 0, address: "10.0.0.1")
    node.compacts(1, at: 10_000)
    node.finishes(1, started: 10_000, at: 14_000)
    poll(&node)
    return findings([node.findings("10.0.0.1")])
  }

  /// Samples of commands only; one command failed.
  static var pollsOnly: Findings {
    var node = SampleNode()
    node.poll("compactionstats", at: 0)
    node.sample(.compactionPendingTasks, 834, at: 0)
    node.poll("compactionstats", at: 10_000, failure: "nodetool: Failed to connect to '127.0.0.1:7199'")
    return findings([node.findings("10.0.0.1")])
  }

  /// One corrupt SSTable that fails two compactions; a scrub skips it; one compaction is stopped on purpose.
  static var corruptSSTable: Findings {
    var node = SampleNode()
    node.starts(at: 0, address: "10.0.0.1")
    for number in [1, 2] as [UInt64] {
      let time = Int64(number) * 60_000
      node.compacts(number, at: time)
      node.fails(at: time + 50, SampleNode.corruptChunk())
    }
    let scrub = [("operation", FieldValue.text("Scrub")), ("table", FieldValue.text("shop.orders"))]
    node.log(.operatorAction, "operator.task_started", at: 200_000, "Starting Scrub for shop.orders", scrub)
    node.log(
      .operatorAction, "operator.task_finished", at: 201_000, "Finished Scrub for shop.orders successfully",
      scrub)
    node.log(
      .failure, "failure.uncaught_exception", at: 300_000, on: "CompactionExecutor:2",
      "Compaction interrupted",
      chain: [
        ("org.apache.cassandra.db.compaction.CompactionInterruptedException", "Compaction interrupted: x")
      ])
    poll(&node)
    return findings([node.findings("10.0.0.1")])
  }

  /// A failing disk with a corrupt SSTable on one node, an ended process on another, a healthy third node.
  static var severalNodes: Findings {
    var first = SampleNode(log: "n1/system.log")
    first.starts(at: 0, address: "10.0.0.1")
    first.compacts(1, at: 30_000)
    first.fails(
      at: 30_050,
      [
        (
          "org.apache.cassandra.io.sstable.CorruptSSTableException",
          "Corrupted: " + SampleNode.folder + "nb-1-big-Data.db"
        ), ("java.io.IOException", "Input/output error"),
      ])
    first.log(
      .policyReaction, "policy.gossip_stopped", at: 30_060, on: "CompactionExecutor:1", severity: .critical,
      "Stopping gossiper")
    first.log(
      .policyReaction, "policy.native_transport_stopped", at: 30_061, on: "CompactionExecutor:1",
      severity: .critical, "Stopping native transport")
    var second = SampleNode(log: "n2/system.log")
    second.starts(at: 0, address: "10.0.0.2")
    second.compacts(2, at: 40_000)
    second.starts(at: 90_000, address: "10.0.0.2")
    var third = SampleNode(log: "n3/system.log")
    third.starts(at: 0, address: "10.0.0.3")
    third.compacts(3, at: 10_000)
    third.finishes(3, started: 10_000, at: 14_000)
    third.log(
      .gcPause, "gc.pause", at: 50_000, "",
      [("collector", .text("G1 Old Generation")), ("duration_ms", .integer(4200))])
    return findings([
      third.findings("10.0.0.3"), first.findings("10.0.0.1"), second.findings("10.0.0.2"),
    ])
  }

  /// Out of memory on a node whose clock is unknown.
  static var unknownZone: Findings {
    var node = SampleNode()
    node.log(
      .failure, "failure.uncaught_exception", at: 0, on: "CompactionExecutor:1", severity: .critical,
      "Exception in thread Thread[CompactionExecutor:1,1,main]",
      chain: [("java.lang.OutOfMemoryError", "Java heap space")])
    return findings([node.findings("node")], log: .local(LocalTime(milliseconds: SampleNode.start)))
  }

  // MARK: Parts

  private static func poll(_ node: inout SampleNode) {
    let pool = Labels([("pool", "CompactionExecutor")])
    for (index, pending) in [3, 12, 1].enumerated() {
      let time = Int64(index) * 10_000
      node.poll("compactionstats", at: time)
      node.sample(.compactionPendingTasks, Double(pending), at: time)
      node.sample(.compactionThroughputLimit, 0, at: time)
      node.sample(.poolActive, 1, at: time, pool)
    }
  }

  private static let notes = Coverage(
    file: "NOTES.txt", format: nil, bytes: 0, lines: LineCounts(), first: nil, last: nil)

  private static var unrecognised: DiagnosticLog {
    var log = DiagnosticLog()
    log.report(
      Diagnostic(
        DiagnosticCode("file.unrecognized", .note, "is not ours"),
        at: SourceLocation(file: "NOTES.txt", line: 0)))
    return log
  }

  private static func findings(_ nodes: [NodeFindings], log moment: Moment? = nil) -> Findings {
    var lines = LineCounts()
    lines.known = 8
    lines.unknown = 3
    lines.continuation = 20
    lines.unparsed = 1
    let log = Coverage(
      file: "logs/system.log", format: "log", bytes: 4096, lines: lines, first: moment, last: moment)
    return Findings(nodes: nodes, coverage: [notes, log], diagnostics: unrecognised)
  }
}
