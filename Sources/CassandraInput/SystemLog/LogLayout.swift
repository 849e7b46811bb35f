// A layout: the parts of a record's first line in their order, with what stands between them. logback and log4j call it
// a pattern. It is found in the lines of a file (`LogLayout+Inference`), or made from a pattern that somebody gives
// (`LogLayout+Pattern`); either way one small matcher reads heads with it.

import CassandraModel

/// The order and punctuation of a record's first line.
struct LogLayout: Hashable, Sendable {
  /// What a part of a head says.
  enum Part: Hashable, Sendable {
    case level
    case time
    case thread
    /// The source file, with its suffix.
    case file
    /// The logger's name: a class, whole or shortened.
    case logger
    /// The line in the source file.
    case codeLine
    /// What no reader needs: a host, a service, a context.
    case other
    /// The rest of the line.
    case message
  }

  /// One piece of a layout.
  enum Element: Hashable, Sendable {
    case part(Part)
    /// Text that is always there.
    case text([UInt8])
    /// At least one blank or TAB.
    case blanks
    /// Blanks that pad a part, or none.
    case padding
  }

  let elements: [Element]

  /// Which parts it has.
  func has(_ part: Part) -> Bool { elements.contains(.part(part)) }

  /// How many parts it tells apart.
  var richness: Int { elements.count { if case .part(let part) = $0 { part != .other } else { false } } }
}

/// The parts of a head that a layout was matched with, as places in its line.
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
  /// A head stands in this many bytes; what is longer is a message.
  static let longestHead = 640

  /// The parts of the head that begins at the start of `line`; nil if it is none of this layout.
  func match(_ bytes: Span<UInt8>, _ line: Range<Int>) -> HeadParts? {
    var match = Match(
      elements: elements, line: line, limit: min(line.upperBound, line.lowerBound + Self.longestHead))
    return match.take(bytes, 0, line.lowerBound) ? match.parts : nil
  }

  /// The state of one match: parts of unknown length are tried from the shortest.
  private struct Match {
    let elements: [Element]
    let line: Range<Int>
    /// Where a head must end.
    let limit: Int
    var parts = HeadParts()
    /// No line costs more than this many steps.
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
          // Blanks at the end of a line are lost on the way.
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

    /// A part whose end only what follows it shows.
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

    /// False where the element `index` cannot begin.
    private func mayFollow(_ bytes: Span<UInt8>, _ index: Int, _ at: Int) -> Bool {
      switch elements[index] {
      case .text(let text): at < limit && bytes[at] == text[0]
      case .blanks: at == line.upperBound || isBlank(bytes[at])
      default: true
      }
    }

    /// True if only punctuation and the message are left of the layout.
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

/// True for what names of classes and files consist of.
func isSourceNameByte(_ byte: UInt8) -> Bool {
  isWordByte(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "-")
    || byte == UInt8(ascii: "?")
}

extension LogLevel {
  /// The level whose name stands at `start` as a word of its own, and where it ends.
  static func word(_ bytes: Span<UInt8>, at start: Int, before limit: Int) -> (LogLevel, end: Int)? {
    guard start < limit else { return nil }
    // Cheap enough to be asked at every byte of a line.
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
