// A layout: the ordered parts of a record's first line, with the text between them. logback and log4j call it
// a pattern. It is inferred from the lines of a file (`LogLayout+Inference`), or made from a pattern that the
// user gives (`LogLayout+Pattern`); one matcher reads heads with both.

import CassandraModel

/// The order and punctuation of a record's first line.
struct LogLayout: Hashable, Sendable {
  /// The meaning of a part of a head.
  enum Part: Hashable, Sendable {
    case level
    case time
    case thread
    /// The source file, with its suffix.
    case file
    /// The logger's name: a class, in full or abbreviated.
    case logger
    /// The line in the source file.
    case codeLine
    /// An unused part: a host, a service, a context.
    case other
    /// The rest of the line.
    case message
  }

  /// One piece of a layout.
  enum Element: Hashable, Sendable {
    case part(Part)
    /// Constant text.
    case text([UInt8])
    /// At least one space or TAB.
    case blanks
    /// Optional spaces that pad a part.
    case padding
  }

  let elements: [Element]

  func has(_ part: Part) -> Bool { elements.contains(.part(part)) }

  /// The number of distinguished parts.
  var richness: Int { elements.count { if case .part(let part) = $0 { part != .other } else { false } } }
}

/// The parts of a matched head, as ranges in its line.
struct HeadParts {
  var level: LogLevel?
  var time: HeadTime?
  var thread: Range<Int>?
  /// The source file or the logger.
  var logger: Range<Int>?
  var codeLine: Range<Int>?
  var message = 0..<0
}

extension LogLayout {
  /// Longest head; longer text is a message.
  static let longestHead = 640

  /// The parts of the head at the start of `line`; nil if it does not have this layout.
  func match(_ bytes: Span<UInt8>, _ line: Range<Int>) -> HeadParts? {
    var match = Match(
      elements: elements, line: line, limit: min(line.upperBound, line.lowerBound + Self.longestHead))
    return match.take(bytes, 0, line.lowerBound) ? match.parts : nil
  }

  /// The state of one match: parts of unknown length are tried from the shortest.
  private struct Match {
    let elements: [Element]
    let line: Range<Int>
    /// The latest end of a head.
    let limit: Int
    var parts = HeadParts()
    /// Limit of steps for one line.
    private var steps = 4000

    init(elements: [Element], line: Range<Int>, limit: Int) {
      self.elements = elements
      self.line = line
      self.limit = limit
    }

    mutating func take(_ bytes: Span<UInt8>, _ index: Int, _ at: Int) -> Bool {
      steps -= 1
      guard steps > 0 else { return false }
      guard index < elements.count else {
        parts.message = at..<line.upperBound
        return true
      }
      switch elements[index] {
      case .text(let text):
        guard at + text.count <= limit, bytes.matches(text, at: at) else {
          // Spaces at the end of a line may be lost in transfer.
          return at == line.upperBound && isRest(from: index) && take(bytes, elements.count, at)
        }
        return take(bytes, index + 1, at + text.count)
      case .blanks, .padding:
        var end = at
        while end < line.upperBound, isBlank(bytes[end]) { end += 1 }
        guard end > at || elements[index] == .padding || at == line.upperBound else { return false }
        return take(bytes, index + 1, end)
      case .part(.message):
        parts.message = at..<line.upperBound
        return true
      case .part(.level):
        guard let (level, end) = LogLevel.word(bytes, at: at, before: limit) else { return false }
        parts.level = level
        return take(bytes, index + 1, end)
      case .part(.time):
        guard let time = HeadTime(bytes, at: at, before: limit) else { return false }
        parts.time = time
        return take(bytes, index + 1, time.end)
      case .part(let part): return takeText(part, bytes, index, at)
      }
    }

    /// A part whose end is known only from the element after it.
    private mutating func takeText(_ part: Part, _ bytes: Span<UInt8>, _ index: Int, _ at: Int) -> Bool {
      var end = at
      while true {
        if index + 1 == elements.count || mayFollow(bytes, index + 1, end) {
          let before = parts
          switch part {
          case .thread: parts.thread = at..<end
          case .file, .logger: if end > at { parts.logger = at..<end }
          case .codeLine: parts.codeLine = at..<end
          default: break
          }
          if take(bytes, index + 1, end) { return true }
          parts = before
        }
        guard end < limit, isPartOf(part, bytes[end]) else { return false }
        end += 1
      }
    }

    /// False if the element `index` cannot begin here.
    private func mayFollow(_ bytes: Span<UInt8>, _ index: Int, _ at: Int) -> Bool {
      switch elements[index] {
      case .text(let text): at < limit && bytes[at] == text[0]
      case .blanks: at == line.upperBound || isBlank(bytes[at])
      default: true
      }
    }

    /// True if only punctuation and the message remain of the layout.
    private func isRest(from index: Int) -> Bool {
      elements[index...].allSatisfy { if case .part(let part) = $0 { part == .message } else { true } }
    }

    private func isPartOf(_ part: Part, _ byte: UInt8) -> Bool {
      switch part {
      case .codeLine: digit(byte) != nil || byte == UInt8(ascii: "?")
      case .file, .logger: isSourceNameByte(byte)
      default: true
      }
    }
  }
}

/// True for bytes of names of classes and files.
func isSourceNameByte(_ byte: UInt8) -> Bool {
  isWordByte(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "-")
    || byte == UInt8(ascii: "?")
}

extension LogLevel {
  /// The level whose name is a separate word at `start`, and its end.
  static func word(_ bytes: Span<UInt8>, at start: Int, before limit: Int) -> (LogLevel, end: Int)? {
    guard start < limit else { return nil }
    // Cheap enough to test every byte of a line.
    switch bytes[start] {
    case UInt8(ascii: "E"), UInt8(ascii: "W"), UInt8(ascii: "I"), UInt8(ascii: "D"), UInt8(ascii: "T"),
      UInt8(ascii: "F"):
      break
    default: return nil
    }
    for (name, level) in names where bytes.matches(name, at: start, before: limit) {
      let end = start + name.utf8CodeUnitCount
      guard end >= limit || !isWordByte(bytes[end]) else { continue }
      return (level, end)
    }
    return nil
  }

  private static let names: [(StaticString, LogLevel)] = [
    ("ERROR", .error), ("WARN", .warn), ("INFO", .info), ("DEBUG", .debug), ("TRACE", .trace),
    ("WARNING", .warn), ("FATAL", .error),
  ]
}
