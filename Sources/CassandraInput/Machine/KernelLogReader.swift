// The kernel's log: from dmesg (with or without -T), from journalctl -k, from syslog's files. A kill or an
// I/O error in the kernel log is often the cause of a failure whose effect alone is in Cassandra's log. Each
// form of head is read for its time; seconds since boot and dates without a year give none.

import CassandraModel

struct KernelLogReader: CaptureLineReader {
  let formatName = "kernel log"
  private(set) var lines = LineCounts()
  private(set) var period: (first: Moment?, last: Moment?) = (nil, nil)
  var lineNumber = 0

  private let file: String

  init(file: String) { self.file = file }

  mutating func consume(_ line: Span<UInt8>, number: Int, into sink: inout some FactSink) {
    let content = line.trimmed(line.all)
    if content.isEmpty {
      lines.count(.blank)
      return
    }
    guard let head = KernelLogHead(line, content) else {
      lines.count(.unparsed)
      return
    }
    if let at = head.at { note(at) }
    guard head.isKernel, let kind = KernelMessage.all.first(where: { $0.matches(line, head.message) }) else {
      lines.count(.unknown)
      return
    }
    lines.count(.known)
    sink.receive(
      .occurrence(
        Occurrence(
          name: kind.name, severity: kind.severity, at: head.at, fields: kind.fields(line, head.message),
          message: line.text(in: head.message.prefix(Event.messageLimit)),
          source: SourceLocation(file: file, line: number))))
  }

  mutating func finish(into sink: inout some FactSink) {}

  private mutating func note(_ at: Moment) {
    if period.first.map({ at.sortKey < $0.sortKey }) ?? true { period.first = at }
    if period.last.map({ at.sortKey > $0.sortKey }) ?? true { period.last = at }
  }
}

extension CaptureFormat {
  static let kernelLog = CaptureFormat(
    name: "kernel log", recognises: { head, file in isKernelLog(head) },
    makeReader: { file, time in KernelLogReader(file: file) })
}

/// True if each of the first lines has a head of the system's logs, and one of them is the kernel's.
private func isKernelLog(_ head: Span<UInt8>) -> Bool {
  var start = 0
  var heads = 0
  var isKernel = false
  while start < head.count, heads < 2000 {
    let end = head.firstIndex(of: UInt8(ascii: "\n"), in: start..<head.count) ?? head.count
    let line = head.trimmed(start..<end)
    if !line.isEmpty {
      if let parsed = KernelLogHead(head, line) {
        heads += 1
        isKernel = isKernel || parsed.isKernel
      } else if end < head.count || heads == 0 {
        // The last line of the head may be cut off.
        return false
      }
    }
    start = end + 1
  }
  return isKernel
}

/// The head of a line, before its message.
struct KernelLogHead {
  let at: Moment?
  let message: Range<Int>
  /// False for a syslog line of a program.
  let isKernel: Bool

  init?(_ text: Span<UInt8>, _ line: Range<Int>) {
    if text.hasPrefix("[", in: line) {
      guard let bracket = Self.bracket(text, line) else { return nil }
      at = bracket.at
      message = bracket.message
      isKernel = true
      return
    }
    // `<time> <host> kernel: [12345.678901] …`
    guard let (time, rest) = Self.time(text, line), let host = text.firstWord(in: rest),
      let program = text.firstWord(in: host.upperBound..<rest.upperBound), text.hasSuffix(":", in: program)
    else { return nil }
    isKernel = text.equals("kernel:", in: program)
    let body = text.trimmed(program.upperBound..<rest.upperBound)
    let bracket = isKernel && text.hasPrefix("[", in: body) ? Self.bracket(text, body) : nil
    at = time ?? bracket?.at
    message = bracket?.message ?? body
  }

  /// `[12345.678901] …`, `[    0.000000] …`, or with -T `[Sat Nov 21 05:10:09 2026] …`.
  private static func bracket(_ text: Span<UInt8>, _ line: Range<Int>) -> (at: Moment?, message: Range<Int>)?
  {
    guard let close = text.firstIndex(of: UInt8(ascii: "]"), in: line.prefix(40)) else { return nil }
    let inside = text.trimmed((line.lowerBound + 1)..<close)
    let message = text.trimmed((close + 1)..<line.upperBound)
    if let point = text.firstIndex(of: UInt8(ascii: "."), in: inside), text.decimal(in: inside) != nil,
      inside.upperBound - point == 7
    {
      return (nil, message)
    }
    // Programs write other times in brackets, followed by further brackets.
    guard let first = inside.first, digit(text[first]) == nil, !text.hasPrefix("[", in: message) else {
      return nil
    }
    switch TimeMarker(text, in: inside) {
    case .utc(let instant): return (.utc(instant), message)
    case .unknownOffset(let local): return (.local(local), message)
    case nil: return nil
    }
  }

