// One thing to read: a file, a member of an archive, or standard input. A value: it is opened when its turn
// comes.

import CassandraModel
import Synchronization

/// A source of bytes by name.
package struct InputFile: Sendable {
  private enum Content: Sendable {
    /// Bytes that are decoded if they are gzip; how many there were when they were found, if that is known.
    case stored(BytePlace, size: Int64?)
    case zipped(ZipEntry, of: BytePlace, archive: String)
    case bytes(StoredBytes)
    case opened(OpenedInput)
  }

  /// Relative to the capture's root; a member follows a `!`.
  package let name: String
  /// How it is wrapped, if that is known without opening it.
  package let container: Container
  /// When it was made, as far as something outside of it tells; nil if nothing does.
  package var time: CaptureTime?
  /// The time in a name that does not say how far it is from UTC, where nothing better tells when it was made.
  var named: NamedTime?
  /// What its archive says about when it was last changed; nil for a file of the capture.
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

  /// Bytes that are there already, or come through a pipe.
  package init(_ stored: StoredBytes, name: String) {
    self.init(.bytes(stored), name: name)
  }

  /// False for what can be opened once only, such as standard input.
  var canReopen: Bool { if case .opened = content { false } else { true } }

  /// Something that is open already and can be read once. What was peeked at is read again.
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

  /// What `input` decodes to, under its name: an archive that is packed once more.
  init(_ stream: DecodedStream, of input: InputFile, account: ExpansionAccount) {
    self.init(
      .stored(.decoded(stream), size: nil), name: input.name, archived: input.archived, account: account)
  }

  /// `part` of `input`, under its name: lines that are read by themselves.
  init(part: BytePlace, size: Int64, of input: InputFile) {
    self.init(.stored(part, size: size), name: input.name, archived: input.archived)
  }

  /// Bytes that are at hand, and can be read again and again.
  init(held: StoredBytes, name: String) {
    self.init(.stored(.held(held), size: held.size), name: name)
  }

  /// This file, with all of its decoded bytes, which someone has read already.
  func holding(_ bytes: [UInt8]) -> InputFile {
    // A copy without room to grow, which what was read into may have a lot of.
    let exact = [UInt8](capacity: bytes.count) { output in _ = output.append(copying: bytes.span) }
    return InputFile(.bytes(StoredBytes(exact)), name: name, archived: archived)
  }

  /// The part of this file that is called `part`. Its bytes are those of the whole file: who reads them knows which
  /// are its own.
  func part(_ part: String) -> InputFile {
    var copy = InputFile(
      content, name: name + "!" + part, container: container, archived: archived, account: account)
    copy.time = time
    copy.named = named
    return copy
  }

  /// How many bytes it has as it is stored; nil if that is not known.
  var storedSize: Int64? {
    switch content {
    case .stored(_, let size): size
    case .zipped(let entry, _, _): entry.packedSize
    case .bytes(let stored): stored.size
    case .opened: nil
    }
  }

  /// Where its bytes lie before they are decoded; nil for a member of a zip archive, and for what is not to be
  /// opened again.
  var place: BytePlace? {
    if case .stored(let place, _) = content { place } else { nil }
  }

  /// Whether opening it means decoding what lies before it.
  var isWithinStream: Bool {
    switch content {
    case .stored(let place, _), .zipped(_, let place, _): place.isWithinStream
    case .bytes, .opened: false
    }
  }

  /// Its decoded bytes from the beginning. What was open already can be opened once.
  package func open(
    limit: ExpansionLimit, blockSize: Int = BlockReader.blockSize
  ) throws(SystemFailure) -> BlockReader {
    if case .opened(let input) = content, let reader = input.take() { return reader }
    return BlockReader(try source(limit: limit, account: account), size: blockSize)
  }

  /// Its decoded bytes as a source. What is charged to `account` is what a decoder unpacks.
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

/// A reader that waits to be taken by whoever reads it.
private final class OpenedInput: Sendable {
  private let reader: Mutex<BlockReader?>

  init(_ reader: consuming sending BlockReader) { self.reader = Mutex(reader) }

  /// The reader, the first time; nil from then on.
  func take() -> BlockReader? {
    reader.withLock { reader in
      var taken: BlockReader?
      swap(&taken, &reader)
      return taken
    }
  }
}
