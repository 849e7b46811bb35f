// Coverage: what became of every line of every file, of every poll, and what was wrong with the input.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let coverage = ReportSection("coverage", "Coverage") { findings in
    guard !findings.coverage.isEmpty else { return [.paragraph("No file was found.")] }
    let read = findings.coverage.filter { $0.format != nil }
    let unread = findings.coverage.filter { $0.format == nil }
    var blocks: [Block] = [.paragraph(totals(read, unread: unread.count))]
    if !read.isEmpty {
      blocks.append(.table(formats(read)))
      blocks.append(.details(title: "File by file", blocks: [.table(files(read))]))
    }
    if !unread.isEmpty {
      blocks.append(.details(title: "Files that were not recognised", blocks: [.table(files(unread))]))
    }
    let polls = pollTable(findings)
    if !polls.rows.isEmpty { blocks.append(.details(title: "Polls", blocks: [.table(polls)])) }
    let problems = diagnostics(findings.diagnostics)
    if problems.rows.isEmpty {
      blocks.append(.paragraph("Nothing was wrong with the files."))
    } else {
      blocks.append(.table(problems))
    }
    return blocks
  }

  private static func totals(_ read: [Coverage], unread: Int) -> Prose {
    guard !read.isEmpty else { return "\(strong: "Read") none of \(unread, "file"): see below." }
    var lines = LineCounts()
    for file in read { lines += file.lines }
    let bytes = read.reduce(Int64(0)) { $0.addingReportingOverflow($1.bytes).partialValue }
    let rest: Prose = unread > 0 ? " \(unread, "file") not recognised and not read: see below." : ""
    return
      "\(strong: "Read") \(read.count, "file") of \(.bytes(bytes)) and \(lines.total, "line"): \(lines.known) known, \(lines.unknown) of a message that is not known, \(lines.continuation, "continuation"), \(lines.decoration) decoration, \(lines.blank) blank, \(lines.unparsed) of which nothing could be made.\(rest)"
  }

  private static let lineColumns = [
    Column("bytes", "Size", .bytes, meaning: "Bytes read, after decompression."),
    Column("lines", "Lines", .count, meaning: "All lines: the sum of the six kinds."),
    Column("known", "Known", .count, meaning: "First lines of records, and rows, that are understood."),
    Column("unknown", "Unknown", .count, meaning: "First lines of records whose message is not known."),
    Column("continuation", "Continued", .count, meaning: "Further lines of a record."),
    Column("decoration", "Decoration", .count, meaning: "Headings, rulers, prompts, markers."),
    Column("blank", "Blank", .count, meaning: "Empty lines."),
    Column("unparsed", "Unparsed", .count, meaning: "Lines of which nothing could be made."),
  ]

  private static func cells(_ bytes: Int64, _ lines: LineCounts) -> [Cell] {
    [.bytes(bytes)]
      + [
        lines.total, lines.known, lines.unknown, lines.continuation, lines.decoration, lines.blank,
        lines.unparsed,
      ].map { .count(Int64($0)) }
  }

  /// The output of a command that printed nothing is of no format, and known to be empty.
  private static func formatCell(_ format: String) -> Cell {
    format.isEmpty ? .text("nothing printed") : .code(format)
  }

  private static func formats(_ read: [Coverage]) -> Table {
    let groups = Dictionary(grouping: read) { $0.format ?? "" }.sorted { $0.key < $1.key }
    return Table(
      name: "coverage_by_format",
      columns: [
        Column("format", "Format", .text, meaning: "What files were recognised as."),
        Column("files", "Files", .count, meaning: "How many."),
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
      name: "coverage",
      columns: [
        Column(
          "file", "File", .text, meaning: "Relative to the capture; a member of an archive follows a !."),
        Column("format", "Format", .text, meaning: "What it was recognised as; empty when it was not."),
      ] + lineColumns + [
        Column("first", "First", .moment, meaning: "First time in it."),
        Column("last", "Last", .moment, meaning: "Last time in it."),
      ],
      rows: coverage.map { file in
        // What was not read has no lines that could be counted: that is not none.
        let counts =
          file.format == nil
          ? lineColumns.map { _ in Cell.missing } : cells(file.bytes, file.lines)
        return [.code(file.file), .optional(file.format, formatCell)] + counts
          + [.optional(file.first) { .moment($0) }, .optional(file.last) { .moment($0) }]
      }, visibleRows: 200)
  }

  private static func pollTable(_ findings: Findings) -> Table {
    Table(
      name: "polls",
      columns: [
        Column("node", "Node", .text, meaning: "The node."),
        Column("command", "Command", .text, meaning: "The nodetool command."),
        Column("succeeded", "Succeeded", .count, meaning: "Polls that gave output."),
        Column("failed", "Failed", .count, meaning: "Polls that failed. They are no samples of zero."),
        Column("first", "First", .moment, meaning: "First poll with a time."),
        Column("last", "Last", .moment, meaning: "Last poll with a time."),
        Column("failure", "First failure", .text, meaning: "Its words."),
        Column("failure_source", "Failed at", .text, meaning: "File and line of the first failure."),
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

  private static func diagnostics(_ log: DiagnosticLog) -> Table {
    Table(
      name: "diagnostics", title: "What was wrong with the files",
      columns: [
        Column("severity", "Severity", .text, meaning: "error, warning or note."),
        Column("source", "Source", .text, meaning: "File and line."),
        Column("text", "What", .text, meaning: "What was wrong."),
        Column("more", "More", .count, meaning: "How many more of its kind the file has."),
        Column("code", "Code", .text, meaning: "Stable code of the diagnostic."),
      ],
      rows: log.entries.map { entry in
        [
          .text(entry.diagnostic.code.severity.rawValue), .source(entry.diagnostic.source),
          .text(entry.diagnostic.message), .count(Int64(entry.more)), .code(entry.diagnostic.code.name),
        ]
      }, visibleRows: 100)
  }
}
