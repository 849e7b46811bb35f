// Text as UTF-8 with the line ends and spaces that the parsers expect. Other programs may have changed the
// text on the way:
//
//   UTF-16, both byte orders, with and without mark      PowerShell's `>`, editors of Windows
//   a byte order mark before UTF-8                        the same editors; concatenated files have several
//   carriage returns alone as line ends                   old spreadsheets, some terminals' captures
//   no-break and other wide spaces                        web pages, wikis, chat programs
//
// The first bytes of a text decide which of these it has. A line stays a line, so that line numbers hold.
// Nearly all text needs no change, and is then not copied.

/// Converts the bytes of one text into plain UTF-8, piece by piece.
struct TextDecoder {
  private enum Encoding { case utf8, utf16(isBigEndian: Bool) }

  private let encoding: Encoding
  private let removesMarks: Bool
  private let replacesBlanks: Bool
  private let endsAtReturns: Bool

  /// Half a code unit or half a surrogate pair of UTF-16, completed by the next piece.
  private var heldUnits: [UInt8] = []
  /// The beginning of a character, or a character that depends on the following bytes.
  private var held: [UInt8] = []
  /// True after a carriage return that ended a line.
  private var isAfterReturn = false
  /// The byte before the held ones.
  private var last: UInt8 = 0

  /// Number of first bytes that decide.
  static let headSize = 64 * 1024

  /// A decoder for the text that begins with `head`; nil if it is plain already, or binary.
  init?(_ head: Span<UInt8>) {
    let mark: StaticString = "\u{FEFF}"
    if let isBigEndian = TextDecoder.byteOrder(head) {
      encoding = .utf16(isBigEndian: isBigEndian)
      var text: [UInt8] = []
      var pending: [UInt8] = []
      TextDecoder.transcode(head, isBigEndian: isBigEndian, isEnd: false, &pending, into: &text)
      removesMarks = true
      replacesBlanks = TextDecoder.hasWideBlanks(text.span)
      endsAtReturns = TextDecoder.hasReturnsAlone(text.span)
      return
    }
    encoding = .utf8
    removesMarks = head.matches(mark, at: 0, before: head.count)
    // JSON has plain spaces between its values, and text within the values is left unchanged.
    let first = head.all.first { !isBlank(head[$0]) }.map { head[$0] }
    let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    replacesBlanks = !isJSON && head.hasNonASCII && TextDecoder.hasWideBlanks(head)
    endsAtReturns = TextDecoder.hasReturnsAlone(head)
    if !removesMarks, !replacesBlanks, !endsAtReturns { return nil }
  }

  /// Appends the text of `piece`, which follows the pieces before it, to `text`.
  ///
  /// - Parameter isEnd: True if nothing follows it, or only text that does not continue it.
  mutating func decode(_ piece: Span<UInt8>, isEnd: Bool, into text: inout [UInt8]) {
    switch encoding {
    case .utf8:
      held.append(piece)
      clean(held, isEnd: isEnd, into: &text)
    case .utf16(let isBigEndian):
      var plain = held
      plain.reserveCapacity(piece.count)
      TextDecoder.transcode(piece, isBigEndian: isBigEndian, isEnd: isEnd, &heldUnits, into: &plain)
      clean(plain, isEnd: isEnd, into: &text)
    }
  }

  // MARK: UTF-16

  /// The byte order if the text is UTF-16: from its mark, or because every other byte of mostly ASCII text is
  /// 0.
  private static func byteOrder(_ head: Span<UInt8>) -> Bool? {
    if head.count >= 2 {
      if head[0] == 0xFF, head[1] == 0xFE { return false }
      if head[0] == 0xFE, head[1] == 0xFF { return true }
    }
    let count = min(head.count, 2048) & ~1
    guard count >= 16 else { return nil }
    var zeros = (even: 0, odd: 0)
    var start = 0
    while start < count {
      if head[start] == 0 { zeros.even += 1 }
      if head[start + 1] == 0 { zeros.odd += 1 }
      start += 2
    }
    let most = count / 2 * 9 / 10
    let few = count / 2 / 50
    if zeros.odd >= most, zeros.even <= few { return false }
    return zeros.even >= most && zeros.odd <= few ? true : nil
  }

