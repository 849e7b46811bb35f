// Hardware and clock of the machine: lscpu, /proc/meminfo, memory as DSE's collector prints it, and whether
// the clock is synchronised: ntpstat, ntptime, chronyc tracking, timedatectl. Sources: util-linux lscpu.c,
// proc(5), ntpstat(1), ntptime(8), chronyc(1), timedatectl(1).
//
//     CPU(s):                2
//     MemTotal:        8174944 kB
//     synchronised to NTP server (10.0.0.1) at stratum 3
//     System time     : 0.000012345 seconds slow of NTP time

import CassandraModel

extension NodetoolCommand {
  static let lscpu = NodetoolCommand(
    name: "lscpu", anchors: [.prefix("Architecture: ")], read: readProcessors)
  static let meminfo = NodetoolCommand(name: "meminfo", anchors: [.prefix("MemTotal: ")], read: readMemory)
  /// `mem total: 7983`, in MiB: memory.txt of DSE's diagnostic archive.
  static let collectedMemory = NodetoolCommand(
    name: "memory.txt", anchors: [.prefix("mem total: ")], read: readMemory)
  static let ntpstat = NodetoolCommand(
    name: "ntpstat", anchors: [.prefix("synchronised to "), .whole("unsynchronised")], read: readClock)
  static let ntptime = NodetoolCommand(
    name: "ntptime", anchors: [.prefix("ntp_gettime() returns code ")], read: readClock)
  static let chronyc = NodetoolCommand(
    name: "chronyc", anchors: [.header("Reference ID ", with: " : ")], read: readClock)
  static let timedatectl = NodetoolCommand(
    name: "timedatectl", anchors: [.header("      ", with: " Local time: ")], read: readClock)
}

private func readProcessors(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    reading.mark(i, .known)
    guard let (label, value) = KeyValueLayout.split(line.bytes, text) else { continue }
    if text.equals("CPU(s)", in: label) {
      reading.sample(.cpuCount, .none, text.integer(in: value).map(Double.init), line: i)
    } else if text.equals("Thread(s) per core", in: label) {
      reading.attribute(.threadsPerCore, text.text(in: value), line: i)
    } else if text.equals("Model name", in: label) {
      reading.attribute(.processorModel, text.text(in: value), line: i)
    }
  }
}

private let memoryRows: [(label: StaticString, metric: MetricName)] = [
  ("MemTotal", .memoryTotalBytes), ("MemAvailable", .memoryAvailableBytes), ("SwapTotal", .swapTotalBytes),
  ("mem total", .memoryTotalBytes), ("mem available", .memoryAvailableBytes),
  ("swap total", .swapTotalBytes), ("swap used", .swapUsedBytes),
]

private func readMemory(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var swapTotal: Int64?
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    guard let (label, value) = KeyValueLayout.split(line.bytes, text), let word = text.firstWord(in: value),
      let number = text.integer(in: word)
    else {
      reading.report(.nodetoolRow, ["command": "meminfo"], line: i)
      continue
    }
    reading.mark(i, .known)
    let unit: Double = text.hasSuffix(" kB", in: value) ? 1024 : 1_048_576
    if let row = memoryRows.first(where: { text.equals($0.label, in: label) }) {
      reading.sample(row.metric, .none, Double(number) * unit, line: i)
    }
    if text.equals("SwapTotal", in: label) { swapTotal = number }
    if text.equals("SwapFree", in: label), let swapTotal {
      reading.sample(.swapUsedBytes, .none, Double(max(0, swapTotal - number)) * unit, line: i)
    }
  }
}

// MARK: The clock

private func readClock(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  for (i, line) in output.lines.enumerated() {
    let content = text.trimmed(line.bytes)
    if content.isEmpty { continue }
    reading.mark(i, .known)
    if let isSynchronized = synchronization(text, content) {
      reading.attribute(.clockSynchronized, isSynchronized ? "true" : "false", line: i)
    }
    reading.sample(.clockOffsetSeconds, .none, offset(text, content), line: i)
  }
}

/// True, false, or nil if the line does not tell.
private func synchronization(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool? {
  if text.hasPrefix("synchronised to ", in: line) { return true }
  if text.equals("unsynchronised", in: line) { return false }
  // The flags of ntp_adjtime: `status 0x6001 (PLL,NANO,MODE),`.
  if text.hasPrefix("status 0x", in: line) { return !text.contains("UNSYNC", in: line) }
  if text.hasPrefix("Leap status ", in: line) { return !text.hasSuffix("Not synchronised", in: line) }
  if text.hasPrefix("System clock synchronized: ", in: line) || text.hasPrefix("NTP synchronized: ", in: line)
  {
    return text.hasSuffix(" yes", in: line)
  }
  return nil
}

/// The distance of the clock from its server, without its sign.
private func offset(_ text: Span<UInt8>, _ line: Range<Int>) -> Double? {
  let words = text.words(in: line)
  if text.hasPrefix("time correct to within ", in: line), words.count >= 6 {
    return text.decimal(in: words[4]).map { abs($0) / 1000 }
  }
  // `offset 492.783 us, frequency 2.156 ppm, interval 1 s,`
  if text.hasPrefix("offset ", in: line), words.count >= 3, text.equals("us,", in: words[2]) {
    return text.decimal(in: words[1]).map { abs($0) / 1_000_000 }
  }
  if text.hasPrefix("System time ", in: line), words.count >= 5, text.equals("seconds", in: words[4]) {
    return text.decimal(in: words[3]).map { abs($0) }
  }
  return nil
}
