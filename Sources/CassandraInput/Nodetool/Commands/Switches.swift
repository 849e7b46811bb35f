// Commands that print only `running` or `not running`: their name is in a prompt or in the name of the file.
// Source: StatusBinary.java, StatusGossip.java, StatusBackup.java, StatusHandoff.java, 3.11 to 6.0.

import CassandraModel

extension NodetoolCommand {
  static let statusbinary = NodetoolCommand(
    name: "statusbinary", read: { readSwitch($0, .nativeTransportActive, "statusbinary", &$1) })
  static let statusgossip = NodetoolCommand(
    name: "statusgossip", read: { readSwitch($0, .gossipActive, "statusgossip", &$1) })
  static let statusbackup = NodetoolCommand(
    name: "statusbackup", read: { readSwitch($0, .backupActive, "statusbackup", &$1) })
  static let statushandoff = NodetoolCommand(
    name: "statushandoff", read: { readSwitch($0, .hintedHandoffActive, "statushandoff", &$1) })
}

private func readSwitch(
  _ output: CommandOutput, _ attribute: AttributeName, _ command: String, _ reading: inout OutputReading
) {
  let text = output.text.span
  var isKnown = false
  for (i, line) in output.lines.enumerated() {
    let content = text.trimmed(line.bytes)
    if content.isEmpty { continue }
    // `Hinted handoff is running`
    let isRunning = text.hasSuffix("running", in: content)
    if isRunning, !isKnown {
      isKnown = true
      reading.mark(i, .known)
      reading.attribute(attribute, text.hasSuffix("not running", in: content) ? "false" : "true", line: i)
    } else if isKnown, text.hasSuffix("disabled", in: content) {
      // `Data center dc2 is disabled`
      reading.mark(i, .known)
    } else {
      reading.report(.nodetoolRow, ["command": command], line: i)
    }
  }
  if !isKnown { reading.failure = "it says nothing" }
}
