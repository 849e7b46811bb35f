// The record of each kind of fact, and the reverse: both directions of the interchange in one file. The first
// keys are those of its specification, in its order; additional keys follow. A new kind, or a new key, needs
// an entry here and a case in `FactKind` or `FactKey`.

package import CassandraModel

extension Fact {
  /// Writes this fact of `node` as a record.
  package func write(to record: inout some FactRecord, of node: FactNode) {
    switch self {
    case .sample(let it): it.write(to: &record, of: node)
    case .event(let it): it.write(to: &record, of: node)
    case .attribute(let it): it.write(to: &record, of: node)
    case .poll(let it): it.write(to: &record, of: node)
    case .compaction(let it): it.write(to: &record, of: node)
    case .ring(let it): it.write(to: &record, of: node)
    case .gossip(let it): it.write(to: &record, of: node)
    case .schema(let it): it.write(to: &record, of: node)
    case .occurrence(let it): it.write(to: &record, of: node)
    case .coverage(let it): it.write(to: &record, of: node.id)
    case .diagnostic(let it): it.write(to: &record, more: 0, of: node.id)
    }
  }

  /// The fact in `line`.
  init(_ line: FactLine) throws(FactError) {
    switch line.kind {
    case .sample: self = .sample(try Sample(line))
    case .event: self = .event(try Event(line))
    case .attribute: self = .attribute(try Attribute(line))
    case .poll: self = .poll(try Poll(line))
    case .compaction: self = .compaction(try CompactionRow(line))
    case .ring: self = .ring(try RingEntry(line))
    case .gossip: self = .gossip(try GossipEntry(line))
    case .schema: self = .schema(try TableSchema(line))
    case .occurrence: self = .occurrence(try Occurrence(line))
    case .coverage: self = .coverage(try Coverage(line))
    case .diagnostic: self = .diagnostic(try Diagnostic(line))
    case .header, .node, .end: throw .misplaced(line.kind)
    }
  }
}

extension Sample {
  fileprivate func write(to record: inout some FactRecord, of node: FactNode) {
    record.begin(.sample)
    record.text(.node, node.id)
    record.instant(at, atKind)
    record.text(.metric, metric.name)
    record.labels(.labels, labels)
    record.decimal(.value, value)
    record.source(source)
    record.end()
  }

  fileprivate init(_ line: FactLine) throws(FactError) {
    self.init(
      at: try line.instant(.at), atKind: try line.choice(.atKind), metric: MetricName(try line.text(.metric)),
      labels: try line.labels(.labels), value: try line.decimal(.value), source: try line.source())
  }
}

extension Event {
  func write(to record: inout some FactRecord, of node: FactNode) {
    record.begin(.event)
    record.text(.node, node.id)
    record.moment(.local(at), of: node)
    record.text(.event, name.name)
    record.text(.severity, severity.rawValue)
    record.fields(.fields, fields)
    record.source(source)
    record.local(.local(at))
    record.text(.role, EventRole.names[Int(role.rawValue)])
    record.text(.level, level.name)
    record.text(.thread, thread)
    record.text(.logger, logger)
    record.text(.message, message)
    record.throwable(.throwable, throwable)
    record.end()
  }

  init(_ line: FactLine) throws(FactError) {
    guard case .local(let at)? = try line.moment() else { throw .wrong(.local) }
    guard let role = EventRole.byName[try line.text(.role)] else { throw .wrong(.role) }
    guard let level = LogLevel.byName[try line.text(.level)] else { throw .wrong(.level) }
    self.init(
      name: EventName(try line.text(.event)), role: role, severity: try line.severity(), level: level, at: at,
      thread: try line.text(.thread), logger: try line.text(.logger), message: try line.text(.message),
      fields: try line.fields(.fields), throwable: try line.throwable(.throwable), source: try line.source())
  }
}

extension Attribute {
  fileprivate func write(to record: inout some FactRecord, of node: FactNode) {
    record.begin(.attribute)
    record.text(.node, node.id)
    record.moment(at, of: node)
    record.text(.attributeName, name.name)
    record.text(.value, value)
    record.source(source)
    record.local(at)
    record.end()
  }

