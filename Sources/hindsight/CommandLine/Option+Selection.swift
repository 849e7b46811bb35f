// Options that choose a part of a capture.

import CassandraAnalysis
import CassandraModel

extension Option {
  static let around = Option(
    names: ["--around"],
    placeholder: "T",
    brief: "only 10 minutes around T; see --window",
    help: "Only the time around T; --window sets how much. T as for --since.",
    commands: [.report, .inspect, .trend, .check, .replay, .extract],
    apply: { value, options, _ throws(ValueError) in
      guard let instant = TimeArgument.instant(value) else { throw .notATime }
      options.around = instant
    })

  static let window = Option(
    names: ["--window"],
    placeholder: "D",
    help: "How much time around T, half of it before T: 90s, 10m, 2h, 1d. Default: 10m.",
    commands: [.report, .inspect, .trend, .check, .replay, .extract, .explain],
    apply: { value, options, _ throws(ValueError) in
      guard let span = TimeSpan(prometheus: value), span.milliseconds > 0 else { throw .notASpan }
      options.rules.window = span
    })

  /// One node, for commands about rules.
  static let node = Option(
    names: ["--node"],
    placeholder: "NODE",
    help: "Only this node, by its name in the report.",
    commands: [.rules, .explain, .sweep],
    apply: { value, options, _ in options.rules.node = NodeID(value) })

  static let nodes = Option(
    names: ["--node"],
    placeholder: "NODE,…",
    brief: "only these nodes",
    help: "Only these nodes, by their names in the report. May be repeated.",
    commands: [.report, .inspect, .trend, .check, .replay],
    isRepeatable: true,
    apply: { value, options, _ throws(ValueError) in
      options.selection.nodes.append(try name(value))
    })

  static let keyspace = Option(
    names: ["--keyspace"],
    placeholder: "KEYSPACE,…",
    help: "Only tables of these keyspaces, as with --table. May be repeated.",
    commands: [.report, .diff, .trend, .check, .extract],
    isRepeatable: true,
    apply: { value, options, _ throws(ValueError) in
      options.selection.keyspaces.append(try name(value))
    })

  static let table = Option(
    names: ["--table"],
    placeholder: "TABLE,…",
    brief: "only these tables",
    help: """
      Only these tables: KEYSPACE.TABLE or TABLE. An index goes with its table, or alone by its own name. \
      Errors of the whole node (disk, memory, process, network) stay, because they may affect these tables. \
      The report counts what was left out. With --keyspace, a table must be in one of those keyspaces. May be \
      repeated.
      """,
    commands: [.report, .diff, .trend, .check, .extract],
    isRepeatable: true,
    apply: { value, options, _ throws(ValueError) in
      options.selection.tables.append(try name(value))
    })

  static let severity = Option(
    names: ["--severity"],
    placeholder: "SEVERITY",
    help: "Only this severity or worse: info, warning or critical.",
    commands: [.report, .diff, .check],
    values: Severity.allCases.map(\.rawValue),
    apply: { value, options, _ throws(ValueError) in
      options.selection.severity = try oneOf(Severity.allCases, value) { $0.rawValue }
    })

  static let category = Option(
    names: ["--category"],
    placeholder: "CATEGORY,…",
    help: """
      Only errors of these categories or families, such as corruption or disk.no_space. Alerts and warnings \
      have no category and are left out. May be repeated.
      """,
    commands: [.report, .diff, .check],
    isRepeatable: true,
    apply: { value, options, _ throws(ValueError) in
      for part in value.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
        // A family of categories may be written as in expectations.
        let text = part.hasSuffix(".*") ? String(part.dropLast(2)) : part
        let known = Selection.categoryNames
        guard known.contains(text) else {
          let nearest = NearestName.of(text, among: known)
          throw .notOneOf(known.filter { !$0.contains(".") }, nearest: nearest)
        }
        options.selection.categories.append(text)
      }
    })

  private static func name(_ value: String) throws(ValueError) -> String {
    guard !value.isEmpty else { throw .noName }
    return value
  }

  static let root = Option(
    names: ["--root"],
    placeholder: "DIR",
    help: """
      Each PATH is a separate bundle in the folder DIR: files keep their names relative to DIR, and a bundle \
      belongs to one node unless its content says otherwise. Facts that were extracted bundle by bundle, on \
      any machine, and merged equal those of the whole folder.
      """,
    commands: [.report, .inspect, .trend, .extract],
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty, value != "-" else { throw .notAFolderOfPaths }
      options.root = value
    })
}
