// Inspects one file of the capture and, if it is an archive, all its members: the kind of each, and nested
// archives. Members are visited in storage order, so that a compressed archive is decoded once for all of
// them.
//
//   bundle.tar.gz            gzip: its decoded bytes are an archive
//   └ nodes/10.0.0.1/logs    tar, depth 1
//     ├ system.log           a log: opened again for reading
//     └ system.log.1.zip     zip, depth 2

import CassandraModel

/// The contents of a file of the capture.
struct FileInspection: Sendable {
  private(set) var items: [CaptureItem] = []
  private(set) var coverage: [Coverage] = []
  private(set) var diagnostics = DiagnosticLog()
  private(set) var manifests: [CaptureManifest] = []
  /// Files of the interchange.
  private(set) var facts: [FactsFile] = []
  /// Archives that wrap a single file, as rotation does: they do not count as folders.
  private(set) var wrappers: Set<String> = []

  /// Layouts of logs that a configuration of logback in the file states.
  private(set) var patterns: [LogPattern] = []
  /// True if a text was not recognised: a layout from elsewhere in the capture may explain it.
  private(set) var hasUnrecognised = false

  /// Number of first bytes that decide the kind. The longest line near the top of a log is the configuration,
  /// some 10 KB.
  static let headSize = 64 * 1024

  private let options: CaptureOptions
  private let memory: ArchiveMemory
  private let account: ExpansionAccount
  /// For content that is surveyed before it is read: each pass may expand to the limit, independently of the
  /// other.
  private let surveys: ExpansionAccount
  /// Layouts from elsewhere in the capture, for texts that no other layout explains.
  private let further: [LogLayout]

  /// Looks into `file`.
  init(_ file: StoredFile, options: CaptureOptions, memory: ArchiveMemory, further: [LogPattern] = []) {
    self.options = options
    self.further = further.map(\.layout)
    self.memory = memory
    account = ExpansionAccount(options.limit, stored: file.size ?? 0)
    surveys = ExpansionAccount(options.limit, stored: file.size ?? 0)
    inspect(InputFile(file), depth: 0)
  }

  /// Looks into `file`, which is in memory.
  init(_ file: HeldFile, options: CaptureOptions, memory: ArchiveMemory, further: [LogPattern] = []) {
    self.options = options
    self.further = further.map(\.layout)
    self.memory = memory
    account = ExpansionAccount(options.limit, stored: Int64(file.bytes.count))
    surveys = ExpansionAccount(options.limit, stored: Int64(file.bytes.count))
    inspect(InputFile(held: StoredBytes(file.bytes), name: file.name), depth: 0)
  }

  /// Inspects standard input, or a pipe. Its reader is passed on, because it can be opened only once.
  init(opened stored: StoredBytes, name: String, options: CaptureOptions, memory: ArchiveMemory) {
    self.options = options
    further = []
    self.memory = memory
    account = ExpansionAccount(options.limit, stored: 0)
    surveys = ExpansionAccount(options.limit, stored: 0)
    var reader = BlockReader(ByteSource(stored, name: name, limit: options.limit))
    let head = reader.peek(FileInspection.headSize)
    let container = reader.container
    let found = reader.diagnostics
    if container == .zip || container == .tar || Container(firstBytes: head) != .plain {
      report(.archiveOnInput, at: name)
      leave(name)
    } else if stored.isSeekable {
      look(at: InputFile(held: stored, name: name), head, container, found)
    } else if FactsFile.recognises(head.span) || NodetoolReader.recognises(head.span, file: name) != nil {
      // Its parts are read one by one, and sessions are surveyed before they are read.
      do throws(SystemFailure) {
        let held = try StoredBytes(spooling: &reader, in: Array(options.workFolder.utf8))
        diagnostics.merge(reader.diagnostics)
        look(at: InputFile(held: held, name: name), head, .plain, found)
      } catch {
        report(.fileUnreadable, at: name, ["reason": error.reason, "offset": "0"])
        leave(name)
      }
    } else {
      look(at: InputFile(opened: reader, name: name), head, container, found)
    }
  }