  /// An unpaired surrogate becomes U+FFFD.
  private static func transcode(
    _ piece: Span<UInt8>, isBigEndian: Bool, isEnd: Bool, _ held: inout [UInt8], into text: inout [UInt8]
  ) {
    held.append(piece)
    var index = 0
    func unit(_ at: Int) -> UInt32 {
      isBigEndian
        ? UInt32(held[at]) << 8 | UInt32(held[at + 1]) : UInt32(held[at + 1]) << 8 | UInt32(held[at])
    }
    while index + 2 <= held.count {
      let first = unit(index)
      if first < 0x80 {
        text.append(UInt8(truncatingIfNeeded: first))
        index += 2
        continue
      }
      var scalar = Unicode.Scalar(first) ?? "\u{FFFD}"
      var length = 2
      if (0xD800..<0xDC00).contains(first) {
        guard index + 4 <= held.count || isEnd else { break }
        if index + 4 <= held.count, (0xDC00..<0xE000).contains(unit(index + 2)),
          let pair = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (unit(index + 2) - 0xDC00))
        {
          scalar = pair
          length = 4
        }
      }
      text.append(contentsOf: String(scalar).utf8)
      index += length
    }
    held.removeSubrange(..<index)
    if isEnd { held = [] }
  }

  // MARK: Line ends and spaces

  /// True if all line ends are carriage returns.
  private static func hasReturnsAlone(_ head: Span<UInt8>) -> Bool {
    guard let first = head.firstIndex(of: UInt8(ascii: "\r"), in: head.all), first + 1 < head.count else {
      return false
    }
    return head.firstIndex(of: UInt8(ascii: "\n"), in: head.all) == nil
      && head.firstIndex(of: 0, in: head.all) == nil
  }

  /// True if wide spaces replace plain ones. A wide space between two digits groups thousands.
  private static func hasWideBlanks(_ head: Span<UInt8>) -> Bool {
    var index = 0
    while index < head.count {
      if head[index] < 0xC2 {
        index += 1
      } else if case .blank(let length)? = mark(head, index) {
        if !isGrouping(index > 0 ? head[index - 1] : 0, head, index + length) { return true }
        index += length
      } else {
        index += 1
      }
    }
    return false
  }

  private enum Mark {
    case blank(Int)
    /// Zero width: a byte order mark, and characters that only allow a line break.
    case nothing(Int)
  }

  /// The mark at `index`; nil for any other character. U+202F is left unchanged: Java groups thousands with
  /// it.
  private static func mark(_ text: Span<UInt8>, _ index: Int) -> Mark? {
    switch text[index] {
    case 0xC2: return text.matches("\u{A0}", at: index, before: text.count) ? .blank(2) : nil
    case 0xE2:
      guard index + 3 <= text.count, text[index + 1] == 0x80 else { return nil }
      // U+2000 to U+200A are spaces, U+200B to U+200D have zero width.
      switch text[index + 2] {
      case 0x80...0x8A: return .blank(3)
      case 0x8B...0x8D: return .nothing(3)
      default: return nil
      }
    case 0xE3: return text.matches("\u{3000}", at: index, before: text.count) ? .blank(3) : nil
    case 0xEF: return text.matches("\u{FEFF}", at: index, before: text.count) ? .nothing(3) : nil
    default: return nil
    }
  }

  /// True for `7 000`, but not for the space in `2021-06-14 11:20`.
  private static func isGrouping(_ before: UInt8, _ text: Span<UInt8>, _ behind: Int) -> Bool {
    guard digit(before) != nil, behind + 3 <= text.count else { return false }
    let isThousand = (behind..<(behind + 3)).allSatisfy { digit(text[$0]) != nil }
    return isThousand && (behind + 3 == text.count || digit(text[behind + 3]) == nil)
  }

  /// Appends `plain`, cleaned. Bytes that may begin a longer sequence are held, unless `isEnd`.
  private mutating func clean(_ plain: [UInt8], isEnd: Bool, into text: inout [UInt8]) {
    held = []
    let bytes = plain.span
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0xC2, removesMarks || replacesBlanks {
        // A mark, and the digits after it.
        if !isEnd, index + 7 > bytes.count {
          held = Array(plain[index...])
          return
        }
        switch TextDecoder.mark(bytes, index) {
        case .blank(let length)? where replacesBlanks && !TextDecoder.isGrouping(last, bytes, index + length):
          put(UInt8(ascii: " "), into: &text)
          index += length
          continue
        case .nothing(let length)?:
          index += length
          continue
        default: break
        }
      }
      index += 1
      if endsAtReturns {
        let isPair = isAfterReturn && byte == UInt8(ascii: "\n")
        isAfterReturn = byte == UInt8(ascii: "\r")
        if isPair { continue }
        put(isAfterReturn ? UInt8(ascii: "\n") : byte, into: &text)
      } else {
        put(byte, into: &text)
      }
    }
  }

  private mutating func put(_ byte: UInt8, into text: inout [UInt8]) {
    last = byte
    text.append(byte)
  }
}
