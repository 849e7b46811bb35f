// Damages a text: bytes change, pieces vanish, are doubled, or come from another text. Numbers and quoted
// words are replaced by others, so that their parsers are reached with the grammar around them intact.

package import TestSupport

/// Damages texts. The same seed gives the same damage.
package struct FuzzMutator {
  package var random: SeededRandom

  package init(seed: UInt64) { random = SeededRandom(seed: seed) }

  /// Larger than any input needs to be.
  private static let sizeLimit = 1 << 20

  /// `original` after some changes, including pieces of `other`.
  package mutating func mutate(_ original: [UInt8], with other: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...6, using: &random) { change(&bytes, other) }
    // A few long inputs: they find code whose time or memory grows with the square of its input.
    if !bytes.isEmpty, chance(400) { swell(&bytes) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8], _ other: [UInt8]) {
    guard !bytes.isEmpty else { return bytes = piece(of: other) }
    let at = Int.random(in: bytes.indices, using: &random)
    switch Int.random(in: 0..<13, using: &random) {
    case 0: bytes[at] = UInt8.random(in: .min ... .max, using: &random)
    case 1: bytes[at] = FuzzMutator.meaningful.randomElement(using: &random) ?? 0
    case 2: bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &random)
    case 3: bytes.removeSubrange(at..<end(at, in: bytes))
    case 4: bytes.insert(contentsOf: bytes[at..<end(at, in: bytes)], at: at)
    case 5 where chance(4): bytes.removeSubrange(at...)
    case 6: bytes.insert(contentsOf: line(at, in: bytes), at: 0)
    case 7:
      let line = line(at, in: bytes)
      let target = FuzzMutator.lineStart(Int.random(in: bytes.indices, using: &random), in: bytes)
      bytes.insert(contentsOf: line, at: target)
    case 8: bytes.insert(contentsOf: token(), at: at)
    case 9: number(at, in: &bytes)
    case 10: quoted(at, in: &bytes)
    case 11: bytes.insert(contentsOf: piece(of: other), at: at)
    default: bytes.removeSubrange(FuzzMutator.lineStart(at, in: bytes)..<at)
    }
  }

  package mutating func chance(_ times: Int) -> Bool { Int.random(in: 0..<times, using: &random) == 0 }

  mutating func token() -> [UInt8] {
    FuzzMutator.tokens.randomElement(using: &random) ?? []
  }

  // MARK: Places

  private mutating func end(_ at: Int, in bytes: [UInt8]) -> Int {
    min(bytes.count, at + Int.random(in: 1...(chance(8) ? 400 : 24), using: &random))
  }

  private mutating func piece(of other: [UInt8]) -> [UInt8] {
    guard !other.isEmpty else { return token() }
    let at = Int.random(in: other.indices, using: &random)
    return chance(2) ? Array(other[at..<end(at, in: other)]) : line(at, in: other)
  }

  private static func lineStart(_ at: Int, in bytes: [UInt8]) -> Int {
    bytes[..<at].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
  }

  private func line(_ at: Int, in bytes: [UInt8]) -> [UInt8] {
    let stop = bytes[at...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
    return Array(bytes[FuzzMutator.lineStart(at, in: bytes)..<stop])
  }

  /// Replaces the number at or after `at`.
  private mutating func number(_ at: Int, in bytes: inout [UInt8]) {
    let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    guard let start = bytes[at...].firstIndex(where: isDigit) else { return }
    let stop = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
    let new = FuzzMutator.numbers.randomElement(using: &random) ?? "0"
    bytes.replaceSubrange(start..<stop, with: Array(new.utf8))
  }

  /// Replaces the quoted word after `at` by another one of the text.
  private mutating func quoted(_ at: Int, in bytes: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    let places = bytes.indices.filter { bytes[$0] == quote }
    guard places.count >= 4 else { return bytes.insert(contentsOf: token(), at: at) }
    let first = Int.random(in: 0..<(places.count - 1), using: &random)
    let second = Int.random(in: 0..<(places.count - 1), using: &random)
    let word = Array(bytes[places[second]...places[second + 1]])
    bytes.replaceSubrange(places[first]...places[first + 1], with: word)
  }

  /// Repeats a piece until the text is long.
  private mutating func swell(_ bytes: inout [UInt8]) {
    let at = Int.random(in: bytes.indices, using: &random)
    let piece = chance(2) ? line(at, in: bytes) : Array(bytes[at..<end(at, in: bytes)])
    let size = min(FuzzMutator.sizeLimit, 1 << Int.random(in: 12...18, using: &random))
    var long: [UInt8] = []
    while long.count < size { long += piece.isEmpty ? [0] : piece }
    bytes.insert(contentsOf: long, at: at)
  }

  // MARK: Words

  private static let meaningful: [UInt8] =
    Array(" \t\n\r-:.,;/#'\"$\\{}[]()<>=|!@%&*+?^`~0123456789eENInf\u{1B}".utf8)
    + [0, 0x7F, 0x80, 0xC0, 0xE2, 0xEF, 0xFF]

  private static let numbers = [
    "0", "-1", "1", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
    "18446744073709551616", "99999999999999999999999999", "4294967296", "2147483648", "1e308", "1e999", "NaN",
    "-Infinity", "0x10", "0.0000000000000000000000001", "1.7976931348623157e308", "00000000000000",
    "1,000,000",
    "٣", "253402300800000", "-62135596800001",
  ]

  private static let tokens: [[UInt8]] =
    numbers.map { Array($0.utf8) }
    + [
      "2026-02-30 25:61:61,999", "0000-00-00 00:00:00,000", "9999-12-31 23:59:59,999", "\r\n", "\n\n",
      "\0\0\0",
      "\u{FEFF}", "\u{202E}", "\u{1B}[2J\u{1B}]0;x\u{7}", "<script>alert(1)</script>", "=cmd|'/c calc'!A1",
      "../../etc/passwd", "{", "}", "[", "]", "[[[[[[[[", "{\"a\":", "\\u0000", "\\ud800", "\"\"", "''", "$$",
      "Caused by: ", "\tat ", "Suppressed: ", "7a1e2f10-c6a1-11f0-8de9-0242ac120002", "Mode: NORMAL",
      "pending tasks: ", "nodetool: ", "error: ", " 1.5 GiB", "%", "Sat Nov 21 05:07:33 UTC 2026",
      "ERROR [main] 2026-11-21 05:10:00,001 A.java:1 - ", "{\"t\":\"header\"",
      "{\"t\":\"node\",\"node\":\"n1\"",
      "{\"t\":\"end\"}", "# TYPE ", "# EOF\n",
    ].map { Array($0.utf8) } + [
      [0xFF, 0xFE], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0x1F, 0x8B, 8], [0x50, 0x4B, 3, 4],
    ]
}
