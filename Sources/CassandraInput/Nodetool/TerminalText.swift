// A line as a terminal displays it: recorded sessions contain colours, window titles and carriage returns.

/// Appends `line` to `text` without escape sequences (ECMA-48: CSI, OSC and the two-byte forms), without
/// trailing carriage returns and without bells. Leading spaces and TABs stay: tables depend on them.
func appendPlain(_ line: Span<UInt8>, to text: inout [UInt8]) {
  var end = line.count
  while end > 0, line[end - 1] == UInt8(ascii: "\r") || line[end - 1] == UInt8(ascii: "\n") { end -= 1 }
  // Some editors put a byte order mark before UTF-8; in the middle of a file it is that of a concatenated
  // one.
  let start = line.matches([0xEF, 0xBB, 0xBF], at: 0) ? min(3, end) : 0
  // Nearly every line is plain already.
  let escape = line.firstIndex(of: 0x1B, in: start..<end) ?? end
  var i = line.firstIndex(of: 0x07, in: start..<escape) ?? escape
  text.append(line.extracting(start..<i))
  while i < end {
    let byte = line[i]
    if byte == 0x1B {
      i = endOfEscape(line, from: i, before: end)
    } else {
      if byte != 0x07 { text.append(byte) }
      i += 1
    }
  }
}

/// The position after the escape sequence that begins at `start`; `end` if it is cut off.
private func endOfEscape(_ line: Span<UInt8>, from start: Int, before end: Int) -> Int {
  var i = start + 1
  guard i < end else { return end }
  switch line[i] {
  case UInt8(ascii: "["):
    i += 1
    while i < end, !(0x40...0x7E).contains(line[i]) { i += 1 }
    return min(i + 1, end)
  case UInt8(ascii: "]"):
    // A title ends with a bell or with ESC \.
    while i < end, line[i] != 0x07, line[i] != 0x1B { i += 1 }
    if i + 1 < end, line[i] == 0x1B { i += 1 }
    return min(i + 1, end)
  default:
    // Intermediate bytes, as in `ESC ( B`.
    while i < end, (0x20...0x2F).contains(line[i]) { i += 1 }
    return min(i + 1, end)
  }
}
