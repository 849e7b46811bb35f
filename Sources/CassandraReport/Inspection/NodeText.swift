// One node as text: its identity, the times of its sources, and the inputs that rules lack. In full for a
// capture of one node; in a few lines for a table of contents of many nodes.

import CassandraAnalysis
import CassandraModel

enum NodeText {
  /// The column of the text after a label.
  private static let column = 16

  /// The full form: one line for each source.
  static func full(_ node: NodeInspection) -> [String] {
    let clock = ClockFace(node.span)
    var lines = [node.node.name] + identity(node, isFull: true) + time(node, clock)
    // Without a log, no time depends on the clock.
    if node.findings.offsetWords != nil || !node.findings.processes.isEmpty {
      lines += TextTable.flowed("  Clock", node.findings.zoneEvidence.plainText, column: column)
    }
    lines += process(node, clock) + versions(node)
    lines += [""] + sources(node, clock) + [""]
    lines += timesKnown(node) + fates(node) + unparsed(node) + failures(node) + gaps(node, clock, limit: 10)
    lines += lackingInFull(node)
    return lines
  }

  /// The short form: one paragraph.
  static func brief(_ node: NodeInspection) -> [String] {
    let clock = ClockFace(node.span)
    var lines = [node.node.name] + identity(node, isFull: false) + time(node, clock)
    if let offset = node.findings.offsetWords {
      lines[lines.count - 1] += ", clock " + offset
    }
    lines += starts(node, clock) + versions(node)
    let logs = node.sources.filter { $0.kind == .log }.map { source in
      source.name + " "
        + (source.files.count > 1 ? "(" + InspectionText.counted(source.files.count, "file") + ", " : "(")
        + HumanText.bytes(source.bytes) + ")"
    }
    if !logs.isEmpty { lines += TextTable.listed("  Logs", logs, column: column) }
    for group in CadenceText.groups(node) {
      lines += TextTable.listed("  " + group.label, group.commands, column: column)
    }
    let texts = node.sources.filter { $0.kind == .text }.map { source in
      source.name + (source.files.count > 1 ? " " + InspectionText.count(source.files.count) : "")
    }
    if !texts.isEmpty { lines += TextTable.listed("  Other", texts, column: column) }
    lines += unparsed(node) + failures(node) + gaps(node, clock, limit: 3)
    let lacking = node.lacking.map { $0.input.title + ($0.presence == .once ? " (once only)" : "") }
    if !lacking.isEmpty {
      let text = lacking.count == node.inputs.count ? "everything" : lacking.joined(separator: ", ")
      lines += TextTable.flowed("  Rules lack", text, column: column)
    }
    return lines
  }

  // MARK: Identity

  static func values(_ node: NodeInspection, _ name: AttributeName) -> [String] {
    distinct(node.findings.attributes[name]?.map(\.value) ?? [])
  }

  /// The node's addresses, without Java's prefix and the port.
  static func addresses(_ node: NodeInspection) -> [String] {
    distinct(values(node, .address).map { NodeNames.plain($0) })
  }

  private static func identity(_ node: NodeInspection, isFull: Bool) -> [String] {
    let versions = values(node, .version).map { CassandraVersion.product($0) }
    let place = [node.findings.clusters, values(node, .dataCenter), values(node, .rack)]
      .map { $0.joined(separator: ", ") }.filter { !$0.isEmpty }.joined(separator: " / ")
    let addresses = distinct(addresses(node) + values(node, .hostName))
    let hosts = values(node, .hostID)
    var rows: [(String, [String])] = [("Version", versions), ("Cluster", place.isEmpty ? [] : [place])]
    if isFull {
      rows += [("Address", addresses), ("Host id", hosts)]
      if !node.folder.isEmpty { rows.append(("Files in", [node.folder])) }
    } else {
      rows = [
        (
          "Node",
          versions + (place.isEmpty ? [] : [place]) + addresses.filter { $0 != node.node.name }.prefix(1)
        )
      ]
      // A node named after its folder needs no line for the folder.
      let isNamed = (node.folder + "/").hasPrefix(node.node.name + "/")
      if !node.folder.isEmpty, !isNamed { rows.append(("Files in", [node.folder])) }
    }
    return rows.flatMap { label, values in
      values.isEmpty ? [] : TextTable.listed("  " + label, values, column: column)
    }
  }

  // MARK: Times

  private static func time(_ node: NodeInspection, _ clock: ClockFace) -> [String] {
    let text = node.span.map { ClockFace.whole($0) } ?? "not known: no source says when"
    return TextTable.flowed("  Time", text, column: column)
  }

