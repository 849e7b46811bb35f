// Data that a capture must have before it is judged. A failure here has its own exit status: the cluster is
// not to blame.

import CassandraModel

extension CheckRun {
  func coverage() -> [CheckOutcome] {
    var outcomes = [somethingThere()]
    if !findings.unreadErrors.isEmpty { outcomes.append(errorsNotUnderstood()) }
    let doubts = findings.healthDoubts.filter(\.isOfCapture)
    if !doubts.isEmpty { outcomes.append(notEnough(doubts)) }
    let demands = expectations.coverage
    if demands.everythingReadable { outcomes.append(everythingReadable()) }
    if demands.logs { outcomes.append(logs()) }
    outcomes += demands.counts.map { count($0) }
    outcomes += demands.gaps.map { gap($0) }
    return outcomes
  }

  private func outcome(
    _ id: String, _ title: String, passed: String, violations: [CheckViolation]
  ) -> CheckOutcome {
    CheckOutcome(
      id: id, title: title, verdict: violations.isEmpty ? .passed : .failed,
      reason: violations.first?.message ?? passed, isCoverage: true, violations: violations)
  }

  private func somethingThere() -> CheckOutcome {
    let title = "input: a Cassandra log or nodetool output"
    let read = findings.coverage.filter { $0.format != nil && $0.lines.known > 0 }
    let isThere = !read.isEmpty && !findings.nodes.isEmpty
    return outcome(
      "coverage.input", title,
      passed: read.count == 1 ? "1 file" : String(read.count) + " files",
      violations: isThere
        ? [] : [violation("coverage.input", title, "none in the capture")])
  }

  /// An error line that was not understood makes every other verdict doubtful, whatever is demanded.
  private func errorsNotUnderstood() -> CheckOutcome {
    let title = "all error lines understood"
    return outcome(
      "coverage.understood", title, passed: "all",
      violations: findings.unreadErrors.map { error in
        CheckViolation(
          rule: error.code.name, title: title, message: error.source.description + ": " + error.message,
          source: error.source, fingerprint: Fingerprint.of(["coverage", error.code.name]))
      })
  }

  /// A log that shows no error because it is too short or was not understood passes nothing.
  private func notEnough(_ doubts: [HealthDoubt]) -> CheckOutcome {
    let title = "the logs suffice to call a node healthy"
    return outcome(
      "coverage.health", title, passed: "they do",
      violations: doubts.map { doubt in
        violation("coverage.health", title, doubt.node.name + ": " + doubt.summary, at: doubt.source)
      })
  }

  private func everythingReadable() -> CheckOutcome {
    let title = "all files readable"
    let errors = findings.diagnostics.entries.map(\.diagnostic).filter { $0.code.severity == .error }
    return outcome(
      "coverage.readable", title, passed: "0 unreadable",
      violations: errors.map { error in
        CheckViolation(
          rule: error.code.name, title: title, message: error.source.file + ": " + error.message,
          source: error.source, fingerprint: Fingerprint.of(["coverage", error.code.name]))
      })
  }

  private func logs() -> CheckOutcome {
    let title = "a log of every node"
    let without = findings.nodes.filter { findings.logSpan(of: $0) == nil }.map(\.node.name)
    return outcome(
      "coverage.logs", title,
      passed: String(findings.nodes.count) + " of " + String(findings.nodes.count) + " nodes",
      violations: without.map { violation("coverage.logs", title, "no log of " + $0) })
  }

  private func count(_ demand: Expectations.CoverageDemands.Count) -> CheckOutcome {
    let (name, words): (String, String) =
      switch demand.subject {
      case .metric(let metric): (metric.name, demand.samples == 1 ? "sample of " : "samples of ")
      case .command(let command): (command, demand.samples == 1 ? "output of " : "outputs of ")
      }
    let title = "at least " + String(demand.samples) + " " + words + name + " on each node"
    let nodes = findings.nodes.filter { demand.nodes.isEmpty || demand.nodes.contains($0.node.name) }
    var violations = demand.nodes.filter { name in !nodes.contains { $0.node.name == name } }
      .map { violation(demand.id, title, "no node " + $0 + " in the capture") }
    for node in nodes {
      let found =
        switch demand.subject {
        case .metric(let metric):
          node.series.all(of: metric).map(\.summary.count).max() ?? 0
        case .command(let command): node.polls.first { $0.command == command }?.succeeded ?? 0
        }
      guard found < demand.samples else { continue }
      violations.append(
        violation(
          demand.id, title,
          String(found) + " on " + node.node.name + " (required: " + String(demand.samples) + ")"))
    }
    return outcome(demand.id, title, passed: "enough on every node", violations: violations)
  }

  private func gap(_ demand: Expectations.CoverageDemands.Gap) -> CheckOutcome {
    let title = "no gap over " + demand.longest.prometheusText + " between outputs of " + demand.command
    let violations = findings.nodes.compactMap { node -> CheckViolation? in
      let times = node.polls.first { $0.command == demand.command }?.times.answered.sorted() ?? []
      let gaps = zip(times, times.dropFirst()).map { (from: $0, length: $1 - $0) }
      guard let longest = gaps.max(by: { $0.length < $1.length }) else {
        return violation(
          demand.id, title,
          "fewer than two dated outputs of " + demand.command + " on " + node.node.name)
      }
      guard longest.length > demand.longest.milliseconds else { return nil }
      return violation(
        demand.id, title,
        "no output after " + Instant(milliseconds: longest.from).iso8601 + " on " + node.node.name + " for "
          + TimeSpan(milliseconds: longest.length).prometheusText)
    }
    return outcome(demand.id, title, passed: "0 gaps", violations: violations)
  }
}
