// A region's time zone as the system stores it: TZif, RFC 9636. Foundation cannot read these files without
// ICU, and a log needs only the transitions of the offset.
//
//   header, 44 bytes   "TZif", version, 15 unused, six counts
//   data block         times, type of each, types (offset, is dst, name), names, leap seconds, flags
//   header, data block again from version 2 on, with 64-bit times; this is the one to read
//   footer             a rule for the years after the last time: "\nCET-1CEST,M3.5.0,M10.5.0/3\n"

package import CassandraModel

/// The reason why a zone file is unusable.
package enum ZoneFileError: Error, Hashable, Sendable {
  /// It does not start like a TZif file, ends too early, or contradicts itself.
  case damaged
  /// Its times count leap seconds (the `right/` files), which the clocks of nodes do not.
  case countsLeapSeconds
}

/// The UTC offsets of a region over time.
package struct ZoneFile: Hashable, Sendable {
  /// A change of the offset.
  package struct Transition: Hashable, Sendable {
    /// The first instant of the new offset.
    package let at: Instant
    /// The offset from `at` on.
    package let offset: UTCOffset
  }

  /// The offset before the first transition.
  package let initial: UTCOffset
  /// Changes of the offset, in ascending order; the footer's rule is applied up to the end of `lastYear`.
  package let transitions: [Transition]

  /// The last year for which the footer's rule is expanded.
  package static let lastYear = 2100

  package func offset(at instant: Instant) -> UTCOffset {
    transitions.last { $0.at <= instant }?.offset ?? initial
  }

  /// Reads the contents of a TZif file of any version.
  package init(_ bytes: [UInt8]) throws(ZoneFileError) {
    var reader = ZoneReader(bytes)
    var header = try reader.header()
    var timeSize = 4
    if header.version >= UInt8(ascii: "2") {
      try reader.skip(header.blockSize(timeSize: 4))
      header = try reader.header()
      timeSize = 8
    }
    guard header.leapSeconds == 0 else { throw .countsLeapSeconds }
    guard header.types > 0 else { throw .damaged }
    var times: [Int64] = []
    for _ in 0..<header.times { times.append(try reader.integer(timeSize)) }
    var indices: [UInt8] = []
    for _ in 0..<header.times { indices.append(try reader.byte()) }
    var offsets: [UTCOffset] = []
    for _ in 0..<header.types {
      let seconds = try reader.integer(4)
      // RFC 9636, 3.2: more than -25 and less than 26 hours.
      guard seconds > -90_000, seconds < 93_600 else { throw .damaged }
      offsets.append(UTCOffset(seconds: seconds))
      try reader.skip(2)
    }
    try reader.skip(header.names + header.flags)
    let rule = timeSize == 8 ? try reader.footer() : nil

    var changes: [Transition] = []
    var previous: Int64?
    for (time, index) in zip(times, indices) {
      guard Int(index) < offsets.count, previous.map({ $0 < time }) ?? true else { throw .damaged }
      previous = time
      // Some files begin with the Big Bang (-2^59 s), which milliseconds cannot hold and no log needs.
      let at = Instant(milliseconds: min(max(time, -1 << 53), 1 << 53) * 1000)
      changes.append(Transition(at: at, offset: offsets[Int(index)]))
    }
    if let rule {
      let start = changes.last?.at ?? Instant(milliseconds: 0)
      let year = min(max(CivilTime(milliseconds: start.milliseconds).year, 1970), ZoneFile.lastYear)
      let later = (year...ZoneFile.lastYear).flatMap { rule.transitions(in: $0) }
      changes += later.filter { changes.isEmpty || $0.at > start }
    }
    initial = offsets[0]
    transitions = ZoneFile.effective(changes, after: offsets[0])
  }

  /// The `changes` that change the offset. If two have the same instant, the later one applies: rules encode
  /// permanent summer time in this way.
  private static func effective(_ changes: [Transition], after initial: UTCOffset) -> [Transition] {
    var kept: [Transition] = []
    for change in changes {
      if kept.last?.at == change.at { kept.removeLast() }
      if change.offset != kept.last?.offset ?? initial { kept.append(change) }
    }
    return kept
  }
}

/// Reads the bytes of a TZif file and never past their end.
private struct ZoneReader {
  struct Header {
    let version: UInt8
    let times: Int
    let types: Int
    let names: Int
    let leapSeconds: Int
    let flags: Int

    /// Bytes of the data block. The counts are 32-bit, so this cannot overflow.
    func blockSize(timeSize: Int) -> Int {
      times * (timeSize + 1) + types * 6 + names + leapSeconds * (timeSize + 4) + flags
    }
  }

  private let bytes: [UInt8]
  private var next = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func header() throws(ZoneFileError) -> Header {
    guard bytes[next...].starts(with: "TZif".utf8) else { throw .damaged }
    try skip(4)
    let version = try byte()
    try skip(15)
    let utcFlags = try count()
    let standardFlags = try count()
    let leapSeconds = try count()
    let times = try count()
    let types = try count()
    return Header(
      version: version, times: times, types: types, names: try count(), leapSeconds: leapSeconds,
      flags: utcFlags + standardFlags)
  }

  mutating func byte() throws(ZoneFileError) -> UInt8 {
    guard next < bytes.count else { throw .damaged }
    next += 1
    return bytes[next - 1]
  }

  /// A big-endian two's-complement integer of `size` bytes.
  mutating func integer(_ size: Int) throws(ZoneFileError) -> Int64 {
    var value: UInt64 = 0
    for _ in 0..<size { value = value << 8 | UInt64(try byte()) }
    return size == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
  }

  mutating func skip(_ count: Int) throws(ZoneFileError) {
    guard count <= bytes.count - next else { throw .damaged }
    next += count
  }

  /// The rule between the two line ends; nil when there is none.
  mutating func footer() throws(ZoneFileError) -> ZoneFooter? {
    guard try byte() == UInt8(ascii: "\n") else { throw .damaged }
    guard let end = bytes[next...].firstIndex(of: UInt8(ascii: "\n")) else { throw .damaged }
    let text = bytes[next..<end]
    if text.isEmpty { return nil }
    guard let rule = ZoneFooter(text) else { throw .damaged }
    return rule
  }

  private mutating func count() throws(ZoneFileError) -> Int {
    Int(UInt32(truncatingIfNeeded: try integer(4)))
  }
}
