// Durations in the notation of Prometheus: `15m`, `1h30m`, `250ms`.

extension TimeSpan {
  private static let units: [(name: String, milliseconds: Int64)] = [
    ("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000),
    ("s", 1000), ("ms", 1),
  ]

  /// A duration from one or more whole numbers with units y, w, d, h, m, s and ms, the longest first and each
  /// at most once, or from `0`; nil for any other text, and for more than a thousand years.
  public init?(prometheus text: some StringProtocol) {
    if text == "0" {
      self.init(milliseconds: 0)
      return
    }
    var rest = text.utf8[...]
    var total: Int64 = 0
    var units = TimeSpan.units[...]
    while !rest.isEmpty {
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard (1...15).contains(digits.count), let number = Int64(String(decoding: digits, as: UTF8.self))
      else {
        return nil
      }
      rest = rest.dropFirst(digits.count)
      let letters = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
      rest = rest.dropFirst(letters.count)
      let name = String(decoding: letters, as: UTF8.self)
      guard let index = units.firstIndex(where: { $0.name == name }) else { return nil }
      let (part, overflow) = number.multipliedReportingOverflow(by: units[index].milliseconds)
      units = units[(index + 1)...]
      guard !overflow, part <= 31_536_000_000_000 - total else { return nil }
      total += part
    }
    guard !text.isEmpty else { return nil }
    self.init(milliseconds: total)
  }

  /// `1h30m`, `90s` as `1m30s`, `0s`: readable by `init(prometheus:)`, with units up to days.
  public var prometheusText: String {
    var rest = milliseconds.magnitude
    var text = milliseconds < 0 ? "-" : ""
    for unit in TimeSpan.units.dropFirst(2) {
      let (count, remainder) = rest.quotientAndRemainder(dividingBy: unit.milliseconds.magnitude)
      if count > 0 { text += String(count) + unit.name }
      rest = remainder
    }
    return milliseconds == 0 ? "0s" : text
  }
}
