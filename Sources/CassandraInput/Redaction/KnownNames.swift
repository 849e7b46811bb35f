// The names that facts give, for finding them in text.

/// Names by the word that they begin with.
struct KnownNames: Sendable {
  struct Name: Sendable {
    let bytes: [UInt8]
    let kind: NameKind
    /// False for a name that is a number, a letter or a word of Cassandra's own messages: in text that stands for
    /// itself far more often than for a name, so it counts only where its place says that it is a name.
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

  /// Of a text that is a name of two kinds the first one counts.
  private static let kinds: [NameKind] = [
    .host, .cluster, .dataCenter, .rack, .keyspace, .table, .index, .user,
  ]

  /// The kind of `text`, if that is a name as a whole.
  func kind(of text: String) -> NameKind? { byText[text] }

  /// The longest name that stands at `start` and ends there where a word ends. In names of files an underscore ends
  /// a word, too.
  ///
  /// - Parameter isSaid: whether its place says that it is a name.
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

  /// The words with which names begin.
  func begins(with word: ArraySlice<UInt8>) -> Bool { byWord[Array(word)] != nil }

  func isTable(_ keyspace: String, _ table: String) -> Bool { tables.contains(keyspace + "." + table) }
  func isKeyspace(_ text: String) -> Bool { keyspaces.contains(text) }
  func isHostID(_ text: String) -> Bool { hostIDs.contains(text) }
}

extension UInt8 {
  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
  var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
  /// Letters and digits; bytes of other scripts are letters.
  var isAlphanumeric: Bool { isDigit || isLetter || self >= 0x80 }
  var isWord: Bool { isAlphanumeric || self == UInt8(ascii: "_") }
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
  var isHexDigit: Bool { isDigit || (self | 0x20) &- UInt8(ascii: "a") < 6 }
}
