// Damage of a text, the same on every run.

import TestSupport

/// `original` after one to four changes: a byte, a piece removed or doubled, a truncated end, a repeated
/// line.
///
/// - Parameter interesting: Bytes with a meaning in some format, so that changes reach more than one line of
///   code.
func mutated(_ original: [UInt8], interesting: [UInt8], seed: UInt64) -> [UInt8] {
  var random = SeededRandom(seed: seed)
  var bytes = original
  for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
    let at = Int.random(in: bytes.indices, using: &random)
    let end = min(bytes.count, at + Int.random(in: 1...40, using: &random))
    switch Int.random(in: 0...4, using: &random) {
    case 0: bytes[at] = interesting.randomElement(using: &random) ?? 0
    case 1: bytes.removeSubrange(at..<end)
    case 2: bytes.insert(contentsOf: bytes[at..<end], at: at)
    case 3: bytes.removeSubrange(at...)
    default:
      let start = bytes[..<at].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      let stop = bytes[at...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
      bytes.insert(contentsOf: bytes[start..<stop], at: start)
    }
  }
  return bytes
}