  fileprivate init(_ line: FactLine) throws(FactError) {
    self.init(
      at: try line.moment(), name: AttributeName(try line.text(.attributeName)), value: try line.text(.value),
      source: try line.source())
  }
}

extension Poll {
  fileprivate func write(to record: inout some FactRecord, of node: FactNode) {
    record.begin(.poll)
    record.text(.node, node.id)
    record.instant(at, atKind)
    record.text(.command, command)
    record.truth(.ok, failure == nil)
    record.text(.why, failure)
    record.source(source)
    record.end()
  }

  fileprivate init(_ line: FactLine) throws(FactError) {
    self.init(
      at: try line.instant(.at), atKind: try line.choice(.atKind), command: try line.text(.command),
      failure: try line.optionalText(.why), source: try line.source())
  }
}

extension CompactionRow {
  fileprivate func write(to record: inout some FactRecord, of node: FactNode) {
    record.begin(.compaction)
    record.text(.node, node.id)
    record.moment(.local(compactedAt), of: node)
    record.text(.id, id.description)
    record.text(.keyspace, table.keyspace)
    record.text(.table, table.table)
    record.integer(.bytesIn, bytesIn)
    record.integer(.bytesOut, bytesOut)
    record.text(.rowsMerged, rowsMerged)
    record.text(.kind, kind)
    record.text(.strategy, strategy)
    record.source(source)
    record.local(.local(compactedAt))
    record.end()
  }

  fileprivate init(_ line: FactLine) throws(FactError) {
    guard case .local(let at)? = try line.moment() else { throw .wrong(.local) }
    guard let id = TimeUUID(try line.text(.id)) else { throw .wrong(.id) }
    self.init(
      id: id, table: try line.table(), compactedAt: at, bytesIn: try line.integer(.bytesIn),
      bytesOut: try line.integer(.bytesOut), rowsMerged: try line.text(.rowsMerged),
      kind: try line.optionalText(.kind), strategy: try line.optionalText(.strategy),
      source: try line.source())
  }
}

extension RingEntry {
  fileprivate func write(to record: inout some FactRecord, of node: FactNode) {
    record.begin(.ring)
    record.text(.node, node.id)
    record.instant(at, atKind)
    record.text(.address, address)
    record.text(.state, state)
    record.integer(.loadBytes, loadBytes)
    record.decimal(.ownsRatio, ownsRatio)
    record.text(.hostID, hostID)
    record.text(.rack, rack)
    record.text(.dataCenter, dataCenter)
    record.source(source)
    record.end()
  }

  fileprivate init(_ line: FactLine) throws(FactError) {
    self.init(
      address: try line.text(.address), state: try line.text(.state),
      loadBytes: try line.optionalInteger(.loadBytes), ownsRatio: try line.optionalDecimal(.ownsRatio),
      hostID: try line.optionalText(.hostID), rack: try line.text(.rack),
      dataCenter: try line.text(.dataCenter), at: try line.instant(.at), atKind: try line.choice(.atKind),
      source: try line.source())
  }
}

extension GossipEntry {
  fileprivate func write(to record: inout some FactRecord, of node: FactNode) {
    record.begin(.gossip)
    record.text(.node, node.id)
    record.instant(at, atKind)
    record.text(.address, address)
    record.integer(.generation, generation)
    record.text(.status, status)
    record.integer(.loadBytes, loadBytes)
    record.text(.schema, schema)
    record.text(.dataCenter, dataCenter)
    record.text(.rack, rack)
    record.text(.version, version)
    record.text(.hostID, hostID)
    record.text(.clientAddress, clientAddress)
    record.source(source)
    record.end()
  }

  fileprivate init(_ line: FactLine) throws(FactError) {
    self.init(
      address: try line.text(.address), generation: try line.optionalInteger(.generation),
      status: try line.optionalText(.status), loadBytes: try line.optionalInteger(.loadBytes),
      schema: try line.optionalText(.schema), dataCenter: try line.optionalText(.dataCenter),
      rack: try line.optionalText(.rack), version: try line.optionalText(.version),
      hostID: try line.optionalText(.hostID), clientAddress: try line.optionalText(.clientAddress),
      at: try line.instant(.at), atKind: try line.choice(.atKind), source: try line.source())
  }
}