  /// Releases that the catalog does not cover.
  private static func versions(_ node: NodeInspection) -> [String] {
    let words = node.findings.otherVersions.map {
      CassandraVersion.product($0.version.text) + " (" + $0.source.description + ")"
    }
    guard !words.isEmpty else { return [] }
    return TextTable.flowed(
      "  Not known", words.joined(separator: ", ") + ": what is known is " + FormatCatalog.releases,
      column: column)
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

  /// `5 starts: 04:40:40, …; ended 04:43:25 without a shutdown`.
  private static func starts(_ node: NodeInspection, _ clock: ClockFace) -> [String] {
    let runs = node.findings.processes
    guard !runs.isEmpty else { return [] }
    let starts = runs.filter { !$0.beginsBeforeLog }.map { clock.text($0.start) }
    var words: [String] = []
    if starts.count < runs.count { words.append("ran before the log begins") }
    if !starts.isEmpty {
      let more =
        starts.count > startLimit ? " and " + InspectionText.count(starts.count - startLimit) + " more" : ""
      words.append("started " + starts.prefix(startLimit).joined(separator: ", ") + more)
    }
    let odd = runs.filter { $0.end != .orderly && $0.end != .unknown }
    words += odd.prefix(startLimit).map { "ended " + clock.text($0.last) + " " + ending($0.end) }
    if odd.count > startLimit {
      words.append(InspectionText.count(odd.count - startLimit) + " more such ends")
    }
    return TextTable.flowed("  Process", words.joined(separator: "; "), column: column)
  }

  private static func ending(_ end: ProcessRun.End) -> String {
    switch end {
    case .unknown: "unknown"
    case .orderly: "clean shutdown"
    case .refused: "startup failed"
    case .endedItself: "exit"
    case .killedByJVM: "ended by its JVM"
    case .abrupt: "unclean shutdown"
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
        source.cadence?.median.map { CadenceText.words($0) } ?? "",
      ])
    }
    return TextTable.aligned(rows, [.left, .right, .right, .left, .right, .right])
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
      (lines.known, "parsed"), (lines.unknown, "other records"), (lines.continuation, "continuation"),
      (lines.decoration, "headers"), (lines.blank, "blank"), (lines.unparsed, "not understood"),
    ]
    let words = kinds.filter { $0.0 > 0 }.map { InspectionText.count($0.0) + " " + $0.1 }
    return TextTable.flowed(
      "  Lines", InspectionText.count(lines.total) + ": " + words.joined(separator: ", "), column: column)
  }

  private static func unparsed(_ node: NodeInspection) -> [String] {
    guard !node.unparsed.isEmpty else { return [] }
    var words = node.unparsed.prefix(unparsedLimit).map { $0.file + " " + InspectionText.count($0.lines) }
    if node.unparsed.count > unparsedLimit {
      words.append(InspectionText.counted(node.unparsed.count - unparsedLimit, "more file"))
    }
    return TextTable.listed("  Not parsed", words, column: column)
  }

  private static let unparsedLimit = 5

  private static func failures(_ node: NodeInspection) -> [String] {
    let failed = node.findings.polls.filter { $0.failed > 0 }
    let words = failed.map { poll in
      poll.command + " " + InspectionText.count(poll.failed) + " of "
        + InspectionText.count(poll.failed + poll.succeeded)
    }
    return words.isEmpty ? [] : TextTable.listed("  Failed", words, column: column)
  }

  private static func gaps(_ node: NodeInspection, _ clock: ClockFace, limit: Int) -> [String] {
    let spans = GapText.spans(node)
    guard !spans.isEmpty else { return [] }
    var words = spans.prefix(limit).map { $0.words(clock) }
    if spans.count > limit { words.append(InspectionText.count(spans.count - limit) + " more") }
    return TextTable.flowed("  Gaps", words.joined(separator: "; "), column: column)
  }

  // MARK: Rules

  private static func lackingInFull(_ node: NodeInspection) -> [String] {
    let all = node.inputs.count
    guard !node.lacking.isEmpty else {
      return TextTable.flowed("  Rules", "have all that they look at", column: column)
    }
    let present = all - node.lacking.count
    var lines = [
      "",
      "  Rules have " + InspectionText.count(present) + " of " + InspectionText.count(all)
        + " inputs and lack",
    ]
    for state in node.lacking {
      let once = state.presence == .once ? "a second sample of " : ""
      let names = state.input.collectors.map(\.name).joined(separator: " or ")
      let text =
        once + state.input.title + " (" + names + "): "
        + state.input.rules.map(\.name).joined(separator: ", ")
      lines += TextTable.flowed("", text, column: 0, width: TextTable.width - 6).enumerated().map { i, line in
        (i == 0 ? "    " : "      ") + line
      }
    }
    return lines
  }
}

extension InstantKind {
  /// The source of the date.
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
