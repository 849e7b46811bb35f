// Looks through text that is not read as a log for the marks of an error: a file that nothing recognised, whole; the output
// of commands and other text that has a reader, only where a block has a word that an error could have.

import CassandraModel

/// A scan of one file, block by block.
struct UnreadErrorScan {
  /// What is known of the file.
  enum Kind {
    /// Nothing: it may be a log of any layout, or prose.
    case unrecognized
    /// nodetool's output: what nodetool says of its own failures is understood.
    case output
    /// Text with another reader, which may hold errors of programs that are not Cassandra.
    case text
  }

  /// More than this of a file that nothing recognised is not looked at.
  static let byteLimit: Int64 = 64 << 20

  private let file: String
  private let kind: Kind
  private(set) var diagnostics = DiagnosticLog()
  private var line = 0
  /// True while the lines before belong to an error that was reported.
  private var isInError = false
  /// True below a failure of nodetool itself.
  private var isInFailure = false
  /// Lines with ink, lines that begin a record, and the first of these.
  private var inked = 0
  private var records = 0
  private var firstRecord: (line: Int, sample: String)?

  init(_ kind: Kind, file: String) {
    self.kind = kind
    self.file = file
  }

  /// Looks through the next bytes; `continuesLine` when they begin within a line.
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

  /// What was found, once all was looked through.
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
    inked += 1
    if kind == .unrecognized, LevelWord.beginsRecord(bytes, content) {
      records += 1
      if firstRecord == nil { firstRecord = (self.line, ErrorSample.text(bytes, content)) }
    }
    guard let marker = marker(bytes, content) else {
      // `... 12 more` ends no trace.
      if !bytes.hasPrefix("... ", in: content) { isInError = false }
      return
    }
    // A trace belongs to what stands before it.
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
    case .unrecognized: return ErrorMarker.record(bytes, line) ?? ErrorMarker.printedTrace(bytes, line)
    case .text: return ErrorMarker.record(bytes, line, isJava: true) ?? ErrorMarker.printedTrace(bytes, line)
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
        return nil
      }
      return isInFailure && !ErrorMarker.isOfStorage(bytes, line) ? nil : trace
    }
  }

  /// What nodetool prints before the words of an exception that ended it.
  private static let failures: [StaticString] = [
    "error:", "Error:", "nodetool:", "-- StackTrace", "Exception in thread \"main\"",
  ]

  /// True when a word stands in `range` that every error has one of.
  private static func mayTell(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    words.contains { bytes.contains($0, in: range) }
  }

  private static let words: [StaticString] = [
    "ERROR", "Exception", "Error", "FATAL", "SEVERE", "java:", "No space left", "Input/output",
    "Read-only file",
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

/// A piece of a line, for people to see what was not understood.
enum ErrorSample {
  /// Longer ones are cut.
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

extension UnreadErrorScan {
  /// Looks through a file that nothing recognised.
  static func diagnostics(of input: InputFile, limit: ExpansionLimit) throws(SystemFailure) -> DiagnosticLog {
    var scan = UnreadErrorScan(.unrecognized, file: input.name)
    var blocks = try input.open(limit: limit)
    while blocks.decodedBytes <= byteLimit, let block = blocks.next(splitAt: afterLastNewline) {
      scan.scan(block.bytes.span, continuesLine: block.continuesLine)
    }
    return scan.finish()
  }
}
