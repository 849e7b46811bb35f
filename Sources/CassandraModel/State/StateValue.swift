// The values that a state is made of, down to which members are taken apart: numbers, text, places, and what holds
// other values without saying how many or whether there is one.

/// A value that a state holds as it is.
protocol StateValue {
  func write(to buffer: StateBuffer) throws
  init(from reader: StateReader) throws
}

extension StateBuffer {
  /// Writes what `value` is made of.
  func write<Value: Encodable>(_ value: Value) throws {
    // By its type, because a cast of the value itself would look into an optional.
    guard let kind = Value.self as? any StateValue.Type else {
      return try value.encode(to: StateEncoder(buffer: self))
    }
    try write(value, as: kind)
  }

  private func write<Kind: StateValue>(_ value: some Encodable, as kind: Kind.Type) throws {
    guard let value = value as? Kind else { throw StateError() }
    try value.write(to: self)
  }
}

extension StateReader {
  /// Reads what a value is made of.
  func value<Value: Decodable>(_ type: Value.Type) throws -> Value {
    guard let kind = Value.self as? any StateValue.Type else {
      return try Value(from: StateDecoder(reader: self))
    }
    guard let value = try kind.init(from: self) as? Value else { throw StateError() }
    return value
  }
}

extension StateValue where Self: FixedWidthInteger {
  /// The sign goes into the lowest bit, so that small negative numbers are short, too.
  func write(to buffer: StateBuffer) {
    if Self.isSigned {
      let value = Int64(truncatingIfNeeded: self)
      buffer.append(UInt64(bitPattern: value << 1 ^ value >> 63))
    } else {
      buffer.append(UInt64(truncatingIfNeeded: self))
    }
  }

  init(from reader: StateReader) throws {
    let number = try reader.number()
    let value: Self? =
      Self.isSigned
      ? Self(exactly: Int64(bitPattern: number >> 1) ^ -Int64(number & 1)) : Self(exactly: number)
    guard let value else { throw StateError() }
    self = value
  }
}

extension Int: StateValue {}
extension Int8: StateValue {}
extension Int16: StateValue {}
extension Int32: StateValue {}
extension Int64: StateValue {}
extension UInt: StateValue {}
extension UInt8: StateValue {}
extension UInt16: StateValue {}
extension UInt32: StateValue {}
extension UInt64: StateValue {}

extension Bool: StateValue {
  func write(to buffer: StateBuffer) { buffer.append(self ? 1 : 0) }
  init(from reader: StateReader) throws { self = try reader.number() != 0 }
}

extension Double: StateValue {
  func write(to buffer: StateBuffer) { buffer.append(bitPattern) }
  init(from reader: StateReader) throws { self.init(bitPattern: try reader.number()) }
}

extension Float: StateValue {
  func write(to buffer: StateBuffer) { buffer.append(UInt64(bitPattern)) }
  init(from reader: StateReader) throws { self.init(bitPattern: try UInt32(from: reader)) }
}

extension String: StateValue {
  func write(to buffer: StateBuffer) { buffer.append(self) }
  init(from reader: StateReader) throws { self = try reader.text() }
}

extension SourceLocation: StateValue {
  func write(to buffer: StateBuffer) throws {
    buffer.append(file: file)
    line.write(to: buffer)
  }
  init(from reader: StateReader) throws {
    self.init(file: try reader.file(), line: try Int(from: reader))
  }
}

extension Optional: StateValue where Wrapped: Codable {
  func write(to buffer: StateBuffer) throws {
    buffer.append(self == nil ? 0 : 1)
    if let self { try buffer.write(self) }
  }
  init(from reader: StateReader) throws {
    self = try reader.number() == 0 ? nil : try reader.value(Wrapped.self)
  }
}

extension Array: StateValue where Element: Codable {
  func write(to buffer: StateBuffer) throws {
    buffer.append(UInt64(count))
    for element in self { try buffer.write(element) }
  }
  init(from reader: StateReader) throws {
    self = []
    let count = try reader.count()
    reserveCapacity(count)
    for _ in 0..<count { append(try reader.value(Element.self)) }
  }
}

/// Bytes as they are: the bulk of a large state.
package struct StateBytes: Codable, Hashable, Sendable, StateValue {
  package let bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  func write(to buffer: StateBuffer) { buffer.append(bytes) }
  init(from reader: StateReader) throws { bytes = try reader.blob() }
}

/// Numbers that are not negative, without a look at the type of each: there may be very many.
package struct StateNumbers: Codable, Hashable, Sendable, StateValue {
  package let numbers: [Int]

  package init(_ numbers: [Int]) { self.numbers = numbers }

  func write(to buffer: StateBuffer) {
    buffer.append(UInt64(numbers.count))
    for number in numbers { buffer.append(UInt64(clamping: number)) }
  }
  init(from reader: StateReader) throws {
    var numbers: [Int] = []
    let count = try reader.count()
    numbers.reserveCapacity(count)
    for _ in 0..<count { numbers.append(Int(clamping: try reader.number())) }
    self.numbers = numbers
  }
}

extension Set: StateValue where Element: Codable {
  func write(to buffer: StateBuffer) throws { try Array(self).write(to: buffer) }
  init(from reader: StateReader) throws { self.init(try Array(from: reader)) }
}

extension Dictionary: StateValue where Key: Codable, Value: Codable {
  func write(to buffer: StateBuffer) throws {
    buffer.append(UInt64(count))
    for (key, value) in self {
      try buffer.write(key)
      try buffer.write(value)
    }
  }
  init(from reader: StateReader) throws {
    self = [:]
    let count = try reader.count()
    reserveCapacity(count)
    for _ in 0..<count {
      let key = try reader.value(Key.self)
      self[key] = try reader.value(Value.self)
    }
  }
}
