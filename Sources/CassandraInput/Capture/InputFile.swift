// One thing to read: a file, a member of an archive, or standard input. A value: it is opened when its turn
// comes.

import CassandraModel
import Synchronization

/// A source of bytes by name.
package struct InputFile: Sendable {
  private enum Content: Sendable {
    /// Bytes that are decoded if they are gzip; the size when they were found, if that is known.
    case stored(BytePlace, size: Int64?)
    case zipped(ZipEntry, of: BytePlace, archive: String)
    case bytes(StoredBytes)
    case opened(OpenedInput)
  }

  /// Relative to the capture's root; a member follows a `!`.
  package let name: String
  /// Its container, if that is known without opening it.
  package let container: Container
  /// Its time, from information outside of it; nil if there is none.
  package var time: CaptureTime?
  /// The time in a name without an offset from UTC, if no better source gives the file's time.
  var named: NamedTime?
  /// Its modification time in the archive; nil for a file of the capture.
  private(set) var archived: Instant?
  private let content: Content
  private let account: ExpansionAccount?

  private init(
    _ content: Content, name: String, container: Container = .plain, archived: Instant? = nil,
    account: ExpansionAccount? = nil
  ) {
    self.content = content
    self.name = name
    self.container = container
    self.archived = archived
    self.account = account
  }

  /// A file of the capture.
  package init(_ file: StoredFile) {
    self.init(.stored(.file(file.path), size: file.size), name: file.name)
  }

  /// Bytes in memory, or from a pipe.
  package init(_ stored: StoredBytes, name: String) {
    self.init(.bytes(stored), name: name)
  }

  /// False for content that can be opened only once, such as standard input.
  var canReopen: Bool { if case .opened = content { false } else { true } }

  /// A reader that is open already and can be read once. Peeked bytes are read again.
  package init(opened reader: consuming sending BlockReader, name: String) {
    let container = reader.container
    self.init(.opened(OpenedInput(reader)), name: name, container: container)
  }

  /// A member of the tar archive `archive`, whose bytes are at `place`.
  init(_ entry: TarEntry, of place: BytePlace, archive: InputFile, account: ExpansionAccount) {
    self.init(
      .stored(.part(of: place, offset: entry.offset, size: entry.size), size: entry.size),
      name: archive.name + "!" + entry.label, archived: entry.modified ?? archive.archived, account: account)
  }

  /// A member of the zip archive `archive`, whose bytes are at `place`. A time without a zone is not used.
  init(_ entry: ZipEntry, of place: BytePlace, archive: InputFile, account: ExpansionAccount) {
    let own: Instant? = if case .utc(let instant) = entry.modified { instant } else { nil }
    self.init(
      .zipped(entry, of: place, archive: archive.name), name: archive.name + "!" + entry.label,
      archived: own ?? archive.archived, account: account)
  }

  /// The decoded content of `input`, under its name: a compressed archive.
  init(_ stream: DecodedStream, of input: InputFile, account: ExpansionAccount) {
    self.init(
      .stored(.decoded(stream), size: nil), name: input.name, archived: input.archived, account: account)
  }

  /// `part` of `input`, under its name: lines that are read separately.
  init(part: BytePlace, size: Int64, of input: InputFile) {
    self.init(.stored(part, size: size), name: input.name, archived: input.archived)
  }

  /// Bytes in memory that can be read any number of times.
  init(held: StoredBytes, name: String) {
    self.init(.stored(.held(held), size: held.size), name: name)
  }

  /// This file with all of its decoded bytes, which the caller has read already.
  func holding(_ bytes: [UInt8]) -> InputFile {
    // A copy of exact size; the original array may have much unused capacity.
    let exact = [UInt8](capacity: bytes.count) { output in _ = output.append(copying: bytes.span) }
    return InputFile(.bytes(StoredBytes(exact)), name: name, archived: archived)
  }

  /// The part of this file named `part`. Its bytes are those of the whole file: its reader selects its own
  /// lines.
  func part(_ part: String) -> InputFile {
    var copy = InputFile(
      content, name: name + "!" + part, container: container, archived: archived, account: account)
    copy.time = time
    copy.named = named
    return copy
  }

  /// Number of stored bytes; nil if that is not known.
  var storedSize: Int64? {
    switch content {
    case .stored(_, let size): size
    case .zipped(let entry, _, _): entry.packedSize
    case .bytes(let stored): stored.size
    case .opened: nil
    }
  }

  /// The place of its bytes before decoding; nil for a member of a zip archive, and for content that can be
  /// opened only once.
  var place: BytePlace? {
    if case .stored(let place, _) = content { place } else { nil }
  }

  /// True if opening it means decoding the bytes before it.
  var isWithinStream: Bool {
    switch content {
    case .stored(let place, _), .zipped(_, let place, _): place.isWithinStream
    case .bytes, .opened: false
    }
  }

  /// Its decoded bytes from the beginning. An opened reader can be taken once.
  package func open(
    limit: ExpansionLimit, blockSize: Int = BlockReader.blockSize
  ) throws(SystemFailure) -> BlockReader {
    if case .opened(let input) = content, let reader = input.take() { return reader }
    return BlockReader(try source(limit: limit, account: account), size: blockSize)
  }

  /// Its decoded bytes as a source. Bytes unpacked by a decoder are charged to `account`.
  func source(limit: ExpansionLimit, account: ExpansionAccount?) throws(SystemFailure) -> ByteSource {
    switch content {
    case .stored(let place, let size):
      ByteSource(try place.open(), name: name, limit: limit, account: account, expectedSize: size)
    case .zipped(let entry, let place, let archive):
      ByteSource(entry, of: try place.open(), name: archive, limit: limit, account: account)
    case .bytes(let stored): ByteSource(stored, name: name, limit: limit)
    case .opened: ByteSource(StoredBytes([]), name: name, limit: limit)
    }
  }
}

/// A reader that is held until it is taken.
private final class OpenedInput: Sendable {
  private let reader: Mutex<BlockReader?>

  init(_ reader: consuming sending BlockReader) { self.reader = Mutex(reader) }

  /// The reader on the first call; nil afterwards.
  func take() -> BlockReader? {
    reader.withLock { reader in
      var taken: BlockReader?
      swap(&taken, &reader)
      return taken
    }
  }
}
