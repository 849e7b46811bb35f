// Levels of records: a word next to a time or a thread, or under a key for levels.

import CassandraModel

/// Finds a level, and not a word of a sentence.
enum LevelWord {
  /// Largest distance between a level and its record's time: long thread names are between.
  private static let reach = 120

  /// The position of `word` in `line` as a level; nil when it is not one.
  static func find(_ word: StaticString, _ bytes: Span<UInt8>, _ line: Range<Int>) -> Range<Int>? {
    var search = line
    while let level = bytes.firstRange(of: word, in: search) {
      search = level.upperBound..<line.upperBound
      guard stands(alone: level, bytes, line) else { continue }
      if opensThread(bytes, level, line) || isNearTime(bytes, level, line)
        || precedesLogger(bytes, level, line)
      {
        return level
      }
    }
    return nil
  }

  /// True when a line begins a record, of any level and in any layout.
  static func beginsRecord(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    allLevels.contains { find($0, bytes, line) != nil } || underKey(bytes, line, isAny: true)
  }

  private static let allLevels: [StaticString] = [
    "INFO", "WARN", "DEBUG", "ERROR", "TRACE", "FATAL", "SEVERE",
  ]

  /// Neither a part of a longer word nor of a name.
  private static func stands(alone level: Range<Int>, _ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    if level.upperBound < line.upperBound, isWordByte(bytes[level.upperBound]) { return false }
    guard level.lowerBound > line.lowerBound else { return true }
    let before = level.lowerBound - 1
    guard isWordByte(bytes[before]), bytes[before] != UInt8(ascii: "-") else { return true }
    // The end of an escape: `\nERROR`, or the color of a terminal.
    if before > line.lowerBound, bytes[before - 1] == UInt8(ascii: "\\") { return true }
    return bytes[before] == UInt8(ascii: "m")
      && bytes.firstIndex(of: 0x1B, in: max(line.lowerBound, before - 10)..<before) != nil
  }

  /// `ERROR [CompactionExecutor:4]`: a bracket follows, with a name in it.
  static func opensThread(_ bytes: Span<UInt8>, _ level: Range<Int>, _ line: Range<Int>) -> Bool {
    let open = behindMarks(bytes, level.upperBound..<line.upperBound)
    guard open < line.upperBound, bytes[open] == UInt8(ascii: "["),
      let close = bytes.firstIndex(of: UInt8(ascii: "]"), in: open..<min(line.upperBound, open + reach))
    else { return false }
    let isLink = close + 1 < line.upperBound && bytes[close + 1] == UInt8(ascii: "(")
    return !isLink && ((open + 1)..<close).contains { isLetter(bytes[$0]) || digit(bytes[$0]) != nil }
  }

  /// `ERROR CompactionTask.java:164`, `ERROR o.a.c.db.Keyspace`.
  private static func precedesLogger(_ bytes: Span<UInt8>, _ level: Range<Int>, _ line: Range<Int>) -> Bool {
    let rest = level.upperBound..<min(line.upperBound, level.upperBound + reach)
    let next = behindMarks(bytes, rest)
    return bytes.hasPrefix("org.apache.cassandra.", in: next..<rest.upperBound)
      || bytes.hasPrefix("o.a.c.", in: next..<rest.upperBound)
      || (bytes.firstWord(in: next..<rest.upperBound).map { bytes.contains(".java:", in: $0) } ?? false)
  }

  /// True when a time of day is near, without a sentence in between.
  private static func isNearTime(_ bytes: Span<UInt8>, _ level: Range<Int>, _ line: Range<Int>) -> Bool {
    let before = max(line.lowerBound, level.lowerBound - reach)..<level.lowerBound
    let after = level.upperBound..<min(line.upperBound, level.upperBound + reach)
    if let time = timeOfDay(bytes, after, isLast: false), !isProse(bytes, after.lowerBound..<time.lowerBound)
    {
      return true
    }
    if let time = timeOfDay(bytes, before, isLast: true), !isProse(bytes, time.upperBound..<before.upperBound)
    {
      return true
    }
    return false
  }

  /// `05:07:34` in `range`: the last one, or the first.
  private static func timeOfDay(_ bytes: Span<UInt8>, _ range: Range<Int>, isLast: Bool) -> Range<Int>? {
    guard range.count >= 8 else { return nil }
    let starts = range.lowerBound...(range.upperBound - 8)
    let found = isLast ? starts.last { isTime(bytes, $0) } : starts.first { isTime(bytes, $0) }
    return found.map { $0..<($0 + 8) }
  }

