// Names of files that rotation cut from one log.

/// The rotation part of a file name: `NAME.3.gz`, `NAME-20261121`, `NAME`.
package struct RotatedName: Hashable {
  /// The name without the rotation suffix.
  package let stem: String
  /// The number of rotations since; nil without a number.
  private let number: Int?
  /// The date of rotation, as digits; nil without a date.
  private let date: String?

  package init(_ name: String) {
    var stem = name
    for ending in [".gz", ".zip"] where stem.hasSuffix(ending) { stem.removeLast(ending.count) }
    // The suffix after the last point or hyphen.
    let mark = stem.lastIndex { $0 == "." || $0 == "-" || $0 == "/" || $0 == "!" }
    let tail = mark.map { stem[stem.index(after: $0)...] } ?? ""
    let isDigits =
      !tail.isEmpty && tail.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    if isDigits, tail.count <= 3, let mark, stem[mark] == ".", let value = Int(tail) {
      (number, date) = (value, nil)
      self.stem = String(stem[..<mark])
    } else if isDigits, tail.count == 8 || tail.count == 10, tail.hasPrefix("20"), let mark,
      stem[mark] == "-" || stem[mark] == ".",
      String(stem[..<mark]).hasSuffix(".log")
    {
      (number, date) = (nil, String(tail))
      self.stem = String(stem[..<mark])
    } else {
      (number, date) = (nil, nil)
      self.stem = stem
    }
  }

  /// True for logs. Other numbered files, `info.1` and `info.2`, may be separate samples.
  package var mayRotate: Bool { stem.hasSuffix(".log") || stem.hasSuffix(".out") || stem.hasSuffix(".jsonl") }

  /// True if its lines were written before the lines of `other`.
  package func isOlder(than other: RotatedName) -> Bool {
    let isNewest = number == nil && date == nil
    let otherIsNewest = other.number == nil && other.date == nil
    if isNewest || otherIsNewest { return !isNewest && otherIsNewest }
    if let number, let otherNumber = other.number { return number > otherNumber }
    return (date ?? "") < (other.date ?? "")
  }

  /// The order in which files are read: by name, and files of one log the oldest first.
  package static func precedes(_ a: String, _ b: String) -> Bool {
    let (left, right) = (RotatedName(a), RotatedName(b))
    let texts = (left.mayRotate ? left.stem : a, right.mayRotate ? right.stem : b)
    if texts.0 != texts.1 { return texts.0.utf8.lexicographicallyPrecedes(texts.1.utf8) }
    return left.rank != right.rank ? left.rank < right.rank : a.utf8.lexicographicallyPrecedes(b.utf8)
  }

  /// Grows with the time at which the lines were written.
  fileprivate var rank: Int {
    if let number { return 1000 - number }
    return date.flatMap { Int($0) } ?? 1 << 33
  }
}

extension SourceLocation {
  /// Position in the log that rotation cut into files: places in one log are ordered by it.
  package var positionInText: Int {
    let name = RotatedName(file)
    return (name.mayRotate ? name.rank : 0) << 29 | min(line, 1 << 29 - 1)
  }
}
