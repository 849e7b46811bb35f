// Facts without secrets. Each text of a fact is screened together with the name of its field; numbers, times
// and ids hold no secrets. Counts hidden secrets by file.

package import CassandraModel

/// Hides the secrets of the facts that pass.
struct FactScreen: Sendable {
  /// Hidden secrets by screened file name.
  private(set) var counts: [String: Int] = [:]
  private let names: NameScreen
  /// The file of the last fact, and its screened name.
  private var file = (given: "", shown: "")

  init(_ names: NameScreen) { self.names = names }

  mutating func merge(_ other: FactScreen) { counts.merge(other.counts, uniquingKeysWith: +) }

  /// Hidden secrets, as notes on the files.
  var diagnostics: DiagnosticLog {
    var log = DiagnosticLog()
    for (file, count) in counts.sorted(by: { $0.key < $1.key }) {
      log.report(.secretsHidden(count, in: file))
    }
    return log
  }

  mutating func screened(_ fact: Fact) -> Fact {
    switch fact {
    case .sample(let it): .sample(screened(it))
    case .event(let it): .event(screened(it))
    case .attribute(let it): .attribute(screened(it))
    case .poll(let it): .poll(screened(it))
    case .compaction(let it): .compaction(screened(it))
    case .ring(let it): .ring(screened(it))
    case .gossip(let it): .gossip(screened(it))
    case .schema(let it): .schema(screened(it))
    case .occurrence(let it): .occurrence(screened(it))
    case .coverage(let it): .coverage(names.screened(it))
    case .diagnostic(let it): .diagnostic(screened(it))
    }
  }

  /// The texts of one fact, and the secrets hidden in them.
  private struct Texts {
    var secrets: Set<String> = []

    mutating func text(_ text: String, named name: String? = nil) -> String {
      guard
        let hidden = name.map({ SecretScreen.hidden(text, named: $0) }) ?? SecretScreen.hidden(text)
      else { return text }
      secrets.formUnion(hidden.secrets)
      return hidden.text
    }

    mutating func text(_ text: String?) -> String? { text.map { self.text($0) } }

    mutating func table(_ table: TableName) -> TableName {
      TableName(keyspace: text(table.keyspace), table: text(table.table))
    }

    /// True for labels that cannot contain a secret.
    static func isClean(_ labels: Labels) -> Bool {
      labels.pairs.allSatisfy { pair in
        !SecretScreen.mayHold(pair.value.utf8Span.span) && !SecretScreen.mayName(pair.name.utf8Span.span)
      }
    }

    mutating func labels(_ labels: Labels) -> Labels {
      if Texts.isClean(labels) { return labels }
      let setting = labels.pairs.first { Texts.isName($0.name) }?.value
      let values = labels.pairs.map { pair in
        text(pair.value, named: setting != nil && Texts.isValue(pair.name) ? setting : pair.name)
      }
      guard !secrets.isEmpty else { return labels }
      return Labels(zip(labels.pairs, values).map { ($0.name, $1) })
    }

    /// True for a record without a text that may contain a secret: nearly every record.
    static func isClean(_ it: Event) -> Bool {
      if SecretScreen.mayHold(it.message.utf8Span.span) || SecretScreen.mayHold(it.thread.utf8Span.span) {
        return false
      }
      for (name, value) in zip(it.fields.names, it.fields.values) {
        guard case .text(let text) = value else { continue }
        if SecretScreen.mayName(name.name.utf8Span.span) || SecretScreen.mayHold(text.utf8Span.span)
          || (isName(name.name) && SecretScreen.mayName(text.utf8Span.span))
        {
          return false
        }
      }
      return it.throwable?.links.allSatisfy { link in
        !SecretScreen.mayHold(link.className.utf8Span.span)
          && !SecretScreen.mayHold(link.message.utf8Span.span)
      } ?? true
    }