extension TableSchema {
  fileprivate func write(to record: inout some FactRecord, of node: FactNode) {
    record.begin(.schema)
    record.text(.node, node.id)
    record.text(.keyspace, table.keyspace)
    record.text(.table, table.table)
    record.truth(.isView, isView)
    record.labels(.compaction, compaction)
    record.integer(.gcGraceSeconds, gcGraceSeconds)
    record.integer(.defaultTTLSeconds, defaultTTLSeconds)
    record.labels(.replication, replication)
    record.source(source)
    record.end()
  }

  fileprivate init(_ line: FactLine) throws(FactError) {
    self.init(
      table: try line.table(), isView: try line.truth(.isView), compaction: try line.labels(.compaction),
      gcGraceSeconds: try line.optionalInteger(.gcGraceSeconds),
      defaultTTLSeconds: try line.optionalInteger(.defaultTTLSeconds),
      replication: try line.labels(.replication), source: try line.source())
  }
}

extension Occurrence {
  fileprivate func write(to record: inout some FactRecord, of node: FactNode) {
    record.begin(.occurrence)
    record.text(.node, node.id)
    record.moment(at, of: node)
    record.text(.event, name.name)
    record.text(.severity, severity.rawValue)
    record.fields(.fields, fields)
    record.text(.message, message)
    record.source(source)
    record.local(at)
    record.end()
  }

  fileprivate init(_ line: FactLine) throws(FactError) {
    self.init(
      name: EventName(try line.text(.event)), severity: try line.severity(), at: try line.moment(),
      fields: try line.fields(.fields), message: try line.text(.message), source: try line.source())
  }
}

extension Coverage {
  /// Writes the coverage of a file; `node` is nil for a file without a node.
  package func write(to record: inout some FactRecord, of node: String?) {
    record.begin(.coverage)
    record.text(.source, file)
    record.integer(.known, Int64(lines.known))
    record.integer(.unknown, Int64(lines.unknown))
    record.integer(.continuation, Int64(lines.continuation))
    record.integer(.decoration, Int64(lines.decoration))
    record.integer(.blank, Int64(lines.blank))
    record.integer(.unparsed, Int64(lines.unparsed))
    record.text(.first, first.map(FactTime.text))
    record.text(.last, last.map(FactTime.text))
    record.text(.node, node)
    record.text(.format, format)
    record.integer(.bytes, bytes)
    record.end()
  }

  init(_ line: FactLine) throws(FactError) {
    var lines = LineCounts()
    lines.known = try line.count(.known)
    lines.unknown = try line.count(.unknown)
    lines.continuation = try line.count(.continuation)
    lines.decoration = try line.count(.decoration)
    lines.blank = try line.count(.blank)
    lines.unparsed = try line.count(.unparsed)
    self.init(
      file: try line.text(.source), format: try line.optionalText(.format),
      bytes: Int64(try line.count(.bytes)), lines: lines, first: try line.moment(.first),
      last: try line.moment(.last))
  }
}

extension Diagnostic {
  /// Writes a diagnostic; `more` is the number of similar ones that are not listed, and `node` is nil for a
  /// diagnostic of a whole file.
  package func write(to record: inout some FactRecord, more: Int, of node: String?) {
    record.begin(.diagnostic)
    record.text(.severity, code.severity.rawValue)
    record.text(.code, code.name)
    record.source(source)
    record.labels(.fields, Labels(fields.map { ($0.key, $0.value) }))
    record.text(.node, node)
    record.text(.template, code.template)
    record.integer(.more, Int64(more))
    record.end()
  }

  init(_ line: FactLine) throws(FactError) {
    guard let severity = DiagnosticSeverity(rawValue: try line.text(.severity)) else {
      throw .wrong(.severity)
    }
    let fields = try line.labels(.fields).pairs.map { ($0.name, $0.value) }
    self.init(
      DiagnosticCode(try line.text(.code), severity, try line.text(.template)), at: try line.source(),
      Dictionary(fields) { $1 })
  }
}

extension EventRole {
  /// By raw value.
  fileprivate static let names = allCases.map { String(describing: $0) }
  fileprivate static let byName = Dictionary(uniqueKeysWithValues: zip(names, allCases))
}

extension LogLevel {
  fileprivate static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
