import CassandraModel
import Foundation
import Testing

@testable import CassandraInput

@Suite struct CaptureManifestTests {
  private func manifest(_ text: String, name: String = "hindsight-manifest.json") -> CaptureManifest {
    CaptureManifest(Array(text.utf8), name: name)
  }

  private func mistakes(_ manifest: CaptureManifest) -> String? {
    manifest.diagnostics.entries.first?.diagnostic.fields["mistakes"]
  }

  let example = """
    {
      "schema": "hindsight/manifest/1", // with comments, also /* inside
      "files": [
        {"path": "monday/*.txt", "instant": "2026-11-16T09:00:00+01:00"},
        /* "path": "not this one" */
        {"path": "monday", "node": "pay-a1", "zone": "Europe/Berlin", "instant": 1795237804},
        {"path": "x//y", "node": "// no comment"}
      ]
    }
    """

  @Test func theFirstEntryThatMatchesAndSaysItCounts() {
    let manifest = manifest(example)
    #expect(manifest.diagnostics.entries.isEmpty)
    let text = manifest.claims(for: "monday/info.txt")
    #expect(text.node == "pay-a1" && text.zone == "Europe/Berlin")
    #expect(text.instant?.iso8601 == "2026-11-16T08:00:00.000Z")
    #expect(manifest.claims(for: "monday/deep/info").instant?.milliseconds == 1_795_237_804_000)
    #expect(manifest.claims(for: "tuesday/info.txt") == CaptureManifest.Claims())
    #expect(manifest.claims(for: "x/y").node == "// no comment")
  }

  @Test func itsLinesAreAccountedFor() {
    #expect(manifest(example).coverage.lines.known == 9)
    #expect(manifest(example + "\n\n").coverage.lines.blank == 1)
  }

  @Test func allMistakesAreSaidAtOnceWithTheirPaths() {
    let manifest = manifest(
      """
      {"schema": "hindsight/manifest/2", "file": [], "files": [
        {"path": 7, "node": ""}, {"path": "a", "instant": "2026-11-21 05:10:09"}, "a",
        {"path": "a"}, {"path": "a", "host": "b", "node": "c"}, {"node": "x"}, {"path": "good", "node": "n"}
      ]}
      """)
    #expect(
      mistakes(manifest)
        == [
          "$.schema: must be \"hindsight/manifest/1\", is \"hindsight/manifest/2\"",
          "$.file: is not known here; did you mean files?",
          "$.files[0].path: must be a text, is 7", "$.files[0].node: must not be empty",
          "$.files[1].instant: is neither ISO 8601 with a zone nor seconds since 1970",
          "$.files[2]: must be an object, is \"a\"",
          "$.files[3]: says nothing: it has neither node, zone nor instant",
          "$.files[4].host: is not known here; there are path, node, zone, instant",
          "$.files[5].path: is missing",
        ].joined(separator: "; "))
    #expect(manifest.claims(for: "good/file").node == "n", "what is right counts")
    #expect(manifest.claims(for: "a").node == nil)
  }

  @Test(arguments: ["", "{", "[]", "{\"files\": 3}", "\u{0}", "// only", "/* open", "\"\\"])
  func anythingElseIsAMistakeAndNoTrap(text: String) {
    #expect(mistakes(manifest(text)) != nil)
  }

  @Test func deepNestingIsNoTrap() {
    #expect(mistakes(manifest(String(repeating: "[", count: 100_000))) != nil)
  }

  @Test func aManifestWinsOverNames() {
    let manifests = [
      manifest(
        """
        {"schema": "hindsight/manifest/1", "files": [
          {"path": "monday", "node": "pay-a1", "zone": "+01:00"},
          {"path": "10.0.0.9", "node": "pay-a1"},
          {"path": "10.0.0.9/tpstats_1795237804.txt", "instant": "2026-11-21T05:00:00Z", "zone": "+02:00"}
        ]}
        """, name: "b.zip!hindsight-manifest.json")
    ]
    let names = [
      "b.zip!monday/info.txt", "b.zip!10.0.0.9/tpstats_1795237804.txt", "b.zip!10.0.0.8/info.txt",
      "monday/info.txt",
    ]
    let scopes = CaptureScopes(names.map(item), manifests: manifests)
    #expect(scopes.items["b.zip!pay-a1"]?.map(\.name) == [names[0], names[1]])
    #expect(scopes.items["b.zip!10.0.0.8"]?.count == 1)
    #expect(scopes.items[""]?.map(\.name) == ["monday/info.txt"], "outside of its archive it says nothing")
    let time = scopes.items["b.zip!pay-a1"]?.last?.text?.input.time
    #expect(time?.instant.iso8601 == "2026-11-21T05:00:00.000Z")
    #expect(scopes.zones.mapValues(\.text) == ["b.zip!pay-a1": "+01:00"])
    #expect(scopes.diagnostics.entries.map(\.diagnostic.code.name) == ["manifest.conflict"])
  }
}