    mutating func fields(_ fields: EventFields) -> EventFields {
      guard fields.values.contains(where: { if case .text = $0 { true } else { false } }) else {
        return fields
      }
      let setting = zip(fields.names, fields.values).first { Texts.isName($0.0.name) }?.1.text
      let values = zip(fields.names, fields.values).map { name, value -> FieldValue in
        guard case .text(let text) = value else { return value }
        return .text(self.text(text, named: setting != nil && Texts.isValue(name.name) ? setting : name.name))
      }
      // A secret that is also in the message is counted already.
      return values == fields.values ? fields : EventFields(names: fields.names, values: values)
    }

    /// True for a field that names the meaning of another field's value.
    private static func isName(_ name: String) -> Bool {
      ["setting", "name", "property", "option"].contains(name)
    }
    private static func isValue(_ name: String) -> Bool {
      ["value", "from", "to", "old", "new", "previous", "text"].contains(name)
    }
  }

  private mutating func source(_ source: SourceLocation, _ texts: Texts = Texts()) -> SourceLocation {
    // Facts arrive file by file.
    if source.file != file.given { file = (source.file, names[source.file]) }
    if !texts.secrets.isEmpty { counts[file.shown, default: 0] += texts.secrets.count }
    return SourceLocation(file: file.shown, line: source.line)
  }

  /// True if screening does not change the file name of `batch`.
  mutating func keepsName(of batch: EventBatch) -> Bool {
    if batch.file != file.given { file = (batch.file, names[batch.file]) }
    return file.shown == file.given
  }

  // MARK: Captures of commands

  /// False for a sample that needs no change.
  mutating func changes(_ it: Sample) -> Bool {
    if it.source.file != file.given { file = (it.source.file, names[it.source.file]) }
    return file.shown != file.given || !Texts.isClean(it.labels)
  }

  private mutating func screened(_ it: Sample) -> Sample {
    guard changes(it) else { return it }
    var texts = Texts()
    let labels = texts.labels(it.labels)
    return Sample(
      at: it.at, atKind: it.atKind, metric: it.metric, labels: labels, value: it.value,
      source: source(it.source, texts))
  }

  private mutating func screened(_ it: Attribute) -> Attribute {
    var texts = Texts()
    let value = texts.text(it.value, named: it.name.name)
    return Attribute(at: it.at, name: it.name, value: value, source: source(it.source, texts))
  }

  private mutating func screened(_ it: Poll) -> Poll {
    var texts = Texts()
    let (command, failure) = (texts.text(it.command), texts.text(it.failure))
    return Poll(
      at: it.at, atKind: it.atKind, command: command, failure: failure, source: source(it.source, texts))
  }

  private mutating func screened(_ it: CompactionRow) -> CompactionRow {
    var texts = Texts()
    let (table, rows) = (texts.table(it.table), texts.text(it.rowsMerged))
    let (kind, strategy) = (texts.text(it.kind), texts.text(it.strategy))
    return CompactionRow(
      id: it.id, table: table, compactedAt: it.compactedAt, bytesIn: it.bytesIn, bytesOut: it.bytesOut,
      rowsMerged: rows, kind: kind, strategy: strategy, source: source(it.source, texts))
  }

  private mutating func screened(_ it: RingEntry) -> RingEntry {
    var texts = Texts()
    let (address, state, hostID) = (texts.text(it.address), texts.text(it.state), texts.text(it.hostID))
    let (rack, dataCenter) = (texts.text(it.rack), texts.text(it.dataCenter))
    return RingEntry(
      address: address, state: state, loadBytes: it.loadBytes, ownsRatio: it.ownsRatio, hostID: hostID,
      rack: rack,
      dataCenter: dataCenter, at: it.at, atKind: it.atKind, source: source(it.source, texts))
  }

