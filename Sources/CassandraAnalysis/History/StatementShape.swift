// Statements that differ in their values alone are one shape: `SELECT * FROM shop.orders WHERE customer = ?
// LIMIT ?`. Cassandra writes values without quotes in places, so any text after a comparison is taken for a
// value.

enum StatementShape {
  /// Longer shapes are cut.
  private static let limit = 300
  /// Words that end a value without quotes.
  private static let ends = [
    " and ", " limit ", " allow ", " order ", " group ", " per ", " using ", " if ", " where ",
  ]
  .map { Array($0.utf8) }

  /// The shape of `statement`: values are `?`, lists of values `(?)`, white space is one blank.
  static func text(of statement: String) -> String {
    let bytes = Array(statement.utf8)
    var shape: [UInt8] = []
    var index = 0
    while index < bytes.count, shape.count < limit {
      let byte = bytes[index]
      if byte == UInt8(ascii: "'") {
        index = endOfQuoted(bytes, index)
        shape.append(UInt8(ascii: "?"))
      } else if byte == UInt8(ascii: "=") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") {
        index = comparison(bytes, index, into: &shape)
      } else if let open = listStart(bytes, index) {
        shape += Array(" IN (?)".utf8)
        index = endOfList(bytes, open)
      } else if isDigit(byte), !isPartOfName(shape.last) {
        index = endOfNumber(bytes, index)
        shape.append(UInt8(ascii: "?"))
      } else if isBlank(byte) {
        if shape.last.map({ !isBlank($0) }) ?? false { shape.append(UInt8(ascii: " ")) }
        index += 1
      } else {
        shape.append(byte)
        index += 1
      }
    }
    while shape.last.map(isBlank) ?? false { shape.removeLast() }
    return String(decoding: shape, as: UTF8.self) + (index < bytes.count ? "…" : "")
  }

  /// `keyspace.table` after the first ` FROM `, ` INTO ` or `UPDATE ` of a shape; nil without any.
  static func table(of shape: String) -> String? {
    let words = shape.split(separator: " ")
    guard let before = words.firstIndex(where: { ["from", "into", "update"].contains($0.lowercased()) }),
      before + 1 < words.count
    else { return nil }
    let name = words[before + 1].filter { $0 != "\"" }
    return name.contains(".") ? name : nil
  }

  private static func comparison(_ bytes: [UInt8], _ start: Int, into shape: inout [UInt8]) -> Int {
    var index = start
    if shape.last.map({ !isBlank($0) && $0 != UInt8(ascii: "!") }) ?? false {
      shape.append(UInt8(ascii: " "))
    }
    while index < bytes.count,
      bytes[index] == UInt8(ascii: "=") || bytes[index] == UInt8(ascii: "<")
        || bytes[index] == UInt8(ascii: ">")
    {
      shape.append(bytes[index])
      index += 1
    }
    shape += Array(" ?".utf8)
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "'") {
        index = endOfQuoted(bytes, index)
      } else if isBlank(bytes[index]), ends.contains(where: { hasPrefix(bytes, index, $0) }) {
        break
      } else if bytes[index] == UInt8(ascii: ";") || bytes[index] == UInt8(ascii: ")") {
        break
      } else {
        index += 1
      }
    }
    return index
  }

  /// The open parenthesis of ` IN (`.
  private static func listStart(_ bytes: [UInt8], _ index: Int) -> Int? {
    guard hasPrefix(bytes, index, Array(" in ".utf8)) || hasPrefix(bytes, index, Array(" in(".utf8)) else {
      return nil
    }
    var open = index + 3
    while open < bytes.count, isBlank(bytes[open]) { open += 1 }
    return open < bytes.count && bytes[open] == UInt8(ascii: "(") ? open : nil
  }

  private static func endOfList(_ bytes: [UInt8], _ open: Int) -> Int {
    var (index, depth) = (open, 0)
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "'") {
        index = endOfQuoted(bytes, index)
        continue
      }
      if bytes[index] == UInt8(ascii: "(") { depth += 1 }
      if bytes[index] == UInt8(ascii: ")") { depth -= 1 }
      index += 1
      if depth == 0 { break }
    }
    return index
  }

  /// Two quotes in a row are one quote in the text.
  private static func endOfQuoted(_ bytes: [UInt8], _ start: Int) -> Int {
    var index = start + 1
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "'") {
        guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "'") else { return index + 1 }
        index += 1
      }
      index += 1
    }
    return bytes.count
  }

  /// The end of a number, a blob or an id: all letters and digits up to the next mark.
  private static func endOfNumber(_ bytes: [UInt8], _ start: Int) -> Int {
    var index = start
    while index < bytes.count, isPartOfName(bytes[index]) || bytes[index] == UInt8(ascii: "-") { index += 1 }
    return index
  }

  private static func hasPrefix(_ bytes: [UInt8], _ start: Int, _ word: [UInt8]) -> Bool {
    guard start + word.count <= bytes.count else { return false }
    for offset in word.indices {
      let byte = bytes[start + offset]
      let small = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
      if small != word[offset], !(isBlank(word[offset]) && isBlank(byte)) { return false }
    }
    return true
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (9...13).contains(byte) }
  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isPartOfName(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte >= 0x80
  }
}
