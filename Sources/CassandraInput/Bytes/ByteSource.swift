// One stream of decoded bytes, from a plain file, a gzip file or a member of a zip archive.
//
//   StoredBytes ──> ByteWindow ──> ByteSource ──> BlockReader ──> blocks for the parsers
//   as stored       read ahead     decoded        cut at record boundaries
//
// Decoding never fails as a whole: all bytes that can be decoded are returned, and each part that cannot be
// decoded gives a diagnostic.

package import CassandraModel

/// Reads decoded bytes in order, once.
package struct ByteSource: ~Copyable {
  enum Outcome {
    /// The output is full; there may be more.
    case full
    /// Bytes are missing here: the next bytes do not continue the bytes before.
    case gap
    /// The end of the stream.
    case end
  }

  enum Form {
    /// Unchanged: plain text, and containers that another reader unpacks.
    case verbatim
    case gzip(GzipPosition)
    /// A zip member, with its expected CRC-32 if that is known.
    case stored(size: Int64, checksum: UInt32?)
    case deflated(checksum: UInt32?)
    /// Nothing to decode, or fully decoded.
    case nothing
  }

  /// The name in diagnostics.
  package let name: String
  /// The container of the stored bytes, recognised by their first bytes; `plain` for a zip member.
  package let container: Container
  /// Decoded bytes returned so far.
  package internal(set) var decodedBytes: Int64 = 0
  /// Diagnostics so far.
  package private(set) var diagnostics = DiagnosticLog()

  let limit: ExpansionLimit
  /// The account that decoded bytes are charged to, in addition to this stream's own limit; nil outside of
  /// archives.
  let account: ExpansionAccount?
  /// Size of verbatim content when the capture was listed; nil if it was not known.
  let expectedSize: Int64?
  /// Offset of the first compressed byte.
  var start: Int64 = 0
  var form: Form
  var window: ByteWindow
  var inflater: Inflater?
  var checksum = Checksum()

  /// The content of `stored`: decompressed if it is gzip, nothing (and a diagnostic) if its compression is
  /// not supported, and unchanged otherwise. Zip archives are opened with `ZipDirectory`; as a source they
  /// give their raw bytes.
  ///
  /// - Parameter name: The path shown to users, relative to the capture's root.
  package init(
    _ stored: StoredBytes, name: String, limit: ExpansionLimit = ExpansionLimit(),
    account: ExpansionAccount? = nil, expectedSize: Int64? = nil
  ) {
    var window = ByteWindow(stored)
    _ = window.ensure(Container.bytesNeeded)
    container = Container(firstBytes: window.bytes(at: 0, count: min(window.count, Container.bytesNeeded)))
    self.name = name
    self.limit = limit
    self.account = account
    self.expectedSize = expectedSize
    self.window = window
    switch container {
    case .plain, .zip, .tar: form = .verbatim
    case .gzip:
      form = .gzip(.member)
      inflater = Inflater(.gzip)
    case .bzip2, .zstd, .xz:
      form = .nothing
      if let command = container.unpackCommand {
        report(.compressionUnsupported, ["compression": container.rawValue, "command": command])
      }
    }
  }

  /// The content of one member of a zip archive. A member that cannot be decoded gives a diagnostic and no
  /// bytes.
  ///
  /// - Parameter name: The archive's name; the member's name is added after a `!`.
  package init(
    _ entry: ZipEntry, of stored: StoredBytes, name: String, limit: ExpansionLimit = ExpansionLimit(),
    account: ExpansionAccount? = nil
  ) {
    self.name = name + "!" + entry.label
    self.limit = limit
    self.account = account
    expectedSize = nil
    container = .plain
    window = ZipLayout.window(ofHeader: entry.headerOffset, in: stored)
    form = .nothing
    openZipMember(entry, of: stored)
  }

  /// A source at the same position as `other`, and independent of it from there on. Bytes that `other` has
  /// read ahead are not copied.
  init(copying other: borrowing ByteSource) {
    name = other.name
    container = other.container
    decodedBytes = other.decodedBytes
    diagnostics = other.diagnostics
    limit = other.limit
    account = other.account
    expectedSize = other.expectedSize
    start = other.start
    form = other.form
    window = ByteWindow(continuing: other.window)
    checksum = other.checksum
    if other.inflater != nil { inflater = other.copiedInflater() }
  }

  private borrowing func copiedInflater() -> Inflater? {
    switch inflater {
    case .some(let inflater): Inflater(copying: inflater)
    case nil: nil
    }
  }

  /// Stored bytes consumed so far.
  package var compressedBytes: Int64 { window.offset - start }

  /// Appends decoded bytes to `output` until it is full, or until a gap or the end.
  mutating func read(into output: inout OutputSpan<UInt8>) -> Outcome {
    let outcome =
      switch form {
      case .verbatim: readVerbatim(into: &output)
      case .gzip(let position): readGzip(from: position, into: &output)
      case .stored(let size, let checksum): readStoredMember(size: size, checksum: checksum, into: &output)
      case .deflated(let checksum): readDeflatedMember(checksum: checksum, into: &output)
      case .nothing: Outcome.end
      }
    if case .end = outcome {
      form = .nothing
      inflater = nil
    }
    return outcome
  }

  private mutating func readVerbatim(into output: inout OutputSpan<UInt8>) -> Outcome {
    let before = output.count
    let isFull = window.move(into: &output)
    decodedBytes += Int64(output.count - before)
    if isFull { return .full }
    if !reportReadFailure(), let expectedSize, decodedBytes < expectedSize {
      report(.fileShort, ["read": String(decodedBytes), "size": String(expectedSize)])
    }
    return .end
  }

  enum Step {
    /// The output is full.
    case full
    /// The deflate stream is complete.
    case ended
    /// The input ended first.
    case cut
    /// The deflate stream is damaged, with zlib's message.
    case damaged(String)
    /// It exceeded the expansion limit.
    case bomb
  }

  /// Inflates from the window until one of the results of `Step`.
  mutating func inflate(into output: inout OutputSpan<UInt8>) -> Step {
    while true {
      // Run even without input: zlib may hold back output that it has already decoded.
      let hasInput = window.ensure(1)
      let before = output.count
      let result = step(into: &output)
      let progress = output.count - before
      decodedBytes += Int64(progress)
      if let account, !account.charge(Int64(progress)) {
        diagnostics.report(account.diagnostic(at: name))
        return .bomb
      }
      // Checked for a complete stream, too: one step may far exceed the total, and none of its output is
      // returned then.
      if decodedBytes > limit.total {
        report(.expansionLimit, ["decoded": String(decodedBytes), "compressed": String(compressedBytes)])
        let excess = Int(min(decodedBytes - limit.total, Int64(progress)))
        output.removeLast(excess)
        decodedBytes -= Int64(excess)
        return .bomb
      }
      switch result.outcome {
      case .ended: return .ended
      case .damaged(let reason): return .damaged(reason)
      case .more: break
      }
      if limit.isExceeded(decoded: decodedBytes, compressed: compressedBytes) {
        report(.expansionLimit, ["decoded": String(decodedBytes), "compressed": String(compressedBytes)])
        return .bomb
      }
      if output.isFull { return .full }
      if !hasInput && progress == 0 { return .cut }
    }
  }

  private mutating func step(
    into output: inout OutputSpan<UInt8>
  ) -> (used: Int, outcome: Inflater.Outcome) {
    // Moved out for the call, so that the window can be borrowed at the same time.
    guard var inflater = inflater.take() else { return (0, .ended) }
    let result = window.withBytes { inflater.inflate($0, into: &output) }
    self.inflater = consume inflater
    window.skip(result.used)
    return result
  }

  mutating func report(_ code: DiagnosticCode, _ fields: [String: String] = [:]) {
    diagnostics.report(Diagnostic(code, at: SourceLocation(file: name, line: 0), fields))
  }

  /// Reports a failure to read stored bytes; true if there was one.
  @discardableResult
  mutating func reportReadFailure() -> Bool {
    guard let failure = window.failure else { return false }
    diagnostics.report(.unreadable(name, failure, from: window.offset))
    return true
  }
}

extension Diagnostic {
  /// `name` could not be opened, or not be read from the given byte on.
  package static func unreadable(_ name: String, _ failure: SystemFailure, from offset: Int64 = 0)
    -> Diagnostic
  {
    Diagnostic(
      .fileUnreadable, at: SourceLocation(file: name, line: 0),
      ["reason": failure.reason, "offset": String(offset)])
  }
}

extension DiagnosticCode {
  static let fileUnreadable = DiagnosticCode(
    "file.unreadable", .error, "cannot be read from byte {offset} on: {reason}")
  static let fileShort = DiagnosticCode(
    "file.short", .error,
    "ends after {read} of {size} bytes: it was changed meanwhile, or its archive is cut off; what is there was read"
  )
  static let compressionUnsupported = DiagnosticCode(
    "compression.unsupported", .error, "is packed with {compression}; unpack it with {command} and run again")
}
