import CassandraInput
import CassandraModel
import Foundation
import Testing

/// Builds small TZif files from RFC 9636, independently of the reader.
private struct TZif {
  var version: UInt8 = UInt8(ascii: "2")
  var times: [Int64] = []
  var indices: [UInt8] = []
  /// Seconds east of UTC.
  var offsets: [Int32] = [0]
  var leapSeconds = 0
  var footer = ""

  var bytes: [UInt8] {
    // The first block of a version 2 file is for old readers; it must have at least one type.
    let old = version == 0 ? block(timeSize: 4) : TZif(version: version).block(timeSize: 4)
    return version == 0 ? old : old + block(timeSize: 8) + Array(("\n" + footer + "\n").utf8)
  }

  private func block(timeSize: Int) -> [UInt8] {
    var bytes = Array("TZif".utf8) + [version] + Array(repeating: 0, count: 15)
    for count in [0, 0, leapSeconds, times.count, offsets.count, 4] { bytes += big(Int64(count), 4) }
    for time in times { bytes += big(time, timeSize) }
    bytes += indices
    for offset in offsets { bytes += big(Int64(offset), 4) + [0, 0] }
    bytes += Array("ABC\0".utf8)
    for _ in 0..<leapSeconds { bytes += Array(repeating: 0, count: timeSize + 4) }
    return bytes
  }

  private func big(_ value: Int64, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> Int64(8 * (size - 1 - $0))) }
  }
}

private func instant(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0) throws
  -> Instant
{
  Instant(
    milliseconds: try #require(
      CivilTime(year: year, month: month, day: day, hour: hour, minute: minute)
    ).milliseconds)
}

@Suite struct ZoneFileTests {
  private let berlin = "CET-1CEST,M3.5.0,M10.5.0/3"

  @Test func transitionsAreListedInOrder() throws {
    let file = TZif(times: [100, 200, 300], indices: [1, 0, 0], offsets: [3600, 7200])
    let zone = try ZoneFile(file.bytes)
    #expect(zone.initial == UTCOffset(seconds: 3600))
    // The third changes the name only.
    #expect(zone.transitions.map(\.at.milliseconds) == [100_000, 200_000])
    #expect(zone.transitions.map(\.offset.seconds) == [7200, 3600])
    #expect(zone.offset(at: Instant(milliseconds: 99_999)) == UTCOffset(seconds: 3600))
    #expect(zone.offset(at: Instant(milliseconds: 100_000)) == UTCOffset(seconds: 7200))
  }

  @Test func theFirstVersionHas32BitTimes() throws {
    let file = TZif(version: 0, times: [-100, 200], indices: [1, 0], offsets: [-18_000, -14_400])
    let zone = try ZoneFile(file.bytes)
    #expect(zone.transitions.map(\.at.milliseconds) == [-100_000, 200_000])
    #expect(zone.initial == UTCOffset(seconds: -18_000))
  }

  @Test func theFooterGoesOnWhereTheTimesEnd() throws {
    let start = try instant(2026, 3, 29, 1).milliseconds / 1000
    let zone = try ZoneFile(
      TZif(times: [start], indices: [1], offsets: [3600, 7200], footer: berlin).bytes)
    #expect(zone.offset(at: try instant(2026, 10, 25, 0, 59)) == UTCOffset(seconds: 7200))
    #expect(zone.offset(at: try instant(2026, 10, 25, 1)) == UTCOffset(seconds: 3600))
    #expect(zone.offset(at: try instant(2031, 3, 30, 0, 59)) == UTCOffset(seconds: 3600))
    #expect(zone.offset(at: try instant(2031, 3, 30, 1)) == UTCOffset(seconds: 7200))
    #expect(zone.transitions.count == 1 + 1 + 2 * (ZoneFile.lastYear - 2026))
    #expect(zip(zone.transitions, zone.transitions.dropFirst()).allSatisfy { $0.at < $1.at })
  }

