// One parsed line of a wrapped log: its content, its source, and its time. Sources: docker's jsonfilelog and
// the CRI logging format of Kubernetes (`<time> <stream> <tags> <content>`, tag P for a part of a line);
// journalctl(1), its output modes short, short-iso, short-precise, short-full, short-unix and json; RFC 3164
// and the forms of rsyslog.

import CassandraModel

/// A line of a wrapped log, as ranges of its parts.
struct WrappedLine {
  /// The text that the program wrote.
  enum Content {
    case plain(Range<Int>)
    case text(JSONText)
    /// journalctl writes unprintable text as a list of numbers.
    case bytes([UInt8])
  }

  private(set) var content: Content
  private(set) var host: Range<Int>
  private(set) var program: Range<Int>
  /// The time in the envelope, if it has one.
  private(set) var stamp: Stamp?
  /// True when the next line of the same source continues this one.
  private(set) var isPartial = false

  /// A time in the form of the envelope.
  enum Stamp {
    /// With its offset from UTC, or `UTC`.
    case text(Range<Int>)
    case microseconds(Range<Int>)
  }

  /// Parses `line`, which has no line end and no escape sequences; nil if it is not wrapped in `form`.
  init?(_ line: Span<UInt8>, _ form: LogWrapping.Form) {
    content = .plain(line.all)
    host = 0..<0
    program = 0..<0
    switch form {
    case .container(let isNamed, let isStamped, let isCRI):
      guard takeContainer(line, isNamed: isNamed, isStamped: isStamped, isCRI: isCRI) else { return nil }
    case .syslog: guard takeSyslog(line) else { return nil }
    case .dockerJSON: guard takeDocker(line) else { return nil }
    case .journalJSON: guard takeJournal(line) else { return nil }
    case .bare: break
    }
  }

  func source(_ line: Span<UInt8>) -> LogSource {
    LogSource(host: host.map { line[$0] }, program: program.map { line[$0] })
  }

  func isOf(_ source: LogSource, _ line: Span<UInt8>) -> Bool {
    host.count == source.host.count && program.count == source.program.count
      && line.matches(source.host, at: host.lowerBound)
      && line.matches(source.program, at: program.lowerBound)
  }

  /// True if it contains the first line of a record.
  ///
  /// - Parameter inAnyLayout: True if it may be in another layout than the default one.
  func isHead(_ line: Span<UInt8>, inAnyLayout: Bool = false) -> Bool {
    var plain: [UInt8] = []
    append(line, to: &plain)
    if let end = plain.firstIndex(of: UInt8(ascii: "\n")) { plain.removeSubrange(end...) }
    var heads = LogHeaderParser()
    if case .head = heads.parse(plain.span, 0..<plain.count) { return true }
    guard inAnyLayout, let found = FoundHead(plain.span, 0..<plain.count) else { return false }
    return found.start == 0
  }

  /// Appends the text that the program wrote; a record that is a JSON object is converted to text.
  func append(_ line: Span<UInt8>, to bytes: inout [UInt8]) {
    let start = bytes.count
    appendContent(line, to: &bytes)
    guard bytes.count > start, bytes[start] == UInt8(ascii: "{"),
      let record = EncodedRecord(Array(bytes[start...]).span)
    else { return }
    bytes.removeSubrange(start...)
    WrappedLine.appendLines(record.text, to: &bytes)
  }

  private func appendContent(_ line: Span<UInt8>, to bytes: inout [UInt8]) {
    switch content {
    case .plain(var range):
      // rsyslog writes a TAB as its octal code.
      while line.hasPrefix("#011", in: range) {
        bytes.append(UInt8(ascii: "\t"))
        range = (range.lowerBound + 4)..<range.upperBound
      }
      bytes.append(line.extracting(range))
    case .text(let text):
      if text.hasEscapes {
        WrappedLine.appendLines(Array(text.string(line).utf8), to: &bytes)
      } else {
        bytes.append(line.extracting(text.range))
      }
    case .bytes(let own): WrappedLine.appendLines(own, to: &bytes)
    }
  }

