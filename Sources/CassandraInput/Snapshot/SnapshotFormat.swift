// Recognition of monitors' output, and its diagnostics.

import CassandraModel

extension CaptureFormat {
  static let monitors = CaptureFormat(
    name: "output of monitors", recognises: { head, file in recognisesMonitors(head, MonitorKind.all) },
    makeReader: { file, time in SnapshotReader(file: file, time: time) })

  /// The format of a shape that the user explained.
  static func mapped(_ mapping: SnapshotMapping) -> CaptureFormat {
    let kind = MonitorKind(mapping)
    let globs = mapping.files.map { GlobPattern($0) }
    return CaptureFormat(
      name: mapping.name,
      recognises: { head, file in
        let isNamed = globs.contains { $0.matches(GlobPattern.parts(of: file)) }
        guard isNamed || (globs.isEmpty && !mapping.keys.isEmpty) else { return false }
        return recognisesMonitors(head, [kind])
      },
      makeReader: { file, time in
        SnapshotReader(file: file, time: time, kinds: [kind] + MonitorKind.all)
      })
  }
}

/// True if the first lines contain output of one of `kinds`.
private func recognisesMonitors(_ head: Span<UInt8>, _ kinds: [MonitorKind]) -> Bool {
  guard mayBeMonitors(head) else { return false }
  var reader = SnapshotReader(file: "", time: nil, kinds: kinds)
  var sink = DroppingSink()
  reader.consume(head, continuesLine: false, into: &sink)
  return !reader.found.isEmpty || reader.openKind != nil
}

/// A cheap test for every text: one of the first lines begins like JSON or with a date.
private func mayBeMonitors(_ head: Span<UInt8>) -> Bool {
  var start = 0
  var looked = 0
  while start < head.count, looked < 20 {
    let end = head.firstIndex(of: UInt8(ascii: "\n"), in: start..<head.count) ?? head.count
    let line = head.trimmed(start..<end)
    if !line.isEmpty {
      looked += 1
      let first = LogPrefix(head, line)?.end ?? line.lowerBound
      guard first < line.upperBound else {
        start = end + 1
        continue
      }
      if head[first] == UInt8(ascii: "{") || head[first] == UInt8(ascii: "[")
        || MonitorRecord(head, first..<line.upperBound) != nil
      {
        return true
      }
    }
    start = end + 1
  }
  return false
}

private struct DroppingSink: FactSink {
  mutating func receive(_ fact: Fact) {}
}

extension DiagnosticCode {
  /// Text in brackets that is not JSON.
  static let snapshotValue = DiagnosticCode(
    "snapshot.value", .warning, "The value that begins here is not JSON and was left out.")
  /// A value without its end.
  static let snapshotCut = DiagnosticCode(
    "snapshot.cut", .warning, "The value that begins here is cut off and was left out.")
  /// A value larger than the memory limit.
  static let snapshotTooLong = DiagnosticCode(
    "snapshot.too-long", .warning, "The value that begins here is longer than {limit} bytes and was left out."
  )
  /// A value whose shape no kind of monitor has.
  static let snapshotUnknown = DiagnosticCode(
    "snapshot.unknown", .note, "The value that begins here has an unknown shape and was left out.")
  /// A line that is neither JSON nor a line of a log.
  static let snapshotLine = DiagnosticCode(
    "snapshot.line", .note, "Lines from here on are neither JSON nor of a monitor's log.")
  /// The offset of a log's clock from UTC.
  static let snapshotOffset = DiagnosticCode(
    "snapshot.offset", .note,
    "The clock of the lines of this log is that of {offset}, as dated snapshots beside them tell.")
  /// A log whose clock's offset is not known.
  static let snapshotZone = DiagnosticCode(
    "snapshot.zone", .note,
    "Lines of this log do not say how far their clock is from UTC, so samples from them have no instant.")
}
