// Options of the JVM: from jvm.options and similar files (one option a line, with comments), and from the
// command line of the process as `ps` or a collector prints it (java_command_line.txt: one long line).
// Source: conf/jvm*.options, 3.11 to 6.0.

import CassandraModel

extension CaptureFormat {
  static let javaOptions = CaptureFormat(
    name: "JVM options",
    recognises: { head, file in isJavaOptions(head) },
    makeReader: { file, time in WholeTextReader("JVM options", file: file, time: time, read: readJavaOptions)
    })
}

/// True for a text in which every line is an option or a comment and one sets the heap or the collector, and
/// for the command line of Cassandra.
private func isJavaOptions(_ head: Span<UInt8>) -> Bool {
  var hasOption = false
  var start = 0
  while start < head.count {
    let end = head.firstIndex(of: UInt8(ascii: "\n"), in: start..<head.count) ?? head.count
    let line = head.trimmed(start..<end)
    if head.contains("org.apache.cassandra.service.CassandraDaemon", in: line),
      head.contains(" -X", in: line),
      !head.contains("[main]", in: line)
    {
      return true
    }
    if !line.isEmpty, !head.hasPrefix("#", in: line), !head.hasPrefix("\r", in: line) {
      guard head.hasPrefix("-", in: line),
        !head.hasPrefix("--", in: line) || head.hasPrefix("--add-", in: line),
        line.count > 2, !isBlank(head[line.lowerBound + 1])
      else { return false }
      if head.hasPrefix("-X", in: line) { hasOption = true }
    }
    start = end + 1
  }
  return hasOption
}

private func readJavaOptions(_ text: CommandOutput, _ reading: inout OutputReading) {
  let span = text.text.span
  for (i, line) in text.lines.enumerated() {
    let content = span.trimmed(line.bytes)
    if content.isEmpty { continue }
    reading.mark(i, span.hasPrefix("#", in: content) ? .decoration : .known)
    if span.hasPrefix("#", in: content) { continue }
    for word in span.words(in: content) { readOption(span.text(in: word), line: i, into: &reading) }
  }
}

/// Options with a value, by prefix.
private let valued: [(prefix: String, attribute: AttributeName)] = [
  ("-Xmx", .heapMax), ("-Xms", .heapInitial), ("-Xmn", .heapYoung), ("-Xss", .threadStack),
  ("-XX:MaxDirectMemorySize=", .directMemoryMax), ("-XX:HeapDumpPath=", .heapDumpPath),
  ("-XX:OnOutOfMemoryError=", .onOutOfMemory), ("-Duser.timezone=", .userTimeZone), ("-Xlog:gc", .gcLogging),
  ("-Xloggc:", .gcLogging), ("-XX:MaxGCPauseMillis=", .gcPauseTarget),
]

/// Switches: `-XX:+Name` or `-XX:-Name`.
private let switches: [String: AttributeName] = [
  "ExitOnOutOfMemoryError": .exitOnOutOfMemory, "CrashOnOutOfMemoryError": .crashOnOutOfMemory,
  "HeapDumpOnOutOfMemoryError": .heapDumpOnOutOfMemory,
]

/// Options that select the collector; one is in use.
private let collectors: [String: String] = [
  "UseG1GC": "G1", "UseConcMarkSweepGC": "CMS", "UseZGC": "ZGC", "UseShenandoahGC": "Shenandoah",
  "UseParallelGC": "Parallel",
]

private func readOption(_ option: String, line i: Int, into reading: inout OutputReading) {
  if option.hasPrefix("-XX:+") || option.hasPrefix("-XX:-") {
    let isOn = option.hasPrefix("-XX:+")
    let name = String(option.dropFirst("-XX:+".count))
    if let attribute = switches[name] { reading.attribute(attribute, isOn ? "true" : "false", line: i) }
    if isOn, let collector = collectors[name] { reading.attribute(.collector, collector, line: i) }
    return
  }
  for known in valued where option.hasPrefix(known.prefix) {
    reading.attribute(known.attribute, String(option.dropFirst(known.prefix.count)), line: i)
    return
  }
}
