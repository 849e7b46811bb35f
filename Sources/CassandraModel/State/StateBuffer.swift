// The bytes of a state: what a reader of facts had come to when it stopped, kept so that a later run goes on from there.
//
//   count of names, names        each text once: the rest says a text by its number
//   count of files, files        the files that places lie in, apart from other text, because rotation renames them
//   values                       one after the other, in the order in which the types declare their members
//
// A state says nothing of its own shape: it is read by the program that wrote it, or not at all. Integers are written
// seven bits a byte, so that small ones, which nearly all are, take few.

/// A state is not what the type that reads it would have written.
package struct StateError: Error, Hashable {
  package init() {}
}

/// Values that are written one after the other.
final class StateBuffer {
  private(set) var bytes: [UInt8] = []
  private var names = NumberedTexts()
  private var files = NumberedTexts()

  /// Texts by the order in which they were first seen.
  private struct NumberedTexts {
    private(set) var texts: [String] = []
    private var numbers: [String: Int] = [:]

    mutating func number(of text: String) -> Int {
      if let known = numbers[text] { return known }
      numbers[text] = texts.count
      texts.append(text)
      return texts.count - 1
    }
  }

  /// The state so far.
  var state: [UInt8] {
    let head = StateBuffer()
    for texts in [names.texts, files.texts] {
      head.append(UInt64(texts.count))
      for text in texts { head.append(Array(text.utf8)) }
    }
    return head.bytes + bytes
  }

  func append(_ value: UInt64) {
    var rest = value
    while rest >= 128 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  func append(_ text: String) { append(UInt64(names.number(of: text))) }
  func append(file: String) { append(UInt64(files.number(of: file))) }

  func append(_ blob: [UInt8]) {
    append(UInt64(blob.count))
    bytes += blob
  }

  /// A number that is not known yet: four bytes, at the place that is returned.
  func reserveCount() -> Int {
    bytes += [0, 0, 0, 0]
    return bytes.count - 4
  }

  func set(count: Int, at place: Int) {
    for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: count >> (8 * index)) }
  }
}

/// Values that are read one after the other.
final class StateReader {
  private let bytes: [UInt8]
  private var index = 0
  private var names: [String] = []
  private var files: [String] = []

  /// - Parameter renamed: what files are called now, by what they were called.
  init(_ state: [UInt8], renamed: [String: String]) throws(StateError) {
    bytes = state
    names = try texts()
    files = try texts().map { renamed[$0] ?? $0 }
  }

  private func texts() throws(StateError) -> [String] {
    var texts: [String] = []
    for _ in 0..<(try count()) { texts.append(String(decoding: try blob(), as: UTF8.self)) }
    return texts
  }

  /// Bytes that were not read yet.
  var left: Int { bytes.count - index }

  func number() throws(StateError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 64 {
      guard index < bytes.count else { throw StateError() }
      let byte = bytes[index]
      index += 1
      value |= UInt64(byte & 127) << shift
      if byte < 128 { return value }
      shift += 7
    }
    throw StateError()
  }

  /// How many things follow; each takes a byte at least.
  func count() throws(StateError) -> Int {
    guard let count = Int(exactly: try number()), count <= left else { throw StateError() }
    return count
  }

  /// The same, where it was not known at first.
  func reservedCount() throws(StateError) -> Int {
    guard left >= 4 else { throw StateError() }
    let count = (0..<4).reduce(0) { $0 | Int(bytes[index + $1]) << (8 * $1) }
    index += 4
    guard count <= left else { throw StateError() }
    return count
  }

  func text() throws(StateError) -> String { try text(of: names) }
  func file() throws(StateError) -> String { try text(of: files) }

  private func text(of texts: [String]) throws(StateError) -> String {
    guard let number = Int(exactly: try number()), number < texts.count else { throw StateError() }
    return texts[number]
  }

  func blob() throws(StateError) -> [UInt8] {
    let count = try count()
    index += count
    return Array(bytes[(index - count)..<index])
  }
}
