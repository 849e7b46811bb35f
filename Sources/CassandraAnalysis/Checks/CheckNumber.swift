// Numbers of checks in words: the unit comes from a metric's name, and a decisive digit is never rounded off.

/// Numbers with units.
package enum CheckNumber {
  /// `150`, `12.5`, `1048576 bytes (1.0 MiB)`, `90 s`: the compared number, and for bytes a readable size as
  /// well.
  package static func text(_ value: Double, unit: String) -> String {
    let number = plain(value)
    switch unit {
    case "bytes": return number + " bytes" + readable(value)
    case "bytes_per_second": return number + " bytes/s" + readable(value)
    case "seconds": return number + " s"
    default: return number
    }
  }

  /// The unit in the name of a metric: `bytes`, `bytes_per_second`, `seconds`, or empty.
  package static func unit(of name: String) -> String {
    let name = name.hasSuffix("_total") ? String(name.dropLast(6)) : name
    for unit in ["bytes_per_second", "bytes", "seconds"] where name.hasSuffix(unit) { return unit }
    return ""
  }

  static func plain(_ value: Double) -> String {
    if value == value.rounded(), value.magnitude < 1e15 { return String(Int64(value)) }
    guard value.isFinite, value.magnitude < 1e12 else { return value.description }
    // Four decimals are enough to compare a figure with a limit; more are noise.
    let scaled = (value * 10_000).rounded() / 10_000
    return scaled == 0 ? value.description : scaled.description
  }

  private static func readable(_ bytes: Double) -> String {
    var value = bytes.magnitude
    guard value >= 1024, value.isFinite else { return "" }
    var units = ["KiB", "MiB", "GiB", "TiB", "PiB"][...]
    value /= 1024
    while value >= 1023.95, units.count > 1 {
      value /= 1024
      units = units.dropFirst()
    }
    return " (" + plain((value * 10).rounded() / 10) + " " + (units.first ?? "") + ")"
  }
}
