// Advice of a category, made concrete for one fault.

import CassandraAnalysis
import CassandraModel

enum Advice {
  /// `text` with `KEYSPACE`, `TABLE` and `DATA_DIRECTORY` filled in where the fault is about just one.
  ///
  /// Advice is copied into shells, and names come from a log that anyone may have written: only names that
  /// mean nothing to a shell are filled in.
  static func filled(_ text: String, for fault: Fault) -> String {
    var values: [String: String] = [:]
    if fault.tables.count == 1, let table = fault.tables.first, isPlain(table.keyspace),
      isPlain(table.table)
    {
      values["KEYSPACE"] = table.keyspace
      values["TABLE"] = table.table
    }
    let directories = fault.dataDirectories
    if directories.count == 1, let directory = directories.first, isPlain(folder: directory) {
      values["DATA_DIRECTORY"] = directory
    }
    return replacingWords(of: text, by: values)
  }

  /// `text` as the last part of a sentence: no full stop at its end, semicolons in place of those within.
  static func asClause(_ text: String) -> String {
    let parts = (text.hasSuffix(".") ? text.dropLast() : text[...]).split(separator: ". ")
    return parts.enumerated().map { index, part in
      // Only ordinary words lose their capital: names such as `Statistics.db` keep it.
      let isWord = part.prefix { $0 != " " }.dropFirst().allSatisfy(\.isLowercase)
      return index > 0 && isWord ? part.prefix(1).lowercased() + part.dropFirst() : String(part)
    }.joined(separator: "; ")
  }

  /// A name of letters, digits and underscores; an index has a point in it.
  private static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy { $0.isWord || $0 == UInt8(ascii: ".") }
  }

  private static func isPlain(folder: String) -> Bool {
    folder.hasPrefix("/")
      && folder.utf8.allSatisfy { byte in
        byte.isWord || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      }
  }

  private static func replacingWords(of text: String, by values: [String: String]) -> String {
    var result = ""
    var word = ""
    for character in text {
      if character.isLetter || character == "_" {
        word.append(character)
      } else {
        result += values[word] ?? word
        result.append(character)
        word = ""
      }
    }
    return result + (values[word] ?? word)
  }
}

extension UInt8 {
  fileprivate var isWord: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