  private static func isTime(_ bytes: Span<UInt8>, _ i: Int) -> Bool {
    bytes[i + 2] == UInt8(ascii: ":") && bytes[i + 5] == UInt8(ascii: ":")
      && [0, 1, 3, 4, 6, 7].allSatisfy { digit(bytes[i + $0]) != nil }
  }

  /// True for more than one plain word, or for a word that only sentences have.
  private static func isProse(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var plain = 0
    for word in bytes.words(in: range) {
      guard word.count > 1, word.allSatisfy({ isLower(bytes[$0]) }) else { continue }
      plain += 1
      if sentenceWords.contains(where: { bytes.equals($0, in: word) }) { return true }
    }
    return plain > 1
  }

  private static let sentenceWords: [StaticString] = [
    "at", "on", "in", "since", "the", "was", "and", "of", "from", "to", "is", "an", "a", "no", "with", "or",
  ]

  /// `"level":"error"`, `severity=ERROR`: a level as the value of a key.
  static func underKey(
    _ bytes: Span<UInt8>, _ line: Range<Int>, isJava: Bool = false, isAny: Bool = false
  ) -> Bool {
    var search = line
    if isJava, !namesJava(bytes, line) { return false }
    // The configuration of logback and log4j: levels that are logged, not records.
    let content = bytes.trimmed(line)
    if configuration.contains(where: { bytes.hasPrefix($0, in: content) }) { return false }
    while let mark = keyMark(bytes, search) {
      search = (mark + 1)..<line.upperBound
      guard endsInKey(bytes, line.lowerBound..<mark) else { continue }
      let start = behindMarks(bytes, mark..<line.upperBound)
      let words = isAny ? valueLevels + errorValues : errorValues
      for word in words where matchesAnyCase(bytes, word, start..<line.upperBound) { return true }
    }
    return false
  }

  private static let configuration: [StaticString] = [
    "<logger ", "<root ", "<Logger ", "<Root ", "<AsyncLogger ", "<AsyncRoot ", "<level ", "<filter ",
    "<Filter ", "<ThresholdFilter ",
  ]
  private static let errorValues: [StaticString] = ["error", "fatal", "severe", "critical"]
  private static let valueLevels: [StaticString] = ["info", "warn", "debug"]
  private static let keys: [StaticString] = ["level", "severity", "levelname", "loglevel", "lvl"]

  /// The first `:` or `=` in `range`.
  private static func keyMark(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    let colon = bytes.firstIndex(of: UInt8(ascii: ":"), in: range)
    let sign = bytes.firstIndex(of: UInt8(ascii: "="), in: range.lowerBound..<(colon ?? range.upperBound))
    return sign ?? colon
  }

  private static func endsInKey(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var end = range.upperBound
    while end > range.lowerBound, bytes[end - 1] == UInt8(ascii: "\"") || bytes[end - 1] == UInt8(ascii: "\\")
    {
      end -= 1
    }
    return keys.contains { key in
      let start = end - key.utf8CodeUnitCount
      return start >= range.lowerBound && matchesAnyCase(bytes, key, start..<end)
    }
  }

  private static func matchesAnyCase(_ bytes: Span<UInt8>, _ word: StaticString, _ range: Range<Int>) -> Bool
  {
    let text = word.description.utf8
    guard range.count >= text.count else { return false }
    for (offset, letter) in text.enumerated() where bytes[range.lowerBound + offset] | 0x20 != letter {
      return false
    }
    return range.count == text.count || !isWordByte(bytes[range.lowerBound + text.count])
  }

  /// Signs of a Java program, or of Cassandra itself.
  static func namesJava(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    bytes.contains(".java:", in: line) || bytes.contains("org.apache.cassandra", in: line)
      || bytes.contains("o.a.c.", in: line)
  }

  /// The position after the punctuation that follows a level.
  private static func behindMarks(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var index = range.lowerBound
    let end = min(range.upperBound, range.lowerBound + 24)
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "]"), UInt8(ascii: "|"), UInt8(ascii: ":"),
        UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "="),
        UInt8(ascii: "-"), UInt8(ascii: "\\"), 0xC2, 0xA0:
        index += 1
      default: return index
      }
    }
    return index
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || digit(byte) != nil || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".")
  }
  private static func isLetter(_ byte: UInt8) -> Bool { isLower(byte | 0x20) }
  private static func isLower(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
  }
}