  /// Unescaped text may contain escape sequences of a terminal, and several lines.
  private static func appendLines(_ text: [UInt8], to bytes: inout [UInt8]) {
    var isFirst = true
    for part in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if !isFirst { bytes.append(UInt8(ascii: "\n")) }
      isFirst = false
      appendPlain(Array(part).span, to: &bytes)
    }
  }

  /// The instant of its stamp; nil without a stamp, and for a stamp without an offset from UTC.
  func instant(_ line: Span<UInt8>) -> Instant? {
    switch stamp {
    case .text(let range):
      guard case .utc(let instant)? = TimeMarker(line, in: range) else { return nil }
      return instant
    case .microseconds(let range):
      guard let value = line.integer(in: range), value > 0 else { return nil }
      return Instant(milliseconds: value / 1000)
    case nil: return nil
    }
  }

  // MARK: Containers

  private mutating func takeContainer(
    _ line: Span<UInt8>, isNamed: Bool, isStamped: Bool, isCRI: Bool
  ) -> Bool {
    var rest = line.all
    if isNamed {
      guard let (name, behind) = WrappedLine.name(line) else { return false }
      program = name
      rest = behind
    }
    if isStamped {
      guard let word = line.firstWord(in: rest), word.lowerBound == rest.lowerBound,
        OffsetTime(line, word) != nil
      else { return false }
      stamp = .text(word)
      rest = WrappedLine.behindBlank(line, word.upperBound..<rest.upperBound)
    }
    if isCRI {
      guard line.hasPrefix("stdout ", in: rest) || line.hasPrefix("stderr ", in: rest),
        let tag = line.firstWord(in: (rest.lowerBound + 7)..<rest.upperBound), tag.count == 1,
        line[tag.lowerBound] == UInt8(ascii: "F") || line[tag.lowerBound] == UInt8(ascii: "P")
      else { return false }
      isPartial = line[tag.lowerBound] == UInt8(ascii: "P")
      rest = WrappedLine.behindBlank(line, tag.upperBound..<rest.upperBound)
    }
    content = .plain(rest)
    return true
  }

  /// `cassandra-1  | `, `[pod/cassandra-0/cassandra] `.
  private static func name(_ line: Span<UInt8>) -> (name: Range<Int>, rest: Range<Int>)? {
    guard let word = line.firstWord(in: line.all), word.lowerBound == 0 else { return nil }
    if line.hasPrefix("[pod/", in: word) || line.hasPrefix("[container/", in: word) {
      guard line[word.upperBound - 1] == UInt8(ascii: "]") else { return nil }
      return (1..<(word.upperBound - 1), behindBlank(line, word.upperBound..<line.count))
    }
    guard let bar = line.firstWord(in: word.upperBound..<line.count), line.equals("|", in: bar) else {
      return nil
    }
    return (word, behindBlank(line, bar.upperBound..<line.count))
  }

  private static func behindBlank(_ line: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    line.hasPrefix(" ", in: range) ? (range.lowerBound + 1)..<range.upperBound : range
  }

  // MARK: syslog

  /// Time, host and tag fit in this many bytes.
  private static let longestHead = 200

  /// `<time> <host> <tag>: <message>`.
  private mutating func takeSyslog(_ line: Span<UInt8>) -> Bool {
    var start = 0
    if line.hasPrefix("<", in: line.all) {
      // The priority, as in the syslog protocol.
      guard let close = line.firstIndex(of: UInt8(ascii: ">"), in: 0..<min(5, line.count)) else {
        return false
      }
      start = close + 1
    }
    let head = start..<min(line.count, start + WrappedLine.longestHead)
    var search = head
    while let colon = line.firstIndex(of: UInt8(ascii: ":"), in: search) {
      search = (colon + 1)..<head.upperBound
      guard colon + 1 == line.count || line[colon + 1] == UInt8(ascii: " ") else { continue }
      guard let beforeTag = line.lastIndex(of: UInt8(ascii: " "), in: start..<colon),
        let beforeHost = line.lastIndex(of: UInt8(ascii: " "), in: start..<beforeTag)
      else { return false }
      let tag = (beforeTag + 1)..<colon
      host = (beforeHost + 1)..<beforeTag
      guard !tag.isEmpty, !host.isEmpty, takeTime(line, line.trimmed(start..<beforeHost)) else {
        return false
      }
      program = tag.lowerBound..<(line.firstIndex(of: UInt8(ascii: "["), in: tag) ?? colon)
      content = .plain(WrappedLine.behindBlank(line, (colon + 1)..<line.count))
      return true
    }
    return false
  }

  /// The time of a syslog line. `Nov 21 05:10:03` is on the machine's clock and has no year; seconds since
  /// boot are on no clock.
  private mutating func takeTime(_ line: Span<UInt8>, _ time: Range<Int>) -> Bool {
    guard let first = time.first else { return false }
    if line[first] == UInt8(ascii: "[") { return line[time.upperBound - 1] == UInt8(ascii: "]") }
    let words = line.words(in: time)
    if words.count == 3, words[0].count == 3, (1...31).contains(line.integer(in: words[1]) ?? 0),
      words[2].count >= 8, line[words[2].lowerBound + 2] == UInt8(ascii: ":"),
      line[words[2].lowerBound + 5] == UInt8(ascii: ":")
    {
      return true
    }
    // `Sat 2026-11-21 05:10:03 UTC`: a day's name before a time.
    let start = words.count > 1 && words[0].count == 3 ? words[1].lowerBound : time.lowerBound
    switch TimeMarker(line, in: start..<time.upperBound) {
    case .utc:
      stamp = .text(start..<time.upperBound)
      return true
    case .unknownOffset: return true
    case nil: return false
    }
  }

  // MARK: JSON

  private mutating func takeDocker(_ line: Span<UInt8>) -> Bool {
    var log: JSONText?
    WrappedLine.forEachText(line) { key, text in
      if line.equals("log", in: key) { log = text }
      if line.equals("time", in: key) { stamp = .text(text.range) }
    }
    guard let log else { return false }
    content = .text(log)
    // The newline that ends a line is written as an escape; without one the line continues.
    isPartial = !line.hasSuffix("\\n", in: log.range)
    return true
  }

  private mutating func takeJournal(_ line: Span<UInt8>) -> Bool {
    var message: Content?
    var identifier: Range<Int>?
    var container: Range<Int>?
    WrappedLine.forEachText(line) { key, text in
      if line.equals("MESSAGE", in: key) {
        message = .text(text)
      } else if line.equals("_HOSTNAME", in: key) {
        host = text.range
      } else if line.equals("SYSLOG_IDENTIFIER", in: key) {
        identifier = text.range
      } else if line.equals("CONTAINER_NAME", in: key) {
        container = text.range
      } else if line.equals("__REALTIME_TIMESTAMP", in: key) {
        stamp = .microseconds(text.range)
      }
    } numbers: { key, bytes in
      if line.equals("MESSAGE", in: key) { message = .bytes(bytes) }
    }
    guard let message else { return false }
    content = message
    program = container ?? identifier ?? 0..<0
    return true
  }

  /// The texts directly in the object that `line` is, and lists of bytes; nothing for a line that is not an
  /// object.
  static func forEachText(
    _ line: Span<UInt8>, _ text: (_ key: Range<Int>, _ text: JSONText) -> Void,
    numbers: (_ key: Range<Int>, _ bytes: [UInt8]) -> Void = { _, _ in }
  ) {
    var scanner = JSONScanner(line.all)
    var depth = 0
    var key = 0..<0
    var bytes: [UInt8] = []
    while let token = try? scanner.next(line) {
      switch token {
      case .beginObject: depth += 1
      case .beginArray:
        depth += 1
        bytes = []
      case .endObject: depth -= 1
      case .endArray:
        depth -= 1
        if depth == 1 { numbers(key, bytes) }
      case .key(let name): if depth == 1 { key = name.range }
      case .text(let value): if depth == 1 { text(key, value) }
      case .number(let range):
        if depth == 2, let value = line.integer(in: range), let byte = UInt8(exactly: value) {
          bytes.append(byte)
        }
      case .truth, .null: break
      }
    }
  }
}
