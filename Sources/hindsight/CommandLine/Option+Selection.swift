// Options that choose a part of a capture.

import CassandraAnalysis
import CassandraModel

extension Option {
  static let around = Option(
    names: ["--around"],
    placeholder: "T",
    help: "Only what happened around T, as much of it as --window says. T as for --since.",
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
    help: "Only this node, by the name that reports give it.",
    commands: [.rules, .explain, .sweep],
    apply: { value, options, _ in options.rules.node = NodeID(value) })

  static let nodes = Option(
    names: ["--node"],
    placeholder: "NODE,…",
    help: "Only these nodes, by the names that reports give them. May be given several times.",
    commands: [.report, .inspect, .trend, .check, .replay],
    isRepeatable: true,
    apply: { value, options, _ throws(ValueError) in
      options.selection.nodes.append(try name(value))
    })

  static let keyspace = Option(
    names: ["--keyspace"],
    placeholder: "KEYSPACE,…",
    help: "Only tables of these keyspaces, as with --table. May be given several times.",
    commands: [.report, .diff, .trend, .check, .extract],
    isRepeatable: true,
    apply: { value, options, _ throws(ValueError) in
      options.selection.keyspaces.append(try name(value))
    })

  static let table = Option(
    names: ["--table"],
    placeholder: "TABLE,…",
    help: """
      Only these tables: KEYSPACE.TABLE or TABLE; an index goes with its table, or alone by its name. What hit a \
      whole node (disk, memory, process, network) and what nothing ties to a table stays, because it may have hit \
      these; how much was left out is said. With --keyspace a table must be of it. May be given several times.
      """,
    commands: [.report, .diff, .trend, .check, .extract],
    isRepeatable: true,
    apply: { value, options, _ throws(ValueError) in
      options.selection.tables.append(try name(value))
    })

  static let severity = Option(
    names: ["--severity"],
    placeholder: "SEVERITY",
    help: "Only what is as bad as SEVERITY or worse: info, warning or critical.",
    commands: [.report, .diff, .check],
    values: Severity.allCases.map(\.rawValue),
    apply: { value, options, _ throws(ValueError) in
      options.selection.severity = try oneOf(Severity.allCases, value) { $0.rawValue }
    })

  static let category = Option(
    names: ["--category"],
    placeholder: "CATEGORY,…",
    help: """
      Only faults of these categories or families of them, such as corruption or disk.no_space. Rules that fired and \
      signs of strain have no category and are left out. May be given several times.
      """,
    commands: [.report, .diff, .check],
    isRepeatable: true,
    apply: { value, options, _ throws(ValueError) in
      for part in value.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
        // A family may be written as expectations write it.
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
      Each PATH is a bundle of its own in the folder DIR: files are called what they are called when DIR is read as \
      a whole, and a bundle is of one node where nothing in it says more. Bundles that are extracted one by one, on \
      any machine, and merged give the facts of all of them.
      """,
    commands: [.report, .inspect, .trend, .extract],
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty, value != "-" else { throw .notAFolderOfPaths }
      options.root = value
    })
}
