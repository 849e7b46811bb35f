// Recognition of nodetool text by its first lines; the name of the file only breaks ties.

extension NodetoolReader {
  /// Captures may begin with a banner of a few lines from another program.
  private static let bannerLimit = 20

  /// The kind of the text that begins with `head` (the first few KiB, or all of it): the command of its first
  /// output, `session` for a text that begins with prompts, or nil if it is not nodetool's. `file` is its
  /// path: the name identifies outputs that do not identify themselves (`running`, or an empty output).
  public static func recognises(_ head: Span<UInt8>, file: String) -> String? {
    let named = NodetoolCommand.named(after: file)
    let lines = HeadLines(head)
    let text = lines.output.text.span
    if HostPrefix.find(text, lines.output.lines.map(\.bytes)) != nil { return "session" }
    var strays = 0
    for (i, line) in lines.output.lines.enumerated() {
      if isForeign(text, line.bytes) { return nil }
      if let heading = HostHeading(text, line.bytes), heading.form.isOfCollector {
        if heading.inline != nil { return "session" }
        continue
      }
      switch SessionLine(text, line.bytes) {
      case .blank, .marker, .banner, .noise, .exit, .fence: continue
      case .prompt(let command): if command.nodetool != nil { return "session" }
      case .refusal:
        if text.hasPrefix("nodetool: ", in: line.bytes) { return named?.name ?? Resolved.unknown }
        if let named { return named.name }
      case .exception:
        if lines.line(i + 1, text, begins: "-- StackTrace --") || named != nil {
          return lines.output.commandInTrace(from: i) ?? named?.name ?? Resolved.unknown
        }
        strays += 1
      case .other:
        if let begun = NodetoolCommand.begun(by: line.bytes, of: text) {
          let command = NodetoolCommand.all[begun]
          let second = command.secondLines
          let isConfirmed = second.isEmpty || second.contains { lines.line(i + 1, text, begins: $0) }
          let rest = lines.output.slice(i..<lines.output.lines.count)
          if isConfirmed, let actual = command.actual(rest) { return actual.name }
          // JSON of another program.
          if command.isDocument, rest.isJSON { return nil }
        }
        let content = text.trimmed(line.bytes)
        if let named, named.anchors.isEmpty,
          text.equals("running", in: content) || text.equals("not running", in: content)
            || named.lone?.matches(text, content) == true
        {
          return named.name
        }
        strays += 1
      }
      if strays > bannerLimit { return nil }
    }
    // An empty text, or times only: a poll that printed nothing, if the name identifies the command.
    return strays == 0 ? named?.name : nil
  }

  /// True for the first lines of Cassandra's log: a level and a thread in brackets.
  private static func isForeign(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
    let content = text.trimmed(line)
    guard let first = content.first else { return false }
    for level: StaticString in ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"]
    where text.hasPrefix(level, in: content) {
      let rest = text.trimmed((first + level.utf8CodeUnitCount)..<content.upperBound)
      return text.hasPrefix("[", in: rest)
    }
    return false
  }
}

/// The first lines of a text, plain.
struct HeadLines {
  private(set) var output = CommandOutput()

  /// At most this many lines are inspected.
  private static let limit = 200

  init(_ head: Span<UInt8>) {
    var start = 0
    var margin = TextMargin()
    while start < head.count, output.lines.count < Self.limit {
      let end = head.firstIndex(of: UInt8(ascii: "\n"), in: start..<head.count) ?? head.count
      let offset = output.text.count
      appendPlain(head.extracting(start..<end), to: &output.text)
      output.lines.append(
        CommandOutput.Line(
          bytes: margin.strip(output.text.span, offset..<output.text.count), number: output.lines.count + 1))
      start = end + 1
    }
  }

  func line(_ i: Int, _ text: Span<UInt8>, begins prefix: StaticString) -> Bool {
    i < output.lines.count && text.hasPrefix(prefix, in: text.trimmed(output.lines[i].bytes))
  }
}
