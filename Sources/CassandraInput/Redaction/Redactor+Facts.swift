// Redaction of facts: each part by its kind. Numbers, times, severities and the words of this program's
// vocabulary do not change.

package import CassandraModel

/// Redacts the facts of one node. The pseudonym of a file name is cached, since many facts share a file.
struct FactRedaction: Sendable {
  let redactor: Redactor
  private var files: [String: String] = [:]

  init(_ redactor: Redactor) { self.redactor = redactor }

  mutating func redact(_ fact: Fact) -> Fact {
    switch fact {
    case .sample(let it): .sample(redact(it))
    case .event(let it): .event(redact(it))
    case .attribute(let it): .attribute(redact(it))
    case .poll(let it): .poll(redact(it))
    case .compaction(let it): .compaction(redact(it))
    case .ring(let it): .ring(redact(it))
    case .gossip(let it): .gossip(redact(it))
    case .schema(let it): .schema(redact(it))
    case .occurrence(let it): .occurrence(redact(it))
    case .coverage(let it): .coverage(redactor.coverage(it))
    case .diagnostic(let it): .diagnostic(redactor.diagnostic(it))
    }
  }

  private mutating func source(_ source: SourceLocation) -> SourceLocation {
    if let file = files[source.file] { return SourceLocation(file: file, line: source.line) }
    let file = redactor.fileName(source.file)
    files[source.file] = file
    return SourceLocation(file: file, line: source.line)
  }

  // MARK: Captures of commands

  private mutating func redact(_ it: Sample) -> Sample {
    Sample(
      at: it.at, atKind: it.atKind, metric: it.metric, labels: redactor.labels(it.labels), value: it.value,
      source: source(it.source))
  }

  private mutating func redact(_ it: Attribute) -> Attribute {
    Attribute(
      at: it.at, name: it.name, value: redactor.attribute(it), source: source(it.source))
  }

  private mutating func redact(_ it: Poll) -> Poll {
    Poll(
      at: it.at, atKind: it.atKind, command: it.command, failure: it.failure.map { redactor.text($0) },
      source: source(it.source))
  }

  private mutating func redact(_ it: CompactionRow) -> CompactionRow {
    CompactionRow(
      id: it.id, table: redactor.table(it.table), compactedAt: it.compactedAt, bytesIn: it.bytesIn,
      bytesOut: it.bytesOut, rowsMerged: it.rowsMerged, kind: it.kind, strategy: it.strategy,
      source: source(it.source))
  }

  private mutating func redact(_ it: RingEntry) -> RingEntry {
    RingEntry(
      address: redactor.address(it.address), state: it.state, loadBytes: it.loadBytes,
      ownsRatio: it.ownsRatio,
      hostID: it.hostID.map { redactor.hostID($0) }, rack: redactor.rack(it.rack),
      dataCenter: redactor.dataCenter(it.dataCenter), at: it.at, atKind: it.atKind, source: source(it.source))
  }

  private mutating func redact(_ it: GossipEntry) -> GossipEntry {
    GossipEntry(
      address: redactor.address(it.address), generation: it.generation, status: it.status,
      loadBytes: it.loadBytes, schema: it.schema, dataCenter: it.dataCenter.map { redactor.dataCenter($0) },
      rack: it.rack.map { redactor.rack($0) }, version: it.version,
      hostID: it.hostID.map { redactor.hostID($0) },
      clientAddress: it.clientAddress.map { redactor.address($0) }, at: it.at, atKind: it.atKind,
      source: source(it.source))
  }

  private mutating func redact(_ it: TableSchema) -> TableSchema {
    let replication = it.replication.pairs.map { pair in
      // The options of replication other than class and factor are names of data centers.
      let isOption = pair.name == "class" || pair.name == "replication_factor"
      return (name: isOption ? pair.name : redactor.dataCenter(pair.name), value: pair.value)
    }
    return TableSchema(
      table: redactor.table(it.table), isView: it.isView, compaction: it.compaction,
      gcGraceSeconds: it.gcGraceSeconds, defaultTTLSeconds: it.defaultTTLSeconds,
      replication: Labels(replication), source: source(it.source))
  }

  // MARK: Records

  private mutating func redact(_ it: Event) -> Event {
    Event(
      name: it.name, role: it.role, severity: it.severity, level: it.level, at: it.at,
      thread: redactor.text(it.thread, isLenient: true), logger: it.logger,
      message: redactor.message(it.message, it.fields, isLenient: it.role == .attributes),
      fields: redactor.fields(it.fields, isLenient: it.role == .attributes),
      throwable: it.throwable.map { redactor.throwable($0) } ?? nil, source: source(it.source))
  }

  private mutating func redact(_ it: Occurrence) -> Occurrence {
    Occurrence(
      name: it.name, severity: it.severity, at: it.at, fields: redactor.fields(it.fields, isLenient: true),
      message: redactor.text(it.message), source: source(it.source))
  }
}

extension Redactor {
  // MARK: Files and mistakes

  func coverage(_ it: Coverage) -> Coverage {
    Coverage(
      file: fileName(it.file), format: it.format, bytes: it.bytes, lines: it.lines, first: it.first,
      last: it.last)
  }

  func diagnostic(_ it: Diagnostic) -> Diagnostic {
    var fields: [String: String] = [:]
    for (name, value) in it.fields {
      fields[name] =
        switch name {
        case "node": node(value)
        case "member", "label", "target", "path", "file", "manifest": fileName(value)
        case "name" where it.code.template.contains("is stored as"): fileName(value)
        case "zone", "given", "inferred", "offset", "schema", "format", "command", "count", "version": value
        case "value", "text": text("'" + value + "'").trimmed(1)
        default: text(value)
        }
    }
    return Diagnostic(
      it.code, at: SourceLocation(file: fileName(it.source.file), line: it.source.line), fields)
  }

