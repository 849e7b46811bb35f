// tablestats as JSON and YAML: a key for each keyspace with its figures and `tables`, or with -s for each
// `keyspace.table`. Source: TableStatsHolder.java, 3.11 to 6.0.

import CassandraModel

extension DocumentLayout {
  static let tablestats = DocumentLayout(
    owns: { leaf, _ in
      if leaf.key(0) == totalKey { return true }
      guard let keyspace = leaf.key(0), let key = leaf.key(1) else { return false }
      return key == "tables" || keyspaceMeanings[key] != nil
        || (TableName(dotted: keyspace) != nil && tableMeanings[key] != nil)
    },
    facts: { TableStatsDocument() })
}

private let totalKey = "total_number_of_tables"

private let keyspaceMeanings: [String: KeyValueLayout.Meaning] = {
  var meanings = tableStatsKeyspaceLayout.documentMeanings
  // The same as read_latency_ms.
  meanings["read_latency"] = .unused
  return meanings
}()

private let tableMeanings: [String: KeyValueLayout.Meaning] = {
  var meanings = tableStatsLayout.documentMeanings
  // The text calls it the time window of the SSTables.
  meanings["twcs"] = .unused
  meanings["top_size_partitions"] = .unused
  meanings["top_tombstone_partitions"] = .unused
  return meanings
}()

private struct TableStatsDocument: DocumentFacts {
  /// The labels of the last leaf, which are mostly those of the next one.
  private var scope: [String] = []
  private var labels = Labels.none

  mutating func take(_ leaf: DocumentLeaf, _ text: Span<UInt8>, into reading: inout OutputReading) -> LeafFate
  {
    guard let keyspace = leaf.key(0) else { return .unknown }
    guard let key = leaf.key(1) else { return keyspace == totalKey ? .known : .unknown }
    if key == "tables" {
      guard let table = leaf.key(2), let name = leaf.key(3) else { return .unknown }
      if scope != [keyspace, table] {
        scope = [keyspace, table]
        labels = Labels(TableName(keyspace: keyspace, table: table))
      }
      return take(name, of: leaf, index: leaf.index(4), text, &reading)
    }
    if scope != [keyspace] {
      scope = [keyspace]
      labels = TableName(dotted: keyspace).map(Labels.init) ?? Labels([("keyspace", keyspace)])
    }
    if labels.pairs.count > 1 { return take(key, of: leaf, index: leaf.index(2), text, &reading) }
    return reading.take(keyspaceMeanings[key], labels, leaf, text)
  }

  /// A value of a table.
  private func take(
    _ key: String, of leaf: DocumentLeaf, index: Int?, _ text: Span<UInt8>, _ reading: inout OutputReading
  ) -> LeafFate {
    if key == "sstables_in_each_level" {
      return index.map { takeLevel($0, leaf, text, &reading) } ?? .known
    }
    // Figures of storage-attached indexes, which every table has, with such an index or without.
    if key.hasPrefix("sai_") { return .known }
    return reading.take(tableMeanings[key], labels, leaf, text)
  }

  /// `5/4`: SSTables, and the limit of a level that is over it.
  private func takeLevel(
    _ level: Int, _ leaf: DocumentLeaf, _ text: Span<UInt8>, _ reading: inout OutputReading
  ) -> LeafFate {
    // 3.11 writes a slash as `\/`.
    guard let count = Double(leaf.value.string(text).prefix { $0 != "/" }) else { return .malformed }
    let pairs =
      labels.pairs.map { (name: $0.name, value: $0.value) } + [(name: "level", value: String(level))]
    reading.sample(.tableLevelSSTables, Labels(pairs), count, line: leaf.line)
    return .known
  }
}
