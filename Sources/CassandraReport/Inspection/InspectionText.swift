// The contents of a capture as text: a table of contents, each node, then the files that were not read.
// Control characters from the capture are made visible before a line leaves this file.

package import CassandraAnalysis
import CassandraModel

/// The text of `hindsight inspect`.
package enum InspectionText {
  /// One page; the same inspection always gives the same bytes.
  package static func render(_ inspection: CaptureInspection) -> String {
    var lines = [summary(inspection)]
    if let window = window(inspection) { lines.append(window) }
    if inspection.nodes.count > 1 { lines += [""] + contents(inspection.nodes) }
    // One or two nodes are shown in full; with more, several must fit on a screen.
    let isFull = inspection.nodes.count <= 2
    for node in inspection.nodes {
      lines += [""] + (isFull ? NodeText.full(node) : NodeText.brief(node))
    }
    let rest = [shared(inspection), unread(inspection), leftOut(inspection), problems(inspection)]
    for block in rest where !block.isEmpty { lines += [""] + block }
    if inspection.nodes.contains(where: { !$0.lacking.isEmpty }) {
      lines += ["", "With --missing: a script that collects what the rules lack."]
    }
    return lines.map { VisibleText.make($0) }.joined(separator: "\n") + "\n"
  }

  // MARK: The capture

  /// `23 nodes · 760 files, 94 of them not read · 612.0 MiB · 4,012,345 lines`.
  private static func summary(_ inspection: CaptureInspection) -> String {
    var files = counted(inspection.files, "file")
    let left = inspection.leftOut.count
    if left > 0 {
      files += ", " + (left == inspection.files ? "none" : count(left) + " of them not") + " read"
    }
    if left == inspection.files, left > 0 {
      files = counted(inspection.files, "file") + ", none of them read"
    }
    return [
      counted(inspection.nodes.count, "node"), files, HumanText.bytes(inspection.bytes),
      counted(inspection.lines.total, "line"),
    ].joined(separator: " · ")
  }

  private static func window(_ inspection: CaptureInspection) -> String? {
    switch (inspection.since, inspection.until) {
    case (nil, nil): nil
    case (let since?, nil): "Only what was at " + since.iso8601 + " or later"
    case (nil, let until?): "Only what was before " + until.iso8601
    case (let since?, let until?): "Only from " + since.iso8601 + " to before " + until.iso8601
    }
  }

  /// One line for each node.
  private static func contents(_ nodes: [NodeInspection]) -> [String] {
    var rows = [["Node", "Version", "Time covered", "Logs", "Samples", "Gaps"]]
    for node in nodes {
      let logs = node.sources.filter { $0.kind == .log }
      let bytes = logs.reduce(Int64(0)) { $0.addingReportingOverflow($1.bytes).partialValue }
      let polls = node.findings.polls
      let versions = NodeText.values(node, .version)
      let gaps = GapText.spans(node)
      rows.append([
        node.node.name, versions.isEmpty ? HumanText.missing : versions.joined(separator: ", "),
        node.span.map { ClockFace.short($0) } ?? HumanText.missing,
        logs.isEmpty ? HumanText.missing : HumanText.bytes(bytes),
        polls.isEmpty ? HumanText.missing : count(polls.reduce(0) { $0 + $1.succeeded }),
        count(gaps.count),
      ])
    }
    return TextTable.aligned(rows, [.left, .left, .left, .right, .right, .right])
  }

  // MARK: Files without a node

  /// The maximum number of lines of a list; the JSON has all of them.
  private static let listLimit = 30

  private static func shared(_ inspection: CaptureInspection) -> [String] {
    let files = inspection.shared
    guard !files.isEmpty else { return [] }
    return ["Read, of no node"] + files.prefix(listLimit).map { "  " + $0.file + "  " + ($0.format ?? "") }
      + more(files.count)
  }

  private static func unread(_ inspection: CaptureInspection) -> [String] {
    let outputs = inspection.unread
    guard !outputs.isEmpty else { return [] }
    let rows = outputs.map { output in
      [
        "  " + output.command + (output.column.map { ", “" + $0 + "”" } ?? ""), counted(output.files, "file"),
        "first " + output.source.description,
      ]
    }
    return ["Recognised, but not known how to read: commands, and columns of commands"]
      + TextTable.aligned(Array(rows.prefix(listLimit)), [.left, .right, .left]) + more(rows.count)
  }

  private static func leftOut(_ inspection: CaptureInspection) -> [String] {
    let files = inspection.leftOut
    guard !files.isEmpty else { return [] }
    var lines = ["Not read: " + counted(files.count, "file")]
    let byReason = Dictionary(grouping: files, by: \.reason).sorted { $0.key < $1.key }
    for (reason, files) in byReason {
      lines.append("  " + reason + " (" + count(files.count) + ")")
      let names = FileNames.grouped(files.map(\.file))
      lines += names.prefix(listLimit).map { "    " + $0 } + more(names.count).map { "  " + $0 }
    }
    return lines
  }

  private static func problems(_ inspection: CaptureInspection) -> [String] {
    let entries = inspection.problems
    guard !entries.isEmpty else { return [] }
    var lines = ["Problems of input files"]
    for entry in entries.prefix(listLimit) {
      let diagnostic = entry.diagnostic
      let more = entry.more > 0 ? ", and " + count(entry.more) + " more like it" : ""
      lines.append(
        "  " + diagnostic.source.description + ": " + diagnostic.code.severity.rawValue + ": "
          + diagnostic.message + more)
    }
    return lines + more(entries.count)
  }

  private static func more(_ total: Int) -> [String] {
    total > listLimit ? ["  and " + count(total - listLimit) + " more, in --format json"] : []
  }

  static func count(_ value: Int) -> String { HumanText.count(Int64(value)) }

  /// `1 file`, `2 files`.
  static func counted(_ value: Int, _ noun: String) -> String {
    count(value) + " " + noun + (value == 1 ? "" : "s")
  }
}

/// Groups file names, so that many fit in few lines.
enum FileNames {
  /// `names` in order; three or more that differ in one number only become one entry: `metrics-*.prom (66
  /// files)`.
  static func grouped(_ names: [String]) -> [String] {
    var groups: [(pattern: String, names: [String])] = []
    var places: [String: Int] = [:]
    for name in names {
      let pattern = pattern(of: name)
      if let place = places[pattern] {
        groups[place].names.append(name)
      } else {
        places[pattern] = groups.count
        groups.append((pattern, [name]))
      }
    }
    return groups.flatMap { pattern, names in
      names.count < 3 ? names : [pattern + " (" + InspectionText.count(names.count) + " files)"]
    }
  }

  /// The name with `*` for the numbers in its last component; folders are unchanged.
  private static func pattern(of name: String) -> String {
    let end = name.lastIndex { $0 == "/" || $0 == "!" }.map { name.index(after: $0) } ?? name.startIndex
    var pattern = String(name[..<end])
    var isInNumber = false
    for character in name[end...] {
      let isDigit = character.isASCII && character.isNumber
      if isDigit, !isInNumber { pattern.append("*") }
      if !isDigit { pattern.append(character) }
      isInNumber = isDigit
    }
    return pattern
  }
}
