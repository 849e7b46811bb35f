// The words of the interchange: the kinds of lines and their keys, each written in one place only.

/// The kind of a line, its key `t`.
package enum FactKind: String, CaseIterable, Sendable {
  case header, node, sample, event, attribute, poll, compaction, ring, gossip, schema, occurrence, coverage,
    diagnostic, end
}

/// A key of a line.
package enum FactKey: String, CaseIterable, Sendable {
  case address, at, attributeName = "name", bytes, blank, className = "class"
  case atKind = "at_kind", bytesIn = "bytes_in", bytesOut = "bytes_out", clientAddress = "client_address"
  case code, command, compaction, continuation, dataCenter = "dc", decoration
  case defaultTTLSeconds = "default_ttl_seconds", event, fields, first, format, frames
  case gcGraceSeconds = "gc_grace_seconds", generation, hostID = "host_id", id, isView = "is_view", keyspace
  case kind, known, labels, last, level, lines, loadBytes = "load_bytes", local, logger, manifest, message,
    metric
  case more
  case node, ok, options, ownsRatio = "owns_ratio", rack, replication, role, rowsMerged = "rows_merged"
  case schema, scope, severity, since, source = "src", state, status, strategy, suppressed, table, template
  case thread, throwable, type = "t", unknown, unparsed, until, value, version, why, zone, zones

  /// The key of each name.
  static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
}

/// The version of the interchange.
package enum FactsSchema {
  package static let name = "hindsight/facts/1"
  /// The common prefix of the names of all its versions.
  static let family = "hindsight/facts/"
}
