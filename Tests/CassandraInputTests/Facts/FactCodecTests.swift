// Facts survive writing and reading unchanged: those of every capture, and those chosen to break the format.

import CassandraModel
import Foundation
import TestSupport
import Testing

@testable import CassandraInput

/// Keeps all facts.
private struct Recorder: NodeSink {
  var facts: [Fact] = []
  mutating func receive(_ fact: Fact) { facts.append(fact) }
  mutating func merge(captures other: Recorder) { facts += other.facts }
  mutating func finish() {}
}

/// A node whose clock is two hours ahead of UTC.
private let node = FactNode(id: "10.0.0.1") { $0.instant(at: UTCOffset(seconds: 7200)) }
private let place = SourceLocation(file: "logs/system.log", line: 7)

/// The line of `fact`.
private func written(_ fact: Fact) -> [UInt8] {
  var line = JSONLine()
  fact.write(to: &line, of: node)
  return line.bytes
}

/// The fact in `bytes`.
private func read(_ bytes: [UInt8]) throws -> Fact {
  var reader = FactLineReader()
  return try Fact(try reader.read(bytes.span, bytes.span.all.withoutLineEnd(bytes.span)))
}

private func event(_ fields: EventFields = .none, message: String = "", at: Int64 = 1_795_235_674_123)
  -> Event
{
  Event(
    name: EventName("compaction.finished"), role: .compactionFinished, severity: .info, level: .debug,
    at: LocalTime(milliseconds: at), thread: "CompactionExecutor:1", logger: "CompactionTask.java",
    message: message, fields: fields, throwable: nil, source: place)
}

@Suite struct FactCodecTests {
  static let names =
    (try? FileManager.default.contentsOfDirectory(atPath: RealCaptures.folder.path))?.filter {
      !$0.contains(".md")
    }
    .sorted()
    ?? []

  @Test(.enabled(if: !names.isEmpty, "needs Tests/Captures"), arguments: names)
  func allFactsOfACaptureComeBack(capture: String) async throws {
    let reader = try CaptureReader(
      [.path(RealCaptures.folder.appendingPathComponent(capture).path)], options: CaptureOptions(jobs: 2))
    let contents = await reader.read { _ in Recorder() }
    let facts =
      contents.nodes.flatMap(\.sink.facts) + contents.coverage.map { .coverage($0) }
      + contents.diagnostics.entries.map { .diagnostic($0.diagnostic) }
    #expect(facts.count > 100)
    var lines = JSONLine()
    for fact in facts { fact.write(to: &lines, of: node) }
    var fact = facts.makeIterator()
    var reading = FactLineReader()
    let text = lines.bytes.span
    var start = 0
    var wrong = 0
    while start < text.count {
      let end = text.firstIndex(of: UInt8(ascii: "\n"), in: start..<text.count) ?? text.count
      let back = try Fact(try reading.read(text, start..<end))
      if back != fact.next() {
        wrong += 1
        if wrong < 5 { Issue.record("\(text.text(in: start..<end))") }
      }
      start = end + 1
    }
    #expect(fact.next() == nil && wrong == 0)
  }

  static let hostile = [
    "", "\"", "\\", "\\\"", "\u{0}\u{1}\u{1f}\u{7f}", "a\nb\r\n\t", "\u{2028}\u{2029}\u{85}", "\u{FFFD}",
    "e\u{301}",
    "👩‍👩‍👧‍👦", "\u{202E}txt", "null", "{}", "}{\"t\":\"end\"}", "12", "-0", "1.5", "NaN",
    "5b727719-1fe2-426b-a4e3-08ba59d6b772", "5B727719-1FE2-426B-A4E3-08BA59D6B772",
    String(repeating: "x\"\u{2028}", count: 300_000), "\",\"node\":null,\"", "2026-11-21T05:00:00.000Z",
  ]