  /// Inspects a file or a member at `depth` archives.
  private mutating func inspect(_ input: InputFile, depth: Int, _ stream: DecodedStream? = nil) {
    do throws(SystemFailure) {
      var reader = try input.open(limit: options.limit)
      switch (reader.container, input.place) {
      case (.zip, let place?): try listZip(input, place, depth: depth, stream)
      case (.tar, let place?): try listTar(input, place, depth: depth, stream)
      case (let container, _):
        let head = reader.peek(FileInspection.headSize)
        if Container(firstBytes: head) == .plain {
          // A short head without damage is the whole content.
          let isWhole = head.count < FileInspection.headSize && reader.diagnostics.entries.isEmpty
          let keeps = isWhole && input.isWithinStream
          look(at: input, head, container, reader.diagnostics, whole: keeps ? head : nil)
        } else {
          // A compressed archive: its decoded bytes are readable at any offset.
          let inner = DecodedStream(
            name: input.name, account: account, hot: memory.hot
          ) {
            [limit = account.limit] () throws(SystemFailure) in
            try input.source(limit: limit, account: nil)
          }
          // gzip in gzip counts as a level; in a `.tar.gz`, gzip and tar count as one.
          let depth = container == .gzip && stream != nil ? depth + 1 : depth
          guard depth <= options.maxDepth else { return leaveTooDeep(input.name) }
          inspect(InputFile(inner, of: input, account: account), depth: depth, inner)
        }
      }
    } catch {
      report(.fileUnreadable, at: input.name, ["reason": error.reason, "offset": "0"])
      leave(input.name)
    }
  }

  // MARK: Archives

  private mutating func listTar(
    _ archive: InputFile, _ place: BytePlace, depth: Int, _ stream: DecodedStream?
  ) throws(SystemFailure) {
    guard depth < options.maxDepth else { return leaveTooDeep(archive.name) }
    var reader = TarReader(try place.open(), name: archive.name)
    var members = MemberCount()
    while !account.isExceeded, let entry = reader.next() {
      members.add(entry.label)
      let member = InputFile(entry, of: place, archive: archive, account: account)
      if entry.isSparse {
        report(.tarSparse, at: member.name)
        leave(member.name)
      } else {
        inspect(member, depth: depth + 1)
      }
    }
    diagnostics.merge(reader.diagnostics)
    try finish(archive, members, stream)
  }

  private mutating func listZip(
    _ archive: InputFile, _ place: BytePlace, depth: Int, _ stream: DecodedStream?
  ) throws(SystemFailure) {
    guard depth < options.maxDepth else { return leaveTooDeep(archive.name) }
    // The directory is at the end.
    if let stream { _ = try stream.finish() }
    let directory = ZipDirectory(try place.open(), name: archive.name, limit: options.limit)
    diagnostics.merge(directory.diagnostics)
    var members = MemberCount()
    for entry in directory.entries where !entry.isFolder && !account.isExceeded {
      members.add(entry.label)
      inspect(InputFile(entry, of: place, archive: archive, account: account), depth: depth + 1)
    }
    try finish(archive, members, stream)
  }

  /// Number of members in an archive.
  private struct MemberCount {
    private(set) var count = 0
    private var hasFolders = false

    mutating func add(_ label: String) {
      count += 1
      if label.utf8.contains(UInt8(ascii: "/")) { hasFolders = true }
    }

    var isWrapper: Bool { count == 1 && !hasFolders }
  }

  private mutating func finish(
    _ archive: InputFile, _ members: MemberCount, _ stream: DecodedStream?
  ) throws(SystemFailure) {
    if members.isWrapper { wrappers.insert(archive.name) }
    if members.count == 0 { leave(archive.name) }
    if let stream {
      // Read to the end, so that damage or a missing end is reported.
      diagnostics.merge(try stream.finish())
    } else if account.isExceeded {
      diagnostics.report(account.diagnostic(at: archive.name))
    }
  }

  // MARK: Kinds

