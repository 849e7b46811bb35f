// The identity of a finding across runs. Times, ids, paths, numbers and hosts are not part of it.

import CassandraModel

/// Hashes of the stable parts of a finding.
enum Fingerprint {
  /// A hash of `parts` in order, as 32 hexadecimal digits.
  static func of(_ parts: [String]) -> String {
    // FNV-1a of 64 bits, from two bases. A collision gains an attacker nothing: the author of the logs could
    // as well leave the finding out.
    var hashes: [UInt64] = [0xCBF2_9CE4_8422_2325, 0x6C62_272E_07BB_0142]
    for part in parts {
      for byte in Array(part.utf8) + [0] {
        for index in hashes.indices { hashes[index] = (hashes[index] ^ UInt64(byte)) &* 0x100_0000_01B3 }
      }
    }
    return hashes.map { hash in
      let digits = String(hash, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}

/// The names and addresses of a capture's nodes, to be blanked.
struct HostWords {
  private let words: Set<[UInt8]>
  /// The lengths of words, the longest first: one word may be the beginning of another.
  private let lengths: [Int]
  /// The beginnings of words, so that most places of a text cost one comparison.
  private let beginnings: Set<[UInt8]>
  /// Shorter names would blank parts of ordinary words.
  private static let shortest = 4

  init(_ findings: Findings) {
    var words: Set<String> = []
    for node in findings.nodes {
      words.insert(node.node.name)
      for name in [AttributeName.address, .hostName, .hostID] {
        for attribute in node.attributes[name] ?? [] { words.insert(attribute.value) }
      }
      for entry in node.ring { words.insert(entry.address) }
    }
    self.words = Set(words.map { Array($0.utf8) }.filter { $0.count >= HostWords.shortest })
      .subtracting([Array("node".utf8)])
    lengths = Set(self.words.map(\.count)).sorted(by: >)
    beginnings = Set(self.words.map { Array($0.prefix(HostWords.shortest)) })
  }

  /// `text` with hosts as `<host>`, and paths, numbers and ids blanked.
  func blank(_ text: String) -> String {
    var rest = Array(text.utf8.prefix(2000))[...]
    var out: [UInt8] = []
    while let byte = rest.first {
      if !HostWords.isOfWord(out.last), let length = wordLength(at: rest),
        !HostWords.isOfWord(rest.dropFirst(length).first)
      {
        out += "<host>".utf8
        rest = rest.dropFirst(length)
      } else {
        out.append(byte)
        rest = rest.dropFirst()
      }
    }
    return FailureSignature.blank(String(decoding: out, as: UTF8.self))
  }

  /// The length of the longest word that `text` begins with; nil for none.
  private func wordLength(at text: ArraySlice<UInt8>) -> Int? {
    guard beginnings.contains(Array(text.prefix(HostWords.shortest))) else { return nil }
    return lengths.first { $0 <= text.count && words.contains(Array(text.prefix($0))) }
  }

  private static func isOfWord(_ byte: UInt8?) -> Bool {
    switch byte {
    case .some(UInt8(ascii: "a")...UInt8(ascii: "z")), .some(UInt8(ascii: "A")...UInt8(ascii: "Z")),
      .some(UInt8(ascii: "0")...UInt8(ascii: "9")), .some(UInt8(ascii: "_")):
      true
    default: false
    }
  }
}
