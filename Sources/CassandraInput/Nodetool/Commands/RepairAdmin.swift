// repair_admin list (4.0 and later): sessions of incremental repair. A session without activity keeps its
// SSTables from being compacted. Source: RepairAdmin.java, 4.0 to 5.0.

import CassandraModel

extension NodetoolCommand {
  static let repairAdmin = NodetoolCommand(
    name: "repair_admin", anchors: [.header("id ", with: "| participants"), .whole("no sessions")],
    read: readRepairAdmin)
}

/// Final states.
private let closedStates: Set<String> = ["FINALIZED", "FAILED"]

private func readRepairAdmin(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var active = 0
  var headerLine: Int?
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    if text.hasPrefix("no sessions", in: line.bytes) {
      headerLine = i
      reading.mark(i, .known)
    } else if headerLine == nil, text.hasPrefix("id ", in: line.bytes) {
      headerLine = i
      reading.mark(i, .decoration)
    } else if headerLine != nil, let session = RepairSession(line.bytes, text) {
      if !closedStates.contains(session.state) { active += 1 }
      reading.mark(i, .known)
      let labels = Labels([
        ("session", session.id), ("state", session.state), ("coordinator", session.coordinator),
      ])
      reading.sample(.repairSessionIdleSeconds, labels, session.idleSeconds, line: i)
    } else {
      reading.report(.nodetoolRow, ["command": "repair_admin"], line: i)
    }
  }
  if let headerLine, !reading.fates.contains(.unparsed) {
    reading.sample(.repairSessionsActive, .none, Double(active), line: headerLine)
  }
}

/// `0e2f6c10-… | REPAIRING | 37 (s) | /10.0.1.11:7000 | 10.0.1.11,10.0.1.12 | …`
private struct RepairSession {
  let id: String
  let state: String
  let idleSeconds: Double?
  let coordinator: String

  init?(_ row: Range<Int>, _ text: Span<UInt8>) {
    var cells: [Range<Int>] = []
    var rest = row
    while let bar = text.firstRange(of: "|", in: rest) {
      cells.append(text.trimmed(rest.lowerBound..<bar.lowerBound))
      rest = bar.upperBound..<rest.upperBound
    }
    guard cells.count >= 4, !text.trimmed(rest).isEmpty, TimeUUID(ascii: text.extracting(cells[0])) != nil,
      !cells[1].isEmpty, let seconds = text.firstWord(in: cells[2])
    else { return nil }
    id = text.text(in: cells[0])
    state = text.text(in: cells[1])
    idleSeconds = text.decimal(in: seconds)
    coordinator = text.text(in: cells[3])
  }
}
