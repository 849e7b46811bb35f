// Scans text other than logs for signs of an error. A file of unknown format is scanned completely; text with
// a reader, such as output of commands, only in blocks that contain a word of an error.

import CassandraModel

struct UnreadErrorScan {
  /// Knowledge about the file.
  enum Kind {
    /// Unknown format: a log of any layout, or prose.
    case unrecognized
    /// nodetool's output: nodetool's own error messages are understood.
    case output
    /// Text with another reader; it may contain errors of programs other than Cassandra.
    case text
  }

  /// Bytes scanned at most in a file of unknown format.
  static let byteLimit: Int64 = 64 << 20

  private let file: String
  private let kind: Kind
  private(set) var diagnostics = DiagnosticLog()
  private var line = 0
  /// True while the previous lines belong to a reported error.
  private var isInError = false
  /// True within a thread dump, whose frames are of no error.
  private var isInDump = false
  /// True below an error of nodetool itself.
  private var isInFailure = false
  /// Lines that are not blank, lines that begin a record, and the first of these.
  private var inked = 0
  private var records = 0
  private var firstRecord: (line: Int, sample: String)?

  init(_ kind: Kind, file: String) {
    self.kind = kind
    self.file = file
  }

  /// Scans the next bytes; `continuesLine` when they begin within a line.
  mutating func scan(_ block: Span<UInt8>, continuesLine: Bool = false) {
    if kind != .unrecognized, !UnreadErrorScan.mayTell(block, block.all) {
      line += UnreadErrorScan.newlines(block)
      return
    }
    var start = 0
    if continuesLine, line > 0 { line -= 1 }
    while start < block.count {
      let end = block.firstIndex(of: UInt8(ascii: "\n"), in: start..<block.count) ?? block.count
      line += 1
      look(block, start..<end)
      start = end + 1
    }
  }

  /// The diagnostics, after the last block.
  mutating func finish() -> DiagnosticLog {
    if diagnostics.entries.isEmpty, let firstRecord, records >= 3, records * 4 >= inked {
      diagnostics.report(
        Diagnostic(
          .unreadLog, at: SourceLocation(file: file, line: firstRecord.line),
          ["layout": "a log of another layout", "sample": firstRecord.sample]))
    }
    return diagnostics
  }

  private mutating func look(_ bytes: Span<UInt8>, _ line: Range<Int>) {
    let content = bytes.trimmed(line)
    guard !content.isEmpty else { return }
    if bytes.hasPrefix("Full thread dump ", in: content) {
      isInDump = true
      diagnostics.report(Diagnostic(.threadDump, at: SourceLocation(file: file, line: self.line)))
    }
    if isInDump {
      isInDump = !bytes.hasPrefix("JNI global ref", in: content) && !LevelWord.beginsRecord(bytes, content)
      if isInDump { return }
    }
    inked += 1
    if kind == .unrecognized, LevelWord.beginsRecord(bytes, content) {
      records += 1
      if firstRecord == nil { firstRecord = (self.line, ErrorSample.text(bytes, content)) }
    }
    guard let marker = marker(bytes, content) else {
      // `... 12 more` does not end a trace.
      if !bytes.hasPrefix("... ", in: content) { isInError = false }
      return
    }
    // A trace belongs to the lines before it.
    if isInError, marker == .trace { return }
    isInError = true
    let code = kind == .output ? marker.code(ofRecord: .unreadFileLine) : .unreadFileLine
    diagnostics.report(
      Diagnostic(
        code, at: SourceLocation(file: file, line: self.line),
        ["layout": marker.layout, "sample": ErrorSample.text(bytes, content)]))
  }

  private mutating func marker(_ bytes: Span<UInt8>, _ line: Range<Int>) -> ErrorMarker? {
    switch kind {
    case .unrecognized:
      return ErrorMarker.record(bytes, line) ?? ErrorMarker.printedTrace(bytes, line)
        ?? ErrorMarker.printedSystemError(bytes, line)
    case .text:
      return ErrorMarker.record(bytes, line, isJava: true) ?? ErrorMarker.printedTrace(bytes, line)
        ?? ErrorMarker.printedSystemError(bytes, line)
    case .output:
      if UnreadErrorScan.failures.contains(where: { bytes.hasPrefix($0, in: line) }) {
        isInFailure = true
        return ErrorMarker.isOfStorage(bytes, line) ? .trace : nil
      }
      if let record = ErrorMarker.record(bytes, line) { return record }
      guard let trace = ErrorMarker.printedTrace(bytes, line) else {
        // A class of another program is a part of the trace, too.
        let goesOn = bytes.hasPrefix("... ", in: line) || TraceSegments.exception(bytes, line) != nil
        if !goesOn { isInFailure = false }
        return goesOn ? nil : ErrorMarker.printedSystemError(bytes, line)
      }
      return isInFailure && !ErrorMarker.isOfStorage(bytes, line) ? nil : trace
    }
  }

  /// nodetool's text before the message of an exception that ended it.
  private static let failures: [StaticString] = [
    "error:", "Error:", "nodetool:", "-- StackTrace", "Exception in thread \"main\"",
  ]

  /// True when `range` contains a word that every error has one of.
  private static func mayTell(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    words.contains { bytes.contains($0, in: range) }
  }

  private static let words: [StaticString] = [
    "ERROR", "Exception", "Error", "FATAL", "SEVERE", "java:", "No space left", "Input/output",
    "Read-only file", "Permission denied", "not permitted",
  ]

  private static func newlines(_ block: Span<UInt8>) -> Int {
    var count = 0
    var rest = block.all
    while let end = block.firstIndex(of: UInt8(ascii: "\n"), in: rest) {
      count += 1
      rest = (end + 1)..<block.count
    }
    return count + (rest.isEmpty ? 0 : 1)
  }
}

/// An excerpt of a line, to show which text was not understood.
enum ErrorSample {
  /// Longer lines are cut.
  private static let length = 160

  /// The beginning of `line`, without control characters.
  static func text(_ bytes: Span<UInt8>, _ line: Range<Int>) -> String {
    let end = min(line.upperBound, line.lowerBound + length)
    let text = bytes.text(in: line.lowerBound..<end)
    let plain = String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    return end < line.upperBound ? plain + "…" : plain
  }
}

extension DiagnosticCode {
  static let threadDump = DiagnosticCode("file.thread_dump", .note, "thread dump of a JVM, not read")
}

extension UnreadErrorScan {
  static func diagnostics(of input: InputFile, limit: ExpansionLimit) throws(SystemFailure) -> DiagnosticLog {
    var scan = UnreadErrorScan(.unrecognized, file: input.name)
    var blocks = try input.open(limit: limit)
    while blocks.decodedBytes <= byteLimit, let block = blocks.next(splitAt: afterLastNewline) {
      scan.scan(block.bytes.span, continuesLine: block.continuesLine)
    }
    return scan.finish()
  }
}
