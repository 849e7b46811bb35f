// The commands about rules.

extension Command {
  static let rules = Command(
    id: .rules,
    arguments: "[test FILE…] [options]",
    summary: "list the alert rules, or test a rule file",
    description: [
      """
      Lists the alert rules: condition, thresholds, severity, notification route and source, after --config.
      """,
      """
      rules test FILE… runs rule tests: series in promtool's notation, and the expected state at a time: inactive, \
      pending, firing, resolved, unknown or not evaluated. Exit status 1 if a test fails.
      """,
    ],
    examples: [
      Example(line: "hindsight rules", meaning: "all rules with their default thresholds"),
      Example(
        line: "hindsight rules --config hindsight.json --node pay-a1",
        meaning: "the rules of one node after the configuration"),
      Example(
        line: "hindsight rules --format prometheus > hindsight.rules.yml",
        meaning: "a rule file for Prometheus"),
      Example(line: "hindsight rules --packs", meaning: "compare public alert sets"),
      Example(line: "hindsight rules test rules-test.json", meaning: "run the tests of a file"),
    ],
    run: { await RulesCommand(options: $0).run() },
    words: 0...10_000, needsPath: false)

  static let explain = Command(
    id: .explain,
    arguments: "ID [PATH… --at T] [options]",
    summary: "explain an alert rule, an error category, a runbook or a known bug",
    description: [
      """
      ID is an alert rule (pending-high), an error category (corruption.block_checksum), a runbook (RB-7) or a known \
      bug of Cassandra (CASSANDRA-19704). Prints its meaning, thresholds or releases with their source, what to do and \
      what not to do.
      """,
      """
      With PATH and --at, explains sample by sample why a rule fired or did not at that time.
      """,
    ],
    examples: [
      Example(line: "hindsight explain pending-saturated", meaning: "the rule and its thresholds"),
      Example(line: "hindsight explain RB-3", meaning: "a runbook"),
      Example(line: "hindsight explain CASSANDRA-19704", meaning: "a known bug of Cassandra"),
      Example(
        line: "hindsight explain pending-saturated bundle/ --at 2026-11-21T05:20:00Z",
        meaning: "why it fired then, or did not"),
    ],
    run: { await ExplainCommand(options: $0).run() },
    words: 1...1, wordName: "ID (an alert rule, an error category or a runbook)", needsPath: false)

  static let sweep = Command(
    id: .sweep,
    arguments: "RULE PATH… [options]",
    summary: "try other thresholds of an alert rule on a capture",
    description: [
      """
      Evaluates RULE once for each threshold and duration: number of alerts, time firing, and lead time before the \
      first error in the logs.
      """
    ],
    examples: [
      Example(
        line: "hindsight sweep pending-high bundle/ --threshold 10..200/10",
        meaning: "twenty thresholds"),
      Example(
        line: "hindsight sweep pending-sustained bundle/ --for 5m..30m/5m --format csv",
        meaning: "six durations, as CSV"),
    ],
    run: { await SweepCommand(options: $0).run() },
    words: 1...1, wordName: "RULE (hindsight rules lists them)")
}