  @Test(arguments: hostile)
  func hostileTextComesBack(text: String) throws {
    let fields = EventFields(
      names: [FieldName("a"), FieldName(text)], values: [.text(text), .text(text + text)])
    let labels = Labels([("a", text), (text + "b", "")])
    let utc = Instant(milliseconds: 0)
    let throwable = Throwable(links: [
      Throwable.Link(className: text, message: text, frames: [text, "b"]),
      Throwable.Link(className: "x", message: "", isSuppressed: true),
    ])
    let source = SourceLocation(file: text, line: 0)
    let failing = Event(
      name: EventName(text), role: .unrecognized, severity: .critical, level: .error,
      at: LocalTime(milliseconds: -1), thread: text, logger: text, message: text, fields: fields,
      throwable: throwable, source: source)
    let facts: [Fact] = [
      .event(failing), .event(event(fields, message: text)),
      .sample(
        Sample(at: utc, atKind: .mtime, metric: MetricName(text), labels: labels, value: 1, source: source)),
      .attribute(
        Attribute(
          at: .local(LocalTime(milliseconds: 5)), name: AttributeName(text), value: text, source: source)),
      .attribute(Attribute(at: .utc(utc), name: AttributeName(text), value: text, source: source)),
      .poll(Poll(at: nil, atKind: nil, command: text, failure: text, source: source)),
      .poll(Poll(at: utc, atKind: .archive, command: text, failure: nil, source: source)),
      .compaction(
        CompactionRow(
          id: TimeUUID(high: .max, low: 0), table: TableName(keyspace: text, table: text),
          compactedAt: LocalTime(milliseconds: 1), bytesIn: .max, bytesOut: .min, rowsMerged: text,
          kind: text,
          strategy: nil, source: source)),
      .ring(
        RingEntry(
          address: text, state: text, loadBytes: .max, ownsRatio: 0.1, hostID: text, rack: text,
          dataCenter: text,
          at: utc, atKind: .name, source: source)),
      .gossip(
        GossipEntry(
          address: text, generation: 1, status: text, loadBytes: nil, schema: text, dataCenter: text,
          rack: text,
          version: text, hostID: text, clientAddress: text, at: nil, atKind: nil, source: source)),
      .schema(
        TableSchema(
          table: TableName(keyspace: text, table: text), isView: true, compaction: labels,
          gcGraceSeconds: nil,
          defaultTTLSeconds: 0, replication: .none, source: source)),
      .occurrence(
        Occurrence(
          name: EventName(text), severity: .warning, at: nil, fields: fields, message: text, source: source)),
      .coverage(
        Coverage(file: text, format: text, bytes: 1, lines: LineCounts(), first: .utc(utc), last: nil)),
      .diagnostic(Diagnostic(DiagnosticCode(text, .note, text), at: source, ["a": text, text + "b": ""])),
    ]
    for fact in facts {
      let line = written(fact)
      #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 1 && line.last == UInt8(ascii: "\n"))
      #expect(try read(line) == fact)
      // An independent JSON reader accepts the line.
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line)) }
    }
  }

  @Test func numbersAreExactAndKeepTheirType() throws {
    var random = SeededRandom(seed: 7)
    var values: [FieldValue] = [
      .integer(.max), .integer(.min), .integer(0), .decimal(0), .decimal(-0.0), .decimal(1), .decimal(1e16),
      .decimal(.infinity), .decimal(-.infinity), .decimal(.greatestFiniteMagnitude),
      .decimal(.leastNonzeroMagnitude),
      .decimal(0.1), .uuid(TimeUUID(high: 0, low: 0)), .uuid(TimeUUID(high: .max, low: .max)),
    ]
    for _ in 0..<500 {
      values.append(.integer(Int64(truncatingIfNeeded: random.next())))
      let number = Double(bitPattern: random.next())
      if !number.isNaN { values.append(.decimal(number)) }
      values.append(.uuid(TimeUUID(high: random.next(), low: random.next())))
    }
    for value in values {
      let fields = EventFields(names: [FieldName("x")], values: [value])
      guard case .event(let back) = try read(written(.event(event(fields)))) else {
        throw FactError.missing(.event)
      }
      #expect(back.fields.values[0] == value)
      if case .decimal(let number) = value {
        let sample = Sample(at: nil, atKind: nil, metric: MetricName("m"), value: number, source: place)
        guard case .sample(let back) = try read(written(.sample(sample))) else {
          throw FactError.missing(.value)
        }
        #expect(back.value.bitPattern == number.bitPattern)
      }
    }
  }

  @Test(arguments: [
    0, -1, 1_795_235_674_123, -62_135_596_800_000, -62_135_596_800_001, 253_402_300_799_999,
    253_402_300_800_000,
    1 << 53, 86_400_000 - (1 << 53),
  ])
  func timesComeBack(milliseconds: Int64) throws {
    let fact = Fact.event(event(at: milliseconds))
    #expect(try read(written(fact)) == fact)
    let poll = Fact.poll(
      Poll(at: Instant(milliseconds: milliseconds), atKind: .id, command: "x", failure: nil, source: place))
    #expect(try read(written(poll)) == poll)
  }

  @Test(arguments: [
    ("a", 0), ("a", 7), ("a:5", 0), ("a:5", 3), ("a:", 0), ("a:05", 0), (":1", 0), ("a:b!c:9", 0),
    ("a:1234567890123456", 0),
  ])
  func placesComeBack(file: String, line: Int) {
    let source = SourceLocation(file: file, line: line)
    #expect(FactPlace.source(FactPlace.text(source)) == source)
  }

  @Test func theLineIsTheDocumentedOne() {
    let fields = EventFields(names: [FieldName("bytes_in"), .table], values: [.integer(5), .text("a.b")])
    #expect(
      String(decoding: written(.event(event(fields))), as: UTF8.self)
        == #"{"t":"event","node":"10.0.0.1","at":"2026-11-21T02:34:34.123Z","at_kind":"content","#
        + #""event":"compaction.finished","severity":"info","fields":{"bytes_in":5,"table":"a.b"},"#
        + #""src":"logs/system.log:7","local":"2026-11-21 04:34:34.123","role":"compactionFinished","#
        + #""level":"DEBUG","thread":"CompactionExecutor:1","logger":"CompactionTask.java","message":"","#
        + #""throwable":null}"# + "\n")
    let sample = Sample(
      at: Instant(milliseconds: 0), atKind: .marker, metric: .poolActive, labels: Labels([("pool", "x")]),
      value: 2.5,
      source: place)
    #expect(
      String(decoding: written(.sample(sample)), as: UTF8.self)
        == #"{"t":"sample","node":"10.0.0.1","at":"1970-01-01T00:00:00.000Z","at_kind":"marker","#
        + #""metric":"pool_active","labels":{"pool":"x"},"value":2.5,"src":"logs/system.log:7"}"# + "\n")
  }
}

