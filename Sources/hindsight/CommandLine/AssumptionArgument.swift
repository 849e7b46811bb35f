// Assumptions on the command line: `disk=2TiB`, `drop=keyspace.table`.

import CassandraAnalysis
import CassandraModel

/// Reads `--assume`.
enum AssumptionArgument {
  /// The names of assumptions, in the order of the help.
  static let names = ["throughput", "disk", "growth", "ttl", "drop", "nodes"]

  /// Adds one `what=value` to `assumption`. An assumption that is not repeatable must not be given twice.
  static func apply(_ text: String, to assumption: inout TrendAssumption) throws(ValueError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let name = parts.first, let value = parts.last else {
      throw .notAnAssumption(text)
    }
    switch name {
    case "throughput":
      let bytes = size(value.hasSuffix("/s") ? String(value.dropLast(2)) : value)
      guard let bytes, assumption.throughput == nil else { throw .notAnAssumption(text) }
      assumption.throughput = bytes
    case "disk":
      guard let bytes = size(value), assumption.diskBytes == nil else { throw .notAnAssumption(text) }
      assumption.diskBytes = bytes
    case "growth":
      guard let factor = number(value), factor <= 1000, assumption.growth == nil else {
        throw .notAnAssumption(text)
      }
      assumption.growth = factor
    case "ttl":
      guard let table = TableName(dotted: value) else { throw .notAnAssumption(text) }
      assumption.expiring.append(table)
    case "drop":
      guard let table = TableName(dotted: value) else { throw .notAnAssumption(text) }
      assumption.dropped.append(table)
    case "nodes":
      guard let count = Int(value), (1...100_000).contains(count), assumption.addedNodes == nil else {
        throw .notAnAssumption(text)
      }
      assumption.addedNodes = count
    default: throw .notOneOf(names, nearest: NearestName.of(name, among: names))
    }
  }

  private static let units: [(name: String, factor: Double)] = [
    ("PiB", 0x1p50), ("TiB", 0x1p40), ("GiB", 0x1p30), ("MiB", 0x1p20), ("KiB", 0x1p10), ("B", 1),
  ]

  /// A size above 0; nil for anything else.
  static func size(_ text: String) -> Double? {
    guard let unit = units.first(where: { text.hasSuffix($0.name) }),
      let value = number(String(text.dropLast(unit.name.count)))
    else { return nil }
    let bytes = value * unit.factor
    return bytes > 0 && bytes < 0x1p62 ? bytes : nil
  }

  /// Digits with at most one point, not below 0; nil for anything else.
  private static func number(_ text: String) -> Double? {
    let isPlain =
      !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
      }
    guard isPlain, let value = Double(text), value.isFinite else { return nil }
    return value
  }
}
