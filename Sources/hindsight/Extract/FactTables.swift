// Facts as tables: a CSV file for each kind of fact; its columns are the keys of the records.

import CassandraInput
import CassandraModel
import CassandraReport

/// Rows of tables, by kind.
struct FactTables: FactBuffer {
  private var row = TableRow()

  mutating func add(_ fact: Fact, of node: FactNode) { fact.write(to: &row, of: node) }

  mutating func add(_ other: FactTables) {
    for (kind, table) in other.row.tables {
      row.tables[kind, default: TableRow.Table(columns: table.columns)].rows += table.rows
    }
  }

  mutating func flush(to output: FactsOutput, onlyIfFull: Bool) {
    for kind in FactKind.allCases {
      guard let table = row.tables[kind], !onlyIfFull || table.rows.count >= 1 << 20 else { continue }
      output.write(
        table.rows, to: FactTables.fileName(kind), head: Array(CSVText.record(table.columns).utf8))
      row.tables[kind]?.rows.removeAll(keepingCapacity: true)
    }
  }

  /// Adds the coverage and the diagnostics of a file.
  mutating func add(_ write: (inout TableRow) -> Void) { write(&row) }

  private static func fileName(_ kind: FactKind) -> String {
    switch kind {
    case .ring, .gossip, .schema, .coverage, .header, .end: kind.rawValue + ".csv"
    case .sample, .event, .attribute, .poll, .compaction, .occurrence, .diagnostic, .node:
      kind.rawValue + "s.csv"
    }
  }
}

/// Facts as rows of CSV. An unknown value is an empty field.
struct TableRow: FactRecord, Sendable {
  struct Table: Sendable {
    let columns: [String]
    var rows: [UInt8] = []
  }

  var tables: [FactKind: Table] = [:]
  private var kind = FactKind.end
  private var columns: [String] = []
  private var values: [String] = []

  mutating func begin(_ kind: FactKind) {
    self.kind = kind
    columns.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }

  mutating func end() {
    tables[kind, default: Table(columns: columns)].rows += CSVText.record(values).utf8
  }

  mutating func text(_ key: FactKey, _ value: String?) { add(key, value.map(CSVText.field) ?? "") }
  mutating func integer(_ key: FactKey, _ value: Int64?) { add(key, value.map { String($0) } ?? "") }
  mutating func decimal(_ key: FactKey, _ value: Double?) { add(key, value.map(PlainNumber.text) ?? "") }
  mutating func truth(_ key: FactKey, _ value: Bool) { add(key, value ? "true" : "false") }

  mutating func labels(_ key: FactKey, _ value: Labels) {
    list(key, value.pairs.map { ($0.name, $0.value) })
  }

  mutating func fields(_ key: FactKey, _ value: EventFields) {
    list(key, zip(value.names, value.values).map { ($0.name, $1.text) })
  }

  mutating func throwable(_ key: FactKey, _ value: Throwable?) {
    let links = value?.links.map { link in
      (link.isSuppressed ? "suppressed " : "") + link.className
        + (link.message.isEmpty ? "" : ": " + link.message)
    }
    text(key, links?.joined(separator: " <- "))
  }

  /// `name=value; name=value`.
  private mutating func list(_ key: FactKey, _ pairs: [(String, String)]) {
    text(key, pairs.map { $0.0 + "=" + $0.1 }.joined(separator: "; "))
  }

  private mutating func add(_ key: FactKey, _ field: String) {
    columns.append(key.rawValue)
    values.append(field)
  }
}
