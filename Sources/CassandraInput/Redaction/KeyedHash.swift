// The hash of pseudonyms: HMAC (RFC 2104) over SHA-256. The key keeps others from finding a name by hashing
// guesses.

import CassandraModel

/// HMAC-SHA-256 under one key.
struct KeyedHash: Sendable {
  private let inner: SHA256
  private let outer: SHA256

  init(key: [UInt8]) {
    var block = key
    if block.count > SHA256.blockSize {
      var hash = SHA256()
      hash.update(key)
      block = hash.finish()
    }
    block += [UInt8](repeating: 0, count: SHA256.blockSize - block.count)
    var inner = SHA256()
    var outer = SHA256()
    inner.update(block.map { $0 ^ 0x36 })
    outer.update(block.map { $0 ^ 0x5c })
    self.inner = inner
    self.outer = outer
  }

  /// The 32-byte digest of `message`.
  func digest(_ message: [UInt8]) -> [UInt8] {
    var inner = inner
    var outer = outer
    inner.update(message)
    outer.update(inner.finish())
    return outer.finish()
  }
}
