// Redaction of text in a capture: log messages, output of commands, thread names. Names from facts are
// replaced as whole words; addresses, paths, quoted values, users and keys by their form.

import CassandraModel

extension Redactor {
  /// Text of a capture. With `isLenient` it is a list of settings, in which words without the form of a name
  /// are values of Cassandra's own.
  ///
  /// - Parameter names: Words that are names in this text, even if they are ordinary words.
  package func text(_ text: String, isLenient: Bool = false, names: Set<[UInt8]> = []) -> String {
    guard !text.isEmpty else { return text }
    var scanner = TextScanner(self, Array(text.utf8), isLenient: isLenient)
    scanner.names = names
    scanner.run()
    return String(decoding: scanner.out, as: UTF8.self)
  }

  /// A CQL statement: its names, and all values in it.
  func statement(_ text: String) -> String {
    var scanner = TextScanner(self, Array(text.utf8), isLenient: true)
    scanner.runStatement()
    return String(decoding: scanner.out, as: UTF8.self)
  }

  /// Values only: the parts of a partition key, a literal. Punctuation stays.
  func values(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var out = ""
    var at = 0
    while at < bytes.count {
      guard TextScanner.isValue(bytes[at]) else {
        out += String(UnicodeScalar(bytes[at]))
        at += 1
        continue
      }
      let end = bytes[at...].firstIndex { !TextScanner.isValue($0) } ?? bytes.count
      out += value(String(decoding: bytes[at..<end], as: UTF8.self))
      at = end
    }
    return out
  }

  /// One value, replaced by a value of its kind.
  func value(_ text: String) -> String {
    if ["null", "NULL", "true", "false", "?"].contains(text) { return text }
    if let kind = known.kind(of: text) { return replace(kind, text) }
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    if !digits.isEmpty, digits.utf8.allSatisfy(\.isDigit) {
      return (digits.count < text.count ? "-" : "") + replace(.number, String(digits))
    }
    if let id = TimeUUID(text) {
      return replace(known.isHostID(id.description) ? .hostID : .uuid, id.description)
    }
    let bytes = Array(text.utf8)
    if TextAddress.ipv4End(bytes, 0) == bytes.count { return replace(.ipv4, text) }
    return replace(.value, text)
  }
}