  func diagnostics(_ log: DiagnosticLog) -> DiagnosticLog {
    var redacted = DiagnosticLog()
    for entry in log.entries { redacted.report(diagnostic(entry.diagnostic), more: entry.more) }
    return redacted
  }

  // MARK: Labels, attributes, fields

  package func labels(_ labels: Labels) -> Labels {
    guard !labels.pairs.isEmpty else { return labels }
    let keyspace = labels["keyspace"]
    return Labels(
      labels.pairs.map { pair in
        (
          name: pair.name,
          value: value(pair.value, of: Labels.kind(of: pair.name), keyspace: keyspace, isLenient: true)
        )
      })
  }

  /// A value of a fact, redacted by its kind.
  ///
  /// - Parameter keyspace: The keyspace of a table name without one; nil if it is not known.
  private func value(
    _ text: String, of kind: FieldKind, keyspace: String? = nil, isLenient: Bool
  ) -> String {
    switch kind {
    case .table: TableName(dotted: text).map { table($0).description } ?? bareTable(text)
    case .bareTable: tableName(text, of: keyspace)
    case .bareTables: names(text) { bareTable($0) }
    case .keyspace: self.keyspace(text)
    // System keyspaces have no indexes of users.
    case .index: text.contains(" ") ? self.text(text) : index(text)
    case .cluster: cluster(text)
    case .dataCenter: dataCenter(text)
    case .rack: rack(text)
    case .user: replace(.user, text, isKnown: true)
    case .address: address(text)
    case .hostID: hostID(text)
    case .path: pathText(text)
    case .file: fileName(text)
    case .key, .token: values(text)
    case .statement: statement(text)
    case .word: text
    case .text: self.text(text, isLenient: isLenient)
    }
  }

  /// A table name whose keyspace is given separately.
  private func tableName(_ name: String, of keyspace: String?) -> String {
    guard let keyspace else {
      guard let dotted = TableName(dotted: name) else { return bareTable(name) }
      return table(dotted).description
    }
    if Redactor.isSystem(keyspace) { return name }
    return table(TableName(keyspace: keyspace, table: name)).table
  }

  func attribute(_ it: Attribute) -> String { value(it.value, of: it.name.kind, isLenient: true) }

  func fields(_ fields: EventFields, isLenient: Bool) -> EventFields {
    guard !fields.names.isEmpty else { return fields }
    let values = zip(fields.names, fields.values).map { name, value -> FieldValue in
      switch value {
      case .integer, .decimal: value
      case .uuid(let id): .uuid(name.kind == .hostID || known.isHostID(id.description) ? hostID(id) : id)
      case .text(let text): .text(field(name, text, in: fields, isLenient))
      }
    }
    return EventFields(names: fields.names, values: values)
  }

  private func field(
    _ name: FieldName, _ text: String, in fields: EventFields, _ isLenient: Bool
  ) -> String {
    let keyspace =
      fields.text(FieldName("keyspace")) ?? fields.text(.table).flatMap { TableName(dotted: $0)?.keyspace }
    return value(text, of: name.kind, keyspace: keyspace, isLenient: isLenient)
  }

  /// Names separated by commas or full stops.
  private func names(_ text: String, _ name: (String) -> String) -> String {
    var out = ""
    var word = ""
    for character in text + "," {
      guard character == "," || character == "." || character == " " else {
        word.append(character)
        continue
      }
      out += (word.isEmpty ? "" : name(word)) + String(character)
      word = ""
    }
    return String(out.dropLast())
  }

  /// A path, or text that contains one.
  private func pathText(_ text: String) -> String {
    text.contains(" ") || text.contains(":") ? self.text(text) : path(text)
  }

  // MARK: Messages

  /// A message. Keys, statements and names from its fields are replaced in it, too.
  func message(_ message: String, _ fields: EventFields, isLenient: Bool) -> String {
    guard !message.isEmpty else { return message }
    var names: Set<[UInt8]> = []
    var out = ""
    var rest = message[...]
    for (name, value) in zip(fields.names, fields.values) {
      guard case .text(let text) = value, !text.isEmpty else { continue }
      switch name.kind {
      case .key, .statement, .token:
        guard let range = rest.lastRange(of: text) else { continue }
        out += self.text(String(rest[..<range.lowerBound]), isLenient: isLenient, names: names)
        out += self.value(text, of: name.kind, isLenient: isLenient)
        rest = rest[range.upperBound...]
      case .bareTable, .bareTables, .keyspace, .index, .user:
        for part in text.utf8.split(whereSeparator: { !$0.isWord }) { names.insert(Array(part)) }
      default: break
      }
    }
    return out + text(String(rest), isLenient: isLenient, names: names)
  }

  func throwable(_ it: Throwable) -> Throwable? {
    Throwable(
      links: it.links.map { link in
        Throwable.Link(
          className: className(link.className), message: text(link.message),
          frames: link.frames.map { className($0) }, isSuppressed: link.isSuppressed)
      })
  }
}

extension Substring {
  /// The last occurrence of `text` as a whole word.
  fileprivate func lastRange(of text: String) -> Range<Index>? {
    var found: Range<Index>?
    for range in ranges(of: text) {
      let before = range.lowerBound == startIndex ? nil : utf8[utf8.index(before: range.lowerBound)]
      let after = range.upperBound == endIndex ? nil : utf8[range.upperBound]
      if !(before?.isWord ?? false), !(after?.isWord ?? false) { found = range }
    }
    return found
  }
}

extension String {
  /// Without its first and last `count` characters.
  fileprivate func trimmed(_ count: Int) -> String { String(dropFirst(count).dropLast(count)) }
}
