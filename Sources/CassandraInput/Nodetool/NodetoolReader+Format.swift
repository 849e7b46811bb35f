// nodetool's text as a capture format.

import CassandraModel

extension CaptureFormat {
  static let nodetool = CaptureFormat(
    name: "nodetool",
    recognises: { head, file in NodetoolReader.recognises(head, file: file) != nil },
    scan: .output,
    makeReader: { file, time in NodetoolReader(file: file, time: time) })
}

extension NodetoolReader: CaptureLineReader {
  var formatName: String { commands.joined(separator: ", ") }
  var period: (first: Moment?, last: Moment?) { (first.map { .utc($0) }, last.map { .utc($0) }) }
}