  @Test(arguments: [
    // Southern summer spans the turn of the year.
    ("NZST-12NZDT,M9.5.0,M4.1.0/3", 2030, 1, 15, 46_800),
    ("NZST-12NZDT,M9.5.0,M4.1.0/3", 2030, 7, 15, 43_200),
    // Half an hour of summer time (Lord Howe).
    ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2030, 1, 15, 39_600),
    // Winter time is the odd one in Ireland.
    ("IST-1GMT0,M10.5.0,M3.5.0/1", 2030, 1, 15, 0), ("IST-1GMT0,M10.5.0,M3.5.0/1", 2030, 7, 15, 3600),
    // Changes at negative times and beyond a day.
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2030, 7, 15, -3600),
    ("IST-2IDT,M3.4.4/26,M10.5.0", 2030, 7, 15, 10_800),
    // Summer time all year.
    ("EST5EDT,0/0,J365/25", 2030, 1, 1, -14_400), ("EST5EDT,0/0,J365/25", 2030, 12, 31, -14_400),
    // J60 is the first of March in every year, 59 is 29 February in a leap year.
    ("AAA1BBB,J60/0,J300/0", 2028, 2, 29, -3600), ("AAA1BBB,J60/0,J300/0", 2028, 3, 1, 0),
    ("AAA0BBB,59/0,300/0", 2028, 2, 29, 3600),
  ])
  func rulesAreUnderstood(footer: String, year: Int, month: Int, day: Int, seconds: Int64) throws {
    let zone = try ZoneFile(TZif(offsets: [0], footer: footer).bytes)
    // Noon in UTC is on the asked day in all of these zones.
    #expect(zone.offset(at: try instant(year, month, day, 12)) == UTCOffset(seconds: seconds))
  }

  @Test func summerTimeAllYearIsOneChange() throws {
    let zone = try ZoneFile(TZif(offsets: [-18_000], footer: "EST5EDT,0/0,J365/25").bytes)
    // The end of each year's summer time precedes the beginning of the next one; only the last has no
    // successor.
    #expect(zone.transitions.map(\.offset.seconds) == [-14_400, -18_000])
    #expect(zone.transitions.last?.at == (try instant(ZoneFile.lastYear + 1, 1, 1, 5)))
  }

  @Test(arguments: [
    "CE-1", "CET", "CET-25", "CET-1CEST", "CET-1CEST,", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
    "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J1", "CET-1CEST,366,1", "<+01-1",
    "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0,", "CET-1:60", "CET-1 ",
    "CET-99999999999999999999",
  ])
  func brokenRulesAreDamage(footer: String) {
    #expect(throws: ZoneFileError.damaged) { try ZoneFile(TZif(footer: footer).bytes) }
  }

  @Test func contradictionsAreDamage() {
    #expect(throws: ZoneFileError.damaged) { try ZoneFile([]) }
    #expect(throws: ZoneFileError.damaged, "times go back") {
      try ZoneFile(TZif(times: [2, 1], indices: [0, 0]).bytes)
    }
    #expect(throws: ZoneFileError.damaged, "there is no type 1") {
      try ZoneFile(TZif(times: [1], indices: [1]).bytes)
    }
    #expect(throws: ZoneFileError.damaged, "no clock is 27 hours ahead") {
      try ZoneFile(TZif(offsets: [97_200]).bytes)
    }
    #expect(throws: ZoneFileError.damaged, "no type at all") { try ZoneFile(TZif(offsets: []).bytes) }
    #expect(throws: ZoneFileError.countsLeapSeconds) { try ZoneFile(TZif(leapSeconds: 1).bytes) }
  }

  @Test func timesBeyondMillisecondsAreKeptInOrder() throws {
    let file = TZif(times: [-1 << 59, 0, 1 << 59], indices: [1, 0, 1], offsets: [0, 3600])
    let zone = try ZoneFile(file.bytes)
    #expect(zone.transitions.map(\.offset.seconds) == [3600, 0, 3600])
    #expect(zone.offset(at: Instant(milliseconds: 1)) == UTCOffset(seconds: 0))
  }

  @Test func damagedBytesNeverTrap() throws {
    let whole = TZif(times: [100, 200], indices: [1, 0], offsets: [3600, 7200], footer: berlin).bytes
    for length in whole.indices {
      #expect(throws: ZoneFileError.damaged) { try ZoneFile(Array(whole[..<length])) }
    }
    let seed: UInt64 = 20_261_121
    var state = seed
    var refused = 0
    for _ in 0..<3000 {
      var bytes = whole
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 24)
      }
      do {
        let zone = try ZoneFile(bytes)
        #expect(
          zip(zone.transitions, zone.transitions.dropFirst()).allSatisfy { $0.at <= $1.at }, "seed \(seed)")
      } catch { refused += 1 }
    }
    #expect(refused > 100, "mutations reach the checks")
  }

  @Test(arguments: [
    "", "/etc/passwd", "../zoneinfo/UTC", "Europe/../UTC", "Europe//Berlin", "Europe/", ".", "a\u{0}b",
    "Zürich", "a b",
  ])
  func otherNamesAreNoRegion(name: String) {
    #expect(throws: ZoneLookupError.notARegion) { try ZoneFolder.system.zone(name) }
  }

  @Test func regionsAreFilesBelowTheFolder() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "zones-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: root) }
    try FileManager.default.createDirectory(
      at: root.appending(path: "Test"), withIntermediateDirectories: true)
    try Data(TZif(offsets: [5400]).bytes).write(to: root.appending(path: "Test/Town"))
    try Data("no zone".utf8).write(to: root.appending(path: "Test/text"))
    let folder = ZoneFolder(path: root.path)
    #expect(try folder.zone("Test/Town").initial == UTCOffset(seconds: 5400))
    #expect(throws: ZoneLookupError.missing) { try folder.zone("Test/City") }
    #expect(throws: ZoneLookupError.missing, "a folder is no zone") { try folder.zone("Test") }
    #expect(throws: ZoneLookupError.unusable(.damaged)) { try folder.zone("Test/text") }
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Europe/Berlin"),
      "needs the system's zone files"),
    arguments: [
      "UTC", "Etc/GMT+5", "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/Sao_Paulo",
      "Australia/Lord_Howe", "Asia/Kolkata", "Asia/Jerusalem", "Pacific/Auckland", "Pacific/Chatham",
    ])
  func theSystemsZonesAgreeWithFoundation(region: String) throws {
    let zone = try ZoneFolder.system.zone(region)
    let reference = try #require(TimeZone(identifier: region))
    // Every five days and a fraction, so that all hours occur, over times and footer alike.
    var at = try instant(1995, 1, 1)
    let end = try instant(2045, 1, 1)
    while at < end {
      let seconds = reference.secondsFromGMT(
        for: Date(timeIntervalSince1970: Double(at.milliseconds) / 1000))
      guard zone.offset(at: at).seconds == Int64(seconds) else {
        Issue.record("\(at.iso8601): \(zone.offset(at: at).text), Foundation \(seconds)")
        return
      }
      at.milliseconds += 5 * 86_400_000 + 5 * 3_600_000 + 1000
    }
  }
}
