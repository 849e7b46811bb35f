// One node as text: who it is, when its sources speak and when not, what the rules lack. In full for a capture of
// one node; in a few lines for a table of contents of many.

import CassandraAnalysis
import CassandraModel

enum NodeText {
  /// Where what follows a label begins.
  private static let column = 16

  /// A screen: every source in a line of its own.
  static func full(_ node: NodeInspection) -> [String] {
    let clock = ClockFace(node.span)
    var lines = [node.node.name] + identity(node, isFull: true) + time(node, clock)
    lines += TextTable.flowed("  Clock", node.findings.zoneEvidence.plainText, column: column)
    lines += process(node, clock)
    lines += [""] + sources(node, clock) + [""]
    lines += timesKnown(node) + fates(node) + failures(node) + gaps(node, clock, limit: 10)
    lines += lackingInFull(node)
    return lines
  }

  /// A paragraph.
  static func brief(_ node: NodeInspection) -> [String] {
    let clock = ClockFace(node.span)
    var lines = [node.node.name] + identity(node, isFull: false) + time(node, clock)
    if let offset = node.findings.offsetWords {
      lines[lines.count - 1] += ", clock " + offset
    } else if !node.findings.processes.isEmpty {
      lines[lines.count - 1] += ", clock not known"
    }
    lines += process(node, clock)
    let logs = node.sources.filter { $0.kind == .log }.map { source in
      source.name + " "
        + (source.files.count > 1 ? "(" + InspectionText.counted(source.files.count, "file") + ", " : "(")
        + HumanText.bytes(source.bytes) + ")"
    }
    if !logs.isEmpty { lines += TextTable.listed("  Logs", logs, column: column) }
    for (rhythm, commands) in rhythms(node) {
      lines += TextTable.listed("  " + rhythm, commands, column: column)
    }
    let texts = node.sources.filter { $0.kind == .text }.map { source in
      source.name + (source.files.count > 1 ? " " + InspectionText.count(source.files.count) : "")
    }
    if !texts.isEmpty { lines += TextTable.listed("  Other", texts, column: column) }
    lines += failures(node) + gaps(node, clock, limit: 3)
    let lacking = node.lacking.map { $0.input.title + ($0.presence == .once ? " (once only)" : "") }
    if !lacking.isEmpty { lines += TextTable.listed("  Rules lack", lacking, separator: ";", column: column) }
    return lines
  }

  // MARK: Who

  /// The distinct values of an attribute.
  static func values(_ node: NodeInspection, _ name: AttributeName) -> [String] {
    distinct(node.findings.attributes[name]?.map(\.value) ?? [])
  }

  private static func identity(_ node: NodeInspection, isFull: Bool) -> [String] {
    let versions = values(node, .version).map { "Cassandra " + $0 }
    let place = [node.findings.clusters, values(node, .dataCenter), values(node, .rack)]
      .map { $0.joined(separator: ", ") }.filter { !$0.isEmpty }.joined(separator: " / ")
    let addresses = values(node, .address) + values(node, .hostName)
    let hosts = values(node, .hostID)
    var rows: [(String, [String])] = [("Version", versions), ("Cluster", place.isEmpty ? [] : [place])]
    if isFull {
      rows += [("Address", addresses), ("Host id", hosts)]
      if !node.folder.isEmpty { rows.append(("Files in", [node.folder])) }
    } else {
      rows = [("Node", versions + (place.isEmpty ? [] : [place]) + addresses.prefix(1))]
      let folder = node.folder.split { $0 == "/" || $0 == "!" }.joined(separator: "/")
      if !node.folder.isEmpty, folder != node.node.name { rows.append(("Files in", [node.folder])) }
    }
    return rows.flatMap { label, values in
      values.isEmpty ? [] : TextTable.listed("  " + label, values, column: column)
    }
  }

  // MARK: When

  private static func time(_ node: NodeInspection, _ clock: ClockFace) -> [String] {
    let text = node.span.map { ClockFace.whole($0) } ?? "no source says when"
    return TextTable.flowed("  Time", text, column: column)
  }

  private static let startLimit = 6

  private static func process(_ node: NodeInspection, _ clock: ClockFace) -> [String] {
    let runs = node.findings.processes
    guard !runs.isEmpty else { return [] }
    var words = runs.prefix(startLimit).map { run in
      (run.beginsBeforeLog ? "ran before the log begins" : "started " + clock.text(run.start))
        + (run.end == .unknown ? "" : ", ended " + clock.text(run.last) + " (" + ending(run.end) + ")")
    }
    if runs.count > startLimit { words.append(InspectionText.counted(runs.count - startLimit, "more run")) }
    return TextTable.flowed("  Process", words.joined(separator: "; "), column: column)
  }

  private static func ending(_ end: ProcessRun.End) -> String {
    switch end {
    case .unknown: "not known"
    case .orderly: "in order"
    case .refused: "refused to start"
    case .killedByJVM: "by its JVM"
    case .abrupt: "without a shutdown"
    }
  }

  // MARK: Sources

  private static func sources(_ node: NodeInspection, _ clock: ClockFace) -> [String] {
    var rows = [["  Source", "Files", "Size", "Time covered", "Samples", "Every"]]
    for source in node.sources {
      let samples = source.polls.map { InspectionText.count($0.succeeded) } ?? ""
      rows.append([
        "  " + source.name + (source.isUnread ? " (not read)" : ""), InspectionText.count(source.files.count),
        HumanText.bytes(source.bytes), clock.text(source.first, source.last), samples,
        source.cadence?.median.map { HumanText.duration(rounded($0)) } ?? "",
      ])
    }
    return TextTable.aligned(rows, [.left, .right, .right, .left, .right, .right])
  }

