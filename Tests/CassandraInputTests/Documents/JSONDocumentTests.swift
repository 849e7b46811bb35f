// JSON that people write, as a tree.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraInput

@Suite struct JSONDocumentTests {
  private func parse(_ text: String) throws -> JSONElement { try JSONDocument.parse(Array(text.utf8)) }

  /// Every value with its path and line, in the order of the text.
  private func places(_ element: JSONElement) -> [String] {
    let own = element.path + ":" + String(element.line) + "=" + element.found
    switch element.kind {
    case .array(let elements): return [own] + elements.flatMap(places)
    case .object(let fields): return [own] + fields.flatMap { places($0.value) }
    default: return [own]
    }
  }

  @Test func everyValueKnowsItsPathAndLine() throws {
    let text = """
      { // begin
        "b": [1, {"c d": null}, // two
          "x // y",
        ],
        /* a
           b */ "a": {"e": true,},
      } // end

      """
    #expect(
      try places(parse(text)) == [
        "$:1=an object", "$.b:2=a list", "$.b[0]:2=1", "$.b[1]:2=an object", "$.b[1][\"c d\"]:2=null",
        "$.b[2]:3=\"x // y\"", "$.a:6=an object", "$.a.e:6=true",
      ])
  }

  @Test func aByteOrderMarkIsPassedOver() throws {
    #expect(try places(parse("\u{FEFF}[]")) == ["$:1=a list"])
  }

  @Test(arguments: [
    ("", 1, 1), ("{\n  \"a\": 1\n  \"b\": 2\n}", 3, 3), ("[1] x", 1, 5), ("[,]", 1, 2), ("{,}", 1, 2),
    ("[1,,]", 1, 4), ("/* no end", 1, 10), ("[1 / 2]", 1, 4), ("{\"a\":\n", 2, 1), ("{\"a\",}", 1, 5),
  ])
  func whatIsNoJSONIsSaidWithItsPlace(text: String, line: Int, column: Int) throws {
    let error = #expect(throws: JSONSyntaxError.self) { try parse(text) }
    #expect(error.map { [$0.line, $0.column] } == [line, column])
  }

  @Test func deepNestingIsNoTrap() throws {
    #expect(throws: JSONSyntaxError.self) { try parse(String(repeating: "[", count: 100_000)) }
    #expect(throws: JSONSyntaxError.self) { try parse(String(repeating: "{\"a\":", count: 100_000)) }
  }

  /// A damaged file is a tree or an error with a position inside the file.
  @Test func damagedTextsNeverTrap() throws {
    let text = Array(
      "{\"a\": [1, -2.5e3, \"x\\u00e9\", null, {\"b\": true}], // c\n /* d */ \"e\": {},}".utf8)
    var random = SeededRandom(seed: 7)
    for _ in 0..<3000 {
      var bytes = text
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: at)
        default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: at)
        }
      }
      do throws(JSONSyntaxError) { _ = try JSONDocument.parse(bytes) } catch {
        #expect(error.line >= 1 && error.column >= 1)
      }
    }
  }
}

@Suite struct DocumentReaderTests {
  private func element(_ text: String) throws -> JSONElement { try JSONDocument.parse(Array(text.utf8)) }