@Suite struct FactsFileTests {
  /// A file of two nodes.
  private static var whole: [UInt8] {
    var line = JSONLine()
    line.header(FactsOptions(zones: ["a": "+02:00"], since: Instant(milliseconds: 5)))
    for (name, host) in [("a", "id-a"), ("b", nil)] {
      line.node(FactsNode(id: name, scope: name, hostID: host, zone: nil))
      let own = FactNode(id: name) { _ in nil }
      for second in 0..<3 {
        Fact.event(event(message: "\(second)", at: Int64(second) * 1000)).write(to: &line, of: own)
      }
      for file in ["x", "y"] {
        let source = SourceLocation(file: name + "/" + file, line: 1)
        Fact.poll(Poll(at: nil, atKind: nil, command: "info", failure: nil, source: source)).write(
          to: &line, of: own)
        Fact.diagnostic(Diagnostic(DiagnosticCode("c", .note, "t"), at: source)).write(to: &line, of: own)
      }
    }
    let coverage = Coverage(file: "a/x", format: "info", bytes: 9, lines: LineCounts(), first: nil, last: nil)
    coverage.write(to: &line, of: "a")
    Diagnostic(DiagnosticCode("d", .warning, "is {x}"), at: place, ["x": "odd"]).write(
      to: &line, more: 3, of: nil)
    line.finish()
    return line.bytes
  }

  private func contents(_ files: [(name: String, bytes: [UInt8])]) async throws -> (
    CapturePlan, CaptureContents<Recorder>
  ) {
    let folder = try TemporaryFolder()
    for file in files { try folder.write(file.name, file.bytes) }
    let plan = try await CaptureReader([.path(folder.url.path)]).plan()
    return (plan, await plan.read { _ in Recorder() })
  }

