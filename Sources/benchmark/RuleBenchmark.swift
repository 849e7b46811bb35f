// `benchmark rules`: a month of a hundred nodes at a sample a minute, evaluated with all rules. Samples are
// made in memory, node by node, so that only the rules are measured.

import CassandraAnalysis
import CassandraModel
import Glibc

enum RuleBenchmark {
  private static let nodes = 100
  private static let minutes = 30 * 24 * 60

  /// Evaluates all rules on every node and prints the seconds. Returns whether it took at most ten.
  static func run() -> Bool {
    var inputs = NodeInputs()
    inputs.diskBandwidthBytesPerSecond = 2e8
    inputs.diskThroughputBytesPerSecond = 4e8
    inputs.controllerLimitBytesPerSecond = 1e9
    let engine = RuleEngine(settings: RuleSettings(inputs: inputs))
    var (seconds, work, alerts, judged) = (0.0, 0.0, 0, 0)
    for number in 0..<nodes {
      let node = findings(number)
      let (start, before) = (now(CLOCK_MONOTONIC), now(CLOCK_THREAD_CPUTIME_ID))
      let evaluation = engine.evaluate(node)
      seconds += now(CLOCK_MONOTONIC) - start
      work += now(CLOCK_THREAD_CPUTIME_ID) - before
      alerts += evaluation.alerts.count
      judged += evaluation.evaluatedSamples
    }
    print(
      "rules: \(decimal(seconds)) s (\(decimal(work)) s of one core) for \(nodes) nodes, \(minutes) minutes, \(Rule.all.count) rules; "
        + "\(judged) samples judged, \(alerts) intervals (aim: at most 10 s)")
    return seconds <= 10
  }

  private static func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    // Safe: the system fills the value that is lent for the call.
    _ = unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// One node's month: recurring backlogs, a disk that fills, a counter that restarts, occasional tombstones.
  private static func findings(_ number: Int) -> NodeFindings {
    var history = NodeHistory()
    var line = 0
    let add = {
      (history: inout NodeHistory, minute: Int, metric: MetricName, labels: Labels, value: Double) in
      line += 1
      history.receive(
        .sample(
          Sample(
            at: Instant(milliseconds: 1_795_219_200_000 + Int64(minute) * 60_000), atKind: .marker,
            metric: metric, labels: labels, value: value,
            source: SourceLocation(file: "nodetool/all.log", line: line))))
    }
    let pool = Labels([("pool", "CompactionExecutor")])
    let disk = Labels([("device", "/dev/sda"), ("mount", "/data")])
    let counter = Labels([("source", "jmx")])
    let reads = Labels([("request", "read"), ("quantile", "0.99")])
    let tables = ["a", "b", "c"].map { Labels([("keyspace", "k"), ("table", $0)]) }
    var bytes = 0.0
    for minute in 0..<minutes {
      // A wave of seven hours, shifted from node to node.
      let phase = (minute + number * 37) % 420
      let pending = phase < 90 ? Double(phase * 3) : Double((420 - phase) % 17)
      bytes = minute % 20_000 == 0 ? 0 : bytes + (phase % 7 == 0 ? 0 : Double(phase) * 1_000_000)
      add(&history, minute, .compactionPendingTasks, .none, pending)
      add(&history, minute, .compactionActive, .none, pending > 0 ? 2 : 0)
      add(&history, minute, .compactionBytesCompactedTotal, counter, bytes)
      add(&history, minute, .poolActive, pool, pending > 0 ? 2 : 0)
      add(&history, minute, .poolPending, pool, pending)
      add(&history, minute, .poolBlocked, pool, phase == 80 ? 1 : 0)
      add(&history, minute, .poolBlockedTotal, pool, Double(minute / 420))
      add(&history, minute, .diskUsedBytes, disk, 6e11 + Double(minute) * 8e6)
      add(&history, minute, .diskFreeBytes, disk, 4e11 - Double(minute) * 8e6)
      add(&history, minute, .requestLatencySeconds, reads, phase < 90 ? 0.05 : 0.01)
      add(&history, minute, .repairSessionsActive, .none, phase < 20 ? 3 : 0)
      // A compaction of thirty minutes, then another; each tenth is a validation.
      let slot = UInt64(minute / 30)
      let task = Labels([
        ("id", TimeUUID(high: 0x1000, low: slot).description), ("unit", "bytes"), ("keyspace", "k"),
        ("table", "a"), ("kind", slot % 10 == 0 ? "Validation" : "Compaction"),
      ])
      add(&history, minute, .compactionTaskCompletedBytes, task, Double(minute % 30) * 1e9)
      add(&history, minute, .compactionTaskTotalBytes, task, 3e10)
      if minute % 60 == 0 {
        add(&history, minute, .concurrentCompactors, .none, 2)
        add(&history, minute, .compactionThroughputLimit, .none, 67_108_864)
        add(&history, minute, .streamThroughputLimit, .none, 25_000_000)
      }
      for (index, table) in tables.enumerated() {
        add(&history, minute, .tableTombstonesPerSliceMax, table, phase < 10 ? 6000 : 10)
        add(&history, minute, .tableLiveBytes, table, 1e11)
        add(&history, minute, .tableSSTables, table, 40)
        add(&history, minute, .tableWritesTotal, table, Double(minute * (phase + index)))
      }
    }
    history.finish()
    return NodeFindings(NodeID("n" + String(number)), history)
  }
}
