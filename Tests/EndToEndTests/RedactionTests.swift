// The program's output with --redact: no name of the capture, and otherwise the same as without.

import CassandraInput
import CassandraModel
import Foundation
import Testing
import TestSupport

@Suite struct RedactionTests {
  private static func hindsight(_ arguments: [String]) throws -> Program.Run {
    try Program.run(arguments)
  }

  private static let sample = Captures.package.appending(path: "SampleData").path

  // MARK: Originals

  /// All names in a capture: from its facts, and by the patterns of addresses and tables.
  private static func originals(_ capture: String) throws -> Set<String> {
    let facts = try hindsight(["extract", capture, "--quiet"]).output
    var names: Set<String> = []
    let isOurs = { (keyspace: String) in keyspace != "system" && !keyspace.hasPrefix("system_") }
    // Foundation's expressions: Swift's take minutes over megabytes without optimization.
    let find = { (pattern: String) -> [[String]] in
      let text = facts as NSString
      return try NSRegularExpression(pattern: pattern).matches(
        in: facts, range: NSRange(location: 0, length: text.length)
      ).map { match in (1..<match.numberOfRanges).map { text.substring(with: match.range(at: $0)) } }
    }
    for match in try find(#"(?<![0-9.])((?:\d{1,3}\.){3}\d{1,3})(?![0-9.])"#) {
      names.formUnion(match.filter { $0.split(separator: ".").allSatisfy { UInt8($0) != nil } })
    }
    for match in try find(#"/([A-Za-z0-9_]+)/([A-Za-z0-9_]+)-[0-9a-f]{32}/"#) where isOurs(match[0]) {
      names.formUnion(match)
    }
    for pattern in [
      #"cluster_name=([^;\]]+)"#, #""(?:host_id|dc|rack|host_name)":"([^":]+)"#,
      #""name":"(?:cluster|dc|rack|host_id|host_name)","value":"([^"]+)""#,
    ] { for match in try find(pattern) { names.formUnion(match) } }
    for match in try find(#""keyspace":"([^"]+)","table":"([^"]+)""#) where isOurs(match[0]) {
      names.insert(match[0])
      names.formUnion(match[1].split(separator: ".").map { String($0) })
    }
    // The unspecified address, and placeholders of unknown values: they identify no node.
    return names.subtracting(["0.0.0.0", "null", "?"])
  }

  /// The first place of `name` as a whole token.
  private static func place(of name: String, in text: Data) -> String? {
    let isWord = { (byte: UInt8) in
      byte >= 0x80 || byte == 0x5f || Character(UnicodeScalar(byte)).isLetter
        || Character(UnicodeScalar(byte)).isNumber
    }
    var start = text.startIndex
    while let range = text.range(of: Data(name.utf8), in: start..<text.endIndex) {
      start = range.upperBound
      if range.lowerBound > text.startIndex, isWord(text[range.lowerBound - 1]) { continue }
      if range.upperBound < text.endIndex, isWord(text[range.upperBound]) { continue }
      let around = max(text.startIndex, range.lowerBound - 60)..<min(text.endIndex, range.upperBound + 20)
      return String(decoding: text[around], as: UTF8.self)
    }
    return nil
  }

