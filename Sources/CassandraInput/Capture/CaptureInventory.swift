// What each file of a capture is, by its first bytes. The name decides nothing but ties.

import CassandraModel

/// One thing to read, and what it is.
struct CaptureItem: Sendable {
  let name: String
  /// Set for a log.
  var log: LogFile?
  /// Set for any other text that is ours.
  var text: CaptureText?
}

/// A text that is no log, and its kind.
struct CaptureText: Sendable {
  let input: InputFile
  let format: CaptureFormat
}

/// The files of a capture by kind, and the account of those that nobody reads.
struct CaptureInventory: Sendable {
  private(set) var items: [CaptureItem] = []
  private(set) var coverage: [Coverage] = []
  private(set) var diagnostics = DiagnosticLog()

  /// How much of a file decides what it is. The longest line near the top of a log is the configuration,
  /// some 10 KB.
  private static let headSize = 64 * 1024

  /// Looks into all of `files`, several at once.
  init(_ files: [StoredFile], readsStandardInput: Bool, options: CaptureOptions) async {
    let parts = await files.concurrentMap(jobs: options.jobs) { file in
      CaptureInventory(file, limit: options.limit)
    }
    for part in parts { merge(part) }
    if readsStandardInput { lookAtStandardInput(options.limit) }
  }

  /// Standard input can be opened once: what looks at its beginning hands it on.
  private mutating func lookAtStandardInput(_ limit: ExpansionLimit) {
    let name = "-"
    var reader = BlockReader(ByteSource(StoredBytes(Descriptor.standardInput), name: name, limit: limit))
    if reader.container == .zip || reader.container == .tar {
      diagnostics.report(Diagnostic(.archiveOnInput, at: SourceLocation(file: name, line: 0)))
      leave(name)
      return
    }
    let head = reader.peek(CaptureInventory.headSize)
    let input = InputFile(opened: reader, name: name)
    look(at: input, head, input.container)
  }

  private init(_ file: StoredFile, limit: ExpansionLimit) {
    do throws(SystemFailure) {
      let stored = try StoredBytes(path: file.path)
      var source = BlockReader(ByteSource(stored, name: file.name, limit: limit))
      switch source.container {
      case .zip:
        let directory = ZipDirectory(stored, name: file.name, limit: limit)
        diagnostics.merge(directory.diagnostics)
        for entry in directory.entries where !entry.isFolder {
          let member = InputFile(entry, of: file)
          var reader = try member.open(limit: limit)
          look(at: member, reader.peek(CaptureInventory.headSize), reader.container, reader.diagnostics)
        }
        if directory.entries.isEmpty { leave(file.name) }
      case .tar:
        diagnostics.report(Diagnostic(.archiveTar, at: SourceLocation(file: file.name, line: 0)))
        leave(file.name)
      case .plain, .gzip, .bzip2, .zstd, .xz:
        look(
          at: InputFile(file), source.peek(CaptureInventory.headSize), source.container, source.diagnostics)
      }
    } catch {
      diagnostics.report(
        Diagnostic(.fileUnreadable, at: SourceLocation(file: file.name, line: 0), ["reason": error.reason]))
      leave(file.name)
    }
  }

  /// Decides what `input` is, from its first decoded bytes.
  private mutating func look(
    at input: InputFile, _ head: [UInt8], _ container: Container, _ found: DiagnosticLog = DiagnosticLog()
  ) {
    if let log = LogFile(input, head: head) {
      items.append(CaptureItem(name: input.name, log: log))
    } else if let format = CaptureFormat.recognise(head.span, file: input.name) {
      items.append(CaptureItem(name: input.name, text: CaptureText(input: input, format: format)))
    } else {
      // Nobody will read it to the end: what is wrong with its beginning is all there is to say.
      diagnostics.merge(found)
      if Container(firstBytes: head) == .tar {
        diagnostics.report(Diagnostic(.archiveTar, at: SourceLocation(file: input.name, line: 0)))
      } else if found.count(.error) == 0, !container.isUnreadable {
        diagnostics.report(
          Diagnostic(
            head.isEmpty ? .fileEmpty : isBinary(head) ? .fileBinary : .fileUnrecognized,
            at: SourceLocation(file: input.name, line: 0)))
      }
      leave(input.name)
    }
  }

  private mutating func leave(_ name: String) {
    coverage.append(
      Coverage(file: name, format: nil, bytes: 0, lines: LineCounts(), first: nil, last: nil))
  }

  private mutating func merge(_ other: CaptureInventory) {
    items += other.items
    coverage += other.coverage
    diagnostics.merge(other.diagnostics)
  }
}

/// True for bytes that are no text: control characters other than white space, escapes and NULs at the front.
private func isBinary(_ head: [UInt8]) -> Bool {
  let text = head.drop { $0 == 0 }.prefix(4096)
  let odd = text.count { $0 < 0x09 || (0x0E...0x1A).contains($0) || (0x1C...0x1F).contains($0) || $0 == 0x7F }
  return odd * 50 > text.count || (text.isEmpty && !head.isEmpty)
}

extension Container {
  /// True for compressions that are recognised and named, but not read.
  var isUnreadable: Bool { self == .bzip2 || self == .zstd || self == .xz }
}

extension DiagnosticCode {
  static let archiveTar = DiagnosticCode(
    "archive.tar", .note, "is a tar archive; unpack it with tar -xf and give the folder")
  static let archiveOnInput = DiagnosticCode(
    "archive.standard_input", .error, "standard input is an archive; give its path instead")
  static let fileEmpty = DiagnosticCode("file.empty", .note, "is empty")
  static let fileBinary = DiagnosticCode("file.binary", .note, "is not text and was not read")
  static let fileUnrecognized = DiagnosticCode(
    "file.unrecognized", .note, "is neither a Cassandra log nor nodetool output and was not read")
}
