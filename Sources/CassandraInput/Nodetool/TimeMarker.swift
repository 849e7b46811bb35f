// Lines with the time of a sample, as capture loops print them. `date`, `date -u +%FT%TZ`, `date +%s`, RFC
// 2822, ISO 8601 in its variants and the compact forms of file names (`20261121T051009Z`), plain, after a
// label (`Time: …`), or decorated as `===== … =====`, `--- … ---`, `# …`, `[…]`.

import CassandraModel

/// The time in a line that contains nothing else.
enum TimeMarker: Hashable {
  /// A moment in UTC.
  case utc(Instant)
  /// A wall-clock time whose offset from UTC is not in the line: a bare time, or an abbreviation such as
  /// `CET`, which several zones share.
  case unknownOffset(LocalTime)

  /// A longer line contains more than a time.
  private static let longest = 96

  /// The time that `line` (without its end) consists of; nil for any other line.
  init?(_ text: Span<UInt8>, in line: Range<Int>) {
    guard line.count <= Self.longest, line.count >= 10, let first = line.first, !isBlank(text[first]) else {
      return nil
    }
    var core = line
    while let i = core.first, Self.isDress(text[i]) { core = (i + 1)..<core.upperBound }
    while let i = core.last, Self.isDress(text[i]) { core = core.lowerBound..<i }
    if let label = Self.label(text, core) { core = text.trimmed(label.upperBound..<core.upperBound) }
    guard let start = core.first, core.count >= 10 else { return nil }
    if digit(text[start]) != nil {
      if let marker = Self.epoch(text, core) ?? Self.iso(text, core) ?? Self.compact(text, core) {
        self = marker
        return
      }
    } else {
      // Rows of tables begin with a letter, too: the name of a day or month is short, or has a comma.
      guard Self.isNameInitial(text[start]), let word = text.firstWord(in: core),
        word.count <= 4 || text[word.upperBound - 1] == UInt8(ascii: ",")
      else { return nil }
    }
    guard let marker = Self.calendar(text, core) else { return nil }
    self = marker
  }

