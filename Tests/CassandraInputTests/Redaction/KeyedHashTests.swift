// The hash against the vectors of its specifications.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite struct KeyedHashTests {
  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// FIPS 180-4's examples, and one that fills its last block.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func aDigestIsThatOfTheStandard(text: String, digest: String) {
    var hash = SHA256()
    for byte in text.utf8 { hash.update([byte]) }
    #expect(hex(hash.finish()) == digest)
  }

  /// RFC 4231, cases 2 and 6: a short key, and one that is longer than a block.
  @Test func aKeyedDigestIsThatOfTheStandard() {
    #expect(
      hex(KeyedHash(key: Array("Jefe".utf8)).digest(Array("what do ya want for nothing?".utf8)))
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    let long = KeyedHash(key: [UInt8](repeating: 0xaa, count: 131))
    #expect(
      hex(long.digest(Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)))
        == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
  }
}
