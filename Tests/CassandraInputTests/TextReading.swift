// Passes a text to the reader that its content selects.

import CassandraModel
import Testing

@testable import CassandraInput

/// The format of a text; nil if no format matches.
func recognise(_ bytes: [UInt8], file: String = "file") -> CaptureFormat? {
  let head = Array(bytes.prefix(1 << 16))
  return CaptureFormat.recognise(head.span, file: file)
}

/// The result of reading one text of any format.
struct TextReading {
  let recorder: FactRecorder
  let counts: LineCounts
  let format: String
  let kind: String
  let period: (first: Moment?, last: Moment?)
  let lineCount: Int

  /// Recognises and reads `bytes`.
  init(_ bytes: [UInt8], file: String = "file", blockSize: Int = 1 << 16) throws {
    let kind = try #require(recognise(bytes, file: file), "not recognised")
    self.init(bytes, kind, file: file, blockSize: blockSize)
  }

  /// Reads `bytes` as text of `kind`, in blocks of whole lines of about `blockSize` bytes.
  init(_ bytes: [UInt8], _ kind: CaptureFormat, file: String = "file", blockSize: Int = 1 << 16) {
    self.kind = kind.name
    var reader = kind.makeReader(file, nil)
    var recorder = FactRecorder()
    var start = 0
    while start < bytes.count, reader.needsMore {
      var end = min(start + blockSize, bytes.count)
      while end < bytes.count, bytes[end - 1] != UInt8(ascii: "\n") { end += 1 }
      reader.consume(bytes.span.extracting(start..<end), continuesLine: false, into: &recorder)
      start = end
    }
    reader.finish(into: &recorder)
    self.recorder = recorder
    counts = reader.lines
    format = reader.formatName
    period = reader.period
    lineCount =
      bytes.count { $0 == UInt8(ascii: "\n") } + (bytes.isEmpty || bytes.last == UInt8(ascii: "\n") ? 0 : 1)
  }

  init(_ text: some StringProtocol, file: String = "file", blockSize: Int = 1 << 16) throws {
    try self.init(Array(text.utf8), file: file, blockSize: blockSize)
  }

  func attribute(_ name: String) -> String? {
    recorder.attributes.first { $0.name == AttributeName(name) }?.value
  }

  func value(_ metric: MetricName) -> Double? {
    let found = recorder.samples.filter { $0.metric == metric }
    return found.count == 1 ? found[0].value : nil
  }
}
