// One log file of a node, known from its first bytes: enough to order a node's files by content before any of
// them is read.

package import CassandraModel

/// A log file and the information from its beginning.
package struct LogFile: Sendable {
  package let input: InputFile
  /// The time of its first record.
  package let first: LocalTime
  /// True for a trace without the head of its record: its time is not known.
  let isUndated: Bool
  /// Lines above its first record: the rest of a record that rotation cut. Empty for most files.
  package let lead: [UInt8]
  /// The host id that the node created at its first start, if the beginning has it. Source: SystemKeyspace,
  /// 3.11 to 5.0.
  let createdHostID: String?
  /// Names and addresses that the node logs about itself at startup, if the beginning has them.
  let ownNames: [String]
  /// Changes of the text by pasting or exporting; nil for a log as the node wrote it.
  let pasted: PastedText?
  /// The envelope of its lines; nil for a log as the node wrote it.
  let wrapping: LogWrapping?
  /// The prefixes and layouts found at its beginning; nil for records in the default layout at the start of
  /// lines.
  let layouts: LogLayouts?
  /// Set for records from the interchange.
  let facts: FactsSection.Part?
  /// The path of the original file of its first record.
  let origin: String

  /// The logs in `input`, by its beginning: one if it is a node's log, several if it is the output of several
  /// containers, none if it is anything else.
  static func all(in input: InputFile, head: [UInt8]) -> [LogFile] {
    if let pasted = PastedText(head.span) {
      let logs = all(in: input, pasted, head)
      if !logs.isEmpty { return logs }
    }
    if let plain = LogFile(input, head: head) { return [plain] }
    let wrapped = all(wrapped: input, head, nil)
    if wrapped.isEmpty, let pasted = PastedText(objects: head.span) { return all(in: input, pasted, head) }
    return wrapped
  }

  /// The logs in a pasted or exported text.
  private static func all(in input: InputFile, _ pasted: PastedText, _ head: [UInt8]) -> [LogFile] {
    let lines = pasted.lines(of: head.span, isFirst: true, continuesLine: false).bytes
    if let plain = LogFile(input, head: lines, wrapping: nil, pasted: pasted) { return [plain] }
    return all(wrapped: input, lines, pasted)
  }

  /// The logs in wrapped lines.
  private static func all(wrapped input: InputFile, _ head: [UInt8], _ pasted: PastedText?) -> [LogFile] {
    var wrappings = LogWrapping.all(in: head.span)
    if !input.canReopen, wrappings.count > 1 {
      // The file is read once: the lines of other programs are counted, and not read.
      wrappings = [LogWrapping(form: wrappings[0].form, source: wrappings[0].source)]
    }
    return wrappings.compactMap { wrapping in
      let unwrapped = LogUnwrapper(wrapping).unwrap(head.span, continuesLine: false)
      let part = wrapping.part.map { input.part($0) } ?? input
      return LogFile(part, head: unwrapped.bytes, wrapping: wrapping, pasted: pasted)
    }
  }

  /// The logs in `input` whose records have a prefix or another layout than the default one.
  ///
  /// - Parameter given: Layouts that the user explained.
  static func all(laidOut input: InputFile, head: [UInt8], given: [LogLayout] = []) -> [LogFile] {
    if let pasted = PastedText(head.span) {
      let lines = pasted.lines(of: head.span, isFirst: true, continuesLine: false)
      let logs = all(laidOut: input, lines, wrapping: nil, pasted: pasted, given)
      if !logs.isEmpty { return logs }
    }
    let wrappings = LogWrapping.all(in: head.span, inAnyLayout: true)
    if !wrappings.isEmpty {
      return wrappings.flatMap { wrapping in
        let part = wrapping.part.map { input.part($0) } ?? input
        let sample = LogUnwrapper(wrapping).unwrap(head.span, continuesLine: false)
        return all(laidOut: part, sample, wrapping: wrapping, given)
      }
    }
    return all(laidOut: input, UnwrappedBlock(plain: head.span, continuesLine: false), wrapping: nil, given)
  }

  private static func all(
    laidOut input: InputFile, _ sample: UnwrappedBlock, wrapping: LogWrapping?, pasted: PastedText? = nil,
    _ given: [LogLayout]
  ) -> [LogFile] {
    LogLayouts.all(in: sample, given: given).compactMap { layouts in
      var rewriter = LayoutRewriter(layouts)
      let part = layouts.part.map { input.part($0) } ?? input
      return LogFile(
        part, head: rewriter.rewrite(sample).bytes, wrapping: wrapping, pasted: pasted, layouts: layouts)
    }
  }

  /// Inspects the beginning of `input`; nil unless it contains the head of a record.
  ///
  /// - Parameter wrapping: The envelope that was removed from the lines of `head`.
  package init?(_ input: InputFile, head: [UInt8]) {
    self.init(input, head: head, wrapping: nil, pasted: nil)
  }

  private init?(
    _ input: InputFile, head: [UInt8], wrapping: LogWrapping?, pasted: PastedText?, layouts: LogLayouts? = nil
  ) {
    var heads = LogHeaderParser()
    let bytes = head.span
    var start = 0
    while start < bytes.count {
      let end = bytes.firstIndex(of: UInt8(ascii: "\n"), in: start..<bytes.count) ?? bytes.count
      var line = start..<end
      // A file truncated while its writer kept its position begins with NULs.
      if let ink = line.first(where: { bytes[$0] != 0 }) { line = ink..<end }
      if case .head(let header) = heads.parse(bytes, line) {
        self.input = input
        first = header.at
        lead = Array(head[..<start])
        isUndated = false
        self.wrapping = wrapping
        self.pasted = pasted
        self.layouts = layouts
        createdHostID = LogFile.createdHostID(bytes)
        ownNames = LogFile.namesOfItself(bytes)
        facts = nil
        origin = input.name
        return
      }
      start = end + 1
    }
    return nil
  }

  /// A log that begins with a trace without the head of its record; nil if `input` does not contain one.
  static func headless(in input: InputFile, head: [UInt8]) -> LogFile? {
    if let pasted = PastedText(head.span) {
      let lines = pasted.lines(of: head.span, isFirst: true, continuesLine: false).bytes
      if let log = LogFile(headless: input, lines, pasted) { return log }
    }
    return LogFile(headless: input, head, nil)
  }

  private init?(headless input: InputFile, _ head: [UInt8], _ pasted: PastedText?) {
    guard LogFile.beginsInTrace(head) else { return nil }
    self.input = input
    first = .undated
    isUndated = true
    lead = []
    createdHostID = nil
    ownNames = []
    wrapping = nil
    self.pasted = pasted
    layouts = nil
    facts = nil
    origin = input.name
  }

  /// True if the first nonblank line of `lines` is an exception or a cause, or if a later one is, about
  /// Cassandra and with a frame below it.
  static func beginsInTrace(_ lines: [UInt8]) -> Bool {
    let bytes = lines.span
    var isFirst = true
    var isBelow = false
    var found = false
    TextMarkup.forEachLine(bytes) { range in
      let line = range.lowerBound..<bytes.withoutReturn(range)
      guard !found, bytes.firstWord(in: line) != nil else { return }
      if ThrowableParser.beginsTrace(bytes, line) {
        found =
          isFirst || bytes.contains("org.apache.cassandra", in: line) && TraceSegments.holdsFrame(bytes, line)
        isBelow = true
      } else if isBelow {
        // Other text is not a trace, even if it mentions exceptions.
        found =
          LineStart(Array(lines[line])) == .trace && bytes.contains("org.apache.cassandra", in: bytes.all)
      }
      isFirst = false
    }
    return found
  }

  /// The records of a node in a file of the interchange; `event` is the first one, if there is one.
  init(_ part: FactsSection.Part, first event: Event?) {
    input = part.input
    first = event?.at ?? LocalTime(milliseconds: 0)
    lead = []
    isUndated = false
    createdHostID = nil
    ownNames = []
    wrapping = nil
    pasted = nil
    layouts = nil
    facts = part
    origin = event?.source.file ?? part.input.name
  }

  /// The id in `No host ID found, created …`.
  private static func createdHostID(_ bytes: Span<UInt8>) -> String? {
    let words: StaticString = "No host ID found, created "
    // A letter that is rarer than the first.
    let distance = 9
    var search = bytes.all
    while let letter = bytes.firstIndex(of: UInt8(ascii: "D"), in: search) {
      search = (letter + 1)..<bytes.count
      guard bytes.matches(words, at: letter - distance, before: bytes.count) else { continue }
      let start = letter - distance + words.utf8CodeUnitCount
      let id = start..<min(bytes.count, start + 36)
      if let id = TimeUUID(ascii: bytes.extracting(id)) { return id.description }
    }
    return nil
  }

  /// If a record has two copies, the one in system.log is cited: users look there first. The file name
  /// decides.
  var isSecondary: Bool {
    if wrapping != nil || pasted != nil || layouts != nil { return true }
    let name = origin.split(separator: "/").last ?? ""
    return name.contains("debug") || name.contains("stdout") || name.contains("output")
  }

  /// Equal for files of one stream (`system.log`, its archives), different for other streams. Letters of the
  /// name only, since rotation adds numbers, dates and `.gz` or `.zip`. It only decides which file continues
  /// a cut record; files are ordered by content.
  var stream: String {
    let parts = input.name.split(separator: "!", maxSplits: 1)[0].split(
      separator: "/", omittingEmptySubsequences: false)
    let words = (parts.last ?? "").lowercased().split { !$0.isLetter }
    let name = words.filter { !["gz", "zip", "tmp", "log"].contains($0) }.joined(separator: "-")
    return parts.dropLast().joined(separator: "/") + "/" + name
  }
}
