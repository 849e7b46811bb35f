// Layouts of captures, from real excerpts: each node once, with its log, its captures, and the time of each
// capture.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraInput

/// The facts of one node's files, in a form that can be compared.
private struct NodeRecorder: NodeSink {
  var messages: [String] = []
  /// Command, instant and kind of instant of each poll.
  var polls: Set<String> = []

  mutating func receive(_ fact: Fact) {
    switch fact {
    case .event(let event): if event.level == .error { messages.append(event.message) }
    case .poll(let poll):
      let failure = poll.failure == nil ? "" : " failed"
      polls.insert(
        [poll.command, poll.at?.iso8601, poll.atKind.map { "\($0)" }].compactMap { $0 }.joined(separator: " ")
          + failure)
    default: break
    }
  }
  mutating func merge(captures other: NodeRecorder) { polls.formUnion(other.polls) }
  mutating func finish() {}
}

@Suite struct LayoutTests {
  private static func log(_ text: String, second: Int = 0) -> [UInt8] {
    Array("ERROR [main] 2026-11-21 05:00:0\(second),000 Some.java:1 - \(text)\n".utf8)
  }

  private let stats = Array("pending tasks: 7\n".utf8)
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// An output of info for host `n`.
  private func info(_ n: Int) throws -> [UInt8] {
    let text = String(decoding: try Texts.fixture("info-3.11.txt"), as: UTF8.self)
    return Array(
      text.split(separator: "\n", omittingEmptySubsequences: false).map {
        $0.hasPrefix("ID  ") ? "ID                     : fb92cab5-4c4f-4961-aa03-00000000000\(n)" : String($0)
      }.joined(separator: "\n").utf8)
  }

  private func write(_ files: [(String, [UInt8])]) throws {
    for (name, bytes) in files { try folder.write(name, bytes) }
  }

  /// For each node its scope, the errors of its log, and its polls.
  private func nodes() async throws -> [String: [String]] {
    let reader = try CaptureReader([.path(String(decoding: folder.path, as: UTF8.self))])
    let contents = await reader.read { _ in NodeRecorder() }
    return Dictionary(
      uniqueKeysWithValues: contents.nodes.map { ($0.scope, $0.sink.messages + $0.sink.polls.sorted()) })
  }