  private static func isDress(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "-"), UInt8(ascii: "#"), UInt8(ascii: "*"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: ">"), UInt8(ascii: "<"), UInt8(ascii: ":"):
      true
    default: isBlank(byte)
    }
  }

  /// `Time: `, `timestamp=`, `@`: the label of a time.
  private static func label(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int>? {
    guard let first = range.first else { return nil }
    if text[first] == UInt8(ascii: "@") { return first..<(first + 1) }
    guard "TtDd".utf8.contains(text[first]) else { return nil }
    for word in labels where text.hasPrefix(word, in: range) {
      let end = first + word.utf8CodeUnitCount
      guard end < range.upperBound, text[end] == UInt8(ascii: ":") || text[end] == UInt8(ascii: "=") else {
        continue
      }
      return first..<(end + 1)
    }
    return nil
  }

  private static let labels: [StaticString] = [
    "Time", "time", "TIME", "Timestamp", "timestamp", "TIMESTAMP", "Date", "date", "DATE", "ts", "TS",
  ]

  /// The first letters of the names of days and months.
  private static func isNameInitial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A"), UInt8(ascii: "D"), UInt8(ascii: "F"), UInt8(ascii: "J"), UInt8(ascii: "M"),
      UInt8(ascii: "N"), UInt8(ascii: "O"), UInt8(ascii: "S"), UInt8(ascii: "T"), UInt8(ascii: "W"):
      true
    default: false
    }
  }

  // MARK: Epoch

  /// `1795237804`, `1795237804.123`, `1795237804123`: 2001 to 2100, so that no count is mistaken for a time.
  private static func epoch(_ text: Span<UInt8>, _ range: Range<Int>) -> TimeMarker? {
    let point = text.firstIndex(of: UInt8(ascii: "."), in: range)
    guard let whole = text.integer(in: range.lowerBound..<(point ?? range.upperBound)) else { return nil }
    if let point {
      guard let millisecond = milliseconds(text, (point + 1)..<range.upperBound) else { return nil }
      return seconds(whole).map { .utc(Instant(milliseconds: $0 * 1000 + Int64(millisecond))) }
    }
    if range.count == 13 {
      return seconds(whole / 1000).map { _ in .utc(Instant(milliseconds: whole)) }
    }
    return seconds(whole).map { .utc(Instant(milliseconds: $0 * 1000)) }
  }

  private static func seconds(_ value: Int64) -> Int64? {
    (1_000_000_000..<4_102_444_800).contains(value) ? value : nil
  }

  // MARK: ISO 8601

  /// `20261121T051009Z`, `20261121-051009`, `2026-11-21_05-10-09`: the forms of file names.
  private static func compact(_ text: Span<UInt8>, _ range: Range<Int>) -> TimeMarker? {
    guard range.count <= 32, text.hasPrefix("20", in: range) else { return nil }
    let times = NameTime.all(in: text.text(in: range))
    guard times.count == 1, times[0].range == 0..<range.count else { return nil }
    switch times[0].reading {
    case .utc(let instant): return .utc(instant)
    case .unknownOffset(let local): return .unknownOffset(local)
    case .day: return nil
    }
  }

  /// `2026-11-21T05:10:09Z`, `2026-11-21 05:10:09,123+01:00`, `2026/11/21 05:10:09 UTC`.
  private static func iso(_ text: Span<UInt8>, _ range: Range<Int>) -> TimeMarker? {
    let start = range.lowerBound
    guard range.count >= 19, text[start + 4] == UInt8(ascii: "-") || text[start + 4] == UInt8(ascii: "/"),
      text[start + 7] == text[start + 4],
      text[start + 10] == UInt8(ascii: "T") || text[start + 10] == UInt8(ascii: " "),
      let year = text.integer(in: start..<(start + 4)),
      let month = text.integer(in: (start + 5)..<(start + 7)),
      let day = text.integer(in: (start + 8)..<(start + 10))
    else { return nil }
    var end = start + 11
    while end < range.upperBound, isTimeOfDay(text[end]) { end += 1 }
    guard let time = TimeOfDay(text, (start + 11)..<end) else { return nil }
    return civil(
      year: year, month: Int(month), day: day, time, zone: zone(text, text.trimmed(end..<range.upperBound)))
  }

  private static func isTimeOfDay(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") || digit(byte) != nil
  }

  // MARK: date(1) and RFC 2822

  /// `Sat Nov 21 04:41:53 UTC 2026`, `Sat 21 Nov 2026 04:41:53 AM CET`, `Sat, 21 Nov 2026 04:41:53 +0000`:
  /// the words of a date in any order, and nothing else.
  private static func calendar(_ text: Span<UInt8>, _ range: Range<Int>) -> TimeMarker? {
    var (year, month, day): (Int64?, Int?, Int64?)
    var time: TimeOfDay?
    var zone: Zone?
    for word in text.words(in: range) {
      var word = word
      if text[word.upperBound - 1] == UInt8(ascii: ",") { word = word.lowerBound..<(word.upperBound - 1) }
      if word.isEmpty { return nil }
      if let number = text.integer(in: word), number >= 0 {
        if word.count == 4, year == nil {
          year = number
        } else if word.count <= 2, day == nil {
          day = number
        } else {
          return nil
        }
      } else if time == nil, let parsed = TimeOfDay(text, word) {
        time = parsed
      } else if month == nil, let named = index(of: text, word, in: monthNames) {
        month = named + 1
      } else if index(of: text, word, in: dayNames) != nil {
        continue
      } else if text.equals("AM", in: word) || text.equals("PM", in: word) {
        guard time?.setHalf(isAfternoon: text[word.lowerBound] == UInt8(ascii: "P")) == true else {
          return nil
        }
      } else if zone == nil, let parsed = self.zone(text, word) {
        zone = parsed
      } else if !text.equals("(UTC)", in: word), !text.equals("(GMT)", in: word) {
        return nil
      }
    }
    guard let year, let month, let day, let time else { return nil }
    return civil(year: year, month: month, day: day, time, zone: zone ?? .unknown)
  }

  private static let monthNames: [(short: StaticString, long: StaticString)] = [
    ("Jan", "January"), ("Feb", "February"), ("Mar", "March"), ("Apr", "April"), ("May", "May"),
    ("Jun", "June"), ("Jul", "July"), ("Aug", "August"), ("Sep", "September"), ("Oct", "October"),
    ("Nov", "November"), ("Dec", "December"),
  ]
  private static let dayNames: [(short: StaticString, long: StaticString)] = [
    ("Mon", "Monday"), ("Tue", "Tuesday"), ("Wed", "Wednesday"), ("Thu", "Thursday"), ("Fri", "Friday"),
    ("Sat", "Saturday"), ("Sun", "Sunday"),
  ]

  private static func index(
    of text: Span<UInt8>, _ word: Range<Int>, in names: [(short: StaticString, long: StaticString)]
  ) -> Int? {
    for (i, name) in names.enumerated()
    where text.equals(name.short, in: word) || text.equals(name.long, in: word) {
      return i
    }
    return nil
  }

  // MARK: Parts

  private enum Zone {
    case offset(UTCOffset)
    case unknown
  }

  /// An offset or `UTC`; an abbreviation or nothing is an unknown zone; nil if it is not a zone at all.
  private static func zone(_ text: Span<UInt8>, _ range: Range<Int>) -> Zone? {
    guard let first = range.first else { return .unknown }
    for name: StaticString in ["Z", "UTC", "GMT"] where text.equals(name, in: range) {
      return .offset(UTCOffset(seconds: 0))
    }
    if text[first] == UInt8(ascii: "+") || text[first] == UInt8(ascii: "-") {
      // `+01`, `+0100`, `+01:00`
      let digits = (first + 1)..<range.upperBound
      guard digits.count >= 2, let hours = text.integer(in: digits.prefix(2)) else { return nil }
      var minutes: Int64 = 0
      if digits.count > 2 {
        let hasColon = text[first + 3] == UInt8(ascii: ":")
        let rest = (first + (hasColon ? 4 : 3))..<range.upperBound
        guard rest.count == 2, let parsed = text.integer(in: rest) else { return nil }
        minutes = parsed
      }
      guard (0...14).contains(hours), (0...59).contains(minutes) else { return nil }
      let seconds = hours * 3600 + minutes * 60
      return .offset(UTCOffset(seconds: text[first] == UInt8(ascii: "-") ? -seconds : seconds))
    }
    guard (3...5).contains(range.count) else { return nil }
    for i in range where text[i] < UInt8(ascii: "A") || text[i] > UInt8(ascii: "Z") { return nil }
    return .unknown
  }

  private static func civil(year: Int64, month: Int, day: Int64, _ time: TimeOfDay, zone: Zone?)
    -> TimeMarker?
  {
    guard let zone,
      let civil = CivilTime(
        year: Int(clamping: year), month: month, day: Int(clamping: day), hour: time.hour,
        minute: time.minute,
        second: time.second, millisecond: time.millisecond)
    else { return nil }
    let local = LocalTime(milliseconds: civil.milliseconds)
    switch zone {
    case .offset(let offset): return .utc(local.instant(at: offset))
    case .unknown: return .unknownOffset(local)
    }
  }

  /// The first three digits of a fraction of a second; nil if there is none or a byte is not a digit.
  fileprivate static func milliseconds(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard !range.isEmpty, range.count <= 9 else { return nil }
    var value = 0
    for (place, i) in range.enumerated() {
      guard let digit = digit(text[i]) else { return nil }
      if place < 3 { value = value * 10 + Int(digit) }
    }
    for _ in range.count..<max(3, range.count) { value *= 10 }
    return value
  }
}

