// One stream of decoded bytes, from a plain file, a gzip file or a member of a zip archive.
//
//   StoredBytes ──> ByteWindow ──> ByteSource ──> BlockReader ──> blocks for the parsers
//   where they lie  read ahead     decoded        cut at record boundaries
//
// Decoding never fails as a whole: whatever can be decoded comes out, and what could not is a diagnostic.

package import CassandraModel

/// Reads decoded bytes in order, once.
package struct ByteSource: ~Copyable {
  /// What a read came to.
  enum Outcome {
    /// The output is full; there may be more.
    case full
    /// Bytes are missing here: what follows does not continue what came before.
    case gap
    /// There is no more.
    case end
  }

  enum Form {
    /// As it is: plain text, but also containers that somebody else takes apart.
    case verbatim
    case gzip(GzipPosition)
    /// A zip member; the CRC-32 it should have, if that is known.
    case stored(size: Int64, checksum: UInt32?)
    case deflated(checksum: UInt32?)
    /// Nothing to decode, or nothing left.
    case nothing
  }

  /// The name that diagnostics carry.
  package let name: String
  /// What the stored bytes are, by their first bytes; `plain` for a zip member.
  package let container: Container
  /// Bytes handed out.
  package internal(set) var decodedBytes: Int64 = 0
  /// What was wrong so far.
  package private(set) var diagnostics = DiagnosticLog()

  let limit: ExpansionLimit
  /// The account that decoded bytes are charged to, besides this stream's own limit; nil outside of archives.
  let account: ExpansionAccount?
  /// How many bytes there were when the capture was listed, of what is read as it is; nil if nobody knows.
  let expectedSize: Int64?
  /// Where the compressed bytes begin.
  var start: Int64 = 0
  var form: Form
  var window: ByteWindow
  var inflater: Inflater?
  var checksum = Checksum()

  /// The content of `stored`: unpacked if it is gzip, nothing (and a diagnostic) if it is packed in a way
  /// we cannot read, and as it is otherwise. Zip archives are opened with `ZipDirectory`; as a source they
  /// give their raw bytes.
  ///
  /// - Parameter name: the path that users know, relative to the capture's root.
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
  /// - Parameter name: the archive's name; the member's is added after a `!`.
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

  /// A source that stands where `other` stands, and goes its own way from there. What `other` has read ahead
  /// is not copied.
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

  /// Bytes of the stored form used so far.
  package var compressedBytes: Int64 { window.offset - start }

  /// Appends decoded bytes to `output` until it is full or no more follow here.
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

  /// How one step of inflating ended.
  enum Step {
    /// The output is full.
    case full
    /// The deflate stream is complete.
    case ended
    /// The input ended first.
    case cut
    /// The deflate stream is damaged, in zlib's words.
    case damaged(String)
    /// It expanded too far.
    case bomb
  }

  /// Inflates from the window until something happens.
  mutating func inflate(into output: inout OutputSpan<UInt8>) -> Step {
    while true {
      // Also with no input left: zlib may hold back output it has already decoded.
      let hasInput = window.ensure(1)
      let before = output.count
      let result = step(into: &output)
      let progress = output.count - before
      decodedBytes += Int64(progress)
      if let account, !account.charge(Int64(progress)) {
        diagnostics.report(account.diagnostic(at: name))
        return .bomb
      }
      // Also where the stream is complete: one step may go far beyond the total, and of that nothing is handed out.
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
    // Out of its place for the call, so that the window can be lent beside it.
    guard var inflater = inflater.take() else { return (0, .ended) }
    let result = window.withBytes { inflater.inflate($0, into: &output) }
    self.inflater = consume inflater
    window.skip(result.used)
    return result
  }

  mutating func report(_ code: DiagnosticCode, _ fields: [String: String] = [:]) {
    diagnostics.report(Diagnostic(code, at: SourceLocation(file: name, line: 0), fields))
  }

  /// Reports what stopped the reading of stored bytes, if anything did; true if so.
  @discardableResult
  mutating func reportReadFailure() -> Bool {
    guard let failure = window.failure else { return false }
    diagnostics.report(.unreadable(name, failure, from: window.offset))
    return true
  }
}

extension Diagnostic {
  /// `name` could not be opened, or not be read from that byte on.
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
