// A text is read alike in every encoding, with all line ends and spaces that other programs write.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite struct DamagedEncodingTests {
  private static func wide(_ bytes: [UInt8], isBigEndian: Bool) -> [UInt8] {
    String(decoding: bytes, as: UTF8.self).utf16.flatMap {
      isBigEndian ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)]
    }
  }

  private static func replaced(_ bytes: [UInt8], _ old: String, _ new: String) -> [UInt8] {
    Array(String(decoding: bytes, as: UTF8.self).replacing(old, with: new).utf8)
  }

  /// Changes of a text's bytes.
  static let damages: [(name: String, damage: @Sendable ([UInt8]) -> [UInt8])] = [
    ("UTF-16 LE with its mark", { [0xFF, 0xFE] + wide($0, isBigEndian: false) }),
    ("UTF-16 BE with its mark", { [0xFE, 0xFF] + wide($0, isBigEndian: true) }),
    ("UTF-16 LE", { wide($0, isBigEndian: false) }),
    ("UTF-16 BE", { wide($0, isBigEndian: true) }),
    ("UTF-8 with a mark", { [0xEF, 0xBB, 0xBF] + $0 }),
    ("carriage returns", { replaced($0, "\n", "\r") }),
    ("carriage returns in UTF-16", { [0xFF, 0xFE] + wide(replaced($0, "\n", "\r"), isBigEndian: false) }),
    ("no-break blanks", { replaced($0, " ", "\u{A0}") }),
    ("no-break blanks for tabs", { replaced($0, "\t", "\u{A0}\u{A0}\u{A0}\u{A0}") }),
    ("ideographic blanks", { replaced($0, "  ", "\u{3000}\u{3000}") }),
    ("thin blanks and marks of no width", { replaced($0, " - ", "\u{2009}-\u{200B}\u{2009}") }),
  ]

  @Test("a log says the same in any encoding", arguments: damages.indices)
  func everyEncodingIsRead(index: Int) async {
    let text = DamagedLog.text(DamagedLog.lines)
    let plain = await DamagedLog.read(text)
    let (name, damage) = Self.damages[index]
    let bytes = damage(text)
    for size in [1200, 1234, 1999, 100_000] {
      let reading = await DamagedLog.read(bytes, blockSize: size)
      #expect(reading.sayings == plain.sayings, "\(name)")
      #expect(reading.events.map(\.source.line) == plain.events.map(\.source.line), "\(name)")
      #expect(reading.lines == plain.lines, "\(name)")
    }
  }

  @Test("text decodes to the same bytes however it is cut", arguments: damages.indices)
  func everyCutGivesTheSameText(index: Int) throws {
    let plain = "INFO  [main] some text\n"
    let bytes = Self.damages[index].damage(
      Array(
        (String(repeating: plain, count: 20) + "aü€😀\u{A0}7\u{A0}000\nb\u{FEFF}c \r\nINFO\u{A0}[x]\n").utf8))
    let whole = try #require(decoded(bytes, pieces: bytes.count))
    for size in 1..<bytes.count {
      #expect(decoded(bytes, pieces: size) == whole, "\(Self.damages[index].name), pieces of \(size)")
    }
  }

  private func decoded(_ bytes: [UInt8], pieces size: Int) -> [UInt8]? {
    guard var decoder = TextDecoder(bytes.span) else { return nil }
    var text: [UInt8] = []
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + size)
      decoder.decode(bytes[start..<end].span, isEnd: end == bytes.count, into: &text)
      start = end
    }
    return text
  }

  @Test("half a pair of UTF-16 and half a unit are no reason to stop")
  func damagedUTF16() throws {
    let bytes: [UInt8] = [0xFF, 0xFE, 0x41, 0, 0x00, 0xD8, 0x42, 0, 0x00, 0xDC, 0x43, 0, 0x00, 0xD8, 0x44]
    let text = try #require(decoded(bytes, pieces: 3))
    #expect(String(decoding: text, as: UTF8.self) == "A\u{FFFD}B\u{FFFD}C\u{FFFD}")
  }

  @Test("a blank that parts thousands stays, and plain text is not touched")
  func plainText() {
    for text in [
      "7\u{A0}000 and 5\u{202F}000\n", "plain\r\ntext\n", "{\"t\":\"event\",\"message\":\"a\u{A0}b\"}", "",
    ] {
      #expect(decoded(Array(text.utf8), pieces: 100) == nil)
    }
  }
}