  @Test func everythingIsWhereItWas() async throws {
    let (plan, contents) = try await contents([("f.jsonl", Self.whole)])
    #expect(contents.nodes.map(\.scope) == ["a", "b"])
    #expect(contents.nodes.map(\.sink.facts.count) == [7, 7])
    #expect(contents.coverage.map(\.file) == ["a/x"] && contents.scopes == ["a"])
    #expect(contents.diagnostics.entries.map(\.diagnostic.message) == ["is odd"])
    #expect(contents.diagnostics.count(.warning) == 4)
    #expect(plan.givenZones == ["a": "+02:00"] && plan.window.since == Instant(milliseconds: 5))
    #expect(plan.hostIDs["a"] == "id-a" && plan.rawFiles.isEmpty)
  }

  @Test func theSameFileTwiceIsTheSameFile() async throws {
    let (_, once) = try await contents([("f.jsonl", Self.whole)])
    let (_, twice) = try await contents([("f.jsonl", Self.whole), ("g.jsonl", Self.whole)])
    // Node b shares no counted file and has no host id: it is another node of that name.
    #expect(twice.nodes.map(\.scope) == ["a", "f/b", "g/b"])
    #expect(twice.nodes[0].sink.facts == once.nodes[0].sink.facts)
    #expect(twice.coverage == once.coverage)
    #expect(twice.diagnostics.count(.warning) == 4)
  }

  /// A file of nodes without facts, by id and scope.
  private func nodes(_ nodes: [(id: String, scope: String)]) -> [UInt8] {
    var line = JSONLine()
    line.header(FactsOptions())
    for (id, scope) in nodes { line.node(FactsNode(id: id, scope: scope, hostID: nil, zone: nil)) }
    line.finish()
    return line.bytes
  }

  @Test func anIDThatComesAgainIsTheSameNode() async throws {
    let (_, contents) = try await contents([("f.jsonl", nodes([("n1", "a"), ("n2", "b"), ("n1", "a")]))])
    #expect(contents.nodes.map(\.scope) == ["a", "b"])
  }

  @Test func nodesOfOneNameInOneFileAreNumbered() async throws {
    let file = nodes([("n1", "a"), ("n2", "a"), ("n3", "a"), ("n4", "b"), ("n5", "f/a'2")])
    let (_, contents) = try await contents([("f.jsonl", file)])
    #expect(contents.nodes.map(\.scope) == ["b", "f/a", "f/a'2", "f/a'3", "f/a'4"])
  }

  @Test func aNewerSchemaIsNamedAndNotRead() async throws {
    let text = String(decoding: Self.whole, as: UTF8.self).replacing(
      "hindsight/facts/1", with: "hindsight/facts/2")
    let (_, contents) = try await contents([("f.jsonl", Array(text.utf8))])
    #expect(contents.nodes.isEmpty)
    let said = contents.diagnostics.entries.map(\.diagnostic)
    #expect(said.map(\.code) == [.factsSchema])
    #expect(said.first?.message.contains("hindsight/facts/2") == true)
  }

  @Test func ofACutFileTheRestIsKept() async throws {
    let cut = Array(Self.whole[..<(Self.whole.count / 2)])
    let (_, contents) = try await contents([("f.jsonl", cut)])
    #expect(contents.nodes.first?.sink.facts.count == 7)
    let codes = Set(contents.diagnostics.entries.map(\.diagnostic.code.name))
    #expect(codes.contains("facts.cut"))
    #expect(contents.diagnostics.count(.error) >= 1)
  }

  @Test func aDamagedLineIsNamedAndTheRestIsKept() async throws {
    var lines = Self.whole.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(
      Array.init)
    lines[3] = Array("{\"t\":\"event\",\"node\":\"a\"".utf8)
    lines[5] = Array("garbage".utf8)
    let (_, contents) = try await contents([("f.jsonl", Array(lines.joined(separator: [UInt8(ascii: "\n")])))]
    )
    #expect(contents.nodes.map(\.sink.facts.count) == [5, 7])
    #expect(
      contents.diagnostics.entries.filter { $0.diagnostic.code == .factsLine }.map(\.diagnostic.source.line)
        == [4, 6])
  }

  /// Damage in a file affects only its own line.
  @Test(arguments: 0..<400)
  func damageNeverTraps(seed: Int) async throws {
    let bytes = mutated(Self.whole, interesting: Array("{}[]\",:\\n0-".utf8), seed: UInt64(seed))
    let (_, contents) = try await contents([("f.jsonl", bytes)])
    #expect(contents.nodes.count <= 3)
  }
}