  private mutating func screened(_ it: GossipEntry) -> GossipEntry {
    var texts = Texts()
    let (address, status, hostID) = (texts.text(it.address), texts.text(it.status), texts.text(it.hostID))
    let (rack, dataCenter, schema) = (texts.text(it.rack), texts.text(it.dataCenter), texts.text(it.schema))
    let (version, client) = (texts.text(it.version), texts.text(it.clientAddress))
    return GossipEntry(
      address: address, generation: it.generation, status: status, loadBytes: it.loadBytes, schema: schema,
      dataCenter: dataCenter, rack: rack, version: version, hostID: hostID, clientAddress: client, at: it.at,
      atKind: it.atKind, source: source(it.source, texts))
  }

  private mutating func screened(_ it: TableSchema) -> TableSchema {
    var texts = Texts()
    let table = texts.table(it.table)
    let (compaction, replication) = (texts.labels(it.compaction), texts.labels(it.replication))
    return TableSchema(
      table: table, isView: it.isView, compaction: compaction, gcGraceSeconds: it.gcGraceSeconds,
      defaultTTLSeconds: it.defaultTTLSeconds, replication: replication, source: source(it.source, texts))
  }

  /// Diagnostics quote the input.
  mutating func screened(_ it: Diagnostic) -> Diagnostic {
    var texts = Texts()
    let setting = it.fields["name"]
    let fields = it.fields.sorted { $0.key < $1.key }.map { name, value in
      (name, texts.text(value, named: name == "value" ? setting ?? name : name))
    }
    return Diagnostic(it.code, at: source(it.source, texts), Dictionary(fields) { first, _ in first })
  }

  mutating func screened(_ log: DiagnosticLog) -> DiagnosticLog {
    var screened = DiagnosticLog()
    for entry in log.entries { screened.report(self.screened(entry.diagnostic), more: entry.more) }
    return screened
  }

  // MARK: Records

  private mutating func screened(_ it: Event) -> Event {
    var texts = Texts()
    if Texts.isClean(it) {
      let source = source(it.source)
      if source.file == it.source.file { return it }
    }
    let (thread, message, fields) = (texts.text(it.thread), texts.text(it.message), texts.fields(it.fields))
    let throwable = it.throwable.flatMap { throwable in
      Throwable(
        links: throwable.links.map { link in
          Throwable.Link(
            className: texts.text(link.className), message: texts.text(link.message), frames: link.frames,
            isSuppressed: link.isSuppressed)
        })
    }
    let source = source(it.source, texts)
    if texts.secrets.isEmpty, source.file == it.source.file { return it }
    return Event(
      name: it.name, role: it.role, severity: it.severity, level: it.level, at: it.at, thread: thread,
      logger: it.logger, message: message, fields: fields, throwable: throwable, source: source)
  }

  private mutating func screened(_ it: Occurrence) -> Occurrence {
    var texts = Texts()
    let (fields, message) = (texts.fields(it.fields), texts.text(it.message))
    return Occurrence(
      name: it.name, severity: it.severity, at: it.at, fields: fields, message: message,
      source: source(it.source, texts))
  }
}

extension DiagnosticCode {
  /// The number of secrets hidden in a file.
  package static let secretsHidden = DiagnosticCode("secrets.hidden", .note, "{count} hidden")
}

extension DiagnosticLog {
  /// The number of secrets hidden in all files.
  package var secretsHidden: Int {
    entries.reduce(0) { sum, entry in
      guard entry.diagnostic.code.name == DiagnosticCode.secretsHidden.name else { return sum }
      let count = entry.diagnostic.fields["count"]?.prefix { $0.isNumber } ?? ""
      return sum.addingReportingOverflow(Int(count) ?? 0).partialValue
    }
  }
}

extension Diagnostic {
  static func secretsHidden(_ count: Int, in file: String) -> Diagnostic {
    Diagnostic(
      .secretsHidden, at: SourceLocation(file: file, line: 0),
      ["count": String(count) + (count == 1 ? " secret" : " secrets")])
  }
}
