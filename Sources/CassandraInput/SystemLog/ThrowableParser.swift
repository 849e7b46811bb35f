// Parses the lines below a record's head as a Java exception:
//
//   org.apache.cassandra.io.FSWriteError: java.io.IOException: No space left on device     head
//   <TAB>at org.apache.cassandra.io.compress.CompressedSequentialWriter.flushData(…)        frame
//   <TAB>Suppressed: java.lang.RuntimeException: …     after the frames, its own frames two TABs deep
//   Caused by: java.io.IOException: No space left on device                                cause
//   <TAB>... 23 common frames omitted                                                       elision
//
// Sources: logback ThrowableProxyUtil 1.1 to 1.5, java.lang.Throwable.printStackTrace. A trace whose lines
// lost their TABs, were indented, or were joined into one is read too. An exception may have no frame at all.

import CassandraModel

enum ThrowableParser {
  /// The chain in `lines` of `bytes`, or nil when there is none.
  static func parse(_ bytes: Span<UInt8>, _ lines: [Range<Int>]) -> Throwable? {
    var chain = Chain()
    var segments: [Range<Int>] = []
    for line in lines {
      segments.removeAll(keepingCapacity: true)
      TraceSegments.append(bytes, line, to: &segments)
      for (index, segment) in segments.enumerated() {
        let start = TraceSegments.firstInk(bytes, segment)
        guard start < segment.upperBound else { continue }
        // The original indentation of a part that was cut out of a line is unknown.
        let depth = index == 0 ? start - segment.lowerBound : chain.depth
        chain.add(bytes, start..<segment.upperBound, depth: depth)
      }
    }
    return chain.throwable
  }

  /// The text in `message`, on the line of a head, before a trace on the same line; all of it without a
  /// trace.
  static func words(_ bytes: Span<UInt8>, of message: Range<Int>) -> Range<Int> {
    guard TraceSegments.holdsFrame(bytes, message) else { return message }
    var segments: [Range<Int>] = []
    TraceSegments.append(bytes, message, to: &segments)
    guard let first = segments.first else { return message }
    guard let start = TraceSegments.exception(bytes, first), start > first.lowerBound else { return first }
    return first.lowerBound..<bytes.trimmed(first.lowerBound..<start).upperBound
  }

  /// The chain of a record whose exception is in `message`, on the line of its head, and may continue in the
  /// lines `below`; nil if there is none in `message`.
  static func parse(_ bytes: Span<UInt8>, inMessage message: Range<Int>, _ below: [Range<Int>]) -> Throwable?
  {
    // If the lines below begin with an exception, they are the trace, and the message is about it.
    if let first = below.first, isHead(bytes, first) { return nil }
    let start = TraceSegments.exception(bytes, message) ?? message.lowerBound
    return parse(bytes, [start..<message.upperBound] + below)
  }

  /// An exception and its causes, in the order found.
  private struct Chain {
    private var links: [Throwable.Link] = []
    /// True while further lines belong to the message of the last link.
    private var takesMessage = false
    /// Indentation of the first line.
    private(set) var depth = 0
    /// True when the root was printed first (`%rEx`).
    private var isRootFirst = false
    /// True after the first frame of Cassandra, and the release in that frame.
    private var isBehindOwnFrame = false
    private var release: String?
    /// True after an `at` whose frame a line break moved to the next line.
    private var awaitsFrame = false

    /// Takes the next line, without its indentation.
    mutating func add(_ bytes: Span<UInt8>, _ line: Range<Int>, depth: Int) {
      let start = line.lowerBound
      if awaitsFrame {
        awaitsFrame = false
        if ThrowableParser.isFrame(bytes, line) { return add(bytes, frame: line) }
      }
      if !links.isEmpty, bytes.hasPrefix("at ", in: line) || bytes.equals("at", in: line) {
        takesMessage = false
        let own = bytes.trimmed((start + 2)..<line.upperBound)
        if own.isEmpty { awaitsFrame = true } else { add(bytes, frame: own) }
      } else if !links.isEmpty, bytes.hasPrefix("... ", in: line) {
        takesMessage = false
      } else if bytes.hasPrefix("Caused by: ", in: line) {
        // A cause that is indented further than the exception belongs to the suppressed one above it. A cause
        // below a head that is not an exception, as an overridden `toString()` may print it, still names the
        // failure.
        let isSuppressed = depth > self.depth && links.last?.isSuppressed == true
        append(link(bytes, (start + 11)..<line.upperBound, isSuppressed), depth)
      } else if !links.isEmpty, bytes.hasPrefix("Suppressed: ", in: line) {
        append(link(bytes, (start + 12)..<line.upperBound, true), depth)
      } else if !links.isEmpty, bytes.hasPrefix("Wrapped by: ", in: line) {
        isRootFirst = true
        append(link(bytes, (start + 12)..<line.upperBound, false), depth)
      } else if links.isEmpty {
        let own = ThrowableParser.behindThread(bytes, line)
        // Other text may be indented, too.
        if depth == 0 || TraceSegments.exception(bytes, own) == own.lowerBound {
          append(link(bytes, own, false), depth)
        }
      } else if takesMessage, let last = links.last, last.message.utf8.count < messageLimit {
        links[links.count - 1] = Throwable.Link(
          className: last.className, message: last.message + "\n" + bytes.text(in: line), frames: last.frames,
          isSuppressed: last.isSuppressed)
      }
    }

    private mutating func add(_ bytes: Span<UInt8>, frame line: Range<Int>) {
      if !isBehindOwnFrame, bytes.hasPrefix("org.apache.cassandra.", in: line) {
        isBehindOwnFrame = true
        release = ThrowableParser.release(bytes, line)
      }
      if links[links.count - 1].frames.count < Throwable.frameLimit {
        links[links.count - 1].frames.append(frame(bytes, line))
      }
    }

