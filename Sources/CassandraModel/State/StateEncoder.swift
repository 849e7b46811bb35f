// Takes values apart into their members and writes them one after the other. Names of members are not written: the
// program that reads a state has the same types. Only the case of an enumeration is said by name.

/// States of values.
package enum State {
  /// What `value` is made of, as bytes.
  package static func bytes(of value: some Encodable) throws -> [UInt8] {
    let buffer = StateBuffer()
    try buffer.write(value)
    return buffer.state
  }

  /// The value that `bytes` were made of, to the last byte.
  ///
  /// - Parameter renamed: what files are called now, by what they were called.
  package static func value<Value: Decodable>(
    _ type: Value.Type, from bytes: [UInt8], renamed: [String: String] = [:]
  ) throws -> Value {
    let reader = try StateReader(bytes, renamed: renamed)
    let value = try reader.value(type)
    guard reader.left == 0 else { throw StateError() }
    return value
  }
}

struct StateEncoder: Encoder {
  let buffer: StateBuffer
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(Members(encoder: self))
  }
  func unkeyedContainer() -> any UnkeyedEncodingContainer { Elements(encoder: self) }
  func singleValueContainer() -> any SingleValueEncodingContainer { Single(encoder: self) }

  private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: StateEncoder
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) throws { throw StateError() }
    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try encoder.buffer.write(value) }
    private func optional(_ value: (some Encodable)?) throws {
      encoder.buffer.append(value == nil ? 0 : 1)
      if let value { try encoder.buffer.write(value) }
    }
    func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) throws { try optional(value) }
    // The standard library writes nothing for these, unless it is told for each.
    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try optional(value) }
    /// What a case of an enumeration carries.
    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
      encoder.buffer.append(key.stringValue)
      return encoder.container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      encoder.unkeyedContainer()
    }
    func superEncoder() -> any Encoder { encoder }
    func superEncoder(forKey key: Key) -> any Encoder { encoder }
  }

  private struct Elements: UnkeyedEncodingContainer {
    let encoder: StateEncoder
    let place: Int
    var count = 0
    var codingPath: [any CodingKey] { [] }

    init(encoder: StateEncoder) {
      self.encoder = encoder
      place = encoder.buffer.reserveCount()
    }

    private mutating func begin() {
      count += 1
      encoder.buffer.set(count: count, at: place)
    }
    func encodeNil() throws { throw StateError() }
    mutating func encode<Value: Encodable>(_ value: Value) throws {
      begin()
      try encoder.buffer.write(value)
    }
    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
      begin()
      return encoder.container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
      begin()
      return encoder.unkeyedContainer()
    }
    mutating func superEncoder() -> any Encoder {
      begin()
      return encoder
    }
  }

  private struct Single: SingleValueEncodingContainer {
    let encoder: StateEncoder
    var codingPath: [any CodingKey] { [] }

    func encodeNil() throws { throw StateError() }
    func encode<Value: Encodable>(_ value: Value) throws { try encoder.buffer.write(value) }
  }
}
