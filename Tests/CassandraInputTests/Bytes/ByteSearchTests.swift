// Searching eight bytes at a time gives the same results as searching byte by byte.

import TestSupport
import Testing

@testable import CassandraInput

@Suite struct ByteSearchTests {
  @Test(arguments: 1...4) func theLastByteIsFoundInEveryRange(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    // Bytes that differ in one bit, and the extreme values.
    let values: [UInt8] = [0x2F, 0x2E, 0xAF, 0x00, 0x01, 0x7F, 0x80, 0xFF]
    let bytes = (0..<40).map { _ in values.randomElement(using: &random) ?? 0 }
    for start in 0...bytes.count {
      for end in start...bytes.count {
        for value in values {
          #expect(bytes.span.lastIndex(of: value, in: start..<end) == bytes[start..<end].lastIndex(of: value))
        }
      }
    }
  }
}