  /// Decides the kind of `input` from its first decoded bytes.
  ///
  /// - Parameter whole: All of its bytes, if they are available and worth keeping.
  private mutating func look(
    at input: InputFile, _ head: [UInt8], _ container: Container, _ found: DiagnosticLog,
    whole: [UInt8]? = nil
  ) {
    if CaptureManifest.isNamed(input.name) { return read(manifest: input) }
    if let schema = OwnDocument.schema(of: head.span) { return passOver(input, schema) }
    if LogbackDocument.recognises(head.span) { return read(logback: input) }
    if FactsFile.recognises(head.span) { return list(facts: input, container) }
    let logs = LogFile.all(in: input, head: head)
    if !logs.isEmpty {
      items += logs.map { CaptureItem(name: $0.input.name, log: $0) }
    } else if let format = CaptureFormat.recognise(
      head.span, file: input.name, mappings: options.mappings)
    {
      let keeps = whole.map { memory.keep($0.count) } ?? false
      let text = CaptureText(input: keeps ? input.holding(head) : input, format: format)
      if format.name == CaptureFormat.nodetool.name {
        items += sessions(text, head)
      } else {
        items += text.machineParts(options.limit).map { CaptureItem(name: $0.input.name, text: $0) }
      }
    } else if case let logs = LogFile.all(
      laidOut: input, head: head, given: options.logPatterns.map(\.layout)), !logs.isEmpty
    {
      items += logs.map { CaptureItem(name: $0.input.name, log: $0) }
    } else if let log = LogFile.headless(in: input, head: head) {
      items.append(CaptureItem(name: log.input.name, log: log))
    } else if !further.isEmpty,
      case let logs = LogFile.all(laidOut: input, head: head, given: further), !logs.isEmpty
    {
      items += logs.map { CaptureItem(name: $0.input.name, log: $0) }
    } else {
      // The file will not be read to the end: the diagnostics of its beginning are final.
      diagnostics.merge(found)
      if found.count(.error) == 0, !container.isUnreadable {
        let why = reason(head)
        report(why, at: input.name)
        if why == .fileUnrecognized {
          hasUnrecognised = true
          lookForErrors(in: input)
        }
      }
      leave(input.name)
    }
  }

  /// A file without a reader may still be a log.
  private mutating func lookForErrors(in input: InputFile) {
    do throws(SystemFailure) {
      diagnostics.merge(try UnreadErrorScan.diagnostics(of: input, limit: options.limit))
    } catch {
      report(.fileUnreadable, at: input.name, ["reason": error.reason, "offset": "0"])
    }
  }

  /// A session's lines by machine; with several machines, each is an item.
  private func sessions(_ text: CaptureText, _ head: [UInt8]) -> [CaptureItem] {
    guard text.input.canReopen, let outline = try? outline(of: text.input, head) else {
      return [CaptureItem(name: text.input.name, text: text)]
    }
    let isOne = outline.hosts.isEmpty || outline.isOfOne
    var items: [CaptureItem] = []
    for host in outline.hosts.indices {
      var part = text
      if !isOne { part.input = text.input.part(FileInspection.partName(outline.hosts[host])) }
      part.part = SessionPart(outline: outline, host: host)
      items.append(CaptureItem(name: part.input.name, text: part))
    }
    if outline.hosts.isEmpty || outline.hasRest {
      var rest = text
      rest.part = SessionPart(outline: outline, host: nil)
      items.append(CaptureItem(name: rest.input.name, text: rest))
    }
    return items
  }

  /// The host becomes part of a path.
  static func partName(_ host: String) -> String {
    String(host.map { $0 == "/" || $0 == "!" ? "-" : $0 })
  }

  private func outline(of input: InputFile, _ head: [UInt8]) throws(SystemFailure) -> SessionOutline {
    var survey = SessionSurvey(head.span, file: input.name)
    if head.count < FileInspection.headSize {
      survey.consume(head.span, continuesLine: false)
    } else {
      var blocks = BlockReader(try input.source(limit: options.limit, account: surveys))
      while let block = blocks.next(splitAt: afterLastNewline) {
        survey.consume(block.bytes.span, continuesLine: block.continuesLine)
      }
    }
    return survey.finish()
  }

  private mutating func read(manifest input: InputFile) {
    do throws(SystemFailure) {
      var reader = try input.open(limit: options.limit)
      var bytes: [UInt8] = []
      while bytes.count <= CaptureManifest.sizeLimit, let block = reader.next(splitAt: { $0.count }) {
        bytes += block.bytes
      }
      let manifest = CaptureManifest(bytes, name: input.name)
      diagnostics.merge(reader.diagnostics)
      diagnostics.merge(manifest.diagnostics)
      manifests.append(manifest)
      coverage.append(manifest.coverage)
    } catch {
      report(.fileUnreadable, at: input.name, ["reason": error.reason, "offset": "0"])
      leave(input.name)
    }
  }

  /// Takes the layouts that a configuration of logback states.
  private mutating func read(logback input: InputFile) {
    do throws(SystemFailure) {
      let bytes = OwnDocument.bytes(
        of: try input.open(limit: options.limit), limit: LogbackDocument.sizeLimit)
      patterns += LogbackDocument.patterns(in: bytes)
      coverage.append(
        Coverage(
          file: input.name, format: LogbackDocument.format, bytes: Int64(bytes.count),
          lines: OwnDocument.lines(of: bytes), first: nil, last: nil))
    } catch {
      report(.fileUnreadable, at: input.name, ["reason": error.reason, "offset": "0"])
      leave(input.name)
    }
  }

