// Logs as JSON: one object a line with any names, one array of objects, or a response that contains such an
// array:
//
//   {"level":"ERROR","ts":"…","msg":"…"}                               a line each
//   [ {"severity":"ERROR","timestamp":"…","textPayload":"…"}, … ]       GCP
//   {"events":[{"timestamp":1623669603501,"message":"…"}, …]}           CloudWatch
//   {"hits":{"hits":[{"_source":{"@timestamp":"…","message":"…"}}, …]}} Elasticsearch

import CassandraModel

/// The records of a text of JSON.
struct RecordObjects: Hashable, Sendable {
  /// Number of objects and arrays around a record.
  private let depth: Int
  let keys: RecordKeys
  private(set) var isNewestFirst = false

  private static let sampleSize = 200
  /// Deepest nesting within a record.
  private static let nesting = 3
  /// Deepest array of records.
  private static let deepest = 6

  /// The records of the text that begins with `head`; nil if it contains no log.
  init?(_ head: Span<UInt8>) {
    guard let start = RecordObjects.start(head) else { return nil }
    // Below the text of a page there are objects of a line each.
    let isWhole = head.all.first { !isSpace(head[$0]) } == start
    for depth in 0...(isWhole ? RecordObjects.deepest : 0) {
      guard let first = RecordObjects.firstRecord(head, depth) else { continue }
      var sample: [[RecordField]] = []
      var position = first
      while sample.count < RecordObjects.sampleSize,
        let object = RecordObjects.nextObject(head, &position)
      {
        if let fields = RecordObjects.fields(head, object) { sample.append(fields) }
      }
      guard let keys = RecordKeys(sample) else { continue }
      self.depth = depth
      self.keys = keys
      isNewestFirst = isDescending(sample.compactMap { keys.order(of: $0) })
      return
    }
    return nil
  }

  /// The start of the first object or array that begins a line, or follows a time at the beginning of one.
  private static func start(_ bytes: Span<UInt8>) -> Int? {
    var line = 0
    while line < bytes.count {
      let end = bytes.firstIndex(of: UInt8(ascii: "\n"), in: line..<bytes.count) ?? bytes.count
      let ink = behindTime(bytes, bytes.trimmed(line..<end))
      if let first = ink.first, bytes[first] == UInt8(ascii: "{") || bytes[first] == UInt8(ascii: "[") {
        return first
      }
      line = end + 1
    }
    return nil
  }

