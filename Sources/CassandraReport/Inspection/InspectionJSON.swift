// The contents of a capture for programs: `hindsight/inspection/1`. Times known in UTC end in `Z`; times on a
// node's own clock have no zone. An unknown value is null, never zero.

package import CassandraAnalysis
package import CassandraModel

/// The JSON of `hindsight inspect`. Keys are stable; new ones may be added.
///
///     schema              "hindsight/inspection/1"
///     since, until        the requested window
///     files, bytes        of the whole capture, including members of archives and decompressed files
///     lines               {total, known, unknown, continuation, decoration, blank, unparsed}
///     nodes[]             by name:
///       node, folder      its name here; the folder or archive that holds all of its files
///       version[], cluster[], dc[], rack[], address[], host_name[], host_id[]  every value, by first occurrence
///       clock             {offset, evidence}
///       first, last       the time covered by its sources
///       files, lines
///       unknown_versions[] {version, source} releases whose messages and commands are not known
///       unparsed[]        {file, lines} that no parser understood
///       runs[]            {start, ready, last, end, begins_before_log} of the process; end is unknown, orderly,
///                         refused, ended_itself, killed_by_jvm or abrupt
///       sources[]         {name, kind: log|command|text, files[], bytes, lines, first, last, read}; for commands also
///                         samples, failed, undated, median_interval_seconds, dated_by {kind: samples}, gap_count and
///                         gaps[] {from, to, seconds, failed}, the longest ones. A session is counted in each of
///                         its commands
///       log_gaps[]        {from, to, seconds} between two files of its log
///       inputs[]          {input, title, presence: present|once|missing, collect[], rules[]}
///     shared[]            {file, format} read, without a node
///     unread[]            {command, column, files, first} output known by name only; column is null where
///                         all of the output was not read
///     left_out[]          {file, code, reason} not read
///     problems[]          {severity, code, source, message, more}
package enum InspectionJSON {
  /// The name and version of the schema.
  package static let schema = "hindsight/inspection/1"

  /// The document, with a line end at the end.
  package static func render(_ inspection: CaptureInspection) -> String {
    value(inspection).indentedText() + "\n"
  }

  package static func value(_ inspection: CaptureInspection) -> JSONValue {
    .object([
      "schema": .text(schema),
      "since": .optional(inspection.since?.iso8601),
      "until": .optional(inspection.until?.iso8601),
      "files": .integer(Int64(inspection.files)),
      "bytes": .integer(inspection.bytes),
      "lines": lines(inspection.lines),
      "nodes": .array(inspection.nodes.map(node)),
      "shared": .array(
        inspection.shared.map { .object(["file": .text($0.file), "format": .optional($0.format)]) }),
      "unread": .array(
        inspection.unread.map {
          .object([
            "command": .text($0.command), "column": .optional($0.column), "files": .integer(Int64($0.files)),
            "first": .text($0.source.description),
          ])
        }),
      "left_out": .array(
        inspection.leftOut.map {
          .object(["file": .text($0.file), "code": .optional($0.code), "reason": .text($0.reason)])
        }),
      "problems": .array(
        inspection.problems.map { entry in
          .object([
            "severity": .text(entry.diagnostic.code.severity.rawValue),
            "code": .text(entry.diagnostic.code.name),
            "source": .text(entry.diagnostic.source.description),
            "message": .text(entry.diagnostic.message),
            "more": .integer(Int64(entry.more)),
          ])
        }),
    ])
  }

  private static func node(_ node: NodeInspection) -> JSONValue {
    let values = { (name: AttributeName) -> JSONValue in texts(NodeText.values(node, name)) }
    return .object([
      "node": .text(node.node.name),
      "folder": .text(node.folder),
      "version": values(.version),
      "cluster": texts(node.findings.clusters),
      "dc": values(.dataCenter),
      "rack": values(.rack),
      "address": texts(NodeText.addresses(node)),
      "host_name": values(.hostName),
      "host_id": values(.hostID),
      "clock": .object([
        "offset": .optional(node.findings.offsetWords),
        "evidence": .text(node.findings.zoneEvidence.plainText),
      ]),
      "first": moment(node.span?.first),
      "last": moment(node.span?.last),
      "files": .integer(Int64(node.files)),
      "lines": lines(node.lines),
      "unknown_versions": .array(
        node.findings.otherVersions.map {
          .object(["version": .text($0.version.text), "source": .text($0.source.description)])
        }),
      "unparsed": .array(
        node.unparsed.map { .object(["file": .text($0.file), "lines": .integer(Int64($0.lines))]) }),
      "runs": .array(node.findings.processes.map(run)),
      "sources": .array(node.sources.map(source)),
      "log_gaps": .array(
        node.logGaps.map {
          .object(["from": moment($0.from), "to": moment($0.to), "seconds": seconds($0.length)])
        }),
      "inputs": .array(
        node.inputs.map { state in
          .object([
            "input": .text(state.input.id), "title": .text(state.input.title),
            "presence": .text(state.presence.rawValue), "collect": texts(state.input.collectors.map(\.name)),
            "rules": texts(state.input.rules.map(\.name)),
          ])
        }),
    ])
  }

  private static func run(_ run: ProcessRun) -> JSONValue {
    .object([
      "start": moment(run.start), "ready": moment(run.ready), "last": moment(run.last),
      "end": .text(run.end.name), "begins_before_log": .truth(run.beginsBeforeLog),
    ])
  }

  private static func source(_ source: SourceInspection) -> JSONValue {
    var members = [
      JSONMember("name", .text(source.name)), JSONMember("kind", .text(source.kind.rawValue)),
      JSONMember("files", texts(source.files)), JSONMember("bytes", .integer(source.bytes)),
      JSONMember("lines", lines(source.lines)), JSONMember("first", moment(source.first)),
      JSONMember("last", moment(source.last)), JSONMember("read", .truth(!source.isUnread)),
    ]
    guard let polls = source.polls, let cadence = source.cadence else { return .object(members) }
    let kinds = InstantKind.allCases.compactMap { kind in
      polls.times.kinds[kind].map { JSONMember(kind.rawValue, .integer(Int64($0))) }
    }
    members += [
      JSONMember("samples", .integer(Int64(polls.succeeded))),
      JSONMember("failed", .integer(Int64(polls.failed))),
      JSONMember("undated", .integer(Int64(polls.times.undated))),
      JSONMember("median_interval_seconds", cadence.median.map(seconds) ?? .null),
      JSONMember("dated_by", .object(kinds)),
      JSONMember("gap_count", .integer(Int64(cadence.gapCount))),
      JSONMember(
        "gaps",
        .array(
          cadence.gaps.map { gap in
            .object([
              "from": .text(gap.from.iso8601), "to": .text(gap.to.iso8601), "seconds": seconds(gap.length),
              "failed": .integer(Int64(gap.failed)),
            ])
          })),
    ]
    return .object(members)
  }

  private static func lines(_ lines: LineCounts) -> JSONValue {
    .object([
      "total": .integer(Int64(lines.total)), "known": .integer(Int64(lines.known)),
      "unknown": .integer(Int64(lines.unknown)), "continuation": .integer(Int64(lines.continuation)),
      "decoration": .integer(Int64(lines.decoration)), "blank": .integer(Int64(lines.blank)),
      "unparsed": .integer(Int64(lines.unparsed)),
    ])
  }

  private static func texts(_ values: [String]) -> JSONValue { .array(values.map { .text($0) }) }

  private static func moment(_ moment: Moment?) -> JSONValue { .optional(moment?.knownText) }

  private static func seconds(_ span: TimeSpan) -> JSONValue {
    span.milliseconds % 1000 == 0
      ? .integer(span.milliseconds / 1000) : .decimal(Double(span.milliseconds) / 1000)
  }
}

extension ProcessRun.End {
  /// The stable name in JSON.
  fileprivate var name: String {
    switch self {
    case .unknown: "unknown"
    case .orderly: "orderly"
    case .refused: "refused"
    case .endedItself: "ended_itself"
    case .killedByJVM: "killed_by_jvm"
    case .abrupt: "abrupt"
    }
  }
}
