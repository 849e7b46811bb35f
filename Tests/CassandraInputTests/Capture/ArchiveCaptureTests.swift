// Archives in captures, intact and damaged: listing, reading, and limits.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraInput

/// Records of a log, all different.
private func records(lines: Int) -> [UInt8] {
  Array(
    (0..<lines).map {
      "ERROR [main] 2026-11-21 05:\($0 / 50 % 50 + 10):\($0 % 50 + 10),000 Some.java:1 - \($0)\n"
    }
    .joined().utf8)
}

/// All bytes of an item, and its diagnostics.
private func unpack(_ item: CaptureItem, _ limit: ExpansionLimit = ExpansionLimit()) throws -> Unpacked {
  var result = Unpacked()
  guard let input = item.log?.input ?? item.text?.input else { return result }
  var reader = try input.open(limit: limit)
  while let block = reader.next(splitAt: { $0.count }) { result.bytes += block.bytes }
  result.add(reader.diagnostics)
  return result
}

private func contents(_ item: CaptureItem) throws -> [UInt8] { try unpack(item).bytes }

@Suite struct ArchiveCaptureTests {
  let folder: TemporaryFolder
  let log = records(lines: 6)
  let stats = Array("pending tasks: 7\n".utf8)

  init() throws { folder = try TemporaryFolder() }

  private func inventory(_ options: CaptureOptions = CaptureOptions()) async throws -> CaptureInventory {
    let walk = try CaptureWalk([folder.path])
    return await CaptureInventory(walk.files, standardInput: nil, options: options)
  }

  private func codes(_ inventory: CaptureInventory) -> Set<String> {
    Set(inventory.diagnostics.entries.map(\.diagnostic.code.name))
  }

  /// A bundle: a log, a rotated log in a zip, one in gzip, and a capture.
  private var bundle: [UInt8] {
    tar(
      .init("nodes/10.0.0.1/logs/system.log", log),
      .init("nodes/10.0.0.1/logs/system.log.1.zip", zip(.init("system.log", log))),
      .init("nodes/10.0.0.1/logs/system.log.2.gz", deflated(log, gzip: true)),
      .init("nodes/10.0.0.1/nodetool/compactionstats", stats), .init("nodes/10.0.0.1/conf/x.yaml", [0x23]))
  }

  private static let members = [
    "nodes/10.0.0.1/logs/system.log", "nodes/10.0.0.1/logs/system.log.1.zip!system.log",
    "nodes/10.0.0.1/logs/system.log.2.gz", "nodes/10.0.0.1/nodetool/compactionstats",
  ]

  @Test func everyWrappingOfABundleGivesTheSameMembers() async throws {
    let packed: [(String, [UInt8], String)] = [
      ("b.tar", bundle, ""), ("b.tar.gz", deflated(bundle, gzip: true), ""),
      ("outer.zip", zip(.init("in/b.tgz", deflated(bundle, gzip: true))), "!in/b.tgz"),
      ("b.tar.gz.gz", deflated(deflated(bundle, gzip: true), gzip: true), ""),
      ("outer.tar", tar(.init("b.tar", bundle)), "!b.tar"),
      ("outer.zip.gz", deflated(zip(.init("b.tar", bundle), .init("x", [])), gzip: true), "!b.tar"),
    ]
    for (name, bytes, inner) in packed {
      let folder = try TemporaryFolder()
      try folder.write(name, bytes)
      let found = await CaptureInventory(
        try CaptureWalk([folder.path]).files, standardInput: nil, options: CaptureOptions())
      #expect(found.items.map(\.name) == Self.members.map { name + inner + "!" + $0 }, "\(name)")
      for item in found.items {
        let expected = item.log == nil ? stats : log
        // Twice, because a member can be read again.
        #expect(try contents(item) == expected, "\(item.name)")
        #expect(try contents(item) == expected, "\(item.name)")
      }
      #expect(found.coverage.map(\.file).contains(name + inner + "!nodes/10.0.0.1/conf/x.yaml"), "listed")
      #expect(found.diagnostics.count(.error) == 0)
    }
  }

