// The bundles of a real cluster, compared with Python's tarfile.

import CassandraModel
import Foundation
import TestSupport
import Testing

@testable import CassandraInput

private let python = "/usr/bin/python3"
private let havePython = FileManager.default.isExecutableFile(atPath: python)

/// Name, size and CRC-32 of each regular file of a tar archive, from Python.
private func listedByPython(_ archive: URL) throws -> [String] {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: python)
  process.arguments = [
    "-c",
    """
    import sys, tarfile, zlib
    with tarfile.open(sys.argv[1]) as archive:
        for member in archive:
            if member.isfile():
                data = archive.extractfile(member).read()
                print(member.name, len(data), zlib.crc32(data))
    """, archive.path,
  ]
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  return text.split(separator: "\n").map(String.init)
}

@Suite(.enabled(if: RealCaptures.arePresent, "needs Tests/Captures"))
struct RealBundleTests {
  static let archives = [
    "cluster-4.1/bundle-during-repair.tar.gz", "cluster-4.1/bundle-final.tar.gz",
    "trend-45d/node-10.20.30.11.tar.gz",
  ]

  private func inventory(_ path: String) async throws -> CaptureInventory {
    let walk = try CaptureWalk([Array(RealCaptures.folder.appendingPathComponent(path).path.utf8)])
    return await CaptureInventory(walk.files, standardInput: nil, options: CaptureOptions())
  }

  @Test(.enabled(if: havePython, "there is no Python to compare with"), arguments: archives)
  func membersHaveTheBytesThatPythonFinds(archive: String) async throws {
    let file = RealCaptures.folder.appendingPathComponent(archive)
    let path = BytePlace.file(Array(file.path.utf8))
    let stored = StoredFile(path: Array(file.path.utf8), name: "b.tar.gz", size: nil, modified: nil)
    let account = ExpansionAccount(ExpansionLimit(), stored: 1 << 20)
    let stream = DecodedStream(name: "b", account: account, hot: HotStreams(most: 1)) {
      () throws(SystemFailure) in ByteSource(try path.open(), name: stored.name)
    }
    var reader = TarReader(StoredBytes(stream), name: "b")
    var found: [String] = []
    while let entry = reader.next() {
      let part = StoredBytes(part: StoredBytes(stream), offset: entry.offset, size: entry.size)
      // Stored bytes: a rotated log stays compressed.
      var bytes: [UInt8] = []
      var window = ByteWindow(part)
      while window.ensure(1) {
        bytes += window.bytes(at: 0, count: window.count)
        window.skip(window.count)
      }
      found.append("\(entry.label) \(bytes.count) \(crc(bytes))")
    }
    #expect(found == (try listedByPython(file)))
    #expect(reader.diagnostics.entries.isEmpty)
  }

  @Test(arguments: archives)
  func everyMemberIsListedAndNothingIsWrong(archive: String) async throws {
    let found = try await inventory(archive)
    #expect(found.diagnostics.count(.error) == 0 && found.diagnostics.count(.warning) == 0)
    // README: three nodes; one folder a time in trend-45d.
    let scopes = CaptureScopes(found.items, wrappers: found.wrappers, manifests: found.manifests)
    let expected =
      archive.hasPrefix("trend")
      ? ["node-10.20.30.11.tar.gz!10.20.30.11"]
      : ["31", "32", "33"].map { "\(archive.dropFirst(12))!cluster-diagnostics/nodes/127.0.0.\($0)" }
    #expect(scopes.items.keys.sorted() == expected)
  }

  @Test func everyNodeIsThereOnceInEachBundle() async throws {
    let found = try await inventory("cluster-4.1")
    let scopes = CaptureScopes(found.items, wrappers: found.wrappers, manifests: found.manifests)
    let expected =
      ["bundle-during-repair.tar.gz", "bundle-final.tar.gz"].flatMap { bundle in
        ["31", "32", "33"].map { "\(bundle)!cluster-diagnostics/nodes/127.0.0.\($0)" }
      } + ["31", "32", "33"].map { "poll/127.0.0.\($0)" }
    #expect(scopes.items.keys.filter { !$0.isEmpty }.sorted() == expected)
    // Rotated logs in the bundle belong to their node.
    let logs = scopes.items["bundle-final.tar.gz!cluster-diagnostics/nodes/127.0.0.31"]?.filter {
      $0.log != nil
    }
    #expect(logs?.count == 8)
    #expect(logs?.filter { $0.name.contains(".zip!") }.count == 6)
  }

  @Test func capturesOfATimeFolderHaveItsTime() async throws {
    let found = try await inventory("trend-45d/node-10.20.30.11.tar.gz")
    let scopes = CaptureScopes(found.items, wrappers: found.wrappers)
    let items = scopes.items.values.flatMap { $0 }
    let info = items.first { $0.name.hasSuffix("20260901T000317Z/info.txt") }
    #expect(info?.text?.input.time == CaptureTime(Instant(milliseconds: 1_788_220_997_000), .name))
    #expect(items.allSatisfy { $0.text?.input.time?.kind == .name })
  }

  @Test func foldersOfOneNodeStayOneScope() async throws {
    for folder in ["snap-4.1", "backlog-4.1", "corrupt-4.0", "rotated-3.11", "tombstones-3.11"] {
      let found = try await inventory(folder)
      let scopes = CaptureScopes(found.items, wrappers: found.wrappers)
      #expect(scopes.items.keys.sorted() == [""], "\(folder)")
    }
  }
}