  /// Runs each command, redacted, and searches all of its output for all originals.
  private static func expectNoOriginals(_ capture: String, _ commands: [[String]]) throws {
    let originals = try originals(capture)
    try #require(!originals.isEmpty)
    for (index, command) in commands.enumerated() {
      try withFolder { folder in
        let output = folder.appending(path: "out")
        let run = try hindsight(
          command.map { $0 == "CAPTURE" ? capture : $0 == "OUT" ? output.path : $0 } + ["--redact"])
        #expect([0, 1, 3].contains(run.status), "\(command): \(run.errors.prefix(300))")
        var texts = ["": Data((run.output + "\n" + run.errors).utf8)]
        for file in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
          let url = folder.appending(path: file)
          texts[file] = Data((file + "\n").utf8) + ((try? Data(contentsOf: url)) ?? Data())
        }
        for (file, text) in texts {
          for name in originals {
            let found = place(of: name, in: text)
            #expect(
              found == nil, "command \(index) \(command.first ?? ""), \(file): \(name) in \(found ?? "")")
          }
        }
      }
    }
  }

  private static let everyCommand = [
    ["report", "CAPTURE", "--output", "OUT", "--format", "markdown,csv,html,json"], ["inspect", "CAPTURE"],
    ["inspect", "CAPTURE", "--format", "json"], ["inspect", "CAPTURE", "--missing"], ["extract", "CAPTURE"],
    ["extract", "CAPTURE", "--output", "OUT", "--format", "csv"],
    ["extract", "CAPTURE", "--format", "openmetrics"],
    ["trend", "CAPTURE", "--output", "OUT", "--format", "markdown,csv,html,json"],
    ["check", "CAPTURE", "--output", "OUT", "--format", "text,junit,sarif,github,gitlab,tap,markdown,json"],
    ["sweep", "pending-high", "CAPTURE", "--format", "json"], ["replay", "poll", "CAPTURE"],
    ["replay", "tombstones", "CAPTURE", "--format", "text"],
    ["explain", "pending-saturated", "CAPTURE", "--at", "2026-11-21T05:00:00Z"],
  ]

  @Test func nothingThatAnyCommandWritesNamesAnythingOfTheSampleData() throws {
    try Self.expectNoOriginals(Self.sample, Self.everyCommand)
  }

  /// Only the small captures: the large ones take minutes without optimization.
  private static let captures = [
    "cluster-4.1", "snap-3.11", "snap-6.0", "corrupt_meta-4.1", "oom-4.0", "sessions", "tombstones-3.11",
  ]

  @Test(
    .enabled(if: Captures.arePresent, "needs Tests/Captures"),
    arguments: captures)
  func nothingOfACaptureIsNamed(name: String) throws {
    try Self.expectNoOriginals(
      Captures.folder.appending(path: name).path, [0, 2, 4].map { Self.everyCommand[$0] })
  }

  // MARK: Unchanged parts

  @Test func numbersTimesAndSeveritiesStay() throws {
    let plain = try Self.hindsight(["extract", Self.sample + "/healthy-4.0", "--quiet", "--format", "jsonl"])
    let redacted = try Self.hindsight([
      "extract", Self.sample + "/healthy-4.0", "--quiet", "--format", "jsonl", "--redact",
    ])
    #expect(redacted.status == plain.status)
    let kept = { (text: String) in
      // Order follows the names of nodes and files.
      text.split(separator: "\n").map { line in
        line.matches(
          of:
            /"(?:t|at|at_kind|metric|value|severity|event|level|known|unparsed|bytes|format|code)":(?:"[^"]*"|[0-9.]+)/
        )
        .filter { !$0.0.hasPrefix("\"value\":\"") }.map { String($0.0) }.joined(separator: ",")
      }.sorted()
    }
    #expect(kept(plain.output) == kept(redacted.output))
    #expect(redacted.output.contains("\"table\":\"system.local\""))
  }

  @Test func aKeyMakesReportsMatchAndAMapTellsWhatIsWhat() throws {
    try withFolder { folder in
      let (key, other, map) = (
        folder.appending(path: "key"), folder.appending(path: "other"), folder.appending(path: "map.json")
      )
      try Data("secret\n".utf8).write(to: key)
      try Data("another".utf8).write(to: other)
      let arguments = ["inspect", Self.sample + "/healthy-4.0", "--quiet", "--format", "json"]
      let first = try Self.hindsight(arguments + ["--redact-key", key.path, "--redact-map", map.path])
      #expect(first.status == 0 && (try? JSONSerialization.jsonObject(with: Data(first.output.utf8))) != nil)
      #expect(
        try Self.hindsight(arguments + ["--redact-key", key.path, "--jobs", "1"]).output == first.output)
      #expect(try Self.hindsight(arguments + ["--redact-key", other.path]).output != first.output)
      let keyless = try Self.hindsight(arguments + ["--redact"]).output
      let again = try Self.hindsight(arguments + ["--redact"]).output
      #expect(keyless != first.output && keyless == again)

      let mode = try FileManager.default.attributesOfItem(atPath: map.path)[.posixPermissions] as? NSNumber
      #expect(mode?.intValue == 0o600)
      let table = try #require(
        try JSONSerialization.jsonObject(with: Data(contentsOf: map)) as? [String: Any])
      let names = try #require(table["names"] as? [[String: String]])
      let host = names.first { $0["original"] == "cass-01" }?["pseudonym"]
      // Another capture with the same key has the same pseudonyms.
      let facts = try Self.hindsight(
        ["extract", Self.sample + "/corrupt-metadata-4.1", "--quiet", "--redact-key", key.path]
      ).output
      let cluster = names.first { $0["original"] == "shop-prod" }?["pseudonym"]
      #expect(host != nil && cluster != nil && facts.contains(cluster ?? "-"))
    }
  }

  @Test func aKeyThatIsNoneIsAWrongUseAndAMapThatCannotBeWrittenIsSaid() throws {
    try withFolder { folder in
      let empty = folder.appending(path: "empty")
      try Data(" \n".utf8).write(to: empty)
      let capture = Self.sample + "/healthy-4.0"
      for key in [empty.path, folder.path, folder.appending(path: "none").path] {
        let run = try Self.hindsight(["report", capture, "--quiet", "--redact-key", key])
        #expect(run.status == 2 && run.output.isEmpty && run.errors.contains("key"))
      }
      let run = try Self.hindsight(["report", capture, "--quiet", "--redact-map", empty.path + "/map.json"])
      #expect(run.status == 4 && run.output.contains("# "))
      let state = try Self.hindsight(["replay", "tombstones", capture, "--redact", "--state-file", "s"])
      #expect(state.status == 2 && state.errors.contains("--state-file"))
    }
  }
}