  /// `2026-11-21T05:10:09.123456+00:00`, or `Nov 21 05:10:09`, which has no year and therefore gives no time.
  private static func time(_ text: Span<UInt8>, _ line: Range<Int>) -> (at: Moment?, rest: Range<Int>)? {
    guard let word = text.firstWord(in: line) else { return nil }
    let rest = word.upperBound..<line.upperBound
    if let time = OffsetTime(text, word) { return (.utc(time.instant), rest) }
    guard word.count == 3, let day = text.firstWord(in: rest), (1...31).contains(text.integer(in: day) ?? 0),
      let clock = text.firstWord(in: day.upperBound..<line.upperBound), clock.count >= 8,
      text[clock.lowerBound + 2] == UInt8(ascii: ":"), text[clock.lowerBound + 5] == UInt8(ascii: ":")
    else { return nil }
    return (nil, clock.upperBound..<line.upperBound)
  }
}

extension KernelMessage {
  func matches(_ text: Span<UInt8>, _ message: Range<Int>) -> Bool {
    for literal in texts where text.contains(literal, in: message) { return true }
    return false
  }

  /// The process or device in the message; no fields if its wording differs.
  func fields(_ text: Span<UInt8>, _ message: Range<Int>) -> EventFields {
    var fields: [(FieldName, FieldValue)] = []
    switch subject {
    case .processInParentheses:
      if let label = text.firstRange(of: " process ", in: message),
        let pid = text.firstWord(in: label.upperBound..<message.upperBound)
      {
        // `4242 (java)`, or in newer kernels `4242 (java),`.
        if let id = text.integer(in: pid) { fields.append((.pid, .integer(id))) }
        if let name = text.inside("(", ")", of: pid.upperBound..<message.upperBound) {
          fields.append((.process, .text(text.text(in: name))))
        }
      }
    case .deviceBehindDev:
      if let label = text.firstRange(of: " dev ", in: message)
        ?? text.firstRange(of: " device ", in: message),
        let word = text.firstWord(in: label.upperBound..<message.upperBound)
      {
        let name = text[word.upperBound - 1] == UInt8(ascii: ",") ? word.dropLast() : word
        fields.append((.device, .text(text.text(in: name))))
      }
    case .deviceInParentheses:
      if let inside = text.inside("(", ")", of: message) {
        let name = text.words(in: inside).last ?? inside
        let end = text.firstIndex(of: UInt8(ascii: ":"), in: name) ?? name.upperBound
        fields.append((.device, .text(text.text(in: name.lowerBound..<end))))
      }
    case .task:
      if let label = text.firstRange(of: "task ", in: message),
        let word = text.firstWord(in: label.upperBound..<message.upperBound),
        let colon = text.lastIndex(of: UInt8(ascii: ":"), in: word)
      {
        fields.append((.process, .text(text.text(in: word.lowerBound..<colon))))
        if let id = text.integer(in: (colon + 1)..<word.upperBound) { fields.append((.pid, .integer(id))) }
      }
      if let label = text.firstRange(of: "blocked for more than ", in: message),
        let seconds = text.firstWord(in: label.upperBound..<message.upperBound).flatMap({
          text.integer(in: $0)
        })
      {
        fields.append((.seconds, .integer(seconds)))
      }
    case .processInBrackets:
      if let word = text.firstWord(in: message), let id = text.inside("[", "]", of: word) {
        fields.append((.process, .text(text.text(in: word.lowerBound..<(id.lowerBound - 1)))))
        if let id = text.integer(in: id) { fields.append((.pid, .integer(id))) }
      }
    }
    return EventFields(names: fields.map(\.0), values: fields.map(\.1))
  }
}

extension Span<UInt8> {
  /// The text between the first `open` in `range` and the first `close` after it.
  fileprivate func inside(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, of range: Range<Int>
  ) -> Range<Int>? {
    guard let start = firstIndex(of: UInt8(ascii: open), in: range),
      let end = firstIndex(of: UInt8(ascii: close), in: (start + 1)..<range.upperBound)
    else { return nil }
    return (start + 1)..<end
  }
}
