// Puts values together from their members, in the order in which `StateEncoder` took them apart.

struct StateDecoder: Decoder {
  let reader: StateReader
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(Members(decoder: self))
  }
  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    Elements(decoder: self, number: try reader.reservedCount())
  }
  func singleValueContainer() -> any SingleValueDecodingContainer { Single(decoder: self) }

  private final class Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: StateDecoder
    /// The name of a case, which is asked for before what it carries.
    private var name: String?
    var codingPath: [any CodingKey] { [] }

    init(decoder: StateDecoder) { self.decoder = decoder }

    /// Asked for enumerations only: their case.
    var allKeys: [Key] {
      if name == nil { name = try? decoder.reader.text() }
      return [name.flatMap { Key(stringValue: $0) }].compactMap { $0 }
    }
    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) throws -> Bool { throw StateError() }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
      try decoder.reader.value(type)
    }
    private func optional<Value: Decodable>(_ type: Value.Type) throws -> Value? {
      try decoder.reader.number() == 0 ? nil : try decoder.reader.value(type)
    }
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
      try optional(type)
    }
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try optional(type) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try optional(type) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try optional(type) }
    func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? { try optional(type) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try optional(type) }
    func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? { try optional(type) }
    func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? { try optional(type) }
    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? { try optional(type) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try optional(type) }
    func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? { try optional(type) }
    func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? { try optional(type) }
    func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? { try optional(type) }
    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? { try optional(type) }
    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? { try optional(type) }
    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
      let name = try name ?? decoder.reader.text()
      guard name == key.stringValue else { throw StateError() }
      return decoder.container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      try decoder.unkeyedContainer()
    }
    func superDecoder() -> any Decoder { decoder }
    func superDecoder(forKey key: Key) -> any Decoder { decoder }
  }

  private struct Elements: UnkeyedDecodingContainer {
    let decoder: StateDecoder
    let number: Int
    var currentIndex = 0
    var codingPath: [any CodingKey] { [] }
    var count: Int? { number }
    var isAtEnd: Bool { currentIndex >= number }

    private mutating func begin() throws {
      guard !isAtEnd else { throw StateError() }
      currentIndex += 1
    }
    func decodeNil() throws -> Bool { throw StateError() }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      try begin()
      return try decoder.reader.value(type)
    }
    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
      try begin()
      return decoder.container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
      try begin()
      return try decoder.unkeyedContainer()
    }
    mutating func superDecoder() throws -> any Decoder {
      try begin()
      return decoder
    }
  }

  private struct Single: SingleValueDecodingContainer {
    let decoder: StateDecoder
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.reader.value(type) }
  }
}
