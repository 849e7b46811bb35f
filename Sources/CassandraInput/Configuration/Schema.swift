// A schema in CQL, as `DESCRIBE SCHEMA` or a collector prints it: the options of each table that affect
// compaction. Statements end with a semicolon outside of strings and comments; options follow `WITH`. Source:
// cqlsh 3.11 to 6.0, TableMetadata.java and KeyspaceMetadata.java (CQL since 4.0).
//
//     CREATE TABLE shop.orders ( id uuid PRIMARY KEY ) WITH gc_grace_seconds = 864000
//         AND compaction = {'class': 'org.apache.cassandra.db.compaction.LeveledCompactionStrategy'};

import CassandraModel

extension CaptureFormat {
  static let schema = CaptureFormat(
    name: "schema",
    recognises: { head, file in isSchema(head) },
    makeReader: { file, time in WholeTextReader("schema", file: file, time: time, read: readSchema) })
}

/// True if one of the first lines begins a statement that creates a keyspace or a table.
private func isSchema(_ head: Span<UInt8>) -> Bool {
  var start = 0
  var looked = 0
  while start < head.count, looked < 100 {
    let end = head.firstIndex(of: UInt8(ascii: "\n"), in: start..<head.count) ?? head.count
    let line = start..<end
    if head.hasPrefix("CREATE KEYSPACE ", in: line) || head.hasPrefix("CREATE TABLE ", in: line)
      || head.hasPrefix("CREATE TYPE ", in: line)
    {
      return true
    }
    start = end + 1
    looked += 1
  }
  return false
}

private func readSchema(_ text: CommandOutput, _ reading: inout OutputReading) {
  let span = text.text.span
  var tokens = CQLTokens(text)
  var replication: [String: Labels] = [:]
  var last = 0
  while let statement = tokens.nextStatement(span) {
    let lines = text.lineIndex(of: statement.start)...text.lineIndex(of: statement.end)
    // Comments and notes of cqlsh between statements.
    for i in last..<max(last, lines.lowerBound) { reading.markUnlessBlank(i, .decoration) }
    last = lines.upperBound + 1
    guard statement.isWhole else {
      reading.failure = "its last statement is cut off"
      return
    }
    for i in lines where reading.fates[i] != .known {
      reading.markUnlessBlank(i, i == lines.lowerBound ? .known : .continuation)
    }
    let words = statement.words
    if words.starts(with: ["CREATE", "KEYSPACE"]), let name = words.name(after: 2) {
      replication[name.last] = Labels(words.map(of: "replication"))
    } else if let table = words.createdTable {
      reading.add(
        .schema(
          TableSchema(
            table: table.name, isView: table.isView, compaction: Labels(words.map(of: "compaction")),
            gcGraceSeconds: words.number(of: "gc_grace_seconds"),
            defaultTTLSeconds: words.number(of: "default_time_to_live"),
            replication: replication[table.name.keyspace] ?? .none, source: reading.source(lines.lowerBound)))
      )
    }
  }
  for i in reading.fates.indices.dropFirst(last) { reading.markUnlessBlank(i, .decoration) }
}

/// The tokens of one statement: names, numbers, strings without quotation marks, and single-byte symbols.
private struct CQLStatement {
  let start: Int
  let end: Int
  let isWhole: Bool
  let words: [String]
}

/// Splits CQL into statements.
private struct CQLTokens {
  private let text: CommandOutput
  private var position = 0
  private var line = 0

  init(_ text: CommandOutput) { self.text = text }

  /// The next statement; nil if only white space and comments are left.
  mutating func nextStatement(_ span: Span<UInt8>) -> CQLStatement? {
    var words: [String] = []
    var start: Int?
    while let word = nextWord(span) {
      start = start ?? word.range.lowerBound
      if word.text == ";", !word.isString {
        return CQLStatement(start: start ?? position, end: word.range.lowerBound, isWhole: true, words: words)
      }
      words.append(word.text)
    }
    guard let start else { return nil }
    return CQLStatement(start: start, end: max(start, span.count - 1), isWhole: false, words: words)
  }

