// A line of the interchange as keys and values, read from JSON. An invalid line is an error with a reason,
// and never affects another line.

import CassandraModel

/// The reason why a line gives no fact.
enum FactError: Error, Hashable {
  case json(JSONError.Reason)
  case kind(String)
  case misplaced(FactKind)
  case missing(FactKey)
  case wrong(FactKey)
  /// Its node differs from that of the lines around it.
  case otherNode

  /// The words after "this line …".
  var reason: String {
    switch self {
    case .json(.end): "ends too early"
    case .json(.unexpected): "is no JSON object"
    case .json(.depth): "has values too deep in each other"
    case .kind(let name): "is of a kind that is not known, " + name
    case .misplaced(let kind): "does not belong here: " + kind.rawValue
    case .missing(let key): "has no " + key.rawValue
    case .wrong(let key): "has another value than it may have as " + key.rawValue
    case .otherNode: "belongs to a node that was not announced before it"
    }
  }
}

enum FactValue: Sendable {
  case null
  case truth(Bool)
  case integer(Int64)
  case decimal(Double)
  case text(String)
  case time(Moment)
  case object([(name: String, value: FactValue)])
  case list([FactValue])
}

struct FactLine: Sendable {
  let kind: FactKind
  fileprivate let values: [(key: FactKey, value: FactValue)]

  /// The value of `key`; nil if it is missing or null.
  subscript(key: FactKey) -> FactValue? {
    for pair in values where pair.key == key {
      if case .null = pair.value { return nil }
      return pair.value
    }
    return nil
  }

  func optionalText(_ key: FactKey) throws(FactError) -> String? {
    guard let value = self[key] else { return nil }
    guard case .text(let text) = value else { throw .wrong(key) }
    return text
  }

  func text(_ key: FactKey) throws(FactError) -> String {
    guard let text = try optionalText(key) else { throw .missing(key) }
    return text
  }

  func optionalInteger(_ key: FactKey) throws(FactError) -> Int64? {
    guard let value = self[key] else { return nil }
    guard case .integer(let integer) = value else { throw .wrong(key) }
    return integer
  }

  func integer(_ key: FactKey) throws(FactError) -> Int64 {
    guard let value = try optionalInteger(key) else { throw .missing(key) }
    return value
  }

  /// A count that can be added to others without overflow.
  func count(_ key: FactKey) throws(FactError) -> Int {
    guard let value = Int(exactly: try integer(key)), (0...(1 << 46)).contains(value) else {
      throw .wrong(key)
    }
    return value
  }

  func optionalDecimal(_ key: FactKey) throws(FactError) -> Double? {
    switch self[key] {
    case nil: return nil
    case .integer(let value)?: return Double(value)
    case .decimal(let value)?: return value
    case .text(let text)?:
      guard let value = Double(text), !value.isFinite else { throw .wrong(key) }
      return value
    default: throw .wrong(key)
    }
  }

  func decimal(_ key: FactKey) throws(FactError) -> Double {
    guard let value = try optionalDecimal(key) else { throw .missing(key) }
    return value
  }

  func truth(_ key: FactKey) throws(FactError) -> Bool {
    guard case .truth(let value)? = self[key] else { throw .wrong(key) }
    return value
  }

  func moment(_ key: FactKey) throws(FactError) -> Moment? {
    guard let value = self[key] else { return nil }
    guard case .time(let moment) = value else { throw .wrong(key) }
    return moment
  }

  /// The time of a fact: the node's clock, if that was read.
  func moment() throws(FactError) -> Moment? {
    if let local = try moment(.local) { return local }
    return try instant(.at).map { .utc($0) }
  }

  func instant(_ key: FactKey) throws(FactError) -> Instant? {
    switch try moment(key) {
    case .utc(let instant)?: return instant
    case nil: return nil
    case .local?: throw .wrong(key)
    }
  }

  func choice<Choice: RawRepresentable<String>>(_ key: FactKey) throws(FactError) -> Choice? {
    guard let text = try optionalText(key) else { return nil }
    guard let choice = Choice(rawValue: text) else { throw .wrong(key) }
    return choice
  }

  func severity() throws(FactError) -> Severity {
    guard let severity: Severity = try choice(.severity) else { throw .missing(.severity) }
    return severity
  }

  func source() throws(FactError) -> SourceLocation { FactPlace.source(try text(.source)) }

  func table() throws(FactError) -> TableName {
    TableName(keyspace: try text(.keyspace), table: try text(.table))
  }

  func texts(_ key: FactKey) throws(FactError) -> [(name: String, value: String)] {
    guard case .object(let pairs)? = self[key] else { throw .wrong(key) }
    var texts: [(name: String, value: String)] = []
    for pair in pairs {
      guard case .text(let text) = pair.value else { throw .wrong(key) }
      texts.append((pair.name, text))
    }
    return texts
  }

  func labels(_ key: FactKey) throws(FactError) -> Labels { Labels(try texts(key)) }

  func fields(_ key: FactKey) throws(FactError) -> EventFields {
    guard case .object(let pairs)? = self[key] else { throw .wrong(key) }
    if pairs.isEmpty { return .none }
    var values: [FieldValue] = []
    values.reserveCapacity(pairs.count)
    for pair in pairs {
      guard let value = FieldValue(pair.value) else { throw .wrong(key) }
      values.append(value)
    }
    return EventFields(names: pairs.map { FieldName($0.name) }, values: values)
  }