  /// A document of this program is no capture; its lines are counted.
  private mutating func passOver(_ input: InputFile, _ schema: String) {
    do throws(SystemFailure) {
      let bytes = OwnDocument.bytes(of: try input.open(limit: options.limit))
      coverage.append(
        Coverage(
          file: input.name, format: schema, bytes: Int64(bytes.count), lines: OwnDocument.lines(of: bytes),
          first: nil, last: nil))
    } catch {
      report(.fileUnreadable, at: input.name, ["reason": error.reason, "offset": "0"])
      leave(input.name)
    }
  }

  /// The interchange is read in parts, so a compressed file of it is read like an archive.
  private mutating func list(facts input: InputFile, _ container: Container) {
    do throws(SystemFailure) {
      let place: BytePlace
      if container == .plain, let plain = input.place {
        place = plain
      } else {
        place = .decoded(
          DecodedStream(name: input.name, account: account, hot: memory.hot) {
            [limit = account.limit] () throws(SystemFailure) in
            try input.source(limit: limit, account: nil)
          })
      }
      let listing = try FactsListing(input, at: place, limit: options.limit)
      if case .decoded(let stream) = place { diagnostics.merge(try stream.finish()) }
      diagnostics.merge(listing.diagnostics)
      facts += listing.files
    } catch {
      report(.fileUnreadable, at: input.name, ["reason": error.reason, "offset": "0"])
      leave(input.name)
    }
  }

  // MARK: Coverage

  private mutating func leaveTooDeep(_ name: String) {
    report(.archiveDepth, at: name, ["depth": String(options.maxDepth)])
    leave(name)
  }

  private mutating func leave(_ name: String) {
    coverage.append(
      Coverage(file: name, format: nil, bytes: 0, lines: LineCounts(), first: nil, last: nil))
  }

  private mutating func report(_ code: DiagnosticCode, at name: String, _ fields: [String: String] = [:]) {
    diagnostics.report(Diagnostic(code, at: SourceLocation(file: name, line: 0), fields))
  }
}

/// The reason why a file that begins with `head` is not read.
private func reason(_ head: [UInt8]) -> DiagnosticCode {
  if head.isEmpty { return .fileEmpty }
  if isBinary(head) { return .fileBinary }
  return isScyllaLog(head.span) ? .fileScylla : .fileUnrecognized
}

/// True for binary content: control characters other than white space, escapes and leading NULs.
private func isBinary(_ head: [UInt8]) -> Bool {
  let text = head.drop { $0 == 0 }.prefix(4096)
  let odd = text.count { $0 < 0x09 || (0x0E...0x1A).contains($0) || (0x1C...0x1F).contains($0) || $0 == 0x7F }
  return odd * 50 > text.count || (text.isEmpty && !head.isEmpty)
}

/// True for a log of ScyllaDB: its messages are nearly Cassandra's, but each line has a shard after the time.
private func isScyllaLog(_ head: Span<UInt8>) -> Bool {
  var search = head.all
  while let bracket = head.firstIndex(of: UInt8(ascii: "["), in: search) {
    // `INFO  2024-05-27 17:21:56,102 [shard 23:comp] compaction - …`
    if head.matches("[shard ", at: bracket, before: head.count), bracket >= 30,
      head.matches(",", at: bracket - 5, before: head.count), digit(head[bracket - 2]) != nil
    {
      return true
    }
    search = (bracket + 1)..<head.count
  }
  return false
}

extension Container {
  /// True for compressions that are recognised but not supported.
  var isUnreadable: Bool { self == .bzip2 || self == .zstd || self == .xz }
}

extension DiagnosticCode {
  static let archiveDepth = DiagnosticCode(
    "archive.depth", .error,
    "is an archive within {depth} others and was not opened; unpack the outer ones and give the folder")
  static let archiveOnInput = DiagnosticCode(
    "archive.standard_input", .error,
    "is an archive that can be read only once, in order; give the path of a file instead")
  static let tarSparse = DiagnosticCode(
    "tar.sparse", .warning, "is stored without its holes and was not read; unpack it with tar -xf")
  static let fileEmpty = DiagnosticCode("file.empty", .note, "is empty")
  static let fileBinary = DiagnosticCode("file.binary", .note, "is not text and was not read")
  static let fileScylla = DiagnosticCode(
    "file.scylla", .note, "is a log of ScyllaDB, which is not Cassandra, and was not read")
  static let fileUnrecognized = DiagnosticCode(
    "file.unrecognized", .note, "is neither a Cassandra log nor nodetool output and was not read")
}
