// Archives of damaged texts, with names, types and lengths that no valid archive has, and with nested
// archives. Bytes of the archive itself are changed, too, and its checksums corrected so that readers accept
// the change.

package import TestSupport

extension FuzzMutator {
  /// An archive of damaged samples of `corpus`, and a name for it.
  package mutating func archive(of corpus: FuzzCorpus, depth: Int = 0) -> (name: String, bytes: [UInt8]) {
    let form = Int.random(in: 0..<3, using: &random)
    var bytes: [UInt8]
    switch form {
    case 0: bytes = gzip(corpus, depth)
    case 1: bytes = tar(corpus, depth)
    default: bytes = zip(corpus, depth)
    }
    if chance(2) { damage(&bytes, isTar: form == 1) }
    return (["a.gz", "a.tar", "a.zip"][form], bytes)
  }

  /// A text, or a nested archive.
  private mutating func content(_ corpus: FuzzCorpus, _ depth: Int) -> [UInt8] {
    if depth < 5, chance(4) { return archive(of: corpus, depth: depth + 1).bytes }
    guard let sample = corpus.pick(using: &random) else { return [] }
    return chance(3) ? sample.bytes : mutate(sample.bytes, with: sample.bytes)
  }

  private mutating func gzip(_ corpus: FuzzCorpus, _ depth: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<(chance(4) ? 2 : 1) {
      bytes += deflated(chance(3) ? tar(corpus, depth) : content(corpus, depth), gzip: true)
    }
    if chance(6) { bytes += token() }
    if chance(6) { bytes.removeLast(min(bytes.count, Int.random(in: 1...20, using: &random))) }
    return bytes
  }

  private mutating func tar(_ corpus: FuzzCorpus, _ depth: Int) -> [UInt8] {
    var packer = TarPacker()
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      if chance(6) { packer.add(longName: name() + String(repeating: "x", count: 120)) }
      if chance(6) {
        packer.add(
          pax: [
            (
              FuzzMutator.paxKeys.randomElement(using: &random) ?? "path",
              String(decoding: token(), as: UTF8.self)
            )
          ], type: chance(4) ? "g" : "x")
      }
      if chance(4) {
        packer.add(
          TarPacker.Member(FuzzMutator.types.randomElement(using: &random) ?? "2", name(), to: name()))
        continue
      }
      var member = TarPacker.Member(name(), content(corpus, depth))
      if chance(8) { member.size = FuzzMutator.sizes.randomElement(using: &random) }
      if chance(10) { member.isBase256 = true }
      packer.add(member)
    }
    return chance(8) ? packer.bytes : packer.finished(padded: chance(3))
  }

  private mutating func zip(_ corpus: FuzzCorpus, _ depth: Int) -> [UInt8] {
    var packer = ZipPacker()
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      var member = ZipPacker.Member(name(), content(corpus, depth))
      member.method = chance(3) ? 0 : chance(12) ? 12 : 8
      if chance(3) { member.flags = [0, 0x0800, 0x0801, 8].randomElement(using: &random) ?? 0 }
      member.isWide = chance(4)
      packer.add(member)
    }
    return packer.finished(comment: chance(6) ? String(decoding: token(), as: UTF8.self) : "")
  }

  /// Changes some bytes, most often near the ends, where the structure is.
  private mutating func damage(_ bytes: inout [UInt8], isTar: Bool) {
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let near = min(bytes.count, 64)
      let at =
        switch Int.random(in: 0..<3, using: &random) {
        case 0: Int.random(in: 0..<near, using: &random)
        case 1: bytes.count - Int.random(in: 1...near, using: &random)
        default: Int.random(in: bytes.indices, using: &random)
        }
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...64, using: &random)))
      case 1: bytes.insert(contentsOf: token(), at: at)
      case 2: bytes[at] = [0, 0xFF, 0x7F, 0x80].randomElement(using: &random) ?? 0
      default: bytes[at] = UInt8.random(in: .min ... .max, using: &random)
      }
      if isTar { bytes.signTar(headerOf: at) }
    }
  }

  private mutating func name() -> String {
    FuzzMutator.names.randomElement(using: &random) ?? "a"
  }

  private static let names = [
    "system.log", "logs/system.log", "logs/debug.log.1.gz", "nodetool/info.txt",
    "nodes/10.0.0.4/logs/system.log",
    "tpstats_10.0.0.4.txt", "compactionstats_1795235674.txt", "../../etc/passwd", "/etc/passwd", "a\nb",
    "a\0b", "",
    ".", "..", "a/", "\u{202E}gol", "\u{1B}[2J", "<b>", "hindsight-manifest.json", "facts.jsonl", "a!b", "!",
    "hs_err_pid1.log", "java_pid1.hprof", "x.tar.gz", "C:\\x", "monday/info.txt", ".git/config",
  ]
  private static let types: [Character] = [
    "1", "2", "3", "4", "5", "6", "7", "S", "L", "K", "x", "g", "V", "Z", "0",
  ]
  private static let paxKeys = [
    "path", "linkpath", "size", "mtime", "GNU.sparse.major", "GNU.sparse.realsize", "GNU.sparse.name",
    "hdrcharset",
  ]
  private static let sizes: [Int64] = [0, 1, -1, 511, 513, 1 << 33, .max, .max - 511, 077_777_777_777]
}

extension FuzzCorpus {
  /// A random sample.
  package func pick(using random: inout SeededRandom) -> FuzzSample? {
    kinds.randomElement(using: &random).flatMap { samples[$0]?.randomElement(using: &random) }
  }
}

extension [UInt8] {
  /// Corrects the checksum of the header around `index`, if it is in one of 512 bytes.
  fileprivate mutating func signTar(headerOf index: Int) {
    let start = index / 512 * 512
    guard start + 512 <= count else { return }
    for i in 148..<156 { self[start + i] = 0x20 }
    let sum = self[start..<(start + 512)].reduce(0) { $0 + Int($1) }
    let digits = String(sum, radix: 8)
    let field = Array((String(repeating: "0", count: Swift.max(0, 6 - digits.count)) + digits).utf8.suffix(6))
    for (i, digit) in field.enumerated() { self[start + 148 + i] = digit }
    self[start + 154] = 0
  }
}