  @Test func everyMistakeIsCollectedWithItsPathAndLine() throws {
    let text = """
      {"schema": "hindsight/thing/2",
       "tresholds": 1,
       "a": {"x": "ten", "x": 2},
       "threshold": 1e999, "for": "1 hour", "names": "no list", "on": "yes",
       "size": "20 apples", "severity": "bad", "whole": 1.5, "title": ""}
      """
    var reader = DocumentReader(file: "f.json", family: "thing")
    let read = reader.root(Array(text.utf8), schema: "hindsight/thing/1")
    let root = try #require(read)
    let known = [
      "schema", "threshold", "a", "for", "names", "on", "size", "severity", "whole", "title", "must",
    ]
    let all = reader.members(of: root, known: known)
    let members = try #require(all)
    let inner = members["a"].flatMap { reader.members(of: $0, known: ["x"]) }
    // A wrong value is read as missing.
    let values: [Any?] = [
      inner?["x"].flatMap { reader.number($0, in: 0...10) },
      members["threshold"].flatMap { reader.number($0, in: 0...10) },
      members["for"].flatMap { reader.span($0) }, members["names"].flatMap { reader.elements(of: $0) },
      members["on"].flatMap { reader.truth($0) }, members["size"].flatMap { reader.bytes($0) },
      members["severity"].flatMap { reader.choice($0, of: Severity.self) },
      members["whole"].flatMap { reader.integer($0, in: 0...9) },
      members["title"].flatMap { reader.text($0) }, members.required("must", &reader),
    ]
    #expect(values.allSatisfy { $0 == nil })
    #expect(
      reader.orderedMistakes.map(\.description) == [
        "f.json:1: error: $.schema: must be \"hindsight/thing/1\", is \"hindsight/thing/2\" [thing.schema]",
        "f.json:1: error: $.must: is missing [thing.missing]",
        "f.json:2: error: $.tresholds: is not known here; did you mean threshold? [thing.unknown]",
        "f.json:3: error: $.a.x: is there already, on line 3 [thing.duplicate]",
        "f.json:3: error: $.a.x: must be a number, is \"ten\" [thing.type]",
        "f.json:4: error: $.threshold: must be from 0 to 10, is 1e999 [thing.range]",
        "f.json:4: error: $.for: must be a length of time such as \"90s\", \"15m\" or \"1h30m\", or a number of "
          + "seconds, is \"1 hour\" [thing.type]",
        "f.json:4: error: $.names: must be a list, is \"no list\" [thing.type]",
        "f.json:4: error: $.on: must be true or false, is \"yes\" [thing.type]",
        "f.json:5: error: $.size: must be a number of bytes or a text such as \"400 GB\", is \"20 apples\" "
          + "[thing.type]",
        "f.json:5: error: $.severity: must be one of info, warning, critical, is \"bad\" [thing.value]",
        "f.json:5: error: $.whole: must be a whole number, is 1.5 [thing.type]",
        "f.json:5: error: $.title: must not be empty [thing.range]",
      ])
  }

  @Test func valuesThatAreRightAreNoMistake() throws {
    var reader = DocumentReader(file: "f.json", family: "thing")
    let spans = [reader.span(try element("\"1h30m\"")), reader.span(try element("2.5"))]
    #expect(spans.map { $0?.milliseconds } == [5_400_000, 2500])
    let numbers = [
      reader.bytes(try element("\"1.5 GiB\"")), reader.bytesPerSecond(try element("\"200MB/s\"")),
      reader.bytesPerSecond(try element("0"), orZero: true), reader.number(try element("-0.5"), in: -1...1),
    ]
    #expect(numbers == [1_610_612_736, 200_000_000, 0, -0.5])
    #expect(reader.mistakes.isEmpty)
  }

  @Test(arguments: ["{}", "[]", "{\"schema\": 1}", "{\"schema\": \"hindsight/other/1\"}", "\"x\"", "{"])
  func anotherDocumentIsAMistake(text: String) {
    var reader = DocumentReader(file: "f.json", family: "thing")
    _ = reader.root(Array(text.utf8), schema: "hindsight/thing/1")
    #expect(reader.mistakes.count == 1)
  }

  @Test(arguments: ["-1", "1e19", "0", "NaN", "\"1 MB\"", "\"MB/s\"", "\"1e400 MB/s\""])
  func impossibleAmountsAreMistakes(text: String) throws {
    var reader = DocumentReader(file: "f.json", family: "thing")
    let value = reader.bytesPerSecond(try element(text))
    #expect(value == nil)
    #expect(reader.mistakes.count == 1)
  }
}
