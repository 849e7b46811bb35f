// Cuts one value of JSON out of a stream of bytes, whatever the pieces in which they come: it follows brackets and
// strings and nothing else. What is between them is judged when the value is whole.

/// Holds one value of JSON (or of Python's own spelling of it) until it is whole.
struct JSONCutter {
  /// A longer value is not held. A wildcard read of all metrics of 1,000 tables is about 10 MB.
  static let limit = 16 << 20

  /// Why a value cannot be read.
  enum Fault {
    case tooLong
    case tooDeep
    /// A bracket closes what is not open.
    case broken
  }

  /// The value so far, its lines divided by line feeds.
  private(set) var bytes: [UInt8] = []
  /// The line on which it begins.
  private(set) var firstLine = 0
  /// True while a value has begun and not ended.
  private(set) var isOpen = false
  private(set) var fault: Fault?
  /// True if a string is in single quotation marks, as only Python writes it.
  private(set) var isPython = false

  /// True for an object, false for an array; innermost last.
  private var stack: [Bool] = []
  /// What is open beyond the depth that is read.
  private var excess = 0
  /// The quotation mark of the string that is open.
  private var quote: UInt8?
  private var isEscaped = false
  /// The last byte outside of strings that is no blank.
  private var last: UInt8 = 0

  /// A value begins with the next byte, on `line`.
  mutating func begin(line: Int) {
    self = JSONCutter()
    firstLine = line
    isOpen = true
  }

  /// A further line of the value begins; false if it cannot go on, since no string goes over a line's end.
  mutating func beginLine() -> Bool {
    if quote != nil { return false }
    if fault != .tooLong { bytes.append(UInt8(ascii: "\n")) }
    return true
  }

  /// True if an object or array may begin here. A `{` where none may is that of another value.
  var takesValue: Bool {
    guard let isObject = stack.last else { return true }
    return isObject
      ? last == UInt8(ascii: ":") : last == UInt8(ascii: "[") || last == UInt8(ascii: ",")
  }

  /// Takes bytes of `text` from `start` on, to the end of the value or of `text`; the index behind them.
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

  /// Forgets the value.
  mutating func drop() { self = JSONCutter() }
}
