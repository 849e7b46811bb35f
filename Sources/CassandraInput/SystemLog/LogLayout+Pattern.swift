// Layouts that the user gives: the pattern of an encoder in `logback.xml`, or of log4j.
//
//   %-5level [%thread] %date{ISO8601} %F:%L - %msg%n
//
// Sources: logback PatternLayout (`DEFAULT_CONVERTER_MAP`) and Parser, log4j 1.2 PatternLayout.

/// A pattern of logback or log4j, with its layout.
public struct LogPattern: Hashable, Sendable {
  let layout: LogLayout
  /// As written.
  let text: String

  /// The reason why a text is not a usable pattern.
  public enum Failure: Error, Hashable, Sendable {
    /// A conversion word that logback does not have.
    case unknownWord(String)
    /// Without a level, errors cannot be recognised.
    case noLevel
    case noMessage
    /// A bracket of options or of a group that is not closed.
    case unclosed
  }

  /// Reads `text`.
  public init(_ text: String) throws(Failure) {
    var parser = PatternParser(Array(text.utf8))
    try parser.run()
    let layout = LogLayout(elements: parser.elements)
    guard layout.has(.message) else { throw .noMessage }
    guard layout.has(.level) else { throw .noLevel }
    self.layout = layout
    self.text = text
  }
}

private struct PatternParser {
  private let bytes: [UInt8]
  private var at = 0
  private var depth = 0
  private(set) var elements: [LogLayout.Element] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func run() throws(LogPattern.Failure) {
    // Parts after the message cannot be separated from it.
    while at < bytes.count, elements.last != .part(.message) {
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "%"): try conversion()
      case UInt8(ascii: "\\"):
        if at < bytes.count { add(text: bytes[at]) }
        at += 1
      case UInt8(ascii: ")") where depth > 0: depth -= 1
      default: add(text: byte)
      }
    }
    guard depth == 0 || elements.last == .part(.message) else { throw .unclosed }
    tidy()
  }

  /// Parses the conversion after a `%`.
  private mutating func conversion() throws(LogPattern.Failure) {
    let isPadded = format()
    if at < bytes.count, bytes[at] == UInt8(ascii: "%") {
      at += 1
      return add(text: UInt8(ascii: "%"))
    }
    if take(UInt8(ascii: "(")) {
      depth += 1
      return
    }
    let start = at
    while at < bytes.count, isLetter(bytes[at]) { at += 1 }
    let word = String(decoding: bytes[start..<at], as: UTF8.self)
    while take(UInt8(ascii: "{")) {
      guard let close = bytes[at...].firstIndex(of: UInt8(ascii: "}")) else { throw .unclosed }
      at = close + 1
    }
    if PatternParser.colours.contains(word), take(UInt8(ascii: "(")) {
      depth += 1
      return
    }
    guard !PatternParser.silent.contains(word) else { return }
    guard let part = PatternParser.parts[word] else { throw .unknownWord(word) }
    if isPadded { elements.append(.padding) }
    elements.append(.part(part))
    if isPadded, part != .message { elements.append(.padding) }
  }

  /// `-5`, `5.20`, `-40.40`: the width of a part; true if it may be padded.
  private mutating func format() -> Bool {
    let start = at
    while at < bytes.count,
      bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: ".") || digit(bytes[at]) != nil
    {
      at += 1
    }
    return at > start
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard at < bytes.count, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  private mutating func add(text byte: UInt8) {
    if isBlank(byte) {
      if elements.last != .blanks { elements.append(.blanks) }
    } else if case .text(let text)? = elements.last {
      elements[elements.count - 1] = .text(text + [byte])
    } else {
      elements.append(.text([byte]))
    }
  }

  /// Merges padding into adjacent spaces.
  private mutating func tidy() {
    var tidied: [LogLayout.Element] = []
    for element in elements {
      if element == .padding, tidied.last == .blanks || tidied.last == .padding { continue }
      if element == .blanks, tidied.last == .padding { tidied.removeLast() }
      tidied.append(element)
    }
    elements = tidied
  }

  private static let parts: [String: LogLayout.Part] = [
    "d": .time, "date": .time, "p": .level, "le": .level, "level": .level, "t": .thread, "thread": .thread,
    "F": .file, "file": .file, "L": .codeLine, "line": .codeLine, "c": .logger, "lo": .logger,
    "logger": .logger, "C": .logger, "class": .logger, "m": .message, "msg": .message, "message": .message,
    "M": .other, "method": .other, "r": .other, "relative": .other, "X": .other, "mdc": .other,
    "contextName": .other, "cn": .other, "property": .other, "marker": .other, "x": .other, "sn": .other,
    "kvp": .other, "ms": .other, "micros": .other,
  ]

  /// Conversions without output on the line of a head.
  private static let silent: Set<String> = [
    "n", "ex", "exception", "throwable", "xEx", "xException", "xThrowable", "rEx", "rootException", "nopex",
    "nopexception",
  ]

  private static let colours: Set<String> = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "gray", "boldRed", "boldGreen",
    "boldYellow", "boldBlue", "boldMagenta", "boldCyan", "boldWhite", "highlight", "replace",
  ]
}
