// All commands, in the order of the help. A new command needs an entry here, a name in `Command.ID`, and its
// id in the options that it takes.

import CassandraAnalysis
import CassandraReplays

extension Command {
  static let all: [Command] = [
    report, diff, inspect, trend, check, replay, extract, merge, rules, explain, sweep, help,
  ]

  static let report = Command(
    id: .report,
    arguments: "PATH… [options]",
    summary: "incident report: what failed, why, and what to do first",
    description: [
      """
      Reads logs and captured nodetool output, and reports the incidents: status, impact, cause, and what to do \
      first.
      """,
      """
      PATH is a folder, a file or an archive (.gz, .zip, .tar.gz), or - for standard input. Files that are not \
      recognised are listed in the report.
      """,
      """
      Times are UTC where the time zone of a node is known, else local and marked as such.
      """,
    ],
    examples: [
      Example(line: "hindsight report bundle/", meaning: "Markdown on standard output"),
      Example(
        line: "hindsight report node1.zip node2.zip -o out -f markdown,csv",
        meaning: "report.md and CSV files in the folder out"),
      Example(
        line: "hindsight report logs/ --since '2026-11-21 05:00' --until 2026-11-22",
        meaning: "from 05:00 to midnight, UTC"),
      Example(
        line: "hindsight report logs/ --log-zone Europe/Berlin --log-zone node3=UTC",
        meaning: "time zones of the logs"),
      Example(
        line: "zcat system.log.1.gz | hindsight report - --fail-on critical",
        meaning: "one log from standard input; exit status 1 on a critical error"),
    ],
    run: { await ReportCommand(options: $0).run() })

  static let inspect = Command(
    id: .inspect,
    arguments: "PATH… [options]",
    summary: "list what a capture contains and what is missing",
    description: [
      """
      Lists the nodes, their versions, the time that each log and command covers, sampling intervals and gaps, and \
      every file: its format, or why it was not read.
      """,
      """
      PATH is a folder, a file or an archive (.gz, .zip, .tar.gz), or - for standard input. A file that is not \
      recognised does not change the exit status.
      """,
    ],
    examples: [
      Example(line: "hindsight inspect bundle/", meaning: "a table of contents"),
      Example(line: "hindsight inspect bundle.tar.gz --format json", meaning: "the same as JSON"),
      Example(
        line: "hindsight inspect bundle/ --missing > collect.sh",
        meaning: "a script that collects the missing samples"),
    ],
    run: { await InspectCommand(options: $0).run() })
  static let extract = Command(
    id: .extract,
    arguments: "PATH… [options]",
    summary: "write all samples, log records and settings as data",
    description: [
      """
      Writes samples, log records, settings, failed commands and the line counts of every file, each with node, time, \
      file and line.
      """,
      """
      Every command reads the JSON Lines in place of the capture, with the same result. They hold everything: \
      --since and --until are noted in the first line, apply when the file is read, and can be overridden there. CSV \
      and OpenMetrics hold the window only.
      """,
    ],
    examples: [
      Example(line: "hindsight extract bundle/ --output facts", meaning: "the file facts/facts.jsonl"),
      Example(line: "hindsight report facts/facts.jsonl", meaning: "the report of the bundle"),
      Example(
        line: "hindsight extract bundle.tar.gz --format csv --output tables",
        meaning: "one CSV file a kind of fact"),
      Example(
        line: "hindsight extract bundle/ --format openmetrics --output metrics",
        meaning: "for promtool tsdb create-blocks-from openmetrics metrics/samples.openmetrics"),
      Example(
        line: "hindsight extract all/node1.tar.gz --root all --output facts/node1",
        meaning: "one of many bundles, to be merged later"),
    ],
    run: { await ExtractCommand(options: $0).run() })

  static let merge = Command(
    id: .merge,
    arguments: "FACTS… [options]",
    summary: "merge what extract wrote on several machines",
    description: [
      """
      Merges JSON Lines of extract into one file. Nodes with the same host id are one node; its records are in \
      time order, without duplicates. The order of FACTS does not matter.
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
    summary: "run a monitoring procedure over a capture",
    description: [
      """
      Runs one monitoring procedure at each captured instant, from nodetool output, metrics, and output of the \
      monitor itself.
      """,
      """
      Prints what the script prints, as JSON documents. With several nodes each has the key node, with several \
      sources the key feed. Where the script would have crashed or misread its input, as_written has its result \
      and cause the reason.
      """,
    ] + Replay.all.map { $0.id + ": " + $0.title + " (" + $0.seed + "); needs " + $0.needs + "." },
    examples: [
      Example(line: "hindsight replay tracker bundle/", meaning: "the snapshots of the latency tracker"),
      Example(
        line: "hindsight replay tombstones bundle/ --state-file state.json",
        meaning: "continue from the alert times of an earlier capture"),
      Example(
        line: "hindsight replay windows bundle/ --format text",
        meaning: "windows in which a repair could have run"),
    ],
    topics: Replay.all.map(\.id),
    run: { await ReplayCommand(options: $0).run() })

  static let trend = Command(
    id: .trend,
    arguments: "PATH… [options]",
    summary: "capacity over weeks: when each disk is full, and why",
    description: [
      """
      Reads weeks of samples, at any interval and with gaps, and forecasts when each disk reaches 70, 85, 90 and \
      100 % and when the largest compaction no longer fits, with the tables that drive the growth.
      """,
      """
      A forecast needs samples on \(TrendResult.leastDays) days within at least a week; with fewer, the report says \
      how many more days are needed.
      """,
    ],
    examples: [
      Example(line: "hindsight trend captures/", meaning: "Markdown on standard output"),
      Example(
        line: "hindsight trend node*.tar.gz -o out -f markdown,csv,html",
        meaning: "report, tables and charts in the folder out"),
      Example(
        line: "hindsight trend captures/ --assume disk=2TiB,drop=telemetry.rollup_1h",
        meaning: "also with larger disks and without one table"),
    ],
    run: { await TrendCommand(options: $0).run() })

  static let help = Command(
    id: .help,
    arguments: "[COMMAND] [options]",
    summary: "help of a command, manual page, shell completions",
    description: [
      """
      Prints the help of hindsight or of COMMAND, the manual page, or completions for a shell.
      """
    ],
    examples: [
      Example(line: "hindsight help report", meaning: "the same as hindsight report --help"),
      Example(line: "hindsight help --man | man -l -", meaning: "the manual page"),
      Example(
        line: "source <(hindsight help --completions bash)",
        meaning: "completions in bash; add it to ~/.bashrc"),
    ],
    run: nil)
}
