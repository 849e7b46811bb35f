// repair: the coordinator's messages during a repair, each line with the time of the machine that nodetool
// ran on. Source: RepairRunner.java, RepairRunnable.java, RepairCoordinator.java, 2.1 to 5.0.
//
//     [2026-11-21 05:10:11,123] Starting repair command #1 (5d0e1f20-…), repairing keyspace shop with repair options (…)
//     [2026-11-21 05:10:13,456] Repair session 6a0e… for range [(-3,3]] finished (progress: 66%)
//     [2026-11-21 05:10:13,502] Repair command #1 finished in 2 seconds

import CassandraModel

extension NodetoolCommand {
  static let repair = NodetoolCommand(
    name: "repair",
    anchors: [
      .bracketed("Starting repair command #"), .bracketed("Repair session "), .bracketed("Repair command #"),
      .bracketed("Repair completed "), .bracketed("Nothing to repair for keyspace "),
      .bracketed("Replication factor is "), .bracketed("Starting repair with "),
      .bracketed("Some repair failed"),
      .bracketed("Endpoint not alive"),
    ], hasManyBlocks: true, repeatsBlocks: true, read: readRepair)
}

private func readRepair(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var repair = RepairOutput()
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    repair.read(line.bytes, text, line: i, into: &reading)
  }
  if let failure = repair.failure {
    reading.failure = failure
  } else if repair.isRunning {
    reading.failure = "it ends before the repair does"
  }
}

private struct RepairOutput {
  /// The coordinator's message.
  private(set) var failure: String?
  private(set) var isRunning = false

  private static let longestReason = 300

  mutating func read(
    _ line: Range<Int>, _ text: Span<UInt8>, line i: Int, into reading: inout OutputReading
  ) {
    guard let close = text.firstIndex(of: UInt8(ascii: "]"), in: line), text.hasPrefix("[", in: line) else {
      // `Replication factor is 1. No repair is needed for keyspace 'system_traces'`, notes of nodetool.
      reading.mark(i, .known)
      return
    }
    let stamp = text.trimmed((line.lowerBound + 1)..<close)
    let words = text.trimmed((close + 1)..<line.upperBound)
    var at: Moment?
    switch TimeMarker(text, in: stamp) {
    case .utc(let instant)?: at = .utc(instant)
    case .unknownOffset(let local)?: at = reading.moment(local)
    case nil: break
    }
    reading.mark(i, .known)
    let isFailure =
      text.contains(" failed", in: words) || text.hasPrefix("Endpoint not alive", in: words)
      || text.hasPrefix("Some repair failed", in: words)
    if text.hasPrefix("Starting repair ", in: words) {
      isRunning = true
      add("repair.command_started", .info, at, words, text, i, &reading)
    } else if isFailure {
      let said = text.text(in: words.prefix(Self.longestReason))
      failure = failure ?? said
      let isSession = text.hasPrefix("Repair session ", in: words)
      add(
        isSession ? "repair.session_failed" : "repair.command_failed", .warning, at, words, text, i, &reading)
      if !isSession { isRunning = false }
    } else if text.hasPrefix("Repair completed ", in: words) || text.hasPrefix("Repair command #", in: words)
    {
      if isRunning { add("repair.command_finished", .info, at, words, text, i, &reading) }
      isRunning = false
    }
  }

  private func add(
    _ name: String, _ severity: Severity, _ at: Moment?, _ words: Range<Int>, _ text: Span<UInt8>, _ i: Int,
    _ reading: inout OutputReading
  ) {
    var fields: (names: [FieldName], values: [FieldValue]) = ([], [])
    if let keyspace = keyspace(words, text) {
      fields.names.append(FieldName("keyspace"))
      fields.values.append(.text(keyspace))
    }
    reading.add(
      .occurrence(
        Occurrence(
          name: EventName(name), severity: severity, at: at,
          fields: EventFields(names: fields.names, values: fields.values),
          message: text.text(in: words.prefix(Self.longestReason)), source: reading.source(i))))
  }

  /// `shop` from `repairing keyspace shop with …` and from `… ranges for keyspace shop (…)`.
  private func keyspace(_ words: Range<Int>, _ text: Span<UInt8>) -> String? {
    guard let found = text.firstRange(of: " keyspace ", in: words),
      let word = text.firstWord(in: found.upperBound..<words.upperBound)
    else { return nil }
    return text.text(in: word).trimmingQuotes
  }
}

extension String {
  fileprivate var trimmingQuotes: String { String(drop { $0 == "'" }.prefix { $0 != "'" && $0 != "," }) }
}
