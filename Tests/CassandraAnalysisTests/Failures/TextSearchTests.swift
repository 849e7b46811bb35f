import Testing

@testable import CassandraAnalysis

@Suite struct TextSearchTests {
  @Test func aPhraseIsFoundWhereItStands() {
    #expect("Müller: no space".firstRange(of: "no") == 9..<11, "offsets count UTF-8 bytes: ü is two")
    #expect("aab".contains(phrase: "ab"))
    #expect("ab".contains(phrase: "abc") == false)
    #expect("ab".contains(phrase: "") == false)
  }

  @Test(arguments: [
    "No space left on device", "/d/x: No space left on device", "/d/x (No space left on device)",
    "write failed: No space left on device.", "[28] No space left on device ",
  ])
  func aSystemErrorStandsAtTheEnd(text: String) {
    #expect(text.ends(withError: "No space left on device"))
  }

  @Test(arguments: ["", "Key 'No space left on device' is invalid", "No space left on device: retry", ")))"])
  func elsewhereTheSameWordsAreQuoted(text: String) {
    #expect(!text.ends(withError: "No space left on device"))
  }
}
