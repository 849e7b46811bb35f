// version: `ReleaseVersion: 4.1.10`, with -v (5.0 and later) also the commit; DSE prints its own version
// first. Source: Version.java.

import CassandraModel

extension NodetoolCommand {
  static let version = NodetoolCommand(
    name: "version", anchors: [.prefix("ReleaseVersion: ")], read: readVersion)

  static let dseVersion = NodetoolCommand(
    name: "version", anchors: [.prefix("DSE version: ")], contains: ["version"], read: readVersion)
}

private func readVersion(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var cursor = KeyValueLayout.Cursor()
  var isDSE = false
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    guard let (label, value) = KeyValueLayout.split(line.bytes, text) else {
      reading.report(.nodetoolRow, ["command": "version"], line: i)
      continue
    }
    if text.equals("DSE version", in: label) {
      isDSE = true
      reading.mark(i, .known)
      reading.attribute(.version, CassandraVersion.textOfDSE(text.text(in: value)), line: i)
    } else if text.equals("ReleaseVersion", in: label) {
      reading.mark(i, .known)
      // The Cassandra version of DSE repeats the same information: 4.0.0.677 belongs to DSE 6.7.7.
      if !isDSE {
        reading.attribute(.version, CassandraVersion.text(ofRelease: text.text(in: value)), line: i)
      }
    } else {
      layout.read(label, value, of: text, line: i, command: "version", cursor: &cursor, into: &reading)
    }
  }
}

private let layout = KeyValueLayout([
  "GitSHA": .unused,
  "BuildDate": .unused,
])
