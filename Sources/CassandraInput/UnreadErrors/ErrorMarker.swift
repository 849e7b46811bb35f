// Signs of an error in a line that was not understood: the head of an error record in any layout, a part of a
// Java stack trace, the text of an errno. Words alone are not enough: prose, help texts and settings mention
// errors, too.
//
//   db-1 | ERROR [CompactionExecutor:4] 2026-11-21 05:07:34,633 …     a level, and a thread or a time near it
//   2026-11-21 05:07:34 [main] ERROR o.a.c.io.FSUtils - …              the same in reverse order
//   {"level":"error","ts":1795237654,"msg":"…"}                        a level under a level key
//   Caused by: java.io.IOException: Input/output error                 an exception's class where a trace has one
//   at org.apache.cassandra.db.Keyspace.open(Keyspace.java:157)        a frame

import CassandraModel

/// The form of an error's sign.
enum ErrorMarker: String {
  /// The head of a Cassandra record after a prefix.
  case prefixed
  /// The head of a record, truncated, wrapped or split.
  case cut
  /// A level and a time or thread in another order or form.
  case otherLayout
  /// The same in a JSON object.
  case json
  /// A class, a cause or a frame.
  case trace
  /// The text of an errno.
  case systemError

  /// The diagnostic of such a line; `code` is that of a record in the same file.
  func code(ofRecord code: DiagnosticCode) -> DiagnosticCode {
    switch self {
    case .prefixed, .cut, .otherLayout, .json: code
    case .trace, .systemError: .unreadTrace
    }
  }

  /// The form in words.
  var layout: String {
    switch self {
    case .prefixed: "a Cassandra log record behind a prefix"
    case .cut: "a Cassandra log record that was cut or wrapped"
    case .otherLayout: "a log record of another layout"
    case .json: "a log record in JSON"
    case .trace: "a Java stack trace without its log record"
    case .systemError: "an error of the operating system"
    }
  }

  /// The head of an error record in `line`; nil when there is none.
  ///
  /// - Parameter isJava: Requires signs of a Java program next to the level.
  static func record(_ bytes: Span<UInt8>, _ line: Range<Int>, isJava: Bool = false) -> ErrorMarker? {
    for word in errorLevels {
      guard let level = LevelWord.find(word, bytes, line) else { continue }
      if isJava, !LevelWord.namesJava(bytes, line), !LevelWord.opensThread(bytes, level, line) { continue }
      return form(of: level, bytes, line)
    }
    return LevelWord.underKey(bytes, line, isJava: isJava) ? .json : nil
  }

  private static func form(of level: Range<Int>, _ bytes: Span<UInt8>, _ line: Range<Int>) -> ErrorMarker {
    let ink = bytes.trimmed(line).lowerBound
    if ink < line.upperBound, bytes[ink] == UInt8(ascii: "{") { return .json }
    let isCassandra =
      LevelWord.opensThread(bytes, level, line)
      && bytes.contains(".java:", in: level.upperBound..<line.upperBound)
    if isCassandra { return level.lowerBound > ink ? .prefixed : .cut }
    return .otherLayout
  }

  /// A part of a trace in `line`, for text that is all log; nil when there is none.
  static func trace(_ bytes: Span<UInt8>, _ line: Range<Int>) -> ErrorMarker? {
    if holdsFrame(bytes, line) || bytes.contains("Exception in thread ", in: line)
      || TraceSegments.exception(bytes, line) != nil
    {
      return .trace
    }
    return nil
  }

  /// A part of a trace in text that may be prose: a frame, a cause with its class, or a line that begins with
  /// a class.
  static func printedTrace(_ bytes: Span<UInt8>, _ line: Range<Int>) -> ErrorMarker? {
    if holdsFrame(bytes, line) { return .trace }
    guard let start = TraceSegments.exception(bytes, line), isJavaPackage(bytes, start, line) else {
      return nil
    }
    let ink = bytes.trimmed(line).lowerBound
    let isNamed =
      bytes.hasSuffix("Caused by: ", in: line.lowerBound..<start)
      || bytes.contains("Exception in thread ", in: line.lowerBound..<start)
    return isNamed || start == ink ? .trace : nil
  }