  /// `line` without the time before an object, as `docker logs -t` and `kubectl logs --timestamps` print it.
  private static func behindTime(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Range<Int> {
    guard let first = line.first, digit(bytes[first]) != nil, let word = bytes.firstWord(in: line),
      let time = HeadTime(bytes, at: first, before: word.upperBound), time.end == word.upperBound
    else { return line }
    let rest = bytes.trimmed(word.upperBound..<line.upperBound)
    return bytes.hasPrefix("{", in: rest) ? rest : line
  }

  /// The start of the first object at `depth`, inside an array unless it is outermost.
  private static func firstRecord(_ bytes: Span<UInt8>, _ depth: Int) -> Int? {
    guard let start = start(bytes) else { return nil }
    if depth == 0 { return bytes[start] == UInt8(ascii: "{") ? start : nil }
    var scanner = JSONScanner(start..<bytes.count)
    var open: [Bool] = []
    while let token = try? scanner.next(bytes) {
      switch token {
      case .beginObject:
        if open.count == depth, open.last == false { return scanner.position - 1 }
        open.append(true)
      case .beginArray: open.append(false)
      case .endObject, .endArray: _ = open.popLast()
      default: break
      }
    }
    return nil
  }

  /// The next complete object at or after `position`, which then moves past it. Other text is skipped up to
  /// the end of its line.
  private static func nextObject(_ bytes: Span<UInt8>, _ position: inout Int) -> Range<Int>? {
    while position < bytes.count {
      let byte = bytes[position]
      if isSpace(byte) || byte == UInt8(ascii: ",") {
        position += 1
        continue
      }
      if byte == UInt8(ascii: "{") {
        var scanner = JSONScanner(position..<bytes.count)
        var open = 0
        scan: while let token = try? scanner.next(bytes) {
          switch token {
          case .beginObject, .beginArray: open += 1
          case .endObject, .endArray: open -= 1
          default: break
          }
          if open == 0 { break scan }
        }
        if open == 0 {
          defer { position = scanner.position }
          return position..<scanner.position
        }
      }
      let end = bytes.firstIndex(of: UInt8(ascii: "\n"), in: position..<bytes.count) ?? bytes.count
      let rest = behindTime(bytes, position..<end)
      if rest.lowerBound > position {
        position = rest.lowerBound
        continue
      }
      position =
        bytes.firstIndex(of: UInt8(ascii: "\n"), in: position..<bytes.count).map { $0 + 1 } ?? bytes.count
    }
    return nil
  }

  /// The values within the object in `range` by name, without the contents of arrays.
  private static func fields(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [RecordField]? {
    var scanner = JSONScanner(range)
    var fields: [RecordField] = []
    var path: [String] = []
    var open: [Bool] = []
    var key = ""
    while let token = try? scanner.next(bytes) {
      switch token {
      case .beginObject:
        if !open.isEmpty { path.append(key) }
        open.append(true)
      case .beginArray:
        path.append(key)
        open.append(false)
      case .endObject, .endArray:
        _ = open.popLast()
        _ = path.popLast()
      case .key(let name): key = name.string(bytes)
      case .text(let text) where open.count <= nesting && !open.contains(false):
        fields.append(RecordField(name: (path + [key]).joined(separator: "."), value: text.string(bytes)))
      case .number(let number) where open.count <= nesting && !open.contains(false):
        fields.append(RecordField(name: (path + [key]).joined(separator: "."), value: bytes.text(in: number)))
      default: break
      }
      if fields.count > 256 { break }
    }
    return fields.isEmpty ? nil : fields
  }

  // MARK: Blocks

  /// The records of a block that begins with the text or with a record.
  func records(in bytes: Span<UInt8>, isFirst: Bool) -> [ExportedRecord] {
    var records: [ExportedRecord] = []
    // Text before the first record of a line may be of the log, too.
    var position = isFirst && depth > 0 ? RecordObjects.firstRecord(bytes, depth) ?? 0 : 0
    var counted = 0
    var line = 1
    while position < bytes.count {
      let start = position
      let object = RecordObjects.nextObject(bytes, &position)
      // Text between records of lines may be lines of the log itself.
      if depth == 0 {
        let end = object.map { RecordObjects.startOfLine(bytes, start, $0) } ?? bytes.count
        appendPlain(bytes, start..<end, line, to: &records, counted)
      }
      guard let object else { break }
      line += bytes.lineEnds(in: counted..<object.lowerBound)
      counted = object.lowerBound
      if let fields = RecordObjects.fields(bytes, object), let text = keys.text(of: fields) {
        records.append(ExportedRecord(text: text, line: line, isSpread: false))
      }
    }
    return isNewestFirst ? records.reversed() : records
  }

  /// The start of `object`, or of the time before it on its line; not before `start`.
  private static func startOfLine(_ bytes: Span<UInt8>, _ start: Int, _ object: Range<Int>) -> Int {
    let newline = bytes.lastIndex(of: UInt8(ascii: "\n"), in: start..<object.lowerBound)
    let line = newline.map { $0 + 1 } ?? start
    let isTimed = behindTime(bytes, bytes.trimmed(line..<object.upperBound)).lowerBound == object.lowerBound
    return isTimed ? line : object.lowerBound
  }

  /// Appends the lines in `range` that are not objects.
  private func appendPlain(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ line: Int, to records: inout [ExportedRecord], _ counted: Int
  ) {
    var line = line + bytes.lineEnds(in: counted..<range.lowerBound)
    var start = range.lowerBound
    while start < range.upperBound {
      let end = bytes.firstIndex(of: UInt8(ascii: "\n"), in: start..<range.upperBound) ?? range.upperBound
      let ink = bytes.trimmed(start..<bytes.withoutReturn(start..<end))
      if !ink.isEmpty, !RecordObjects.isPunctuation(bytes, ink) {
        var text: [UInt8] = []
        text.append(bytes.extracting(start..<bytes.withoutReturn(start..<end)))
        records.append(ExportedRecord(text: text, line: line, isSpread: false))
      }
      line += 1
      start = end + 1
    }
  }

  /// True for separators of records, and for the start or end of their array: `,`, `{"events": [`, `],
  /// "next": 1}`.
  private static func isPunctuation(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    switch bytes[line.lowerBound] {
    case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): true
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      bytes.hasSuffix("[", in: line) || bytes.hasSuffix("{", in: line)
    default: false
    }
  }

  /// The start of a record in the line that begins at `start`; nil if there is none.
  func recordStart(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
    var position = start
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n"), isSpace(bytes[position]) {
      position += 1
    }
    guard position < bytes.count, bytes[position] == UInt8(ascii: "{") else { return nil }
    let first = position
    guard let object = RecordObjects.nextObject(bytes, &position), object.lowerBound == first,
      let fields = RecordObjects.fields(bytes, object), keys.text(of: fields) != nil,
      keys.order(of: fields) != nil
    else { return nil }
    return start
  }
}

private func isSpace(_ byte: UInt8) -> Bool {
  isBlank(byte) || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
}
