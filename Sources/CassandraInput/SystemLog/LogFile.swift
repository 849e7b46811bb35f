// One log file of a node, as the first bytes show it: enough to put a node's files in order by their
// content before any of them is read.

package import CassandraModel

/// A log file and what its beginning says.
package struct LogFile: Sendable {
  /// What to read.
  package let input: InputFile
  /// The time of its first record.
  package let first: LocalTime
  /// Lines above its first record: the rest of a record that rotation cut. Empty for most files.
  package let lead: [UInt8]
  /// The host id that the node gave itself at its first start, if its beginning says so. Source: SystemKeyspace,
  /// 3.11 to 5.0.
  let createdHostID: String?
  /// What its lines are wrapped in; nil for a log as the node wrote it.
  let wrapping: LogWrapping?
  /// Set for records that were read before, and come as facts.
  let facts: FactsSection.Part?
  /// The path of the file that its first record was read from.
  let origin: String

  /// The logs that `input` holds, by its beginning: one if it is a node's log, several if it is what several
  /// containers printed, none if it is anything else.
  static func all(in input: InputFile, head: [UInt8]) -> [LogFile] {
    if let plain = LogFile(input, head: head) { return [plain] }
    var wrappings = LogWrapping.all(in: head.span)
    if !input.canReopen, wrappings.count > 1 {
      // It is read once: what the others printed is counted, and not read.
      wrappings = [LogWrapping(form: wrappings[0].form, source: wrappings[0].source)]
    }
    return wrappings.compactMap { wrapping in
      let unwrapped = LogUnwrapper(wrapping).unwrap(head.span, continuesLine: false)
      let part = wrapping.part.map { input.part($0) } ?? input
      return LogFile(part, head: unwrapped.bytes, wrapping: wrapping)
    }
  }

  /// Looks at the beginning of `input`; nil unless it holds the head of a record.
  ///
  /// - Parameter wrapping: what was around the lines of `head`.
  package init?(_ input: InputFile, head: [UInt8]) { self.init(input, head: head, wrapping: nil) }

  private init?(_ input: InputFile, head: [UInt8], wrapping: LogWrapping?) {
    var heads = LogHeaderParser()
    let bytes = head.span
    var start = 0
    while start < bytes.count {
      let end = bytes.firstIndex(of: UInt8(ascii: "\n"), in: start..<bytes.count) ?? bytes.count
      var line = start..<end
      // A file truncated while its writer kept its place begins with NULs.
      if let ink = line.first(where: { bytes[$0] != 0 }) { line = ink..<end }
      if case .head(let header) = heads.parse(bytes, line) {
        self.input = input
        first = header.at
        lead = Array(head[..<start])
        self.wrapping = wrapping
        createdHostID = LogFile.createdHostID(bytes)
        facts = nil
        origin = input.name
        return
      }
      start = end + 1
    }
    return nil
  }

  /// The records of a node in a file of facts, the first of which is `event`, if there is one.
  init(_ part: FactsSection.Part, first event: Event?) {
    input = part.input
    first = event?.at ?? LocalTime(milliseconds: 0)
    lead = []
    createdHostID = nil
    wrapping = nil
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

  /// Of two copies of a record the one in system.log is cited: it is where people look first. The name is
  /// good enough for that.
  var isSecondary: Bool {
    if wrapping != nil { return true }
    let name = origin.split(separator: "/").last ?? ""
    return name.contains("debug") || name.contains("stdout") || name.contains("output")
  }

  /// Files of one stream (`system.log`, its archives) share this; files of another do not. Letters of the
  /// name only, since rotation adds numbers, dates and `.gz` or `.zip`. It decides only which file a cut
  /// record goes on in; the order of files comes from their content.
  var stream: String {
    let parts = input.name.split(separator: "!", maxSplits: 1)[0].split(
      separator: "/", omittingEmptySubsequences: false)
    let words = (parts.last ?? "").lowercased().split { !$0.isLetter }
    let name = words.filter { !["gz", "zip", "tmp", "log"].contains($0) }.joined(separator: "-")
    return parts.dropLast().joined(separator: "/") + "/" + name
  }
}
