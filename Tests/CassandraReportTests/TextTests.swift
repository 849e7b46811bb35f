import CassandraModel
import TestSupport
import Testing

@testable import CassandraReport

@Suite struct ReportTextTests {
  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"),
    (Int64.min, "-9,223,372,036,854,775,808"),
  ])
  func countsAreGrouped(value: Int64, text: String) { #expect(HumanText.count(value) == text) }

  @Test(arguments: [
    (0.0, 1, "0.0"), (1234.5, 2, "1,234.50"), (-0.04, 1, "0.0"), (0.05, 0, "0"), (2.5, 0, "3"),
    (.nan, 1, "–"), (.infinity, 1, "–"), (1e300, 1, "1" + String(repeating: "0", count: 300)),
  ])
  func decimalsAreRounded(value: Double, digits: Int, text: String) {
    #expect(HumanText.decimal(value, digits: digits) == text)
  }

  @Test(arguments: [
    (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (13_002_342, "12.4 MiB"), (-2048, "-2.0 KiB"),
    // One byte less than 1 MiB would be rounded to "1024.0 KiB".
    (1_048_575, "1.0 MiB"), (Int64.max, "8,192.0 PiB"), (Int64.min, "-8,192.0 PiB"),
  ])
  func bytesHaveBinaryUnits(value: Int64, text: String) {
    #expect(HumanText.bytes(value) == text.replacing("1023", with: "1,023"))
  }

  @Test(arguments: [
    (17_091_788.8, "16.3 MiB/s"), (0, "0 B/s"), (0.4, "0 B/s"), (-1, "-1 B/s"), (.nan, "–"),
  ])
  func ratesHaveBinaryUnits(value: Double, text: String) { #expect(HumanText.bytesPerSecond(value) == text) }

  @Test(arguments: [
    (0, "0 ms"), (999, "999 ms"), (1000, "1.0 s"), (9949, "9.9 s"), (9950, "10 s"), (13_149, "13 s"),
    (133_130, "2 min 13 s"),
    // Rounding carries into the next unit instead of giving "60 s" or "60 min".
    (59_499, "59 s"), (59_500, "1 min"), (3_599_499, "59 min 59 s"), (3_599_500, "1 h"),
    (11_100_000, "3 h 5 min"), (86_400_000, "1 d"), (187_200_000, "2 d 4 h"), (-405, "-405 ms"),
    (Int64.min, "-106,751,991,167 d 7 h"),
  ])
  func durationsNameTwoUnits(milliseconds: Int64, text: String) {
    #expect(HumanText.duration(TimeSpan(milliseconds: milliseconds)) == text)
  }

  @Test(
    "only a plain file name links to a page",
    arguments: [
      ("a.md", true), ("10.0.0.1-2.html", true), ("javascript:x.md", false), ("../a.md", false),
      (".a.md", false), ("-a.md", false), (".md", false), ("a b.md", false), ("a.txt", false),
    ])
  func onlyAPlainNameLinksToAPage(name: String, isPage: Bool) {
    #expect(LinkText.isPage(name) == isPage)
  }

  @Test(arguments: [
    (0, "0.0%"), (1, "100.0%"), (0.8731, "87.3%"), (0.0004, "<0.1%"), (0.9999, ">99.9%"), (1.25, "125.0%"),
    (.nan, "–"),
  ])
  func percentagesNeverPretendToBeNothingOrAll(ratio: Double, text: String) {
    #expect(HumanText.percent(ratio: ratio) == text)
  }

  @Test(arguments: [
    (0, "0"), (-0.0, "0"), (3, "3"), (-1.5, "-1.5"), (0.1, "0.1"), (1e-7, "0.0000001"),
    (1.25e-5, "0.0000125"), (1e16, "10000000000000000"), (1.5e20, "150000000000000000000"),
    (0.1 + 0.2, "0.3"), (1.0 / 3, "0.333333333333333"), (0.9999999999999999, "1"),
    (99_999_999_999_999.99, "100000000000000"),
    (123_456_789_012_345_680, "123456789012346000"),
    (.nan, ""), (-.infinity, ""),
  ])
  func plainDecimalsHaveNoExponent(value: Double, text: String) { #expect(PlainText.decimal(value) == text) }

  @Test("a plain decimal has at most 15 significant digits and is as near as those can be")
  func plainDecimalsAreNear() throws {
    var random = SeededRandom(seed: 20_261_121)
    for _ in 0..<2000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite, value.magnitude > 1e-290, value.magnitude < 1e290 else { continue }
      let text = PlainText.decimal(value)
      let read = try #require(Double(text))
      #expect(((read - value) / value).magnitude < 1e-14, "bits \(value.bitPattern)")
      let digits = text.filter(\.isNumber).drop { $0 == "0" }.reversed().drop { $0 == "0" }
      #expect(digits.count <= 15, "\(text)")
    }
  }

  @Test(arguments: [(133_130, "133.130"), (5, "0.005"), (-1500, "-1.500"), (0, "0.000")])
  func plainSecondsKeepTheirMilliseconds(milliseconds: Int64, text: String) {
    #expect(PlainText.seconds(TimeSpan(milliseconds: milliseconds)) == text)
  }

  @Test func interpolationsKeepWhatTheyAre() {
    let prose: Prose = "\(strong: "a") of \(3) \(code: "x")\(.bytes(1))\("t")\("inner \(1)" as Prose)"
    #expect(
      prose.runs == [
        .strong("a"), .plain(" of "), .value(.count(3)), .plain(" "), .value(.code("x")), .value(.bytes(1)),
        .plain("t"), .plain("inner "), .value(.count(1)),
      ])
  }
}
