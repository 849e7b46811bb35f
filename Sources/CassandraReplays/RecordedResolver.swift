// The resolver's own log (002): its cycles, decided again and compared with the log.

import CassandraAnalysis
import CassandraModel

/// A run in the resolver's log.
enum RecordedResolver {
  private struct Run {
    let at: Instant?
    let source: SourceLocation
    var target: (throughput: Double, threads: Double)?
    var attempts: [Double] = []
    var verdict: ResolverVerdict?
    /// True if the settings could not be applied: no cycle followed.
    var didFailToApply = false
  }

  private static let names: [EventName] = [
    .monitorResolverTarget, .monitorResolverAttempt, .monitorResolverDrained, .monitorResolverRolledBack,
    .monitorResolverAborted, .monitorResolverRefused,
  ]

  private static func runs(_ node: NodeFindings, _ file: String) -> [Run] {
    let lines = names.flatMap { name in node.recorded(name, in: file).map { (name: name, line: $0) } }
      .sorted { $0.line.source.positionInText < $1.line.source.positionInText }
    var runs: [Run] = []
    var isOpen = false
    for (name, line) in lines {
      if name == .monitorResolverTarget || name == .monitorResolverRefused || !isOpen {
        runs.append(Run(at: node.instant(of: line), source: line.source))
        isOpen = true
      }
      let last = runs.count - 1
      switch name {
      case .monitorResolverTarget:
        if let throughput = line.number("throughput_mb_sec"), let threads = line.number("threads") {
          runs[last].target = (throughput, threads)
        }
      case .monitorResolverAttempt:
        if let bytes = line.number("remaining_bytes") { runs[last].attempts.append(bytes) }
      default:
        runs[last].verdict = verdict(name)
        runs[last].didFailToApply =
          name == .monitorResolverRolledBack && line.number("reduction_percent") == nil
        isOpen = false
      }
    }
    return runs
  }

  private static func verdict(_ name: EventName) -> ResolverVerdict {
    switch name {
    case .monitorResolverDrained: .drained
    case .monitorResolverRolledBack: .rolledBack
    case .monitorResolverRefused: .refused
    default: .noData
    }
  }

  static func run(_ node: NodeFindings, _ file: String, _ each: (ReplayStep) -> Void) -> ReplayEnd {
    var agreement = ReplayAgreement()
    var notes: [ReplayNote] = []
    for run in runs(node, file) {
      let fold = ResolverFold(
        first: run.attempts.first, second: run.attempts.count > 1 ? run.attempts[1] : nil)
      let decision = run.verdict == .refused ? .refused : run.didFailToApply ? .rolledBack : fold.verdict
      let (at, attempts, target) = (run.at, run.attempts, run.target)
      each(
        ReplayStep(at: at, source: run.source, decision: decision.rawValue) {
          [
            JSONMember("timestamp", .optional(at?.iso8601)),
            JSONMember(
              "target", target.map { ResolverPlan.settings($0.throughput, $0.threads) } ?? .null),
            JSONMember("attempts", .array(attempts.map { .whole($0) })),
            JSONMember(
              "reduction_percent", .optional(fold.reduction.map { PythonNumber.round($0 * 100, 2) })),
            JSONMember("decision", .text(decision.rawValue)),
          ]
        })
      // A run without an end in the log has no verdict.
      guard let recorded = run.verdict else { continue }
      agreement.add(recorded == decision)
      guard recorded != decision, notes.count < TrackerAudit.noteLimit else { continue }
      let cause =
        recorded == .drained && run.attempts.count < 2
        ? "its code can only say so from the second attempt on" : "its figures are rounded to 0.01 GiB"
      notes.append(
        ReplayNote(
          .disagreement, from: at, to: at, subject: "verdict",
          text: "replayed \(decision.rawValue), recorded \(recorded.rawValue): \(cause)", source: run.source))
    }
    return ReplayEnd(notes: notes, agreement: agreement)
  }
}
