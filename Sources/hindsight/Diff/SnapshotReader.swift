// Reads the input of a comparison from a JSON report, `hindsight/report/2`. Skips the rest of the report,
// which may be very large.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport

/// One side of a comparison, from the JSON report of a capture.
struct SnapshotReader {
  static let schema = "hindsight/report/2"
  private static let prefix = "hindsight/report/"
  /// The maximum size of a report in bytes.
  private static let limit = 256 << 20
  private static let tables = [SnapshotTables.findingsName, SnapshotTables.figuresName]

  private var document: DocumentReader

  /// Reads the report at `path`, of any version; nil for any other file, such as a capture.
  static func read(_ path: String) throws(DocumentError) -> Snapshot? {
    guard isReport(path) else { return nil }
    var reader = SnapshotReader(document: DocumentReader(file: path, family: "report"))
    let bytes: [UInt8]
    do throws(SystemFailure) { bytes = try OwnDocument.bytes(ofFile: path, limit: limit) } catch {
      reader.document.mistake("unreadable", "$", line: 0, "cannot be read: " + error.reason)
      throw DocumentError(mistakes: reader.document.orderedMistakes)
    }
    let snapshot = reader.snapshot(of: bytes)
    let mistakes = reader.document.orderedMistakes
    guard mistakes.isEmpty, let snapshot else { throw DocumentError(mistakes: mistakes) }
    return snapshot
  }

  /// True for a JSON report of any version.
  static func isReport(_ path: String) -> Bool {
    !SystemCalls.isFolder(path) && OwnDocument.schema(ofFile: path)?.hasPrefix(prefix) == true
  }

  private init(document: DocumentReader) { self.document = document }

  private mutating func snapshot(of bytes: [UInt8]) -> Snapshot? {
    let isWanted = { (path: String) -> Bool in
      !path.hasPrefix("$.sections") && !path.hasPrefix("$.summary") && !path.hasPrefix("$.incidents")
        && !path.hasPrefix("$.facts.")
        && (!path.hasPrefix("$.tables.")
          || SnapshotReader.tables.contains { path.hasPrefix("$.tables." + $0) })
    }
    let root = document.root(
      bytes, schema: SnapshotReader.schema, limit: SnapshotReader.limit, isWanted: isWanted)
    guard let root, document.mistakes.isEmpty, let top = document.fields(of: root) else { return nil }
    let members = DocumentMembers(element: root, fields: top)
    guard let tables = members.required("tables", &document), let named = document.fields(of: tables) else {
      return nil
    }
    let known = DocumentMembers(element: tables, fields: named)
    guard let findings = known[SnapshotTables.findingsName], let figures = known[SnapshotTables.figuresName]
    else {
      document.mistake(
        "not_comparable", tables,
        "has no figures to compare: this is the report of an empty capture, of another command, or of an earlier version"
      )
      return nil
    }
    let read = (rows(findings).map { finding($0) }, rows(figures).map { figure($0) })
    let all = (read.0.compactMap { $0 }, read.1.compactMap { $0 })
    let nodes = Set(all.0.map(\.node) + all.1.map(\.node)).sorted()
    return Snapshot(nodes: nodes, findings: all.0, figures: all.1)
  }

  private mutating func rows(_ table: JSONElement) -> [DocumentMembers] {
    guard let fields = document.fields(of: table) else { return [] }
    let members = DocumentMembers(element: table, fields: fields)
    // A part compared with a whole would call what was left out gone.
    guard members["rows_left_out"] == nil else {
      document.mistake(
        "not_comparable", table, "holds its first rows only; compare the captures, not their reports")
      return []
    }
    guard let rows = members.required("rows", &document), let elements = document.elements(of: rows)
    else { return [] }
    return elements.compactMap { element in
      document.fields(of: element).map { DocumentMembers(element: element, fields: $0) }
    }
  }

  private mutating func text(_ name: String, _ row: DocumentMembers) -> String? {
    row.required(name, &document).flatMap { document.text($0) }
  }

  /// Empty if absent.
  private mutating func optional(_ name: String, _ row: DocumentMembers) -> String {
    row[name].flatMap { document.text($0) } ?? ""
  }

  private mutating func finding(_ row: DocumentMembers) -> Snapshot.Finding? {
    let fingerprint = text("fingerprint", row)
    let kind = text("kind", row)
    let id = text("id", row)
    let node = text("node", row)
    let severity = row.required("severity", &document).flatMap { document.choice($0, of: Severity.self) }
    let elements = row["tables"].flatMap { document.elements(of: $0) } ?? []
    let tables = elements.compactMap { document.text($0) }
    let failures = row["failures"].flatMap { document.integer($0, in: 0...Int64.max) } ?? 0
    let (title, message) = (optional("title", row), optional("message", row))
    let (source, scope) = (optional("source", row), optional("scope", row))
    guard let fingerprint, let kind, let id, let node, let severity else { return nil }
    return Snapshot.Finding(
      fingerprint: fingerprint, kind: kind, id: id, title: title, severity: severity, node: node,
      tables: tables, message: message, source: source, failures: failures, isOfNode: scope == "node")
  }

  private mutating func figure(_ row: DocumentMembers) -> Snapshot.Figure? {
    let node = text("node", row)
    let measure = text("measure", row)
    let of = optional("of", row)
    let source = optional("source", row)
    let range = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    var value: Snapshot.Value?
    if let number = row["number"] {
      value = document.number(number, in: range).map { .number($0) }
    } else if let words = row["words"], case .text(let text) = words.kind {
      // A setting may be empty.
      value = .text(text)
    } else {
      document.mistake("missing", row.element, "has neither a number nor words")
    }
    guard let node, let measure, let value else { return nil }
    return Snapshot.Figure(node: node, measure: measure, of: of, value: value, source: source)
  }
}
