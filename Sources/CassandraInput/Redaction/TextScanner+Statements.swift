// Statements of CQL in a text: keywords stay, tables and values are replaced.

import CassandraModel

extension TextScanner {
  /// A statement in text: from its first word to the end of the text or to the closing mark.
  mutating func isStatement(_ end: Int) -> Bool {
    guard TextScanner.verbs.contains(text(at..<end)), TextScanner.isStatement(text(at..<bytes.count)) else {
      return false
    }
    var last = bytes.count
    if at > 0, bytes[at - 1] == UInt8(ascii: "<"),
      let close = bytes[at...].firstRange(of: ">,".utf8)?.lowerBound
        ?? bytes[at...].lastIndex(of: UInt8(ascii: ">"))
    {
      last = close
    }
    put(redactor.statement(text(at..<last)), upTo: last)
    return true
  }

  static let verbs: Set = ["SELECT", "INSERT", "UPDATE", "DELETE"]

  static func isStatement(_ text: String) -> Bool {
    (text.hasPrefix("SELECT ") || text.hasPrefix("DELETE ")) && text.contains(" FROM ")
      || text.hasPrefix("INSERT INTO ") || text.hasPrefix("UPDATE ") && text.contains(" SET ")
  }

  mutating func runStatement() {
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "'") {
        literal()
      } else if "=<>".utf8.contains(byte) {
        while at < bytes.count, "=<>".utf8.contains(bytes[at]) { keep(1) }
        operand()
      } else if byte.isWord, at == 0 || !bytes[at - 1].isWord {
        statementWord()
      } else {
        step()
      }
    }
  }

  mutating func literal() {
    var end = at + 1
    while end < bytes.count {
      if bytes[end] == UInt8(ascii: "'") {
        guard self.byte(end + 1) == UInt8(ascii: "'") else { break }
        end += 1
      }
      end += 1
    }
    let last = min(end, bytes.count)
    let content = text((at + 1)..<last)
    keep(1)
    put(content.isEmpty ? "" : redactor.value(content), upTo: last)
    if at < bytes.count { keep(1) }
  }

  /// The operand of a comparison: up to the next keyword of the statement.
  mutating func operand() {
    while at < bytes.count, bytes[at].isBlank { keep(1) }
    guard at < bytes.count else { return }
    if bytes[at] == UInt8(ascii: "'") { return literal() }
    // `token(…) > token(…)`
    var end = at
    while end < bytes.count {
      if ";".utf8.contains(bytes[end]) { break }
      if bytes[end] == UInt8(ascii: " "),
        TextScanner.clauses.contains(where: { bytes[(end + 1)...].starts(with: $0.utf8) })
      {
        break
      }
      end += 1
    }
    put(redactor.values(text(at..<end)), upTo: end)
  }

  static let clauses = [
    "AND ", "LIMIT ", "ALLOW ", "ORDER ", "PER ", "GROUP ", "IF ", "WHERE ", "USING ", "APPLY ",
  ]

  mutating func statementWord() {
    let end = wordEnd(at)
    let word = text(at..<end)
    if word == "LIMIT" || word == "TTL" || word == "TIMESTAMP" {
      // The numbers of these clauses are not data.
      return keep((bytes[end...].firstIndex { !$0.isDigit && !$0.isBlank } ?? bytes.count) - at)
    }
    if word == "FROM" || word == "INTO" || word == "UPDATE" {
      keep(end - at)
      while at < bytes.count, bytes[at].isBlank { keep(1) }
      subject()
      return
    }
    if word == "IN" || word == "VALUES" || word == "CONTAINS" {
      keep(end - at)
      operand()
      return
    }
    if bytes[at].isDigit {
      let last = bytes[at...].firstIndex { !TextScanner.isValue($0) } ?? bytes.count
      return put(redactor.value(text(at..<last)), upTo: last)
    }
    if TextScanner.words.contains(word) { return keep(end - at) }
    step()
  }

  static let words: Set = ["SELECT", "WHERE", "AND", "SET", "DELETE", "INSERT", "USING"]

  /// The table of a statement, even if no fact names it.
  mutating func subject() {
    guard at < bytes.count, bytes[at].isWord else { return }
    let end = wordEnd(at)
    guard byte(end) == UInt8(ascii: "."), end + 1 < bytes.count, bytes[end + 1].isWord else {
      return put(redactor.bareTable(text(at..<end)), upTo: end)
    }
    let last = wordEnd(end + 1)
    let name = TableName(keyspace: text(at..<end), table: text((end + 1)..<last))
    put(redactor.table(name).description, upTo: last)
  }

  /// True for a byte that a value may have.
  static func isValue(_ byte: UInt8) -> Bool { byte.isWord || "@.+%#$&*-?~^".utf8.contains(byte) }
}