  @Test func membersAreReadInAnyOrderAndSideBySide() async throws {
    var packer = TarPacker()
    let texts = (0..<40).map { records(lines: 400 + $0 * 10) }
    for (i, text) in texts.enumerated() { packer.add(.init("n/system.log.\(i)", text)) }
    try folder.write("b.tar.gz", deflated(packer.finished(), gzip: true))
    let items = try await inventory().items
    let order = (0..<40).map { $0 * 17 % 40 }
    let read = await order.concurrentMap(jobs: 4) { i in try? contents(items[i]) }
    for (i, bytes) in zip(order, read) { #expect(bytes == texts[i]) }
  }

  @Test(arguments: ["b.tar", "b.tar.gz", "outer.tar.gz"])
  func everyCutKeepsWhatIsThereAndSaysSo(name: String) async throws {
    let inner = tar(.init("system.log", log), .init("a.zip", zip(.init("debug.log", log))))
    let whole =
      switch name {
      case "b.tar": inner
      case "b.tar.gz": deflated(inner, gzip: true)
      default: deflated(tar(.init("inner.tar.gz", deflated(inner, gzip: true))), gzip: true)
      }
    // Without the first 512 decoded bytes a tar archive is not recognised. The end mark has no content.
    let end = name == "b.tar" ? whole.count - 1024 : whole.count
    for cut in stride(from: name == "b.tar" ? 513 : 140, to: end, by: name == "b.tar" ? 61 : 9) {
      let file = try folder.write(name, Array(whole.prefix(cut)))
      let found = try await inventory()
      #expect(
        found.diagnostics.count(.error) + found.diagnostics.count(.warning) > 0, "\(name) cut at \(cut)")
      for item in found.items {
        #expect(log.starts(with: try contents(item)), "\(item.name) cut at \(cut)")
      }
      _ = file
    }
  }

  @Test(.timeLimit(.minutes(2))) func flippedBitsNeverTrap() async throws {
    let inner = tar(.init("system.log", log), .init("a.zip", zip(.init("debug.log", log))))
    let whole = deflated(
      tar(.init("inner.tar.gz", deflated(inner, gzip: true)), .init("x", stats)), gzip: true)
    for i in stride(from: 0, to: whole.count, by: 5) {
      var flipped = whole
      flipped[i] ^= 1 << UInt8(i % 8)
      try folder.write("b.tar.gz", flipped)
      let found = try await inventory()
      for item in found.items { _ = try contents(item) }
    }
  }

  // MARK: Bombs

  /// `content` in `count` zip archives within each other.
  private func nested(_ content: [UInt8], _ count: Int) -> [UInt8] {
    (0..<count).reduce(content) { inner, i in zip(.init("\(i).zip", inner)) }
  }

  @Test func archivesWithinArchivesStopAtTheDepth() async throws {
    try folder.write("deep.zip", nested(zip(.init("system.log", log)), 4))
    let found = try await inventory()
    #expect(found.items.isEmpty && codes(found) == ["archive.depth"])
    let deeper = try await inventory(CaptureOptions(maxDepth: 5))
    #expect(deeper.items.map(\.name) == ["deep.zip!3.zip!2.zip!1.zip!0.zip!system.log"])
    #expect(try deeper.items.map { try contents($0) } == [log])
  }

  @Test func gzipWithinGzipStopsAtTheDepth() async throws {
    try folder.write("deep.gz", (0..<9).reduce(log) { inner, _ in deflated(inner, gzip: true) })
    let found = try await inventory()
    #expect(found.items.isEmpty && codes(found) == ["archive.depth"])
  }

  @Test func manySmallBombsAreOneLargeOne() async throws {
    // Each member stays within its own limits; together they exceed the file 200 times.
    let zeros = [UInt8](repeating: 0x0a, count: 1 << 20)
    var inner = ZipPacker()
    for i in 0..<40 { inner.add(.init("nodetool/\(i)/info", zeros)) }
    try folder.write("bomb.zip", zip(.init("a.zip", inner.finished()), .init("b.zip", inner.finished())))
    var options = CaptureOptions()
    options.maxExpansion = 100
    // The ratio is checked from 64 MiB on; lists alone do not reach that, so the members are read.
    let found = try await inventory(options)
    #expect(found.items.count == 80)
    var stopped = 0
    for item in found.items {
      if try unpack(item, options.limit).codes == ["expansion.limit"] { stopped += 1 }
    }
    #expect((10..<30).contains(stopped), "of 80 MiB some 64 are read")
  }

