// Pseudonyms: their form by the kind of name, and a table in which no two are equal.

/// A kind of name that redaction replaces. Pseudonyms of different kinds look different.
package enum NameKind: String, CaseIterable, Sendable, Comparable {
  case cluster
  case dataCenter = "dc"
  case rack
  case keyspace
  case table
  case index
  case host
  case ipv4
  case ipv6
  case hostID = "host_id"
  case user
  case mail
  /// A part of the name of a folder or file.
  case file
  /// A value in a message: a partition key, a literal, a quoted text.
  case value
  /// A value that is a whole number.
  case number
  /// A value that is a UUID.
  case uuid
  /// A component of a package name, or a class in the package, of a user's extension of Cassandra.
  case package
  case javaClass = "class"

  package static func < (a: NameKind, b: NameKind) -> Bool { a.rawValue < b.rawValue }
}

/// Pseudonyms under one key.
package struct Pseudonyms: Sendable {
  /// The pseudonym of each original.
  package private(set) var assigned: [NameKind: [String: String]] = [:]
  private let hash: KeyedHash

  /// The key if none is given. Pseudonyms are then equal for everyone, so a guessed name can be verified.
  package static let publicKey = Array("hindsight/redaction/1".utf8)

  init(key: [UInt8]) { hash = KeyedHash(key: key) }

  /// Gives each of `originals` a pseudonym that differs from all others and from all originals. If two would
  /// get the same one, the order of the names decides which of them keeps it.
  mutating func assign(_ originals: [NameKind: Set<String>]) {
    var taken: Set<String> = []
    for names in originals.values { taken.formUnion(names) }
    for kind in NameKind.allCases {
      for name in (originals[kind] ?? []).sorted() {
        var attempt = 0
        var pseudonym = form(kind, name, attempt)
        while !taken.insert(pseudonym).inserted {
          attempt += 1
          pseudonym = form(kind, name, attempt)
        }
        assigned[kind, default: [:]][name] = pseudonym
      }
    }
  }

  subscript(kind: NameKind, name: String) -> String { assigned[kind]?[name] ?? form(kind, name, 0) }

  /// The pseudonym of `name`; a different one for each `attempt`.
  func form(_ kind: NameKind, _ name: String, _ attempt: Int) -> String {
    let again = attempt == 0 ? "" : "\0" + String(attempt)
    let digest = hash.digest(Array((kind.rawValue + "\0" + name + again).utf8))
    let hex = digest.prefix(6).map { byte in
      let text = String(byte, radix: 16)
      return text.utf8.count == 1 ? "0" + text : text
    }.joined()
    // Six digits keep a page readable and distinguish thousands of names; a colliding name gets more.
    let short = hex.prefix(min(12, 6 + 2 * attempt))
    switch kind {
    case .cluster, .dataCenter, .rack, .keyspace, .table, .index, .user: return kind.rawValue + "_" + short
    case .host:
      // The first label is that of the short name, so that a reader can match both names of a host.
      guard attempt == 0, let dot = name.firstIndex(of: ".") else { return "host-" + short }
      return form(.host, String(name[..<dot]), 0) + ".domain-"
        + form(.host, String(name[dot...].dropFirst()).replacing(".", with: "/"), 0).dropFirst(5) + ".example"
    case .file: return "name_" + short
    case .package: return "package_" + short
    case .javaClass: return "Class_" + short
    case .mail: return "user_" + short + "@example.com"
    case .value: return "value_" + hex.prefix(10)
    case .ipv4:
      let network = name.hasPrefix("127.") ? "127" : "10"
      // .0 and .255 would look like a network and its broadcast address.
      let host = 1 + Int(digest[2]) % 254
      return network + "." + String(digest[0]) + "." + String(digest[1]) + "." + String(host)
    case .ipv6:
      let groups = stride(from: 0, to: 12, by: 2).map { i in
        String(Int(digest[i]) << 8 | Int(digest[i + 1]), radix: 16)
      }
      return "2001:db8:" + groups.joined(separator: ":")
    case .hostID, .uuid:
      var bytes = Array(digest.prefix(16))
      bytes[6] = bytes[6] & 0x0f | 0x40
      bytes[8] = bytes[8] & 0x3f | 0x80
      return uuidText(bytes)
    case .number:
      let digits = digest.prefix(18).map { Character(UnicodeScalar(UInt8(ascii: "0") + $0 % 10)) }
      let first = Character(UnicodeScalar(UInt8(ascii: "1") + digest[20] % 9))
      return String([first] + digits.prefix(max(6, min(18, name.utf8.count)) - 1))
    }
  }

  private func uuidText(_ bytes: [UInt8]) -> String {
    var text = ""
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text += "-" }
      let digits = String(byte, radix: 16)
      text += digits.utf8.count == 1 ? "0" + digits : digits
    }
    return text
  }
}