  func throwable(_ key: FactKey) throws(FactError) -> Throwable? {
    guard let value = self[key] else { return nil }
    guard case .list(let items) = value else { throw .wrong(key) }
    var links: [Throwable.Link] = []
    var release: String?
    for item in items {
      guard case .object(let pairs) = item else { throw .wrong(key) }
      let link = FactLine(
        kind: kind,
        values: pairs.compactMap { pair in FactKey.byName[pair.name].map { ($0, pair.value) } })
      guard case .list(let texts)? = link[.frames], texts.count <= Throwable.frameLimit else {
        throw .wrong(key)
      }
      var frames: [String] = []
      for text in texts {
        guard case .text(let frame) = text else { throw .wrong(key) }
        frames.append(frame)
      }
      links.append(
        Throwable.Link(
          className: try link.text(.className), message: try link.text(.message), frames: frames,
          isSuppressed: try link.truth(.suppressed)))
      if links.count == 1, link[.version] != nil { release = try link.text(.version) }
    }
    return Throwable(links: links, release: release)
  }
}

extension FieldValue {
  fileprivate init?(_ value: FactValue) {
    switch value {
    case .integer(let value): self = .integer(value)
    case .decimal(let value): self = .decimal(value)
    case .text(let text):
      if let id = TimeUUID(text), id.description == text { self = .uuid(id) } else { self = .text(text) }
    case .object(let pairs):
      guard pairs.count == 1, case .text(let text) = pairs[0].value else { return nil }
      switch pairs[0].name {
      case "text": self = .text(text)
      case "decimal":
        guard let value = Double(text), !value.isFinite else { return nil }
        self = .decimal(value)
      default: return nil
      }
    case .null, .truth, .time, .list: return nil
    }
  }
}

/// Reads lines. Interns the strings that repeat.
struct FactLineReader {
  private var strings = StringCache()

  /// The depth of values: line, list of exceptions, exception, frames.
  private static let depthLimit = 6

  /// The line in `range` of `text`.
  mutating func read(_ text: Span<UInt8>, _ range: Range<Int>) throws(FactError) -> FactLine {
    strings.trim()
    var scanner = JSONScanner(range)
    do throws(JSONError) {
      guard case .beginObject? = try scanner.next(text) else {
        throw JSONError(reason: .unexpected, position: 0)
      }
    } catch { throw .json(error.reason) }
    var kind: FactKind?
    var values: [(key: FactKey, value: FactValue)] = []
    values.reserveCapacity(16)
    while let name = try key(&scanner, text) {
      // Keys of later versions are skipped.
      guard let key = FactKey.byName[name] else {
        _ = try value(&scanner, text, nil, depth: 1)
        continue
      }
      let value = try value(&scanner, text, key, depth: 1)
      guard key == .type else {
        values.append((key, value))
        continue
      }
      guard case .text(let name) = value else { throw .wrong(.type) }
      kind = FactKind(rawValue: name)
      if kind == nil { throw .kind(name) }
    }
    guard let kind else { throw .missing(.type) }
    guard text.trimmed(scanner.position..<range.upperBound).isEmpty else { throw .json(.unexpected) }
    return FactLine(kind: kind, values: values)
  }

  /// The next key of an object; nil at its end.
  private mutating func key(_ scanner: inout JSONScanner, _ text: Span<UInt8>) throws(FactError) -> String? {
    do throws(JSONError) {
      guard case .key(let key)? = try scanner.next(text) else { return nil }
      return string(key, text)
    } catch { throw .json(error.reason) }
  }

  private mutating func value(
    _ scanner: inout JSONScanner, _ text: Span<UInt8>, _ key: FactKey?, depth: Int
  ) throws(FactError) -> FactValue {
    let token: JSONToken?
    do throws(JSONError) { token = try scanner.next(text) } catch { throw .json(error.reason) }
    guard let token else { throw .json(.end) }
    return try value(token, &scanner, text, key, depth: depth)
  }

  private mutating func value(
    _ token: JSONToken, _ scanner: inout JSONScanner, _ text: Span<UInt8>, _ key: FactKey?, depth: Int
  ) throws(FactError) -> FactValue {
    guard depth < FactLineReader.depthLimit else { throw .json(.depth) }
    switch token {
    case .null: return .null
    case .truth(let truth): return .truth(truth)
    case .number(let range): return try number(text, range)
    case .text(let it):
      switch key {
      case .at, .local, .first, .last, .since, .until:
        guard let moment = FactTime.moment(text, it.range) else { throw .wrong(key ?? .at) }
        return .time(moment)
      default: return .text(string(it, text))
      }
    case .beginObject:
      var pairs: [(name: String, value: FactValue)] = []
      while let name = try self.key(&scanner, text) {
        // Inside options there are times, inside fields only text.
        let inner = key == .options ? FactKey.byName[name] : nil
        pairs.append((name, try value(&scanner, text, inner, depth: depth + 1)))
      }
      return .object(pairs)
    case .beginArray:
      var list: [FactValue] = []
      while true {
        let next: JSONToken?
        do throws(JSONError) { next = try scanner.next(text) } catch { throw .json(error.reason) }
        guard let next else { throw .json(.end) }
        if case .endArray = next { return .list(list) }
        list.append(try value(next, &scanner, text, nil, depth: depth + 1))
      }
    case .key, .endObject, .endArray: throw .json(.unexpected)
    }
  }

  private mutating func string(_ it: JSONText, _ text: Span<UInt8>) -> String {
    it.hasEscapes ? it.string(text) : strings.string(text, it.range)
  }

  private func number(_ text: Span<UInt8>, _ range: Range<Int>) throws(FactError) -> FactValue {
    if let integer = text.integer(in: range), !text.equals("-0", in: range) { return .integer(integer) }
    guard let value = Double(text.text(in: range)), value.isFinite else { throw .json(.unexpected) }
    return .decimal(value)
  }
}
