// The lines under a record's head, read as a Java exception:
//
//   org.apache.cassandra.io.FSWriteError: java.io.IOException: No space left on device     head
//   <TAB>at org.apache.cassandra.io.compress.CompressedSequentialWriter.flushData(…)        frame
//   <TAB>Suppressed: java.lang.RuntimeException: …     after the frames, its own frames two TABs deep
//   Caused by: java.io.IOException: No space left on device                                cause
//   <TAB>... 23 common frames omitted                                                       elision
//
// Sources: logback ThrowableProxyUtil 1.1 to 1.5, java.lang.Throwable.printStackTrace. Frames that lost
// their TAB (ticket systems) are read too. An exception may have no frame at all.

import CassandraModel

/// Reads the exception out of a record's further lines.
enum ThrowableParser {
  /// The chain in `lines` of `bytes`, or nil when they hold none.
  static func parse(_ bytes: Span<UInt8>, _ lines: [Range<Int>]) -> Throwable? {
    var links: [Throwable.Link] = []
    var takesMessage = false
    for line in lines {
      let start = firstInk(bytes, line)
      guard start < line.upperBound else { continue }
      let rest = start..<line.upperBound
      if !links.isEmpty, bytes.matches(at, at: start) {
        takesMessage = false
        if links[links.count - 1].frames.count < Throwable.frameLimit {
          links[links.count - 1].frames.append(frame(bytes, (start + at.count)..<line.upperBound))
        }
      } else if !links.isEmpty, bytes.matches(elision, at: start) {
        takesMessage = false
      } else if !links.isEmpty || start == line.lowerBound, bytes.matches(causedBy, at: start) {
        // An indented cause belongs to the suppressed exception above it. A cause below a head that is not one, as an
        // overridden `toString()` may give it, still says what failed.
        let isSuppressed = start > line.lowerBound
        append(
          link(bytes, (start + causedBy.count)..<line.upperBound, isSuppressed), to: &links, &takesMessage)
      } else if !links.isEmpty, bytes.matches(suppressed, at: start) {
        append(link(bytes, (start + suppressed.count)..<line.upperBound, true), to: &links, &takesMessage)
      } else if links.isEmpty, start == line.lowerBound {
        append(link(bytes, rest, false), to: &links, &takesMessage)
      } else if takesMessage, let last = links.last, last.message.utf8.count < messageLimit {
        links[links.count - 1] = Throwable.Link(
          className: last.className, message: last.message + "\n" + bytes.text(in: rest), frames: last.frames,
          isSuppressed: last.isSuppressed)
      }
    }
    return Throwable(links: links)
  }

  /// True when `line` begins an exception: its class, perhaps with a message.
  static func isHead(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool { link(bytes, line, false) != nil }

  private static func append(
    _ link: Throwable.Link?, to links: inout [Throwable.Link], _ takesMessage: inout Bool
  ) {
    guard let link, links.count < linkLimit else { return }
    links.append(link)
    takesMessage = true
  }

  /// `fully.qualified.Class: message`, `…: null`, the class alone, `FSWriteError in /path` or
  /// `FSWriteError message in /path` (an overridden `toString()`, logback 1.5.22 and later); nil for other text.
  private static func link(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ isSuppressed: Bool
  ) -> Throwable.Link? {
    var end = range.lowerBound
    var dots = 0
    while end < range.upperBound, isClassByte(bytes[end]) {
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

  /// `org.apache.cassandra.db.compaction.CompactionTask.runMayThrow`, without module, file and line.
  private static func frame(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    let end = bytes.firstIndex(of: UInt8(ascii: "("), in: range) ?? range.upperBound
    let slash = bytes.lastIndex(of: UInt8(ascii: "/"), in: range.lowerBound..<end)
    let start = slash.map { $0 + 1 } ?? range.lowerBound
    return bytes.text(in: start..<min(end, start + 512))
  }

  private static func firstInk(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Int {
    var index = line.lowerBound
    while index < line.upperBound, bytes[index] == UInt8(ascii: "\t") || bytes[index] == UInt8(ascii: " ") {
      index += 1
    }
    return index
  }

  private static func isClassByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "$"):
      true
    default: false
    }
  }

  /// A message longer than this is cut: lists of thousands of paths stand in some.
  private static let messageLimit = 8192
  private static let linkLimit = 64
  private static let at = Array("at ".utf8)
  private static let elision = Array("... ".utf8)
  private static let causedBy = Array("Caused by: ".utf8)
  private static let suppressed = Array("Suppressed: ".utf8)
  private static let colon = Array(": ".utf8)
  private static let inPath = Array(" in ".utf8)
}
