// The commands about rules.

extension Command {
  static let rules = Command(
    id: .rules,
    arguments: "[test FILE…] [options]",
    summary: "list the rules with their numbers, or run tests of rules",
    description: [
      """
      Prints the rules that hold: what fires each, its numbers, who is called, and where it comes from. With \
      --config, as the configuration changes them.
      """,
      """
      rules test FILE… runs tests of rules: series as promtool's rule tests write them, and the state in which a \
      rule is expected at a time: inactive, pending, firing, resolved, unknown or not evaluated. The exit \
      status is 1 if one fails.
      """,
    ],
    examples: [
      Example(line: "hindsight rules", meaning: "all rules, with the numbers of the seeds"),
      Example(
        line: "hindsight rules --config hindsight.json --node pay-a1",
        meaning: "as they hold for one node after what the team has set"),
      Example(
        line: "hindsight rules --format prometheus > hindsight.rules.yml",
        meaning: "a rule file for Prometheus"),
      Example(line: "hindsight rules --packs", meaning: "public alert sets side by side with the seeds"),
      Example(line: "hindsight rules test rules-test.json", meaning: "run the tests in a file"),
    ],
    run: { await RulesCommand(options: $0).run() },
    words: 0...10_000, needsPath: false)

  static let explain = Command(
    id: .explain,
    arguments: "ID [PATH… --at T] [options]",
    summary: "explain a rule, a category of failures or a runbook",
    description: [
      """
      ID is a rule (pending-high), a category of failures (corruption.block_checksum) or a runbook (RB-7). \
      Prints what it means, its numbers and where they come from, what to do, and what never to do.
      """,
      """
      With captures and --at, says why a rule fired or did not at that moment: sample by sample, what the rule \
      saw and what it made of it.
      """,
    ],
    examples: [
      Example(line: "hindsight explain pending-saturated", meaning: "what the rule is"),
      Example(line: "hindsight explain RB-3", meaning: "a runbook"),
      Example(
        line: "hindsight explain pending-saturated bundle/ --at 2026-11-21T05:20:00Z",
        meaning: "why it fired then, or why not"),
    ],
    run: { await ExplainCommand(options: $0).run() },
    words: 1...1, wordName: "an ID: a rule, a category or a runbook", needsPath: false)

  static let sweep = Command(
    id: .sweep,
    arguments: "RULE PATH… [options]",
    summary: "try other numbers of a rule on captures",
    description: [
      """
      Evaluates RULE over the captures once for each threshold and each length of time, and says how often it \
      would have fired, for how long in all, and how long before the first failure in the logs of the same \
      captures. So a team can choose numbers from its own faults.
      """
    ],
    examples: [
      Example(
        line: "hindsight sweep pending-high bundle/ --threshold 10..200/10",
        meaning: "twenty numbers for one rule"),
      Example(
        line: "hindsight sweep pending-sustained bundle/ --for 5m..30m/5m --format csv",
        meaning: "six lengths of time, for a spreadsheet"),
    ],
    run: { await SweepCommand(options: $0).run() },
    words: 1...1, wordName: "a RULE; hindsight rules lists them")
}
