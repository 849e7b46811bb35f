// Cuts one JSON value out of a stream of bytes that arrives in pieces: it follows brackets and strings only.
// The content is parsed when the value is complete.

/// Buffers one value of JSON (or of Python's spelling of it) until it is complete.
struct JSONCutter {
  /// A longer value is dropped. A wildcard read of all metrics of 1,000 tables is about 10 MB.
  static let limit = 16 << 20

  /// The reason why a value cannot be read.
  enum Fault {
    case tooLong
    case tooDeep
    /// A bracket closes a container that is not open.
    case broken
  }

  /// The value so far, its lines separated by line feeds.
  private(set) var bytes: [UInt8] = []
  /// The first line of the value.
  private(set) var firstLine = 0
  /// True while a value has begun and not ended.
  private(set) var isOpen = false
  private(set) var fault: Fault?
  /// True if a string is in single quotation marks, as Python prints it.
  private(set) var isPython = false

  /// True for an object, false for an array; innermost last.
  private var stack: [Bool] = []
  /// Open containers beyond the depth limit.
  private var excess = 0
  /// The quotation mark of the open string.
  private var quote: UInt8?
  private var isEscaped = false
  /// The last byte outside of strings that is not white space.
  private var last: UInt8 = 0

  /// Begins a value with the next byte, on `line`.
  mutating func begin(line: Int) {
    self = JSONCutter()
    firstLine = line
    isOpen = true
  }

  /// Begins a further line of the value; false if the value cannot continue, since no string spans a line
  /// end.
  mutating func beginLine() -> Bool {
    if quote != nil { return false }
    if fault != .tooLong { bytes.append(UInt8(ascii: "\n")) }
    return true
  }

  /// True if an object or array may begin here. A `{` elsewhere begins another value.
  var takesValue: Bool {
    guard let isObject = stack.last else { return true }
    return isObject
      ? last == UInt8(ascii: ":") : last == UInt8(ascii: "[") || last == UInt8(ascii: ",")
  }

  /// Takes bytes of `text` from `start` on, up to the end of the value or of `text`; returns the index after
  /// them.
  mutating func feed(_ text: Span<UInt8>, from start: Int) -> Int {
    var i = start
    while i < text.count, isOpen {
      let byte = text[i]
      i += 1
      if let mark = quote {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == mark {
          quote = nil
        }
        continue
      }
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): continue
      case UInt8(ascii: "\""): quote = byte
      case UInt8(ascii: "'"):
        quote = byte
        isPython = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): open(isObject: byte == UInt8(ascii: "{"))
      case UInt8(ascii: "}"), UInt8(ascii: "]"): close(isObject: byte == UInt8(ascii: "}"))
      default: break
      }
      last = byte
    }
    if fault != .tooLong {
      if bytes.count + (i - start) > Self.limit {
        fault = .tooLong
        bytes = Array(bytes.prefix(1 << 16))
      } else {
        bytes.append(text.extracting(start..<i))
      }
    }
    return i
  }

  private mutating func open(isObject: Bool) {
    if stack.count == JSONScanner.depthLimit {
      if fault == nil { fault = .tooDeep }
      excess += 1
    } else {
      stack.append(isObject)
    }
  }

  private mutating func close(isObject: Bool) {
    if excess > 0 {
      excess -= 1
    } else if stack.popLast() != isObject {
      fault = fault ?? .broken
      isOpen = false
    } else if stack.isEmpty {
      isOpen = false
    }
  }

  mutating func drop() { self = JSONCutter() }
}
