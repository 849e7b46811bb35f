// Attributes of MBeans as text, one a line, below the name of their MBean or on the same line: output of
// jmxterm, mx4j and `nodetool sjk mxdump`. The last one is JSON except for NaN, so it is read by lines, too.
//
//     #mbean = org.apache.cassandra.metrics:name=PendingTasks,type=Compaction:
//     Value = 12;
//     "name" : "org.apache.cassandra.metrics:type=Compaction,name=PendingTasks",
//     "Value" : 12
//     org.apache.cassandra.metrics:type=Compaction,name=PendingTasks Value=12
//     <Attribute classname="…" name="Value" … value="12"/>

import CassandraModel

extension CaptureFormat {
  static let jmxText = CaptureFormat(
    name: "JMX text", recognises: { head, _ in isJMXText(head) },
    makeReader: { file, time in
      WholeTextReader("JMX text", file: file, time: time) { text, reading in
        var beans = JMXText()
        beans.read(text, into: &reading)
      }
    })
}

/// True if the first lines contain an MBean and one of its attributes.
private func isJMXText(_ head: Span<UInt8>) -> Bool {
  guard head.contains(":", in: head.all),
    head.contains("org.apache.cassandra", in: head.all) || head.contains("java.lang:type", in: head.all)
  else { return false }
  var beans = JMXText()
  var start = 0
  var count = 0
  while start < head.count, count < 400 {
    let end = head.firstIndex(of: UInt8(ascii: "\n"), in: start..<head.count) ?? head.count
    if beans.take(head.trimmed(start..<end), head) == .attribute { return true }
    start = end + 1
    count += 1
  }
  return false
}

private struct JMXText {
  enum Line: Equatable {
    case bean, attribute, part, other
  }

  private var bean: MBeanName?
  /// The composite attribute that is open: `HeapMemoryUsage`.
  private var composite: String?
  private(set) var sample: (metric: MetricName, labels: Labels, value: Double)?
  /// Metrics of tables already emitted: newer nodes export every metric of a table under two names.
  private var given: Set<SeriesTarget> = []

  mutating func read(_ output: CommandOutput, into reading: inout OutputReading) {
    let text = output.text.span
    var beans = 0
    for (i, line) in output.lines.enumerated() {
      let content = text.trimmed(line.bytes)
      if content.isEmpty { continue }
      sample = nil
      switch take(content, text) {
      case .bean:
        beans += 1
        reading.mark(i, .known)
      case .attribute: reading.mark(i, sample == nil ? .unknown : .known)
      case .part: reading.mark(i, .decoration)
      // Values over several lines: lists, descriptions of an MBean's attributes.
      case .other:
        reading.mark(i, bean != nil ? .continuation : Self.opens(content, text) ? .decoration : .unparsed)
      }
      if let sample { reading.sample(sample.metric, sample.labels, sample.value, line: i) }
    }
    reading.add(
      .poll(
        Poll(
          at: reading.time?.instant, atKind: reading.time?.kind, command: ExpositionReader.command,
          failure: beans == 0 ? "it holds no MBean" : nil,
          source: SourceLocation(file: reading.file, line: reading.firstLine))))
  }

  /// Takes a line, without spaces around it.
  mutating func take(_ line: Range<Int>, _ text: Span<UInt8>) -> Line {
    if let found = Self.bean(line, text) {
      bean = found.bean
      composite = nil
      var rest = text.trimmed(found.end..<line.upperBound)
      // `…name=PendingTasks/Value: 12`
      if let first = rest.first, text[first] == UInt8(ascii: "/") {
        rest = (first + 1)..<rest.upperBound
      }
      _ = attribute(rest, text)
      return sample == nil ? .bean : .attribute
    }
    guard bean != nil else { return .other }
    if let first = line.first, text[first] == UInt8(ascii: "}") || text[first] == UInt8(ascii: "]") {
      composite = nil
      return .part
    }
    return attribute(line, text)
  }