/// `05:10:09`, `05:10:09,123`, `5:10:09`.
private struct TimeOfDay {
  var hour: Int
  let minute: Int
  let second: Int
  let millisecond: Int

  init?(_ text: Span<UInt8>, _ range: Range<Int>) {
    guard range.count >= 7, range.count <= 18,
      let colon = text.firstIndex(of: UInt8(ascii: ":"), in: range), colon - range.lowerBound <= 2,
      range.upperBound - colon >= 6, text[colon + 3] == UInt8(ascii: ":"),
      let hour = text.integer(in: range.lowerBound..<colon),
      let minute = text.integer(in: (colon + 1)..<(colon + 3)),
      let second = text.integer(in: (colon + 4)..<(colon + 6)),
      hour >= 0, minute >= 0, second >= 0
    else { return nil }
    self.hour = Int(hour)
    self.minute = Int(minute)
    self.second = Int(second)
    let rest = (colon + 6)..<range.upperBound
    if let mark = rest.first {
      guard text[mark] == UInt8(ascii: ".") || text[mark] == UInt8(ascii: ","),
        let millisecond = TimeMarker.milliseconds(text, (mark + 1)..<rest.upperBound)
      else { return nil }
      self.millisecond = millisecond
    } else {
      millisecond = 0
    }
  }

  /// Converts the hour from a twelve-hour clock; false if it is not on one.
  mutating func setHalf(isAfternoon: Bool) -> Bool {
    guard (1...12).contains(hour) else { return false }
    hour = hour % 12 + (isAfternoon ? 12 : 0)
    return true
  }
}
