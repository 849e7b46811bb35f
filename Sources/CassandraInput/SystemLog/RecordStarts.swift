// The starts of records in the bytes of a file, inside any envelope: blocks are cut there.

struct RecordStarts {
  private let unwrapper: LogUnwrapper?
  private var layouts: LogLayouts

  private static let newline = UInt8(ascii: "\n")
  /// Longest distance of a cut from the end of a buffer.
  private static let reach = 256 * 1024

  init(_ unwrapper: LogUnwrapper?, _ layouts: LogLayouts) {
    self.unwrapper = unwrapper
    self.layouts = layouts
  }

  /// The start of the last line that begins a record; 0 when there is none after the first line.
  func last(in bytes: Span<UInt8>) -> Int {
    if let unwrapper, layouts.isPlain { return unwrapper.lastRecordStart(bytes) }
    var layouts = layouts
    var heads = LogHeaderParser()
    var plain: [UInt8] = []
    var end = bytes.count
    while let newline = bytes.lastIndex(of: RecordStarts.newline, in: 0..<end),
      bytes.count - newline < RecordStarts.reach
    {
      let start = newline + 1
      let lineEnd = bytes.firstIndex(of: RecordStarts.newline, in: start..<bytes.count) ?? bytes.count
      plain.removeAll(keepingCapacity: true)
      if let unwrapper {
        unwrapper.append(bytes.extracting(start..<lineEnd), to: &plain)
      } else {
        appendPlain(bytes.extracting(start..<lineEnd), to: &plain)
      }
      switch layouts.read(plain.span, 0..<plain.count, &heads).line {
      case .plainHead, .head: return start
      case .other: end = newline
      }
    }
    return 0
  }
}
