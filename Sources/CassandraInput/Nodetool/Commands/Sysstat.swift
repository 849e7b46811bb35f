// Common parts of the programs of sysstat: the banner with its date, and times of a report. iostat and sar
// print them in the user's locale, on the machine's own clock. Source: sysstat, common.c, 9 to 12.
//
//     Linux 4.4.0-166-generic (db1)   01/08/2020   _x86_64_   (2 CPU)
//     01/08/2020 03:41:00 PM          iostat -t of 10 to 12
//     Time: 15:41:00                  iostat -t of 9
//     12:10:01 AM     all     5.00    sar

import CassandraModel

/// The current date, to which times of day are added.
struct SysstatClock {
  /// The date of the banner or of the last line that had one.
  private(set) var date: (year: Int, month: Int, day: Int)?

  mutating func readBanner(_ line: Range<Int>, _ text: Span<UInt8>) {
    for word in text.words(in: line).dropFirst() {
      if let found = Self.date(word, text) {
        date = found
        return
      }
    }
  }

  /// The time in a line that contains only the time of a report; nil for any other line.
  mutating func reportTime(_ line: Range<Int>, _ text: Span<UInt8>) -> LocalTime? {
    var words = text.words(in: line)
    guard (2...3).contains(words.count) else { return nil }
    if text.equals("Time:", in: words[0]) {
      words.removeFirst()
    } else if let found = Self.date(words[0], text) {
      date = found
      words.removeFirst()
    } else {
      return nil
    }
    guard let (time, count) = time(words, text), count == words.count else { return nil }
    return time
  }

  /// The time at the beginning of `words`, and its number of words: two with `AM` or `PM`.
  func time(_ words: [Range<Int>], _ text: Span<UInt8>) -> (time: LocalTime, count: Int)? {
    guard let date, let first = words.first, first.count == 8,
      text[first.lowerBound + 2] == UInt8(ascii: ":"), text[first.lowerBound + 5] == UInt8(ascii: ":"),
      var hour = text.integer(in: first.lowerBound..<(first.lowerBound + 2)),
      let minute = text.integer(in: (first.lowerBound + 3)..<(first.lowerBound + 5)),
      let second = text.integer(in: (first.lowerBound + 6)..<first.upperBound)
    else { return nil }
    var count = 1
    if words.count > 1 {
      if text.equals("AM", in: words[1]) {
        count = 2
        if hour == 12 { hour = 0 }
      } else if text.equals("PM", in: words[1]) {
        count = 2
        if hour < 12 { hour += 12 }
      }
    }
    return CivilTime(
      year: date.year, month: date.month, day: date.day, hour: Int(hour), minute: Int(minute),
      second: Int(second), millisecond: 0
    ).map { (LocalTime(milliseconds: $0.milliseconds), count) }
  }

  /// `01/08/2020`, `01/08/20`, `2020-01-08`, `08.01.2020`. Two numbers with slashes are month and day unless
  /// that is impossible.
  private static func date(
    _ word: Range<Int>, _ text: Span<UInt8>
  ) -> (year: Int, month: Int, day: Int)? {
    guard word.count == 10 || word.count == 8, digit(text[word.lowerBound]) != nil else { return nil }
    for mark in [UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: ".")] {
      guard let one = text.firstIndex(of: mark, in: word),
        let two = text.firstIndex(of: mark, in: (one + 1)..<word.upperBound),
        let a = text.integer(in: word.lowerBound..<one), let b = text.integer(in: (one + 1)..<two),
        let c = text.integer(in: (two + 1)..<word.upperBound), a >= 0, b >= 0, c >= 0
      else { continue }
      if one - word.lowerBound == 4 { return (Int(a), Int(b), Int(c)) }
      let year = Int(c < 100 ? c + 2000 : c)
      let isDayFirst = mark == UInt8(ascii: ".") || a > 12
      return isDayFirst ? (year, Int(b), Int(a)) : (year, Int(a), Int(b))
    }
    return nil
  }
}