  /// Whole seconds, where there are some: loops drift by fractions.
  private static func rounded(_ span: TimeSpan) -> TimeSpan {
    span.milliseconds < 1000 ? span : TimeSpan(milliseconds: (span.milliseconds / 1000) * 1000)
  }

  /// Commands by how often they were asked, the most frequent first.
  private static func rhythms(_ node: NodeInspection) -> [(rhythm: String, commands: [String])] {
    var groups: [(order: Int64, rhythm: String, commands: [String])] = []
    for source in node.sources {
      guard let polls = source.polls else { continue }
      let order: Int64
      let rhythm: String
      if let median = source.cadence?.median {
        order = rounded(median).milliseconds
        rhythm = "Every " + HumanText.duration(rounded(median))
      } else if polls.succeeded == 1 {
        (order, rhythm) = (.max - 2, "Once")
      } else if polls.succeeded == 0 {
        (order, rhythm) = (.max, "No output")
      } else {
        (order, rhythm) = (.max - 1, "Not dated")
      }
      let word =
        source.name + (polls.succeeded > 1 ? " " + InspectionText.count(polls.succeeded) : "")
        + (source.isUnread ? " (not read)" : "")
      if let i = groups.firstIndex(where: { $0.rhythm == rhythm }) {
        groups[i].commands.append(word)
      } else {
        groups.append((order, rhythm, [word]))
      }
    }
    return groups.sorted { $0.order < $1.order }.map { ($0.rhythm, $0.commands) }
  }

  private static func timesKnown(_ node: NodeInspection) -> [String] {
    var words: [String] = []
    for kind in InstantKind.allCases {
      let names = node.sources.filter { $0.polls?.times.kinds[kind] != nil }.map(\.name)
      if !names.isEmpty { words.append(kind.words + ": " + names.joined(separator: ", ")) }
    }
    let undated = node.sources.filter { ($0.polls?.times.undated ?? 0) > 0 }.map(\.name)
    if !undated.isEmpty { words.append("not dated: " + undated.joined(separator: ", ")) }
    return words.isEmpty
      ? [] : TextTable.flowed("  Dated by", words.joined(separator: "; "), column: column)
  }

  private static func fates(_ node: NodeInspection) -> [String] {
    let lines = node.lines
    let kinds: [(Int, String)] = [
      (lines.known, "known"), (lines.unknown, "of a message that is not known"),
      (lines.continuation, "continued"), (lines.decoration, "headings and markers"), (lines.blank, "blank"),
      (lines.unparsed, "of which nothing could be made"),
    ]
    let words = kinds.filter { $0.0 > 0 }.map { InspectionText.count($0.0) + " " + $0.1 }
    return TextTable.flowed(
      "  Lines", InspectionText.count(lines.total) + ": " + words.joined(separator: ", "), column: column)
  }

  private static func failures(_ node: NodeInspection) -> [String] {
    let failed = node.findings.polls.filter { $0.failed > 0 }
    let words = failed.map { poll in
      poll.command + " " + InspectionText.count(poll.failed) + " of "
        + InspectionText.count(poll.failed + poll.succeeded)
    }
    return words.isEmpty ? [] : TextTable.listed("  Failed", words, column: column)
  }

  private static func gaps(_ node: NodeInspection, _ clock: ClockFace, limit: Int) -> [String] {
    var lines = node.logGaps.map { gap in
      "log " + clock.text(gap.from, gap.to) + " (" + HumanText.duration(gap.length) + ")"
    }
    var total = lines.count
    // Commands of one loop are silent together.
    var silent: [(span: String, failed: Int, names: [String])] = []
    for source in node.sources {
      guard let cadence = source.cadence else { continue }
      total += cadence.gapCount
      for gap in cadence.gaps {
        let span =
          clock.text(.utc(gap.from), .utc(gap.to)) + " (" + HumanText.duration(rounded(gap.length)) + ")"
        if let i = silent.firstIndex(where: { $0.span == span }) {
          silent[i].names.append(source.name)
          silent[i].failed += gap.failed
        } else {
          silent.append((span, gap.failed, [source.name]))
        }
      }
    }
    lines += silent.map { gap in
      let failed = gap.failed > 0 ? ", " + InspectionText.counted(gap.failed, "poll") + " failed in it" : ""
      return gap.names.joined(separator: ", ") + " " + gap.span + failed
    }
    guard !lines.isEmpty else { return [] }
    if lines.count > limit {
      lines = lines.prefix(limit) + ["more: " + InspectionText.counted(total, "gap") + " in all"]
    }
    return TextTable.flowed("  Gaps", lines.joined(separator: "; "), column: column)
  }

  // MARK: Rules

  private static func lackingInFull(_ node: NodeInspection) -> [String] {
    let all = node.inputs.count
    guard !node.lacking.isEmpty else { return ["  Rules           have all that they look at"] }
    let present = all - node.lacking.count
    var lines = [
      "", "  Rules have " + InspectionText.count(present) + " of " + InspectionText.count(all) + " inputs and lack",
    ]
    for state in node.lacking {
      let once = state.presence == .once ? "a second sample of " : ""
      let names = state.input.collectors.map(\.name).joined(separator: " or ")
      lines += TextTable.flowed(
        "    " + once + state.input.title + " (" + names + "):",
        state.input.rules.joined(separator: ", "), column: 6)
    }
    return lines
  }
}

extension InstantKind {
  /// What says when.
  var words: String {
    switch self {
    case .content: "the text itself"
    case .id: "an id in it"
    case .marker: "a line before each sample"
    case .name: "the name of the file or folder"
    case .archive: "the archive"
    case .mtime: "the file's own time"
    case .interpolated: "its neighbours"
    }
  }
}
