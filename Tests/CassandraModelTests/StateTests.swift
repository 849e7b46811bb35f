// States: whatever is written comes back the same, with files renamed, and nothing else is taken for a state.

import Testing

@testable import CassandraModel

@Suite("States") struct StateTests {
  private enum Shape: Codable, Hashable {
    case none
    case named(String, at: LocalTime)
    case nested(inner: [Shape])
  }

  private enum Plain: Codable, Hashable { case first, second }

  private struct Everything: Codable, Hashable {
    var small: Int8 = -128
    var large: UInt64 = .max
    var least: Int64 = .min
    var fraction = -0.1
    var narrow: Float = 1.5
    var isOn = true
    var text = "ä\u{0}\n"
    var none: String?
    var some: Int? = 0
    var maybe: Int?? = .some(nil)
    var bytes: [UInt8] = [0, 255]
    var list: [Int?] = [1, nil]
    var blob = StateBytes([1, 2, 255])
    var numbers = StateNumbers([0, 1, 127, 128, .max])
    var words: [UInt64] = []
    var set: Set<UInt64> = [1, 2, 3]
    var byText: [String: [Int]] = ["a": [], "b": [1]]
    var byTable: [TableName?: Int] = [nil: 1, TableName(keyspace: "k", table: "t"): 2]
    var shapes: [Shape] = [.none, .named("n", at: LocalTime(milliseconds: -5)), .nested(inner: [.none])]
    var plain: [Plain] = [.second, .first]
    var severity = Severity.critical
    var level = LogLevel.warn
    var range = Int64.min..<Int64.max
    var id = TimeUUID(high: .max, low: 0)
    var place = SourceLocation(file: "system.log", line: 7)
    var moment = Moment.local(LocalTime(milliseconds: 1))
    var value = FieldValue.uuid(TimeUUID(high: 1, low: 2))
    var text2 = "system.log"
  }

  @Test("every kind of value comes back as it was")
  func everythingComesBack() throws {
    let bytes = try State.bytes(of: Everything())
    #expect(try State.value(Everything.self, from: bytes) == Everything())
  }

  @Test("places are renamed, other text is not")
  func placesAreRenamed() throws {
    let bytes = try State.bytes(of: Everything())
    let renamed = try State.value(Everything.self, from: bytes, renamed: ["system.log": "system.log.1"])
    var expected = Everything()
    expected.place = SourceLocation(file: "system.log.1", line: 7)
    #expect(renamed == expected)
  }

  @Test("no beginning of a state, and no state with something behind it, is one")
  func everyPrefixIsRefused() throws {
    let bytes = try State.bytes(of: Everything())
    for count in bytes.indices {
      #expect(throws: (any Error).self) { try State.value(Everything.self, from: Array(bytes[..<count])) }
    }
    #expect(throws: StateError.self) { try State.value(Everything.self, from: bytes + [0]) }
  }

  @Test("a state with any byte changed is refused or read, and nothing traps")
  func everyChangedByteIsSurvived() throws {
    let bytes = try State.bytes(of: Everything())
    var refused = 0
    for index in bytes.indices {
      for change in [1, 0x80, 0xFF] as [UInt8] {
        var damaged = bytes
        damaged[index] ^= change
        do { _ = try State.value(Everything.self, from: damaged) } catch { refused += 1 }
      }
    }
    #expect(refused > bytes.count / 2)
  }
}