  /// True for lines before the first MBean: `"beans" : [ {`, `<Server>`, `#Connection to db1 is opened`.
  private static func opens(_ line: Range<Int>, _ text: Span<UInt8>) -> Bool {
    guard let first = line.first, let last = line.last else { return false }
    return text[first] == UInt8(ascii: "#") || text[first] == UInt8(ascii: "<")
      || text[last] == UInt8(ascii: "{") || text[last] == UInt8(ascii: "[")
  }

  /// The MBean named in `line`, and the end of its name.
  private static func bean(_ line: Range<Int>, _ text: Span<UInt8>) -> (bean: MBeanName, end: Int)? {
    guard
      let start = text.firstRange(of: "org.apache.cassandra", in: line)?.lowerBound
        ?? text.firstRange(of: "java.lang:", in: line)?.lowerBound,
      text.contains("type=", in: start..<line.upperBound)
    else { return nil }
    var end = start
    while end < line.upperBound, !isEnd(text[end]) { end += 1 }
    var name = start..<end
    if let last = name.last, text[last] == UInt8(ascii: ":") || text[last] == UInt8(ascii: ",") {
      name = name.lowerBound..<last
    }
    return MBeanName(text.text(in: name)).flatMap { $0["type"] == nil ? nil : ($0, end) }
  }

  private static func isEnd(_ byte: UInt8) -> Bool {
    isBlank(byte) || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ";")
      || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "]")
  }

  /// `Value = 12;`, `"Value" : 12,`, `Value=12`, `Value: 12`, `HeapMemoryUsage = {`, an element of XML.
  private mutating func attribute(_ line: Range<Int>, _ text: Span<UInt8>) -> Line {
    if text.hasPrefix("<Attribute", in: line) {
      guard let name = Self.xml("name=\"", line, text), let value = Self.xml(" value=\"", line, text) else {
        return .part
      }
      return add(text.text(in: name), value, text)
    }
    guard
      let mark = line.first(where: { text[$0] == UInt8(ascii: "=") || text[$0] == UInt8(ascii: ":") })
    else { return .other }
    let name = Self.plain(line.lowerBound..<mark, text)
    let value = Self.plain((mark + 1)..<line.upperBound, text)
    guard !name.isEmpty, name.allSatisfy({ !isBlank(text[$0]) }) else { return .other }
    if text.equals("{", in: value) {
      composite = text.text(in: name)
      return .part
    }
    return add(text.text(in: name), value, text)
  }

  private mutating func add(_ name: String, _ value: Range<Int>, _ text: Span<UInt8>) -> Line {
    guard let bean, let number = text.decimal(in: value) else { return .other }
    let attribute = composite.map { $0 + "." + name } ?? name
    if let metric = MBeanMetric.find(bean, attribute), let labels = metric.labels(of: bean),
      let ours = metric.value(number)
    {
      let isTable = metric.type == "Table" || metric.type == "ColumnFamily"
      if !isTable || given.insert(SeriesTarget(metric: metric.metric, labels: labels)).inserted {
        sample = (metric.metric, labels, ours)
      }
    }
    return .attribute
  }

  private static func xml(_ key: StaticString, _ line: Range<Int>, _ text: Span<UInt8>) -> Range<Int>? {
    // `classname="…"` contains `name="`, too: the attribute's own name follows a space.
    var rest = line
    while let found = text.firstRange(of: key, in: rest) {
      let isOwn = text[found.lowerBound] == UInt8(ascii: " ") || isBlank(text[found.lowerBound - 1])
      if isOwn, let end = text.firstIndex(of: UInt8(ascii: "\""), in: found.upperBound..<line.upperBound) {
        return found.upperBound..<end
      }
      rest = found.upperBound..<line.upperBound
    }
    return nil
  }

  /// Without spaces, quotation marks, commas and semicolons around it.
  private static func plain(_ range: Range<Int>, _ text: Span<UInt8>) -> Range<Int> {
    var range = text.trimmed(range)
    func isDress(_ byte: UInt8) -> Bool {
      isBlank(byte) || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")
    }
    while let first = range.first, isDress(text[first]) { range = (first + 1)..<range.upperBound }
    while let last = range.last, isDress(text[last]) { range = range.lowerBound..<last }
    return range
  }
}
