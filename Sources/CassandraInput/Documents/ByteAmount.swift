// Amounts of bytes as people write them. nodetool calls 1024 bytes KB; people distinguish MB from MiB.

import CassandraModel

enum ByteAmount {
  private static let units: [(name: String, factor: Double)] = [
    ("", 1), ("B", 1), ("kB", 1e3), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("PB", 1e15),
    ("KiB", 0x1p10), ("MiB", 0x1p20), ("GiB", 0x1p30), ("TiB", 0x1p40), ("PiB", 0x1p50),
  ]

  /// The bytes that `text` means: a number, optional spaces, an optional unit, and `suffix` after a unit; nil
  /// for any other text.
  static func bytes(_ text: String, suffix: String) -> Double? {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    var unit = text.dropFirst(number.count).drop { $0 == " " }
    if !unit.isEmpty {
      guard unit.hasSuffix(suffix) else { return nil }
      unit = unit.dropLast(suffix.count)
    }
    guard let value = Double(number), value.isFinite,
      let factor = units.first(where: { $0.name == unit })?.factor
    else { return nil }
    return value * factor
  }
}
