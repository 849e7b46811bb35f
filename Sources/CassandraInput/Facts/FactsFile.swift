// A file of the interchange as a table of contents: the positions of the facts of each node. It is read front
// to back once, with a look at the first bytes of each line only; the nodes' parts are then read like
// separate files.
//
//   {"t":"header",…}
//   {"t":"node","node":"10.0.0.1",…}
//   {"t":"event",…}                     its records in the order of time: read like a log
//   {"t":"sample",…}                    facts of its captures, file by file
//   {"t":"node","node":"10.0.0.2",…}
//   …
//   {"t":"coverage",…}                  coverage of all files
//   {"t":"diagnostic",…}                diagnostics of all files
//   {"t":"end"}

import CassandraModel

/// The facts of one node in a file of the interchange.
struct FactsSection: Sendable {
  /// Some of its lines, as a separate file.
  struct Part: Sendable {
    let input: InputFile
    /// The node id of every line.
    let node: String
    /// Lines of the file before the first one.
    let linesBefore: Int
    /// Size of a block that holds each of its lines whole, in bytes.
    let blockSize: Int
  }

  let node: FactsNode
  /// The zone that the user gave for it when the file was written.
  var givenZone: String?
  /// Its log records; nil when there are none.
  var events: Part?
  /// All other facts; nil when there are none.
  var captured: Part?
}

/// The contents of a header and of the lines below it.
struct FactsFile: Sendable {
  let name: String
  var options = FactsOptions()
  var sections: [FactsSection] = []
  /// The coverage of each file, with its node if it has one.
  var coverage: [(coverage: Coverage, node: String?)] = []
  var diagnostics: [(diagnostic: Diagnostic, more: Int)] = []

  private static let start: StaticString = "{\"t\":\"header\""

  /// True for the beginning of such a file.
  static func recognises(_ head: Span<UInt8>) -> Bool { head.hasPrefix(start, in: head.all) }
}

/// Reads the table of contents.
struct FactsListing {
  private(set) var files: [FactsFile] = []
  private(set) var diagnostics = DiagnosticLog()

  /// Records first, then captures, then coverage.
  private enum Phase { case header, events, captured, account }

  private struct Extent {
    var start: Int64
    var end: Int64
    var linesBefore: Int
  }

  private let input: InputFile
  private let place: BytePlace
  private var reader = FactLineReader()
  private var phase = Phase.header
  private var node: FactsNode?
  private var events: Extent?
  private var captured: Extent?
  private var offset: Int64 = 0
  private var number = 0
  private var longest = 0
  private var isComplete = false
  private var isUsable = true

  /// A longer line is not a fact.
  private static let lineLimit = 64 << 20

  /// Lists `input`, whose decoded bytes are at `place`.
  init(_ input: InputFile, at place: BytePlace, limit: ExpansionLimit) throws(SystemFailure) {
    self.input = input
    self.place = place
    var blocks = BlockReader(ByteSource(try place.open(), name: input.name, limit: limit))
    // The beginning of a line that is longer than a block.
    var held: [UInt8] = []
    while isUsable, let block = blocks.next(splitAt: afterLastNewline) {
      let span = block.bytes.span
      var start = 0
      while start < span.count {
        let end = span.firstIndex(of: UInt8(ascii: "\n"), in: start..<span.count)
        let next = end.map { $0 + 1 } ?? span.count
        if !held.isEmpty || end == nil {
          if held.count < FactsListing.lineLimit { held += Array(block.bytes[start..<next]) }
          offset += Int64(next - start)
          if end != nil {
            offset -= Int64(held.count)
            take(held.span, held.span.all)
            held = []
          }
        } else {
          take(span, start..<next)
        }
        start = next
      }
    }
    if !held.isEmpty {
      offset -= Int64(held.count)
      take(held.span, held.span.all)
    }
    closeSection()
    if isUsable, !isComplete {
      report(.factsCut)
      coverCutFile()
    }
    diagnostics.merge(blocks.diagnostics)
  }

  /// Takes one line, including its end.
  private mutating func take(_ text: Span<UInt8>, _ whole: Range<Int>) {
    number += 1
    let start = offset
    offset += Int64(whole.count)
    longest = max(longest, whole.count)
    let line = whole.withoutLineEnd(text)
    guard !text.trimmed(line).isEmpty else { return }
    isComplete = false
    switch kind(text, line) {
    case .header: header(text, line)
    case .node: announce(text, line)
    case .event where phase == .events: grow(&events, start)
    case .coverage: account(text, line)
    case .diagnostic where node == nil || text.contains("\"node\":null", in: line): account(text, line)
    case .end: isComplete = true
    case .event, .sample, .attribute, .poll, .compaction, .ring, .gossip, .schema, .occurrence, .diagnostic:
      if node == nil { return report(.factsLine, ["reason": FactError.otherNode.reason]) }
      phase = .captured
      grow(&captured, start)
    case nil:
      // Damaged: the reader of the lines around it reports it.
      switch phase {
      case .events: grow(&events, start)
      case .captured: grow(&captured, start)
      case .header, .account: account(text, line)
      }
    }
  }