  /// The text of an errno that indicates a problem of a disk, memory, rights or descriptors, or a program's
  /// statement of what it cannot do, in text that is all log.
  static func systemError(_ bytes: Span<UInt8>, _ line: Range<Int>) -> ErrorMarker? {
    for text in errnoTexts where bytes.contains(text, in: line) { return .systemError }
    for text in refusals where bytes.contains(text, in: line) { return .systemError }
    return bytes.hasPrefix("Cannot ", in: bytes.trimmed(line)) ? .systemError : nil
  }

  /// The same in text that may be prose: `cp: cannot create regular file '/conf/x': Permission denied`, the
  /// name of a program at the start of the line and an errno's text at its end.
  static func printedSystemError(_ bytes: Span<UInt8>, _ line: Range<Int>) -> ErrorMarker? {
    let ink = bytes.trimmed(line)
    guard let program = bytes.firstWord(in: ink), program.count > 2,
      bytes[program.upperBound - 1] == UInt8(ascii: ":")
    else { return nil }
    let isName = program.dropLast().allSatisfy { isWordByte(bytes[$0]) || "/.-[]".utf8.contains(bytes[$0]) }
    guard isName else { return nil }
    let isTold = errnoTexts.contains { text in
      bytes.hasSuffix(text, in: ink)
        && bytes.hasSuffix(": ", in: ink.lowerBound..<(ink.upperBound - text.utf8CodeUnitCount))
    }
    return isTold ? .systemError : nil
  }

  /// True if an exception is about a lost peer or client: nodes log these below INFO and DEBUG records.
  static func isOfConnection(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    connectionTexts.contains { bytes.contains($0, in: line) }
  }

  /// True if an exception is about files or memory, from any program.
  static func isOfStorage(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    storageTexts.contains { bytes.contains($0, in: line) } || systemError(bytes, line) != nil
  }

  /// `a.b.C.d(C.java:12)`: a frame, with any text before it.
  static func holdsFrame(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    var search = line
    while let paren = bytes.firstIndex(of: UInt8(ascii: "("), in: search) {
      search = (paren + 1)..<line.upperBound
      guard paren > line.lowerBound,
        TraceSegments.isClassByte(bytes[paren - 1]) || bytes[paren - 1] == UInt8(ascii: ">")
      else { continue }
      let end = min(line.upperBound, paren + 120)
      guard let close = bytes.firstIndex(of: UInt8(ascii: ")"), in: (paren + 1)..<end) else { continue }
      let place = (paren + 1)..<close
      guard
        bytes.contains(".java:", in: place) || bytes.equals("Native Method", in: place)
          || bytes.equals("Unknown Source", in: place)
      else { continue }
      let start = max(line.lowerBound, paren - 200)
      if bytes.firstIndex(of: UInt8(ascii: "."), in: start..<paren) != nil { return true }
    }
    return false
  }

  private static func isJavaPackage(_ bytes: Span<UInt8>, _ start: Int, _ line: Range<Int>) -> Bool {
    let name = start..<line.upperBound
    return javaPackages.contains { bytes.hasPrefix($0, in: name) }
  }

  private static let errorLevels: [StaticString] = ["ERROR", "FATAL", "SEVERE"]
  private static let javaPackages: [StaticString] = [
    "java.", "javax.", "jdk.", "sun.", "org.", "com.", "io.", "net.", "FSReadError", "FSWriteError",
  ]
  private static let errnoTexts: [StaticString] = [
    "No space left on device", "Input/output error", "Read-only file system", "Too many open files",
    "Cannot allocate memory", "Permission denied", "Operation not permitted", "ENOSPC", "EROFS", "EMFILE",
    "EACCES",
  ]
  private static let refusals: [StaticString] = [": cannot ", ": Cannot ", ": can't ", ": unable to "]
  private static let connectionTexts: [StaticString] = [
    "Connection reset", "Connection refused", "Connection timed out", "Broken pipe", "ClosedChannelException",
    "ConnectException", "NativeIoException", "SSLException", "SSLHandshakeException", "NotSslRecordException",
  ]
  private static let storageTexts: [StaticString] = [
    "CorruptSSTableException", "CorruptBlockException", "FSWriteError", "FSReadError", "FSError",
    "OutOfMemoryError", "CorruptFileException", "EOFException", "java.io.IOError",
    "Not enough space for compaction",
  ]
}
