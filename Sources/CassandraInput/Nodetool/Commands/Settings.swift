// The getters of settings other than throughput. Source: GetTimeout.java, GetMaxHintWindow.java,
// GetCompactionThreshold.java, GetConcurrency.java, GetLoggingLevels.java, FailureDetectorInfo.java, 3.11 to
// 6.0.

import CassandraModel

extension NodetoolCommand {
  static let gettimeout = NodetoolCommand(
    name: "gettimeout", anchors: [.prefix("Current timeout for type ")],
    read: { output, reading in
      readLines(output, "gettimeout", &reading) { line, text, i, reading in
        guard let (label, value) = KeyValueLayout.split(line, text),
          text.hasPrefix("Current timeout for type ", in: label),
          let seconds = Quantity.milliseconds.value(text, in: value).number
        else { return nil }
        let type = (label.lowerBound + "Current timeout for type ".utf8.count)..<label.upperBound
        reading.sample(.timeoutSeconds, Labels([("type", text.text(in: type))]), seconds, line: i)
        return .known
      }
    })

  static let getmaxhintwindow = NodetoolCommand(
    name: "getmaxhintwindow", anchors: [.prefix("Current max hint window: ")],
    read: { output, reading in
      readLines(output, "getmaxhintwindow", &reading) { line, text, i, reading in
        guard let (_, value) = KeyValueLayout.split(line, text),
          let seconds = Quantity.milliseconds.value(text, in: value).number
        else { return nil }
        reading.sample(.maxHintWindowSeconds, .none, seconds, line: i)
        return .known
      }
    })

  static let getcompactionthreshold = NodetoolCommand(
    name: "getcompactionthreshold", anchors: [.prefix("Current compaction thresholds for ")],
    read: readCompactionThreshold)

  static let getconcurrency = NodetoolCommand(
    name: "getconcurrency", anchors: [.header("Stage ", with: "CorePoolSize")],
    read: { output, reading in
      readLines(output, "getconcurrency", &reading) { line, text, i, reading in
        if text.hasPrefix("Stage ", in: line) { return .decoration }
        let words = text.words(in: line)
        guard words.count == 3, let core = text.decimal(in: words[1]), let max = text.decimal(in: words[2])
        else { return nil }
        let labels = Labels([("pool", text.text(in: words[0]))])
        reading.sample(.poolCoreSize, labels, core, line: i)
        reading.sample(.poolMaxSize, labels, max, line: i)
        return .known
      }
    })

  static let getlogginglevels = NodetoolCommand(
    name: "getlogginglevels", anchors: [.header("Logger Name ", with: "Log Level")],
    read: { output, reading in
      readLines(output, "getlogginglevels", &reading) { line, text, i, reading in
        if text.hasPrefix("Logger Name ", in: line) { return .decoration }
        // The names of the two columns contain spaces; no logger and no level does.
        let words = text.words(in: line)
        guard words.count == 2 else { return nil }
        reading.attribute(.loggingLevel, text.text(in: words[0]) + "=" + text.text(in: words[1]), line: i)
        return .known
      }
    })

  static let failuredetector = NodetoolCommand(
    name: "failuredetector", anchors: [.header("  Endpoint,", with: "Phi")],
    read: { output, reading in
      readLines(output, "failuredetector", &reading) { line, text, i, reading in
        if text.hasPrefix("  Endpoint,", in: line) { return .decoration }
        guard let comma = text.firstIndex(of: UInt8(ascii: ","), in: line),
          let peer = text.firstWord(in: line.lowerBound..<comma), peer.upperBound == comma
        else { return nil }
        let phi = Quantity.count.value(text, in: text.trimmed((comma + 1)..<line.upperBound))
        if phi == .malformed { return nil }
        let start = text.lastIndex(of: UInt8(ascii: "/"), in: peer).map { $0 + 1 } ?? peer.lowerBound
        reading.sample(
          .failureDetectorPhi, Labels([("peer", text.text(in: start..<peer.upperBound))]), phi.number, line: i
        )
        return .known
      }
    })
}

/// Calls `read` for each line and marks the line with the returned kind; nil means that the line does not
/// fit.
private func readLines(
  _ output: CommandOutput, _ command: String, _ reading: inout OutputReading,
  _ read: (Range<Int>, Span<UInt8>, Int, inout OutputReading) -> LineFate?
) {
  let text = output.text.span
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    if let fate = read(line.bytes, text, i, &reading) {
      reading.mark(i, fate)
    } else {
      reading.report(.nodetoolRow, ["command": command], line: i)
    }
  }
}

/// `Current compaction thresholds for shop/orders: `, and on the next line ` min = 4,  max = 32`.
private func readCompactionThreshold(_ output: CommandOutput, _ reading: inout OutputReading) {
  var labels = Labels.none
  var isWhole = false
  readLines(output, "getcompactionthreshold", &reading) { line, text, i, reading in
    if text.hasPrefix("Current compaction thresholds for ", in: line) {
      guard let (label, _) = KeyValueLayout.split(line, text), let name = text.words(in: label).last,
        let slash = text.firstIndex(of: UInt8(ascii: "/"), in: name)
      else { return nil }
      labels = Labels([
        ("keyspace", text.text(in: name.lowerBound..<slash)),
        ("table", text.text(in: (slash + 1)..<name.upperBound)),
      ])
      return .known
    }
    guard let comma = text.firstIndex(of: UInt8(ascii: ","), in: line),
      let minimum = text.words(in: line.lowerBound..<comma).last,
      let maximum = text.words(in: (comma + 1)..<line.upperBound).last,
      let min = text.decimal(in: minimum), let max = text.decimal(in: maximum)
    else { return nil }
    isWhole = true
    reading.sample(.tableCompactionMinSSTables, labels, min, line: i)
    reading.sample(.tableCompactionMaxSSTables, labels, max, line: i)
    return .known
  }
  if !isWhole { reading.failure = "it ends before its numbers" }
}
