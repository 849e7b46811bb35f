// JSON of a shape that the user explains.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Mappings of JSON")
struct SnapshotMappingTests {
  private static let mapping = SnapshotMapping(
    name: "agent", files: ["**/agent-*.json"], keys: ["host"], records: "$.series[*]", time: "$.when",
    timeForm: .epoch,
    measures: [
      .init(path: "$.values.pending", metric: .compactionPendingTasks),
      .init(
        path: "$.disks[*].free_kb", metric: .diskFreeBytes, scale: 1024,
        labels: [.init("mount", .path("$.mount")), .init("device", .constant("sda"))]),
    ])

  private static let text = """
    {"host": "db1", "series": [
      {"when": 1795238055, "mount": "/data", "values": {"pending": 7}, "disks": [{"free_kb": 2}, {"free_kb": 3}]},
      {"when": 1795238085, "mount": "/data", "values": {"pending": "many"}, "disks": []}
    ]}
    """

  private func read(_ text: String, _ mapping: SnapshotMapping, file: String) throws -> FactRecorder {
    let bytes = Array(text.utf8)
    let found = CaptureFormat.recognise(bytes.span, file: file, mappings: [mapping])
    let format = try #require(found)
    #expect(format.name == mapping.name)
    var reader = format.makeReader(file, nil)
    var recorder = FactRecorder()
    reader.consume(bytes.span, continuesLine: false, into: &recorder)
    reader.finish(into: &recorder)
    #expect(reader.formatName == mapping.name)
    return recorder
  }

  @Test func recordsBecomeSamplesAtTheirOwnTimes() throws {
    let recorder = try read(Self.text, Self.mapping, file: "logs/agent-1.json")
    #expect(recorder.samples.map(\.metric) == [.compactionPendingTasks, .diskFreeBytes, .diskFreeBytes])
    #expect(recorder.samples.map(\.value) == [7, 2048, 3072])
    #expect(recorder.samples.allSatisfy { $0.at == Instant(milliseconds: 1_795_238_055_000) })
    #expect(recorder.samples.last?.labels == Labels([("device", "sda"), ("mount", "/data")]))
    #expect(recorder.polls.map(\.command) == ["agent"])
    #expect(recorder.samples.first?.source.line == 2)
  }

  @Test func otherFilesAreLeftToOthers() {
    let bytes = Array(Self.text.utf8)
    let otherName = CaptureFormat.recognise(bytes.span, file: "other.json", mappings: [Self.mapping])
    #expect(otherName == nil)
    let without = Array(#"{"series": []}"#.utf8)
    let otherKeys = CaptureFormat.recognise(without.span, file: "a/agent-1.json", mappings: [Self.mapping])
    #expect(otherKeys == nil)
    let unexplained = CaptureFormat.recognise(bytes.span, file: "agent-1.json")
    #expect(unexplained == nil)
  }

  @Test func keysAloneMayDecide() throws {
    let mapping = SnapshotMapping(
      name: "mine", keys: ["p"], time: "$.t", timeForm: .utc,
      measures: [.init(path: "$.p", metric: .compactionPendingTasks)])
    let recorder = try read(
      "{\"p\": 1, \"t\": \"2026-11-21 05:14:15\"}\n{\"p\": 2}\n{\"q\": 2}\n", mapping, file: "x")
    #expect(recorder.samples.map(\.value) == [1, 2])
    #expect(recorder.samples.map { $0.at?.iso8601 } == ["2026-11-21T05:14:15.000Z", nil])
    #expect(recorder.diagnostics.map(\.code.name) == ["snapshot.unknown"])
  }

  @Test(arguments: [
    ("$", true), ("$.a.b", true), ("$.a[*].b", true), ("$[0].*", true), ("$['a.b'][\"c\"]", true),
    ("", false),
    ("a.b", false), ("$.", false), ("$.a[", false), ("$.a[x]", false), ("$.a[-1]", false), ("$a", false),
    ("$..a", false),
  ])
  func pathsAreCheckedByTheirForm(_ text: String, _ isPath: Bool) {
    #expect((JSONPath(text) != nil) == isPath)
    let mapping = SnapshotMapping(name: "x", measures: [.init(path: text, metric: .compactionActive)])
    #expect(mapping.wrongPaths == (isPath ? [] : [text]))
  }

  @Test func pathsLeadToValuesInOrder() throws {
    let tree = try JSONTree(
      Array(#"{"a": [{"b": 1}, {"b": 2}, {"c": 3}], "x.y": {"p": 4, "q": 5}}"#.utf8), firstLine: 1)
    for (path, values): (String, [Double]) in [
      ("$.a[*].b", [1, 2]), ("$.a[1].b", [2]), ("$.a[9].b", []), ("$['x.y'].*", [4, 5]), ("$.none", []),
    ] {
      #expect(try #require(JSONPath(path)).values(in: tree.root).map(\.number) == values, "\(path)")
    }
  }
}