  private mutating func nextWord(_ span: Span<UInt8>) -> (text: String, range: Range<Int>, isString: Bool)? {
    while position < span.count {
      while line + 1 < text.lines.count, text.lines[line + 1].bytes.lowerBound <= position { line += 1 }
      let lineEnd = max(position + 1, text.lines[line].bytes.upperBound)
      let start = position
      let byte = span[start]
      if isBlank(byte) {
        position += 1
      } else if span.matches("--", at: start, before: span.count)
        || span.matches("//", at: start, before: span.count)
      {
        position = lineEnd
      } else if span.matches("/*", at: start, before: span.count) {
        position = span.firstRange(of: "*/", in: start..<span.count)?.upperBound ?? span.count
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        return string(from: start, mark: byte, span)
      } else if span.matches("$$", at: start, before: span.count) {
        let end = span.firstRange(of: "$$", in: (start + 2)..<span.count)?.upperBound ?? span.count
        position = end
        return ("$$", start..<end, true)
      } else if Self.isWordByte(byte) {
        // A name ends with its line: the lines are joined without line ends.
        while position < lineEnd, Self.isWordByte(span[position]) { position += 1 }
        return (span.text(in: start..<position), start..<position, false)
      } else {
        position += 1
        return (span.text(in: start..<position), start..<position, false)
      }
    }
    return nil
  }

  /// A string or a quoted name; a quotation mark in it is doubled.
  private mutating func string(
    from start: Int, mark: UInt8, _ span: Span<UInt8>
  ) -> (text: String, range: Range<Int>, isString: Bool) {
    var bytes: [UInt8] = []
    position = start + 1
    while position < span.count {
      if span[position] == mark {
        if position + 1 < span.count, span[position + 1] == mark {
          position += 1
        } else {
          position += 1
          break
        }
      }
      bytes.append(span[position])
      position += 1
    }
    return (bytes.span.text(in: bytes.span.all), start..<position, true)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      0x80...0xFF:
      true
    default: false
    }
  }
}

extension [String] {
  /// The name at `place`, after `IF NOT EXISTS` if that is there: `shop . orders` or `orders`.
  fileprivate func name(after place: Int) -> (keyspace: String?, last: String)? {
    var place = place
    if place + 3 < count, self[place] == "IF" { place += 3 }
    guard place < count else { return nil }
    if place + 2 < count, self[place + 1] == "." { return (self[place], self[place + 2]) }
    return (nil, self[place])
  }

  /// The table or view that this statement creates; nil for any other statement and without a keyspace.
  fileprivate var createdTable: (name: TableName, isView: Bool)? {
    let isView = starts(with: ["CREATE", "MATERIALIZED", "VIEW"])
    guard isView || starts(with: ["CREATE", "TABLE"]), let name = name(after: isView ? 3 : 2),
      let keyspace = name.keyspace
    else { return nil }
    return (TableName(keyspace: keyspace, table: name.last), isView)
  }

  /// The pairs of `option = {'a': 'b', …}`; classes without their package.
  fileprivate func map(of option: String) -> [(name: String, value: String)] {
    guard var i = place(of: option), i < count, self[i] == "{" else { return [] }
    var pairs: [(name: String, value: String)] = []
    i += 1
    while i + 2 < count, self[i] != "}" {
      if self[i + 1] == ":" {
        let value = self[i + 2]
        let isClass = self[i] == "class"
        let short = isClass ? value.split(separator: ".").last.map(String.init) ?? value : value
        pairs.append((self[i], short))
        i += 3
      } else {
        i += 1
      }
    }
    return pairs
  }

  /// The number of `option = 864000`.
  fileprivate func number(of option: String) -> Int64? {
    guard let i = place(of: option), i < count else { return nil }
    return Int64(self[i])
  }

  /// The index of the value of `option`, after `WITH` or `AND`.
  private func place(of option: String) -> Int? {
    for i in indices.dropLast(2) where self[i + 1] == option && self[i + 2] == "=" {
      if self[i] == "WITH" || self[i] == "AND" { return i + 3 }
    }
    return nil
  }
}
