// Documents of this program in a capture are counted and belong to no node.

import CassandraModel
import Foundation
import Testing

@testable import CassandraInput

@Suite struct OwnDocumentTests {
  private func schema(_ text: String) -> String? { OwnDocument.schema(of: Array(text.utf8).span) }

  @Test func aDocumentIsKnownByItsSchema() {
    #expect(schema("// ours\n{\"rules\": {}, \"schema\": \"hindsight/config/1\",\n") == "hindsight/config/1")
    #expect(schema("{\"schema\": \"hindsight/baseline/7\"}") == "hindsight/baseline/7")
  }

  @Test(arguments: [
    "{\"schema\": \"hindsight/facts/1\"}", "{\"schema\": \"other\"}",
    "{\"a\": {\"schema\": \"hindsight/config/1\"}}",
    "{\"a\": \"hindsight/config/1\"}", "[\"schema\", \"hindsight/config/1\"]", "", "{", "/",
    "hindsight/config/1",
    "INFO  [main] 2026-11-21 05:00:00,000 CassandraDaemon.java:1 - {\"schema\": \"hindsight/config/1\"}",
  ])
  func nothingElseIsOne(text: String) {
    #expect(schema(text) == nil)
  }

  @Test func itIsNoUnknownFileAndMakesNoNode() async throws {
    let folder = try TemporaryFolder()
    try folder.write("hindsight.json", Array("{\n  \"schema\": \"hindsight/config/1\"\n\n}\n".utf8))
    let reader = try CaptureReader([.path(folder.url.path)])
    let contents = await reader.read { _ in NothingSink() }
    #expect(contents.nodes.isEmpty)
    #expect(contents.diagnostics.entries.isEmpty)
    #expect(contents.coverage.map(\.format) == ["hindsight/config/1"])
    #expect(contents.coverage.first?.lines.known == 3)
    #expect(contents.coverage.first?.lines.total == 4)
  }
}

private struct NothingSink: NodeSink {
  mutating func receive(_ fact: Fact) {}
  mutating func receive(events: Slice<EventBatch>) {}
  mutating func finish() {}
  mutating func merge(captures other: NothingSink) {}
}
