// Grouping of scopes into nodes.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite struct NodeLinksTests {
  /// The scopes of each node, from the files of every scope and the host ids of some files.
  private func nodes(_ files: [String: [String]], hosts: [String: String] = [:]) -> [[String]] {
    let scopes = files.mapValues { names in names.map { CaptureItem(name: $0) } }
    return NodeLinks.nodes(scopes, hosts: hosts).map { $0.items.map(\.name) }
  }

  @Test func theSameHostIdIsTheSameNodeWhereverItsFilesLie() {
    let files = ["a": ["a/info"], "b.zip!x": ["b.zip!x/info", "b.zip!x/system.log"]]
    #expect(
      nodes(files, hosts: ["a/info": "h1", "b.zip!x/info": "h1"]) == [
        ["a/info", "b.zip!x/info", "b.zip!x/system.log"]
      ])
    #expect(nodes(files, hosts: ["a/info": "h1", "b.zip!x/info": "h2"]).count == 2)
  }

  /// A log of a node that created `ids`, one after the other.
  private func log(_ name: String, _ ids: String...) -> CaptureItem {
    let text = ids.map {
      "WARN  [main] 2026-11-21 05:09:45,126 SystemKeyspace.java:1253 - No host ID found, created \($0) (Note: x).\n"
    }
    let bytes = Array(
      ("INFO  [main] 2026-11-21 05:09:40,000 A.java:1 - x\n" + text.joined()).utf8)
    return CaptureItem(name: name, log: LogFile(InputFile(StoredBytes(bytes), name: name), head: bytes))
  }

  @Test func logsAloneTellWhichScopesAreOneNode() {
    let (x, y) = ("ec359c9c-82fc-4817-b263-80c5a41dabd9", "59873715-869a-4099-b994-1c86121dfcef")
    let scopes = [
      "a": [log("a/system.log", x)], "b": [log("b/system.log", x)],
      "c": [log("c/system.log", y)], "d": [CaptureItem(name: "d/info")], "e": [log("e/system.log")],
      // Wiped and restarted: its logs do not show which of the two ids is current.
      "f": [log("f/system.log.1.zip", x), log("f/system.log", y)],
    ]
    let nodes = NodeLinks.nodes(scopes, hosts: ["d/info": y]).map { $0.items.map(\.name) }
    #expect(
      nodes == [
        ["a/system.log", "b/system.log"], ["c/system.log", "d/info"], ["e/system.log"],
        ["f/system.log.1.zip", "f/system.log"],
      ])
  }

  @Test func foldersOfOneCollectionNamedByAnAddressAreItsNode() {
    let files = [
      "one.tar.gz!nodes/10.0.0.1": ["one.tar.gz!nodes/10.0.0.1/info"],
      "poll/10.0.0.1": ["poll/10.0.0.1/tpstats"], "poll/10.0.0.2": ["poll/10.0.0.2/tpstats"],
    ]
    let linked = nodes(files, hosts: ["one.tar.gz!nodes/10.0.0.1/info": "h1"])
    #expect(
      linked == [["one.tar.gz!nodes/10.0.0.1/info", "poll/10.0.0.1/tpstats"], ["poll/10.0.0.2/tpstats"]])
  }

  @Test func theSameAddressInTwoCollectionsIsNotTheSameNode() {
    let files = [
      "monday/10.0.0.1": ["monday/10.0.0.1/tpstats"], "tuesday/10.0.0.1": ["tuesday/10.0.0.1/tpstats"],
      "monday": ["monday/notes"], "tuesday": ["tuesday/notes"],
    ]
    #expect(nodes(files).count == 4)
  }

  @Test func anAddressOfTwoHostsLinksNothing() {
    let files = [
      "a.tar!10.0.0.1": ["a.tar!10.0.0.1/info"], "b.tar!10.0.0.1": ["b.tar!10.0.0.1/info"],
      "poll/10.0.0.1": ["poll/10.0.0.1/tpstats"],
    ]
    let linked = nodes(files, hosts: ["a.tar!10.0.0.1/info": "h1", "b.tar!10.0.0.1/info": "h2"])
    #expect(linked.count == 3)
  }

  @Test func filesOfSeveralHostsInOneFolderGoTheirOwnWays() {
    let files = ["": ["session-1.txt", "session-2.txt", "df.txt"]]
    let linked = nodes(files, hosts: ["session-1.txt": "h1", "session-2.txt": "h2"])
    #expect(linked == [["df.txt"], ["session-1.txt"], ["session-2.txt"]])
  }
}
