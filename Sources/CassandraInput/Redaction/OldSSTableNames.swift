// Redaction of the SSTable files of Cassandra up to 2.1, whose names begin with keyspace and table:
// `shop-orders.by_mail-tmp-jb-41-Data.db`; in 1.0 with the table alone.

extension Redactor {
  /// First letters of the versions of such files: 0.7 (`f`) to 2.1 (`k`).
  private static let versions = "fghijk".utf8
  private static let components: Set<String> = [
    "Data.db", "Index.db", "Filter.db", "Statistics.db", "CompressionInfo.db", "Summary.db", "CRC.db",
    "TOC.txt",
    "Digest.sha1", "Digest.adler32", "Digest.crc32", "Compacted",
  ]

  /// The file's name with pseudonyms; nil if it is no such name.
  ///
  /// - Parameter needsComponent: True where nothing else shows that it is a file.
  func oldSSTable(_ name: ArraySlice<UInt8>, needsComponent: Bool) -> String? {
    let words = name.split(separator: UInt8(ascii: "-"), maxSplits: 6, omittingEmptySubsequences: false)
    guard
      let number = words.indices.dropFirst(2).first(where: { index in
        !words[index].isEmpty && words[index].allSatisfy(\.isDigit)
      })
    else { return nil }
    let version = words[number - 1]
    guard (1...2).contains(version.count), let letter = version.first, Redactor.versions.contains(letter),
      version.allSatisfy(\.isLetter)
    else { return nil }
    let component = words[(number + 1)...].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
    guard component.isEmpty ? !needsComponent : Redactor.components.contains(component) else { return nil }
    var names = words[..<(number - 1)]
    if names.count > 1, let last = names.last,
      last.elementsEqual("tmp".utf8) || last.elementsEqual("tmplink".utf8)
    {
      names.removeLast()
    }
    guard (1...2).contains(names.count), let last = names.last,
      names.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isWord || $0 == UInt8(ascii: ".") } })
    else { return nil }
    let rest = String(decoding: name[last.endIndex...], as: UTF8.self)
    let table = String(decoding: last, as: UTF8.self)
    guard names.count == 2, let first = names.first else { return bareTable(table) + rest }
    let keyspace = String(decoding: first, as: UTF8.self)
    if Redactor.isSystem(keyspace) { return keyspace + "-" + table + rest }
    return self.keyspace(keyspace) + "-" + tableAndIndex(table) + rest
  }
}
