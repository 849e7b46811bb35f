// Words that count as plain must equal their escaped form.

import TestSupport
import Testing

@testable import CassandraReport

@Suite struct PlainWordsTests {
  private static let pieces = [
    "a", "Z", "7", "05", "100", "1234", " ", "  ", ",", ";", "(", ")", "/", "'", "=", "?", "+", ".", "-", ":",
    "_",
    "%", "www.", "w", "GH-", "H", "://", "@", "$", "#", "!", "~", "&", "<", ">", "[", "]", "{", "}", "|",
    "\\",
    "\"", "`", "*", "ü", "\t", "\u{202E}", "05:03:13.130", "system_schema", ":05:", ":05am:", "50%", "%x",
  ]

  @Test(arguments: 1...4) func plainWordsNeedNoEscaping(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    var plain = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...5, using: &random)
      let text = (0..<count).compactMap { _ in Self.pieces.randomElement(using: &random) }.joined()
      guard PlainWords.areAll(of: text) else { continue }
      plain += 1
      #expect(MarkdownText.wordByWord(text, inTable: true) == text)
    }
    #expect(plain > 500)
  }

  @Test(arguments: [
    "", "at 05:03:13.130 UTC", "12.4 MiB", "shop.events_by_day", "50 % of 3,000", "a (b), c/d; e's = f?",
  ])
  func mostWordsArePlain(text: String) { #expect(PlainWords.areAll(of: text)) }
}