    private mutating func append(_ link: Throwable.Link?, _ depth: Int) {
      guard let link, links.count < linkLimit else { return }
      if links.isEmpty { self.depth = depth }
      links.append(link)
      takesMessage = true
    }

    var throwable: Throwable? {
      Throwable(links: isRootFirst ? links.reversed() : links, release: release)
    }
  }

  /// True when `line` begins a trace without the head of a record: an exception, or a cause.
  static func beginsTrace(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    let ink = behindQuote(bytes, bytes.trimmed(line))
    if ink.isEmpty { return false }
    let own = behindThread(bytes, ink)
    if TraceSegments.exception(bytes, own) == own.lowerBound { return true }
    guard bytes.hasPrefix("Caused by: ", in: ink) else { return false }
    let cause = (ink.lowerBound + 11)..<ink.upperBound
    return TraceSegments.exception(bytes, cause) == cause.lowerBound
  }

  /// The text after `> `: a quotation may have the mark on its first line only.
  private static func behindQuote(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Range<Int> {
    bytes.hasPrefix("> ", in: line) ? bytes.trimmed((line.lowerBound + 2)..<line.upperBound) : line
  }

  /// The text after `Exception in thread "main" `, the JVM's beginning of an uncaught trace.
  static func behindThread(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Range<Int> {
    guard bytes.hasPrefix("Exception in thread \"", in: line),
      let quote = bytes.firstIndex(of: UInt8(ascii: "\""), in: (line.lowerBound + 21)..<line.upperBound)
    else { return line }
    return min(quote + 2, line.upperBound)..<line.upperBound
  }

  /// True when `line` begins an exception: its class, optionally with a message.
  static func isHead(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    let start = TraceSegments.firstInk(bytes, line)
    if start == line.lowerBound { return link(bytes, behindThread(bytes, line), false) != nil }
    return TraceSegments.exception(bytes, start..<line.upperBound) == start
  }

  /// `fully.qualified.Class: message`, `…: null`, the class alone, `FSWriteError in /path` or
  /// `FSWriteError message in /path` (an overridden `toString()`, logback 1.5.22 and later); nil for other text.
  private static func link(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ isSuppressed: Bool
  ) -> Throwable.Link? {
    var end = range.lowerBound
    var dots = 0
    while end < range.upperBound, TraceSegments.isClassByte(bytes[end]) {
      if bytes[end] == UInt8(ascii: ".") { dots += 1 }
      end += 1
    }
    guard end > range.lowerBound else { return nil }
    let name = bytes.text(in: range.lowerBound..<end)
    let isNamed = name.hasSuffix("Exception") || name.hasSuffix("Error")
    let limit = min(range.upperBound, end + messageLimit)
    if end == range.upperBound {
      guard dots > 0, isNamed else { return nil }
      return Throwable.Link(className: name, message: "", isSuppressed: isSuppressed)
    }
    if bytes.matches(colon, at: end) {
      guard dots > 0 || isNamed else { return nil }
      let text = bytes.text(in: (end + 2)..<max(end + 2, limit))
      return Throwable.Link(
        className: name, message: text == "null" ? "" : text, isSuppressed: isSuppressed)
    }
    let isOfFiles = name == "FSReadError" || name == "FSWriteError"
    guard
      isNamed && bytes.matches(inPath, at: end)
        || isOfFiles && bytes.firstRange(of: " in /", in: end..<limit) != nil
    else { return nil }
    return Throwable.Link(
      className: name, message: bytes.text(in: (end + 1)..<limit), isSuppressed: isSuppressed)
  }

  /// `2.2.3` of `…(FileUtils.java:122) ~[apache-cassandra-2.2.3.jar:2.2.3]`, the form in which logback names
  /// the jar of a frame; nil for a frame without a jar, and for other jars.
  private static func release(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
    let part = range.lowerBound..<min(range.upperBound, range.lowerBound + 1024)
    guard let jar = bytes.firstRange(of: "[apache-cassandra-", in: part) else { return nil }
    let rest = jar.upperBound..<min(part.upperBound, jar.upperBound + 40)
    guard let end = bytes.firstRange(of: ".jar", in: rest)?.lowerBound else { return nil }
    let text = bytes.text(in: jar.upperBound..<end)
    let isPlain = text.utf8.allSatisfy { $0 == 0x2E || $0 == 0x2D || TraceSegments.isClassByte($0) }
    return isPlain && CassandraVersion(text) != nil ? text : nil
  }

  /// True for a qualified name before a parenthesis, with nothing in front of it.
  private static func isFrame(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    guard let paren = bytes.firstIndex(of: UInt8(ascii: "("), in: line), paren > line.lowerBound else {
      return false
    }
    let name = line.lowerBound..<paren
    return name.allSatisfy { !isBlank(bytes[$0]) } && bytes.firstIndex(of: UInt8(ascii: "."), in: name) != nil
  }

  /// `org.apache.cassandra.db.compaction.CompactionTask.runMayThrow`, without module, file and line.
  private static func frame(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    let end = bytes.firstIndex(of: UInt8(ascii: "("), in: range) ?? range.upperBound
    let slash = bytes.lastIndex(of: UInt8(ascii: "/"), in: range.lowerBound..<end)
    let start = slash.map { $0 + 1 } ?? range.lowerBound
    return bytes.text(in: start..<min(end, start + 512))
  }

  /// Longer messages are cut: some contain lists of thousands of paths.
  private static let messageLimit = 8192
  private static let linkLimit = 64
  private static let colon = Array(": ".utf8)
  private static let inPath = Array(" in ".utf8)
}