  private func kind(_ text: Span<UInt8>, _ line: Range<Int>) -> FactKind? {
    guard text.hasPrefix("{\"t\":\"", in: line) else { return nil }
    let start = line.lowerBound + 6
    guard let end = text.firstIndex(of: UInt8(ascii: "\""), in: start..<min(line.upperBound, start + 16))
    else {
      return nil
    }
    return FactsListing.kinds.first { text.equals($0.name, in: start..<end) }?.kind
  }

  private static let kinds: [(name: StaticString, kind: FactKind)] = [
    ("event", .event), ("sample", .sample), ("attribute", .attribute), ("poll", .poll),
    ("compaction", .compaction), ("ring", .ring), ("gossip", .gossip), ("schema", .schema),
    ("occurrence", .occurrence), ("coverage", .coverage), ("diagnostic", .diagnostic), ("node", .node),
    ("header", .header), ("end", .end),
  ]

  private func grow(_ extent: inout Extent?, _ start: Int64) {
    if extent == nil { extent = Extent(start: start, end: start, linesBefore: number - 1) }
    extent?.end = offset
  }

  private mutating func header(_ text: Span<UInt8>, _ line: Range<Int>) {
    closeSection()
    phase = .header
    do throws(FactError) {
      let header = try reader.read(text, line)
      let schema = try header.text(.schema)
      guard schema == FactsSchema.name else {
        report(.factsSchema, ["schema": schema, "known": FactsSchema.name])
        isUsable = false
        return
      }
      var file = FactsFile(name: input.name)
      file.options = try FactsOptions(header)
      files.append(file)
    } catch {
      report(.factsLine, ["reason": error.reason])
      files.append(FactsFile(name: input.name))
    }
  }

  private mutating func announce(_ text: Span<UInt8>, _ line: Range<Int>) {
    closeSection()
    phase = .events
    do throws(FactError) { node = try FactsNode(try reader.read(text, line)) } catch {
      report(.factsLine, ["reason": error.reason])
    }
  }

  private mutating func account(_ text: Span<UInt8>, _ line: Range<Int>) {
    closeSection()
    phase = .account
    guard let last = files.indices.last else { return }
    do throws(FactError) {
      let it = try reader.read(text, line)
      switch it.kind {
      case .coverage: files[last].coverage.append((try Coverage(it), try it.optionalText(.node)))
      case .diagnostic: files[last].diagnostics.append((try Diagnostic(it), try it.count(.more)))
      default: throw .misplaced(it.kind)
      }
    } catch {
      report(.factsLine, ["reason": error.reason])
    }
  }

  private mutating func closeSection() {
    defer {
      node = nil
      events = nil
      captured = nil
    }
    guard let node, let last = files.indices.last else { return }
    files[last].sections.append(
      FactsSection(
        node: node, givenZone: files[last].options.zones[node.id], events: events.map { part($0, node.id) },
        captured: captured.map { part($0, node.id) }))
  }

  /// The coverage of its source files is lost, so the file itself is covered instead.
  private mutating func coverCutFile() {
    guard let last = files.indices.last else { return }
    var lines = LineCounts()
    lines.known = number
    files[last].coverage.append(
      (
        Coverage(
          file: input.name, format: FactsSchema.name, bytes: offset, lines: lines, first: nil, last: nil), nil
      ))
  }

  private func part(_ extent: Extent, _ node: String) -> FactsSection.Part {
    let size = extent.end - extent.start
    let part = InputFile(part: .part(of: place, offset: extent.start, size: size), size: size, of: input)
    let most = min(longest, FactsListing.lineLimit)
    return FactsSection.Part(
      input: part, node: node, linesBefore: extent.linesBefore,
      blockSize: max(BlockReader.blockSize, 2 * most))
  }

  private mutating func report(_ code: DiagnosticCode, _ fields: [String: String] = [:]) {
    diagnostics.report(
      Diagnostic(code, at: SourceLocation(file: input.name, line: number), fields))
  }
}

extension Range<Int> {
  /// Without the newline, and a carriage return before it, at its end.
  func withoutLineEnd(_ text: Span<UInt8>) -> Range<Int> {
    var end = upperBound
    if end > lowerBound, text[end - 1] == UInt8(ascii: "\n") { end -= 1 }
    if end > lowerBound, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return lowerBound..<end
  }
}

/// The index after the last newline; 0 if there is none.
func afterLastNewline(_ bytes: Span<UInt8>) -> Int {
  bytes.lastIndex(of: UInt8(ascii: "\n"), in: 0..<bytes.count).map { $0 + 1 } ?? 0
}

extension DiagnosticCode {
  static let factsSchema = DiagnosticCode(
    "facts.schema", .error, "holds facts as {schema}, and what can be read is {known}")
  static let factsCut = DiagnosticCode(
    "facts.cut", .error, "has lost its end: the last lines of what was extracted are not there")
  static let factsLine = DiagnosticCode("facts.line", .error, "{reason}; this line was left out")
}
