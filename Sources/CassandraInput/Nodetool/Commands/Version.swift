// version: `ReleaseVersion: 4.1.10`, with -v (5.0 and later) also the commit. Source: Version.java.

import CassandraModel

extension NodetoolCommand {
  static let version = NodetoolCommand(
    name: "version", anchors: [.prefix("ReleaseVersion: ")],
    read: { output, reading in
      let text = output.text.span
      var cursor = KeyValueLayout.Cursor()
      for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
        if let (label, value) = KeyValueLayout.split(line.bytes, text) {
          layout.read(label, value, of: text, line: i, command: "version", cursor: &cursor, into: &reading)
        } else {
          reading.report(.nodetoolRow, ["command": "version"], line: i)
        }
      }
    })
}

private let layout = KeyValueLayout([
  "ReleaseVersion": .attribute(.version),
  "GitSHA": .unused,
  "BuildDate": .unused,
])
