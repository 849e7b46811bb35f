// The content of a capture: its nodes, and for every file its format, or the reason why it has none.

public import CassandraModel

/// A file that was not read.
public struct LeftOutFile: Hashable, Sendable {
  /// The file, relative to the capture.
  public let file: String
  /// Stable code of the reason, for example `file.unrecognized`; nil without a diagnostic.
  public let code: String?
  /// The reason, in words that continue the name of the file.
  public let reason: String
}

/// Output that was recognised but not read: the whole output of a command, or one of its columns.
public struct UnreadOutput: Hashable, Sendable {
  /// The nodetool command.
  public let command: String
  /// The unknown column or value name; nil when the whole output was not read.
  public let column: String?
  /// Number of files with it.
  public let files: Int
  /// The first of them.
  public let source: SourceLocation
}

/// The content of a capture.
public struct CaptureInspection: Sendable {
  /// Its nodes, in order of name.
  public let nodes: [NodeInspection]
  /// Number of its files, including members of archives.
  public let files: Int
  /// Bytes read, after decompression.
  public let bytes: Int64
  /// Lines read, by kind.
  public let lines: LineCounts
  /// Files that were read and belong to no node: manifests.
  public let shared: [Coverage]
  /// Files that were not read, in order of name.
  public let leftOut: [LeftOutFile]
  /// Output that was not read, in order of command and column.
  public let unread: [UnreadOutput]
  /// Problems with the files, and the parts that were skipped, by file and line.
  public let problems: [DiagnosticLog.Entry]
  /// Earlier records are not counted; nil for no limit.
  public let since: Instant?
  /// Records at this instant or later are not counted; nil for no limit.
  public let until: Instant?

  /// The content of the capture that `findings` were made from.
  public init(_ findings: Findings) {
    since = findings.since
    until = findings.until
    files = findings.coverage.count
    var (lines, bytes) = (LineCounts(), Int64(0))
    for file in findings.coverage {
      lines += file.lines
      bytes = bytes.addingReportingOverflow(file.bytes).partialValue
    }
    self.lines = lines
    self.bytes = bytes

    let read = findings.coverage.filter { $0.format != nil }
    let ofNode = Dictionary(grouping: read) { findings.nodeOf[$0.file] }
    nodes = findings.nodes.map { node in
      NodeInspection(node, ofNode[node.node] ?? [], span: findings.span(of: node))
    }
    shared = ofNode[nil] ?? []

    let log = findings.diagnostics
    let notRead = Set(findings.coverage.filter { $0.format == nil }.map(\.file))
    leftOut = CaptureInspection.leftOut(notRead, log)
    unread = CaptureInspection.unread(log)
    problems = log.entries.filter { entry in
      let diagnostic = entry.diagnostic
      if notRead.contains(diagnostic.source.file) { return false }
      // Unknown lines are counted; a note on each format is only useful to authors of readers.
      return diagnostic.code.severity != .note || diagnostic.source.line == 0
    }
  }

  private static func leftOut(_ unread: Set<String>, _ log: DiagnosticLog) -> [LeftOutFile] {
    var reasons: [String: Diagnostic] = [:]
    for entry in log.entries where unread.contains(entry.diagnostic.source.file) {
      let (file, diagnostic) = (entry.diagnostic.source.file, entry.diagnostic)
      // The worst problem is the reason.
      if let known = reasons[file], rank(known) >= rank(diagnostic) { continue }
      reasons[file] = diagnostic
    }
    return unread.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { file in
      LeftOutFile(
        file: file, code: reasons[file]?.code.name,
        reason: reasons[file]?.message ?? "holds nothing to read")
    }
  }

  private static func rank(_ diagnostic: Diagnostic) -> Int {
    switch diagnostic.code.severity {
    case .error: 2
    case .warning: 1
    case .note: 0
    }
  }

  private static func unread(_ log: DiagnosticLog) -> [UnreadOutput] {
    var places: [[String]: [SourceLocation]] = [:]
    for diagnostic in log.entries.lazy.map(\.diagnostic) {
      guard let command = diagnostic.fields["command"] else { continue }
      switch diagnostic.code.name {
      case "nodetool.command": places[[command], default: []].append(diagnostic.source)
      case "nodetool.column":
        places[[command, diagnostic.fields["name"] ?? ""], default: []].append(diagnostic.source)
      default: break
      }
    }
    return places.sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap { key, places in
      guard let first = places.min(), let command = key.first else { return nil }
      return UnreadOutput(
        command: command, column: key.count > 1 ? key[1] : nil, files: Set(places.map(\.file)).count,
        source: first)
    }
  }
}
