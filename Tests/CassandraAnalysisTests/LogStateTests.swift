// What a log came to can be written down and taken up again: nothing that the fold remembers is forgotten.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite("States of a log's history") struct LogStateTests {
  /// Made again when it is needed.
  private static let derived = ["readings"]

  /// Notes the members that a value takes itself apart into.
  private final class KeyRecorder: Encoder {
    private(set) var keys: [String] = []
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
      KeyedEncodingContainer(Members(recorder: self))
    }
    func unkeyedContainer() -> any UnkeyedEncodingContainer { preconditionFailure("no list") }
    func singleValueContainer() -> any SingleValueEncodingContainer { preconditionFailure("no value") }

    private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
      let recorder: KeyRecorder
      var codingPath: [any CodingKey] { [] }
      func encodeNil(forKey key: Key) { recorder.keys.append(key.stringValue) }
      func encode<Value: Encodable>(_ value: Value, forKey key: Key) { recorder.keys.append(key.stringValue) }
      func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) {
        recorder.keys.append(key.stringValue)
      }
      func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
      ) -> KeyedEncodingContainer<Nested> { preconditionFailure("no members of members") }
      func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        preconditionFailure("no list")
      }
      func superEncoder() -> any Encoder { recorder }
      func superEncoder(forKey key: Key) -> any Encoder { recorder }
    }
  }

  @Test("every member of a history is in its state, or is made again")
  func nothingIsForgotten() throws {
    let history = LogHistory()
    let recorder = KeyRecorder()
    try history.encode(to: recorder)
    let members = Mirror(reflecting: history).children.compactMap(\.label)
    #expect(members.count > 20)
    #expect(Set(recorder.keys) == Set(members).subtracting(Self.derived))
  }

  private func event(_ name: String, _ role: EventRole, at: Int64, _ fields: [(String, FieldValue)]) -> Event
  {
    Event(
      name: EventName(name), role: role, severity: .info, level: .info, at: LocalTime(milliseconds: at),
      thread: "CompactionExecutor:\(at % 3)", logger: "CompactionTask.java",
      fields: EventFields(names: fields.map { FieldName($0.0) }, values: fields.map(\.1)), throwable: nil,
      source: SourceLocation(file: "debug.log", line: Int(at)))
  }

  @Test("a ledger of many compactions finds each of them again, by the file's new name")
  func theLedgerComesBack() throws {
    var history = LogHistory()
    let ids = (0..<1000).map { TimeUUID(high: 0x1111_1111_1111_1000 | UInt64($0) << 32, low: UInt64($0 % 7)) }
    for (number, id) in ids.enumerated() {
      history.receive(
        event(
          "compaction.started", .compactionStarted, at: Int64(number) * 10,
          [
            ("id", .uuid(id)),
            ("inputs", .text("/d/k/t-0123456789abcdef0123456789abcdef/nb-\(number)-big-Data.db")),
          ]))
      guard number % 5 != 0 else { continue }
      history.receive(
        event(
          "compaction.finished", .compactionFinished, at: Int64(number) * 10,
          [("id", .uuid(id)), ("bytes_in", .integer(Int64(number))), ("duration_ms", .integer(9))]))
    }
    let state = try State.bytes(of: history)
    let again = try State.value(LogHistory.self, from: state, renamed: ["debug.log": "debug.log.1"])
    for id in ids {
      let (old, new) = (try #require(history.ledger[id]), try #require(again.ledger[id]))
      #expect(new.source == SourceLocation(file: "debug.log.1", line: old.source.line))
      #expect(
        new.start == old.start && new.end == old.end && new.bytesIn == old.bytesIn && new.result == old.result
      )
    }
    #expect(again.ledger[TimeUUID(high: 1, low: 1)] == nil)
  }
}
