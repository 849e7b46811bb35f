// Input files: lines read and not read of each file; samples of commands; problems of the files.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static func inputFiles(_ findings: Findings) -> [Block] {
    guard !findings.coverage.isEmpty else { return [] }
    let read = findings.coverage.filter { $0.format != nil }
    let unread = findings.coverage.filter { $0.format == nil }
    let problems = findings.diagnostics.entries
    let serious = problems.filter { $0.diagnostic.code.severity == .error }
    let lesser = problems.filter { $0.diagnostic.code.severity == .warning }
    return [
      .table(
        Table.excerpt(
          "input_problems", title: "Problems of input files", columns: Array(problemColumns.prefix(3)),
          rows: serious.lazy.map { Array(problem($0).prefix(3)) }, of: serious.count)),
      .bullets([totals(read, unread: unread.count)] + hiddenSecrets(problems)),
      .details(
        title: "Input files",
        blocks: (read.isEmpty ? [] : [.table(formats(read)), .table(files(read))])
          + (unread.isEmpty ? [] : [.table(files(unread))])),
      .details(
        title: "Warnings on input files",
        blocks: [
          .table(
            Table.excerpt(
              "input_problems", columns: Array(problemColumns.prefix(3)),
              rows: lesser.lazy.map { Array(problem($0).prefix(3)) }, of: lesser.count))
        ]),
      .details(title: "Samples of commands", blocks: [.table(commandTable(findings))].filter(\.isShown)),
      .table(
        Table(name: "input_problems", columns: problemColumns, rows: problems.map(problem), visibleRows: 0)),
    ]
  }

  /// How many secrets reading hid; nothing where it hid none.
  private static func hiddenSecrets(_ problems: [DiagnosticLog.Entry]) -> [Prose] {
    let count = problems.map(\.diagnostic).filter { $0.code.name == "secrets.hidden" }
      .compactMap { $0.fields["count"]?.prefix { $0.isNumber } }.compactMap { Int($0) }
      .reduce(0) { $0.addingReportingOverflow($1).partialValue }
    return count > 0 ? ["\(count, "secret") hidden."] : []
  }

  private static func totals(_ read: [Coverage], unread: Int) -> Prose {
    var lines = LineCounts()
    for file in read { lines += file.lines }
    let bytes = read.reduce(Int64(0)) { $0.addingReportingOverflow($1.bytes).partialValue }
    let rest: Prose = unread > 0 ? "; \(unread, "file") not recognised" : ""
    let lost: Prose = lines.unparsed > 0 ? ", \(lines.unparsed) not understood" : ""
    return
      "\(strong: "Input:") \(read.count, "file"), \(.bytes(bytes)), \(lines.total, "line")\(lost)\(rest)."
  }

  private static let lineColumns = [
    Column("bytes", "Size", .bytes, meaning: "Bytes read, after decompression."),
    Column("lines", "Lines", .count, meaning: "All lines: the sum of the six kinds."),
    Column("parsed", "Parsed", .count, meaning: "First lines of records, and rows, that are understood."),
    Column("other", "Other records", .count, meaning: "First lines of records with other messages."),
    Column("continuation", "Continuation", .count, meaning: "Further lines of a record."),
    Column("header", "Header", .count, meaning: "Headings, rulers, prompts, markers."),
    Column("blank", "Blank", .count, meaning: "Empty lines."),
    Column("unparsed", "Not understood", .count, meaning: "Lines that were not understood."),
  ]

  private static func cells(_ bytes: Int64, _ lines: LineCounts) -> [Cell] {
    [.bytes(bytes)]
      + [
        lines.total, lines.known, lines.unknown, lines.continuation, lines.decoration, lines.blank,
        lines.unparsed,
      ].map { .count(Int64($0)) }
  }

  /// Empty output of a command has no format, but it is known to be empty.
  private static func formatCell(_ format: String) -> Cell {
    format.isEmpty ? .text("nothing printed") : .code(format)
  }

  private static func formats(_ read: [Coverage]) -> Table {
    let groups = Dictionary(grouping: read) { $0.format ?? "" }.sorted { $0.key < $1.key }
    return Table(
      name: "input_formats",
      columns: [
        Column("format", "Format", .text, meaning: "The format of the files."),
        Column("files", "Files", .count, meaning: "Number of files."),
      ] + lineColumns,
      rows: groups.map { format, files in
        var lines = LineCounts()
        for file in files { lines += file.lines }
        let bytes = files.reduce(Int64(0)) { $0.addingReportingOverflow($1.bytes).partialValue }
        return [formatCell(format), .count(Int64(files.count))] + cells(bytes, lines)
      })
  }

  private static func files(_ coverage: [Coverage]) -> Table {
    Table(
      name: "input_files",
      columns: [
        Column(
          "file", "File", .text, meaning: "Relative to the capture; a member of an archive follows a !."),
        Column("format", "Format", .text, meaning: "Its format; empty when not recognised."),
      ] + lineColumns + [
        Column("first", "First", .moment, meaning: "First time in it."),
        Column("last", "Last", .moment, meaning: "Last time in it."),
      ],
      rows: coverage.map { file in
        // A file that was not read has unknown line counts, not zero.
        let counts =
          file.format == nil
          ? lineColumns.map { _ in Cell.missing } : cells(file.bytes, file.lines)
        return [.code(file.file), .optional(file.format, formatCell)] + counts
          + [.optional(file.first) { .moment($0) }, .optional(file.last) { .moment($0) }]
      }, visibleRows: 200)
  }

  private static func commandTable(_ findings: Findings) -> Table {
    Table(
      name: "commands",
      columns: [
        Column("node", "Node", .text, meaning: "The node."),
        Column("command", "Command", .text, meaning: "The nodetool command."),
        Column("succeeded", "Samples", .count, meaning: "Samples taken."),
        Column("failed", "Failed", .count, meaning: "Runs of the command that failed."),
        Column("first", "First", .moment, meaning: "First sample with a time."),
        Column("last", "Last", .moment, meaning: "Last sample with a time."),
        Column("failure", "First failure", .text, meaning: "Its error message."),
        Column("failure_source", "Source", .text, meaning: "File and line of the first failure."),
      ],
      rows: findings.nodes.flatMap { node in
        node.polls.map { poll -> [Cell] in
          [
            .code(node.node.name), .code(poll.command), .count(Int64(poll.succeeded)),
            .count(Int64(poll.failed)), .optional(poll.first) { .moment(.utc($0)) },
            .optional(poll.last) { .moment(.utc($0)) },
            .optional(poll.failures.first?.failure) { .code($0) },
            .optional(poll.failures.first) { .source($0.source) },
          ]
        }
      }, visibleRows: 100)
  }

  private static let problemColumns = [
    Column("severity", "Severity", .text, meaning: "error, warning or note."),
    Column("source", "Source", .text, meaning: "File and line."),
    Column("text", "Problem", .text, meaning: "The problem."),
    Column("more", "More", .count, meaning: "How many more of its kind the file has."),
    Column("code", "Code", .text, meaning: "Stable code of the problem."),
  ]

  private static func problem(_ entry: DiagnosticLog.Entry) -> [Cell] {
    [
      .text(entry.diagnostic.code.severity.rawValue), .source(entry.diagnostic.source),
      .text(entry.diagnostic.message), .count(Int64(entry.more)), .code(entry.diagnostic.code.name),
    ]
  }
}