  @Test func aGzipBombInATarStops() async throws {
    let zeros = [UInt8](repeating: 0, count: 70 << 20)
    try folder.write(
      "bomb.tar.gz", deflated(tar(.init("zeros", zeros), .init("system.log", log)), gzip: true))
    var options = CaptureOptions()
    options.maxExpansion = 100
    let found = try await inventory(options)
    #expect(codes(found).contains("expansion.limit"))
    #expect(found.items.isEmpty)
  }

  // MARK: Names

  @Test func hostileNamesAreReadAndShownSafely() async throws {
    try folder.write(
      "b.tar",
      tar(.init("../../home/system.log", log), .init("/etc/debug.log", log), .init("2", "x", to: "..")))
    try folder.write("c.zip", zip(.init("..\\..\\system.log", log), .init("system.log", log)))
    let found = try await inventory()
    #expect(
      found.items.map(\.name) == [
        "b.tar!home/system.log", "b.tar!etc/debug.log", "c.zip!system.log", "c.zip!system.log (2)",
      ])
    #expect(codes(found) == ["archive.name", "archive.link", "zip.duplicate"])
  }

  // MARK: Reading

  @Test func aFileThatShrinksIsSaidToHave() async throws {
    try folder.write("system.log", log)
    try folder.write("b.tar", tar(.init("debug.log", log)))
    let items = try await inventory().items
    #expect(items.count == 2)
    // copytruncate, between listing and reading.
    try folder.write("system.log", Array(log.prefix(100)))
    try folder.write("b.tar", Array(tar(.init("debug.log", log)).prefix(612)))
    for item in items {
      let found = try unpack(item)
      #expect(found.bytes == Array(log.prefix(100)) && found.codes == ["file.short"], "\(item.name)")
    }
  }

  @Test func whatIsKeptInMemoryIsBounded() {
    let memory = ArchiveMemory(jobs: 1, mostKept: 1000)
    #expect(memory.keep(600))
    #expect(!memory.keep(600), "too much")
    #expect(memory.keep(400), "what was refused does not count")
    #expect(!memory.keep(1))
  }

  @Test func aCaptureInAnArchiveHasTheTimeOfItsEntry() async throws {
    var later = TarPacker.Member("b/nodetool/compactionstats_1795237999.txt", stats)
    later.modified = 1_795_000_000
    try folder.write("b.tar", tar(.init("a/compactionstats", stats), later))
    let found = try await inventory()
    let scopes = CaptureScopes(found.items, wrappers: found.wrappers)
    let times = scopes.items.values.flatMap { $0 }.sorted { $0.name < $1.name }.map { $0.text?.input.time }
    #expect(
      times == [
        CaptureTime(Instant(milliseconds: 1_795_237_804_000), .archive),
        CaptureTime(Instant(milliseconds: 1_795_237_999_000), .name),
      ])
  }

  @Test func aBundleAndItsFolderGiveTheSameFacts() async throws {
    try folder.write("b.tar.gz", deflated(bundle, gzip: true))
    let unpacked = try TemporaryFolder()
    for (name, bytes) in [
      ("nodes/10.0.0.1/logs/system.log", log),
      ("nodes/10.0.0.1/logs/system.log.1.zip", zip(.init("system.log", log))),
      ("nodes/10.0.0.1/logs/system.log.2.gz", deflated(log, gzip: true)),
    ] { try unpacked.write(name, bytes) }
    var events: [[String]] = []
    for path in [folder.path, unpacked.path] {
      for jobs in [1, 3] {
        let paths = [CapturePath.path(String(decoding: path, as: UTF8.self))]
        let reader = try CaptureReader(paths, options: CaptureOptions(jobs: jobs))
        let contents = await reader.read { _ in EventRecorder() }
        #expect(contents.nodes.count == 1)
        events.append(contents.nodes.flatMap { $0.sink.events.map(\.message) })
      }
    }
    #expect(events.allSatisfy { $0 == (0..<6).map { String($0) } })
  }
}
