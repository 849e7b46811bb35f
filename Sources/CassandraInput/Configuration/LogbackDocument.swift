// The configuration of logback in a bundle, `logback.xml`: its patterns are the layouts of the node's logs.
//
//   <encoder><pattern>%-5level [%thread] %date{ISO8601} %F:%L - %msg%n</pattern></encoder>
//
// Source: conf/logback.xml, 2.1 to 6.0.

import CassandraModel

enum LogbackDocument {
  /// The format of such a file in the list of input files.
  static let format = "logback configuration"
  /// A larger document is not read to its end.
  static let sizeLimit = 1 << 20
  private static let patternLimit = 32

  /// True for XML with a `configuration` that has an appender or a pattern.
  static func recognises(_ head: Span<UInt8>) -> Bool {
    // A page with such a document in it begins with other text.
    guard let first = head.all.first(where: { head[$0] > UInt8(ascii: " ") && head[$0] < 0x80 }),
      head[first] == UInt8(ascii: "<"), head.contains("<configuration", in: head.all)
    else { return false }
    return head.contains("<pattern>", in: head.all) || head.contains("<appender ", in: head.all)
  }

  /// The patterns in the document, outside comments, each once. A pattern without a level or a message is left
  /// out: it cannot be read.
  static func patterns(in document: [UInt8]) -> [LogPattern] {
    let bytes = withoutComments(document)
    let text = bytes.span
    var patterns: [LogPattern] = []
    var search = text.all
    while patterns.count < patternLimit, let start = text.firstRange(of: "<pattern>", in: search),
      let end = text.firstRange(of: "</pattern>", in: start.upperBound..<text.count)
    {
      search = end.upperBound..<text.count
      let words = text.text(in: start.upperBound..<end.lowerBound).split(whereSeparator: \.isNewline)
      let line = words.map { $0.drop { $0 == " " || $0 == "\t" } }.joined()
      guard let pattern = try? LogPattern(decoded(line)), !patterns.contains(pattern) else { continue }
      patterns.append(pattern)
    }
    return patterns
  }

  private static func withoutComments(_ document: [UInt8]) -> [UInt8] {
    let text = document.span
    var bytes: [UInt8] = []
    var start = 0
    while let open = text.firstRange(of: "<!--", in: start..<text.count) {
      bytes += document[start..<open.lowerBound]
      guard let close = text.firstRange(of: "-->", in: open.upperBound..<text.count) else { return bytes }
      start = close.upperBound
    }
    return bytes + document[start...]
  }

  /// `text` with its entities decoded; an unknown one stays as it is.
  private static func decoded(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    while let mark = rest.firstIndex(of: "&") {
      result += rest[..<mark]
      rest = rest[mark...]
      guard let end = rest.prefix(10).firstIndex(of: ";"),
        let character = character(rest[rest.index(after: mark)..<end])
      else {
        result.append(rest.removeFirst())
        continue
      }
      result.append(character)
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static func character(_ entity: Substring) -> Character? {
    switch entity {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard entity.first == "#" else { return nil }
      let digits = entity.dropFirst()
      let code = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return code.flatMap(Unicode.Scalar.init).map(Character.init)
    }
  }
}
