// Repair sessions, tombstones until their removal, samples and limits: each from both sides.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct OperationReviewTests {
  private func findings(_ build: (inout NodeInSeries) -> Void) -> Findings {
    var node = NodeInSeries()
    build(&node)
    return Findings(
      nodes: [node.findings()], coverage: [], diagnostics: DiagnosticLog(), engine: RuleEngine())
  }

  private func repair(_ node: inout NodeInSeries, from: Int64, to: Int64?) {
    let parent = FieldValue.text("c0ffee00-0000-1000-8000-0000000000\(from % 90 + 10)")
    node.log(
      .repair, "repair.command_started", at: from, [("parent", parent), ("keyspace", .text("k"))],
      on: "Repair-Task-1")
    if let to {
      node.log(.repair, "repair.command_finished", at: to, [("parent", parent)], on: "Repair-Task-1")
    }
  }

  @Test("a repair that began in a backlog has its gate closed, one in a calm hour has it open")
  func gates() throws {
    let busy = try #require(
      findings { node in
        node.add(.compactionPendingTasks, "9x10")
        repair(&node, from: 120, to: 300)
      }.repairReviews.first)
    #expect(busy.result == .finished)
    #expect(busy.gates.first { $0.kind == .pending }?.isOpen == false)
    #expect(busy.isUntimely)
    let calm = try #require(
      findings { node in
        node.add(.compactionPendingTasks, "7x10")
        repair(&node, from: 120, to: 300)
      }.repairReviews.first)
    #expect(calm.gates.first { $0.kind == .pending }?.isOpen == true)
    #expect(!calm.isUntimely)
  }

  @Test("without samples a gate is not known, and a repair without its end has none")
  func unknown() throws {
    let review = try #require(findings { repair(&$0, from: 120, to: nil) }.repairReviews.first)
    #expect(review.result == .unknown)
    #expect(review.gates.first { $0.kind == .pending }?.isOpen == nil)
    #expect(review.gates.first { $0.kind == .alone }?.isOpen == true)
  }

  @Test("the second of two repairs at a time is not alone")
  func alone() {
    let reviews = findings { node in
      repair(&node, from: 120, to: 600)
      repair(&node, from: 200, to: 400)
    }.repairReviews
    #expect(reviews.map { $0.gates.first { $0.kind == .alone }?.isOpen } == [true, false])
  }

  @Test("options that the seeds advise are told where the log prints the options")
  func options() throws {
    let words =
      "Starting repair command #1 (x), repairing keyspace k with repair options (parallelism: parallel, "
      + "primary range: false, incremental: false, job threads: 1, ColumnFamilies: [], dataCenters: [], hosts: [])"
    #expect(RepairOptions(words)?.missing == ["-pr", "-seq"])
    let good = words.replacing("parallelism: parallel", with: "parallelism: sequential")
      .replacing("primary range: false", with: "primary range: true")
    #expect(RepairOptions(good)?.missing == [])
    #expect(RepairOptions("Starting repair command #1") == nil)
  }

  @Test("a warning between two polls fifteen minutes apart is seen by none")
  func unseen() throws {
    let fields: [(String, FieldValue)] = [
      ("query", .text("SELECT * FROM k.t")), ("tombstones", .integer(2000)), ("table", .text("k.t")),
    ]
    let labels = [("keyspace", "k"), ("table", "t")]
    func reviews(warningAt second: Int64) -> [TombstoneReview] {
      var node = NodeInSeries(step: 900)
      node.add(.tableTombstonesPerSliceMax, labels, "1 1 1")
      node.log(.tombstoneWarning, "tombstones.warning", at: second, fields)
      return Findings(
        nodes: [node.findings()], coverage: [], diagnostics: DiagnosticLog(), engine: RuleEngine()
      ).tombstoneReviews
    }
    #expect(try #require(reviews(warningAt: 100).first).unseen == 1)
    #expect(try #require(reviews(warningAt: 700).first).unseen == 0)
  }

  @Test(
    "a failed poll has its kind and its remedy",
    arguments: [
      (
        "nodetool: Failed to connect to '127.0.0.1:7199' - ConnectException: 'Connection refused'.",
        PollFailureKind.refused
      ),
      ("SecurityException: Authentication failed! Credentials required", .authentication),
      ("nodetool timed out. Circuit breaker engaged for this cycle.", .timedOut),
      ("it ends before its closing dashes", .cut), ("no such table", .other),
    ])
  func failures(words: String, kind: PollFailureKind) {
    #expect(PollFailureKind(words) == kind)
    #expect(kind.remedy.isEmpty == (kind == .other))
  }

  @Test("compactionstats every minute is too slow for the seeds, every 30 s is not")
  func cadence() {
    func review(step: Int64) -> PollReview? {
      findings { node in
        for index in 0..<10 as Range<Int64> {
          node.add(
            .poll(
              Poll(
                at: NodeInSeries.instant(index * step), atKind: .marker, command: "compactionstats",
                failure: nil,
                source: SourceLocation(file: "f", line: Int(index) + 1))))
        }
      }.nodes[0].pollReviews.first
    }
    #expect(review(step: 60)?.isTooSlow == true)
    #expect(review(step: 30)?.isTooSlow == false)
  }

  @Test("a machine with swap, little memory or few open files is told, one without the figures is not")
  func limits() {
    let limits = findings { node in
      node.add(.swapTotalBytes, "0")
      node.add(.memoryTotalBytes, "16000000000")
      node.add(.heapMaxBytes, "8000000000")
      node.add(.processOpenFiles, "900")
      node.add(.processMaxOpenFiles, "1024")
    }.nodes[0].processLimits
    #expect(limits.map(\.id) == ["memory", "open_files", "swap"])
    #expect(limits.map(\.isRight) == [false, false, true])
    #expect(findings { $0.add(.compactionPendingTasks, "1") }.nodes[0].processLimits.isEmpty)
  }

  @Test("the limits of a container, of the kernel and of /proc are judged from both sides")
  func kernelLimits() {
    func limits(
      container: String, offHeap: String, maps: String, processes: String, pages: String, offset: String
    ) -> [ProcessLimit] {
      findings { node in
        node.add(.memoryTotalBytes, "64000000000")
        node.add(.memoryLimitBytes, container)
        node.add(.heapMaxBytes, "8000000000")
        node.add(.offHeapUsedBytes, offHeap)
        node.add(.kernelMaxMapCount, maps)
        node.add(.processMaxProcesses, processes)
        node.add(.clockOffsetSeconds, offset)
        node.add(
          .attribute(
            Attribute(
              at: nil, name: .transparentHugePages, value: pages, source: SourceLocation(file: "f", line: 1)))
        )
      }.nodes[0].processLimits
    }
    let wrong = limits(
      container: "20000000000", offHeap: "4000000000", maps: "65530", processes: "4096", pages: "always",
      offset: "0.1")
    #expect(wrong.map(\.id) == ["memory", "processes", "memory_maps", "huge_pages", "clock"])
    #expect(wrong.allSatisfy { !$0.isRight && !$0.advice.isEmpty })
    let right = limits(
      container: "40000000000", offHeap: "4000000000", maps: "1048575", processes: "32768", pages: "madvise",
      offset: "0.099")
    #expect(right.map(\.isRight) == [true, true, true, true, true])
  }

  @Test(arguments: [
    ("31G", 33_285_996_544), ("8192m", 8_589_934_592), ("1073741824", 1_073_741_824), ("G", nil),
    ("1.5G", nil),
  ])
  func sizes(text: String, bytes: Int64?) { #expect(NodeFindings.bytes(text) == bytes) }
}
