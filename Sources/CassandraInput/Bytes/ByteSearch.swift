// Fast search for bytes: the only place where log reading uses a raw pointer. All other code works on spans
// and index ranges.

import Glibc

extension Span<UInt8> {
  /// The first index of `byte` in `range`, or nil. Runs at memory speed (`memchr`).
  ///
  /// Safe because `range` is checked against the span's bounds before the pointer is used, and the pointer
  /// does not leave the closure.
  package func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range outside of the span")
    if range.isEmpty { return nil }
    return unsafe withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress,
        let hit = unsafe memchr(base + range.lowerBound, Int32(byte), range.count)
      else { return nil }
      return unsafe hit - UnsafeMutableRawPointer(mutating: base)
    }
  }

  /// The last index of `byte` in `range`, or nil. Eight bytes a step.
  ///
  /// Safe because every load lies inside `range`, which is checked first.
  package func lastIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range outside of the span")
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let wanted = UInt64(byte) &* 0x0101_0101_0101_0101
    var index = range.upperBound
    while index - range.lowerBound >= 8 {
      let word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index - 8, as: UInt64.self)
      // Zero where the byte is; the next step sets the highest bit of each such byte, and of no other.
      let differing = UInt64(littleEndian: word) ^ wanted
      let hits = ~((differing & low) &+ low | differing | low)
      if hits != 0 { return index - 1 - hits.leadingZeroBitCount / 8 }
      index -= 8
    }
    while index > range.lowerBound {
      index -= 1
      if self[index] == byte { return index }
    }
    return nil
  }

  /// A 64-bit hash of the bytes in `range`, the same in every run. Eight bytes a step.
  ///
  /// Safe because every load lies inside `range`, which is checked first.
  package func hash(in range: Range<Int>) -> UInt64 {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range outside of the span")
    var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: range.count)
    var index = range.lowerBound
    while index + 8 <= range.upperBound {
      let word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
      hash = mixed(hash ^ word)
      index += 8
    }
    var rest: UInt64 = 0
    while index < range.upperBound {
      rest = rest << 8 | UInt64(self[index])
      index += 1
    }
    return mixed(hash ^ rest)
  }

  /// The first eight bytes in `range`, little-endian; missing bytes are zero.
  ///
  /// Safe because the load lies inside `range`, which is checked first.
  package func beginning(of range: Range<Int>) -> UInt64 {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range outside of the span")
    if range.count >= 8 {
      let word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: range.lowerBound, as: UInt64.self)
      return UInt64(littleEndian: word)
    }
    var word: UInt64 = 0
    for index in range.reversed() { word = word << 8 | UInt64(self[index]) }
    return word
  }

  /// True if a byte is not ASCII. Eight bytes a step.
  ///
  /// Safe because every load ends at or before `count`.
  package var hasNonASCII: Bool {
    var index = 0
    var seen: UInt64 = 0
    while index + 8 <= count {
      seen |= unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
      index += 8
    }
    while index < count {
      seen |= UInt64(self[index])
      index += 1
    }
    return seen & 0x8080_8080_8080_8080 != 0
  }

  package func matches(_ literal: [UInt8], at index: Int) -> Bool {
    guard index >= 0, index + literal.count <= count else { return false }
    for i in literal.indices where self[index + i] != literal[i] { return false }
    return true
  }

  /// True if the bytes at `index` equal those of `range` in `other`.
  ///
  /// Safe because both ranges are checked against their spans first.
  package func matches(_ other: Span<UInt8>, _ range: Range<Int>, at index: Int) -> Bool {
    guard index >= 0, index + range.count <= count, range.lowerBound >= 0, range.upperBound <= other.count
    else { return false }
    return unsafe withUnsafeBufferPointer { own in
      unsafe other.withUnsafeBufferPointer { other in
        guard let left = own.baseAddress, let right = other.baseAddress else { return range.isEmpty }
        return unsafe memcmp(left + index, right + range.lowerBound, range.count) == 0
      }
    }
  }

  /// The bytes in `range` as text; invalid UTF-8 becomes U+FFFD.
  package func text(in range: Range<Int>) -> String {
    let part = extracting(range)
    if let valid = try? UTF8Span(validating: part) { return String(copying: valid) }
    return unsafe part.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}

private func mixed(_ value: UInt64) -> UInt64 {
  let (high, low) = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
  return high ^ low
}
