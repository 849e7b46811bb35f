// All commands. The order is the order in the help. A new command is an entry here, its name in `Command.ID`, and
// itself among the commands of the options that it takes.

import CassandraAnalysis

extension Command {
  static let all: [Command] = [
    report, diff, inspect, trend, check, replay, extract, merge, rules, explain, sweep, help,
  ]

  static let report = Command(
    id: .report,
    arguments: "PATH… [options]",
    summary: "write a report of the compaction incidents in a capture",
    description: [
      """
      Reads every PATH and reports what happened: which compactions failed and why, how far they fell \
      behind, and what the capture cannot tell.
      """,
      """
      PATH is a folder, a log or the output of a nodetool command, plain, .gz or .zip, or - for standard \
      input. Files that are neither are noted and passed over.
      """,
      """
      Times in the report are UTC where the capture tells how the nodes' clocks stood to it, and otherwise \
      the node's own time, marked as such.
      """,
    ],
    examples: [
      Example(line: "hindsight report bundle/", meaning: "a page on standard output"),
      Example(
        line: "hindsight report node1.zip node2.zip --output out --format markdown,csv",
        meaning: "a page and tables in the folder out"),
      Example(
        line: "hindsight report logs/ --since '2026-11-21 05:00' --until 2026-11-22",
        meaning: "only from five in the morning to midnight, UTC"),
      Example(
        line: "hindsight report logs/ --log-zone Europe/Berlin --log-zone node3=UTC",
        meaning: "say in which zones the nodes' clocks were"),
      Example(
        line: "zcat system.log.1.gz | hindsight report - --fail-on critical",
        meaning: "one log from standard input; exit status 1 if a finding is critical"),
    ],
    run: { await ReportCommand(options: $0).run() })

  static let inspect = Command(
    id: .inspect,
    arguments: "PATH… [options]",
    summary: "say what is in a capture, and what the rules would lack",
    description: [
      """
      Reads every PATH and says what it holds: nodes, versions, the time that each log and command covers, how \
      often it was sampled and where not, what each file was recognised as, which were not read and why.
      """,
      """
      PATH is a folder, a log or the output of a nodetool command, plain, .gz or .zip, or - for standard \
      input. Files that are not recognised are listed, and do not change the exit status.
      """,
    ],
    examples: [
      Example(line: "hindsight inspect bundle/", meaning: "a page on standard output"),
      Example(line: "hindsight inspect bundle.tar.gz --format json", meaning: "the same for programs"),
      Example(
        line: "hindsight inspect bundle/ --missing > collect.sh",
        meaning: "a script that collects what the rules lacked"),
    ],
    run: { await InspectCommand(options: $0).run() })
  static let extract = Command(
    id: .extract,
    arguments: "PATH… [options]",
    summary: "write everything that a capture says as facts",
    description: [
      """
      Reads every PATH as report does and writes what is in it: samples, log records, attributes, polls, the \
      account of every file and what was wrong with it, each with its node, time, file and line.
      """,
      """
      As jsonl it is what the other commands read in place of the capture, with the same result. It keeps \
      everything, so that --since and --until can still be changed: they are noted in its first line and hold \
      for whoever reads it, unless he gives others. As csv and openmetrics only the window is written.
      """,
    ],
    examples: [
      Example(line: "hindsight extract bundle/ --output facts", meaning: "the file facts/facts.jsonl"),
      Example(line: "hindsight report facts/facts.jsonl", meaning: "the report of the bundle, without it"),
      Example(
        line: "hindsight extract bundle.tar.gz --format csv --output tables",
        meaning: "a table for each kind of fact"),
      Example(
        line: "hindsight extract bundle/ --format openmetrics --output metrics",
        meaning: "for promtool tsdb create-blocks-from openmetrics metrics/samples.openmetrics"),
      Example(
        line: "hindsight extract all/node1.tar.gz --root all --output facts/node1",
        meaning: "one of many bundles, to be merged with the facts of the others"),
    ],
    run: { await ExtractCommand(options: $0).run() })

  static let merge = Command(
    id: .merge,
    arguments: "FACTS… [options]",
    summary: "put together what extract wrote on several machines",
    description: [
      """
      Reads files that extract wrote as jsonl and writes one. Nodes with the same host id are one node; its \
      records are put in the order of time, each once, and files that several of them have count once. The \
      order of FACTS changes nothing.
      """
    ],
    examples: [
      Example(
        line: "hindsight merge node1.jsonl node2.jsonl.gz --output all",
        meaning: "the file all/facts.jsonl")
    ],
    run: { await ExtractCommand(options: $0, takesOnlyFacts: true).run() })

  static let replay = Command(
    id: .replay,
    arguments: "NAME PATH… [options]",
    summary: "say what a monitor's script would have decided, from what a capture holds",
    description: [
      """
      Reads every PATH and runs one decision procedure over it, at each captured instant, as if the script had \
      been running: from captures of nodetool and exporters, and from what the script itself wrote.
      """,
      """
      Prints what the script prints, one JSON document after another. Documents of several nodes begin with \
      node, those of several feeds with feed. Where the script as it is written would have crashed or \
      misread, as_written says what it did, and cause why.
      """,
    ] + Replay.all.map { $0.id + ": " + $0.title + " (" + $0.seed + "); needs " + $0.needs + "." },
    examples: [
      Example(line: "hindsight replay tracker bundle/", meaning: "the snapshots of the latency tracker"),
      Example(
        line: "hindsight replay tombstones bundle/ --state-file state.json",
        meaning: "alerts from where an earlier capture ended"),
      Example(
        line: "hindsight replay windows bundle/ --format text",
        meaning: "when a repair could have run, for people"),
    ],
    topics: Replay.all.map(\.id),
    run: { await ReplayCommand(options: $0).run() })

  static let trend = Command(
    id: .trend,
    arguments: "PATH… [options]",
    summary: "say how long until a cluster is in trouble, and through which table",
    description: [
      """
      Reads every PATH, weeks of captures of any cadence with gaps and restarts in it, and reports where disks, \
      tables and compaction go: slopes of daily medians with a band, steps, outliers, days until each disk is 70, \
      85, 90 and 100% full, and until the largest compaction finds no room.
      """,
      """
      A trend needs \(TrendResult.leastDays) days with samples over a week. What has fewer says how many more are \
      needed.
      """,
    ],
    examples: [
      Example(line: "hindsight trend captures/", meaning: "a page on standard output"),
      Example(
        line: "hindsight trend node*.tar.gz --output out --format markdown,csv,html",
        meaning: "a page, tables and charts in the folder out"),
      Example(
        line: "hindsight trend captures/ --assume disk=2TiB,drop=telemetry.rollup_1h",
        meaning: "the same dates, and those with larger disks and without one table"),
    ],
    run: { await TrendCommand(options: $0).run() })

  static let help = Command(
    id: .help,
    arguments: "[COMMAND] [options]",
    summary: "explain hindsight or a command; print the manual page or completions",
    description: [
      """
      Prints what hindsight, or COMMAND, does and which options it takes; or all of it as a page of the manual, or \
      what a shell needs to complete commands, options and values.
      """
    ],
    examples: [
      Example(line: "hindsight help report", meaning: "the same as hindsight report --help"),
      Example(line: "hindsight help --man | man -l -", meaning: "the page of the manual"),
      Example(
        line: "source <(hindsight help --completions bash)",
        meaning: "completion in this shell, and in ~/.bashrc"),
    ],
    run: nil)
}
