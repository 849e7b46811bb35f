// The names in the facts of a capture, to find them in its text.

/// Names by their first word.
struct KnownNames: Sendable {
  struct Name: Sendable {
    let bytes: [UInt8]
    let kind: NameKind
    /// False for a name that is a number, a letter or a word of Cassandra's own messages. In text such a word
    /// is rarely the name, so it is replaced only where its position shows that it is a name.
    let isDistinct: Bool
  }

  private var byWord: [[UInt8]: [Name]] = [:]
  private var byText: [String: NameKind] = [:]
  private let tables: Set<String>
  private let keyspaces: Set<String>
  let systemTables: Set<String>
  private let hostIDs: Set<String>

  init(_ names: NameBook.Names) {
    tables = names.tables
    keyspaces = names.known[.keyspace] ?? []
    systemTables = names.systemTables
    hostIDs = names.known[.hostID] ?? []
    for kind in KnownNames.kinds {
      for text in (names.known[kind] ?? []).sorted() where byText[text] == nil {
        byText[text] = kind
        let bytes = Array(text.utf8)
        let name = Name(
          bytes: bytes, kind: kind,
          isDistinct: bytes.count > 1 && !bytes.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") }
            && !Vocabulary.isWord(bytes[...]) && !names.systemTables.contains(text))
        byWord[Array(bytes.prefix { $0.isWord }), default: []].append(name)
      }
    }
    for word in byWord.keys { byWord[word]?.sort { $0.bytes.count > $1.bytes.count } }
  }

  /// If a text is a name of two kinds, the first one applies.
  private static let kinds: [NameKind] = [
    .host, .cluster, .dataCenter, .rack, .keyspace, .table, .index, .user,
  ]

  /// The kind of `text`, if the whole text is a name.
  func kind(of text: String) -> NameKind? { byText[text] }

  /// The longest name that begins at `start` and ends at a word end. In names of files an underscore ends a
  /// word, too.
  ///
  /// - Parameter isSaid: True if its position shows that it is a name.
  func name(
    in bytes: [UInt8], at start: Int, word: Range<Int>, inFileName: Bool = false, isSaid: Bool = false
  ) -> Name? {
    byWord[Array(bytes[word])]?.first { name in
      let end = start + name.bytes.count
      guard name.isDistinct || isSaid, end <= bytes.count, bytes[start..<end].elementsEqual(name.bytes) else {
        return false
      }
      guard end < bytes.count else { return true }
      return inFileName ? !bytes[end].isAlphanumeric : !bytes[end].isWord
    }
  }

  /// True if a name begins with the word.
  func begins(with word: ArraySlice<UInt8>) -> Bool { byWord[Array(word)] != nil }

  func isTable(_ keyspace: String, _ table: String) -> Bool { tables.contains(keyspace + "." + table) }
  func isKeyspace(_ text: String) -> Bool { keyspaces.contains(text) }
  func isHostID(_ text: String) -> Bool { hostIDs.contains(text) }
}

extension UInt8 {
  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
  var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
  /// Letters and digits; bytes of other scripts count as letters.
  var isAlphanumeric: Bool { isDigit || isLetter || self >= 0x80 }
  var isWord: Bool { isAlphanumeric || self == UInt8(ascii: "_") }
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
  var isHexDigit: Bool { isDigit || (self | 0x20) &- UInt8(ascii: "a") < 6 }
}