  @Test func dataStaxAndOpsCenter() async throws {
    try write([
      ("c/nodes/10.0.0.1/logs/cassandra/system.log", Self.log("a2", second: 2)),
      (
        "c/nodes/10.0.0.1/logs/cassandra/system.log.1.zip",
        zip(.init("system.log", Self.log("a1", second: 1)))
      ),
      ("c/nodes/10.0.0.1/nodetool/compactionstats", stats), ("c/nodes/10.0.0.1/nodetool/info", try info(1)),
      ("c/nodes/10.0.0.1/nodetool/version", Array("ReleaseVersion: 4.1.10\n".utf8)),
      ("c/nodes/10.0.0.2/logs/cassandra/system.log", Self.log("b")),
      ("c/nodes/10.0.0.2/nodetool/tpstats", try Texts.fixture("tpstats-4.1.txt")),
      ("c/nodes/10.0.0.2/nodetool/netstats", []),
      ("c/opscenterd/opscenterd.log", Array("2026-11-21 05:00:00+0000 [opscenterd]  INFO: started\n".utf8)),
    ])
    #expect(
      try await nodes() == [
        "c/nodes/10.0.0.1": ["a1", "a2", "compactionstats", "info", "version"],
        "c/nodes/10.0.0.2": ["b", "netstats failed", "tpstats"],
      ])
  }

  @Test func oneArchiveANodeAsTheCollectorMakesThem() async throws {
    for (host, text) in [("h1", "a"), ("h2", "b")] {
      let name = host + "_artifacts_2026_11_21_0610_1795237804"
      var packer = TarPacker()
      packer.add(.init(name + "/logs/system.log", Self.log(text)))
      packer.add(.init(name + "/nodetool/compactionstats.txt", stats))
      packer.add(
        .init(
          name + "/storage/df-size.txt",
          Array("Filesystem 1K-blocks Used Available Use% Mounted on\n/dev/sda1 100 50 50 50% /\n".utf8)))
      try folder.write(name + ".tar.gz", deflated(packer.finished(), gzip: true))
    }
    let found = try await nodes()
    #expect(found.count == 2)
    let at = "2026-11-21T05:10:04.000Z name"
    #expect(
      found.values.map { $0 }.sorted { $0[0] < $1[0] } == [
        ["a", "compactionstats " + at, "df " + at], ["b", "compactionstats " + at, "df " + at],
      ])
  }

  @Test func instaclustr() async throws {
    var outer = TarPacker()
    for n in 1...2 {
      let inner = tar(
        .init("system.log", Self.log("n\(n)")), .init("nodetool_info.info", try info(n)),
        .init("nodetool_compactionstats.info", stats))
      outer.add(.init("10.0.0.\(n)/InstaCollection_10.0.0.\(n).tar.gz", deflated(inner, gzip: true)))
    }
    try folder.write("InstaCollection_20261121T051004Z.tar.gz", deflated(outer.finished(), gzip: true))
    let at = "2026-11-21T05:10:04.000Z name"
    let found = try await nodes()
    #expect(
      found.values.sorted { $0[0] < $1[0] } == [
        ["n1", "compactionstats " + at, "info " + at], ["n2", "compactionstats " + at, "info " + at],
      ])
  }

  @Test func aFlatFolderWithPrefixesAndSuffixes() async throws {
    try write([
      ("node1-system.log", Self.log("a")),
      ("node2-system.log.1.zip", zip(.init("system.log", Self.log("b")))),
      ("node1_compactionstats_1795237804.txt", stats), ("compactionstats_node2_1795237805.txt", stats),
      ("tpstats_10.0.0.4.txt", try Texts.fixture("tpstats-4.1.txt")),
      ("10.0.0.4-compactionstats-2026-11-21T05:10:04Z.txt", stats),
    ])
    #expect(
      try await nodes() == [
        "node1": ["a", "compactionstats 2026-11-21T05:10:04.000Z name"],
        "node2": ["b", "compactionstats 2026-11-21T05:10:05.000Z name"],
        "10.0.0.4": ["compactionstats 2026-11-21T05:10:04.000Z name", "tpstats"],
      ])
  }

  @Test func aFlatFolderOfOneNode() async throws {
    try write([
      ("system.log", Self.log("a")), ("compactionstats_1795237804.txt", stats),
      ("compactionstats_1795237814.txt", stats), ("compactionstats_20261121T051030Z.txt", stats),
    ])
    #expect(
      try await nodes() == [
        "": [
          "a", "compactionstats 2026-11-21T05:10:04.000Z name",
          "compactionstats 2026-11-21T05:10:14.000Z name",
          "compactionstats 2026-11-21T05:10:30.000Z name",
        ]
      ])
  }

  @Test func oneFolderATimeAndOneANode() async throws {
    try write([
      ("1795237804/node1/compactionstats.txt", stats), ("1795237804/node2/compactionstats.txt", stats),
      ("1795237814/node1/compactionstats.txt", stats), ("1795237814/node2/compactionstats.txt", stats),
      ("1795237804/node1/logs/system.log", Self.log("a")),
    ])
    let polls = [
      "compactionstats 2026-11-21T05:10:04.000Z name", "compactionstats 2026-11-21T05:10:14.000Z name",
    ]
    #expect(try await nodes() == ["node1": ["a"] + polls, "node2": polls])
  }

  @Test func oneFolderANodeAndOneATimeInIt() async throws {
    try write([
      ("alpha/20261121T051004Z/compactionstats", stats), ("alpha/20261121T051004Z/info", try info(1)),
      ("alpha/20261121T051014Z/compactionstats", stats), ("alpha/logs/system.log", Self.log("a")),
      ("beta/20261121T051004Z/compactionstats", stats), ("beta/20261121T051004Z/info", try info(2)),
    ])
    let first = "2026-11-21T05:10:04.000Z name"
    #expect(
      try await nodes() == [
        "alpha": [
          "a", "compactionstats " + first, "compactionstats 2026-11-21T05:10:14.000Z name", "info " + first,
        ],
        "beta": ["compactionstats " + first, "info " + first],
      ])
  }

  @Test func aLoopThatWritesOneFileACommand() async throws {
    let loop =
      Array("===== 20261121T051004Z =====\npending tasks: 7\n===== 20261121T051014Z =====\n".utf8) + stats
    try write([("node1/compactionstats.log", loop), ("node2/compactionstats.log", loop)])
    let polls = [
      "compactionstats 2026-11-21T05:10:04.000Z marker", "compactionstats 2026-11-21T05:10:14.000Z marker",
    ]
    #expect(try await nodes() == ["node1": polls, "node2": polls])
  }

  @Test func podsAndTheirContainers() async throws {
    let line = "2026-11-21T05:00:00.123456789Z stdout F "
    try write([
      ("prod_cassandra-0_1234/cassandra/0.log", Array(line.utf8) + Self.log("a")),
      ("prod_cassandra-1_1234/cassandra/0.log", Array(line.utf8) + Self.log("b")),
    ])
    let found = try await nodes()
    #expect(found.values.sorted { $0[0] < $1[0] } == [["a"], ["b"]])
  }

  @Test("text in UTF-16, as PowerShell writes it, is read")
  func textThatPowerShellWrote() async throws {
    let wide: [UInt8] = [0xFF, 0xFE] + "pending tasks: 7\r\n".utf8.flatMap { [$0, 0] }
    try write([("compactionstats.txt", wide)])
    let reader = try CaptureReader([.path(String(decoding: folder.path, as: UTF8.self))])
    let contents = await reader.read { _ in NodeRecorder() }
    #expect(contents.nodes.count == 1)
    #expect(contents.diagnostics.entries.isEmpty)
  }

  @Test func aLogOfScyllaDBIsNamedAndNotRead() async throws {
    let line =
      "INFO  2024-05-27 17:21:56,102 [shard 23:comp] compaction - [Compact ks.tbl x] Compacting [a]\n"
    try write([("scylla.log", Array(line.utf8)), ("notes.txt", Array("[shard 1] of ours\n".utf8))])
    let reader = try CaptureReader([.path(String(decoding: folder.path, as: UTF8.self))])
    let contents = await reader.read { _ in NodeRecorder() }
    #expect(contents.nodes.isEmpty)
    #expect(
      contents.diagnostics.entries.map { "\($0.diagnostic.source) \($0.diagnostic.code.name)" } == [
        "notes.txt file.unrecognized", "scylla.log file.scylla",
      ])
  }

  @Test func theSameNodeInTwoBundlesIsOneNode() async throws {
    for (bundle, text, second) in [("mon", "a", 1), ("tue", "b", 2)] {
      try write([
        ("\(bundle)/db/system.log", Self.log(text, second: second)), ("\(bundle)/db/info", try info(1)),
      ])
    }
    #expect(try await nodes() == ["mon/db": ["a", "b", "info"]])
  }
}
