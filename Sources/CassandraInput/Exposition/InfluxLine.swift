// Influx line protocol, as Telegraf writes the values from its Jolokia inputs: one line for each MBean.
//
//     cassandra_compaction,host=db1,jolokia_agent_url=http://…,name=PendingTasks Value=12 1795237804000000000
//     cassandraCompaction,cassandra_host=db1,mname=PendingTasks Value=12 1795237804000000000
//     cassandra_Table,keyspace=shop,scope=orders,name=LiveSSTableCount LiveSSTableCount_Value=14 1795237804000000000
//
// The measurement ends with the MBean's type, tags are its properties, and a field is an attribute, sometimes
// prefixed with the MBean's name. Source: Telegraf, plugins/inputs/jolokia2_agent/examples/cassandra.conf and
// plugins/inputs/cassandra.

import CassandraModel

extension CaptureFormat {
  static let influxLines = CaptureFormat(
    name: "line protocol", recognises: { head, _ in isInfluxLines(head) },
    makeReader: { file, time in
      WholeTextReader("line protocol", file: file, time: time) { text, reading in
        let isMixed = influxMachines(text.text.span, text.lines.map(\.bytes)).names.count > 1
        if isMixed { reading.report(.metricsMachines, line: 0) }
        readInfluxLines(text, leavingOut: isMixed, into: &reading)
      }
    },
    machines: MachineFormat(names: { text, _ in influxMachines(text, MachineFormat.lines(of: text)) }) {
      file, time, part in
      WholeTextReader("line protocol", file: file, time: time) { text, line in
        let content = text.trimmed(line)
        return part.owns(content.isEmpty ? nil : InfluxLine(text, content)?.machine)
      } read: { text, reading in
        readInfluxLines(text, leavingOut: false, into: &reading)
      }
    })
}

/// The machines of the lines about Cassandra or the JVM. A Telegraf that polls other machines adds lines
/// about its own machine, too.
private func influxMachines(_ text: Span<UInt8>, _ lines: [Range<Int>]) -> HostNames {
  var names = HostNames()
  for bytes in lines where names.names.count <= MachineFormat.machineLimit {
    let line = text.trimmed(bytes)
    guard !line.isEmpty, text[line.lowerBound] != UInt8(ascii: "#"), let found = InfluxLine(text, line),
      found.bean != nil, let machine = found.machine
    else { continue }
    _ = names.index(of: machine)
  }
  return names
}

/// True if one of the first lines, comments excluded, is about Cassandra or the JVM.
private func isInfluxLines(_ head: Span<UInt8>) -> Bool {
  var start = 0
  var count = 0
  while start < head.count, count < 50 {
    let end = head.firstIndex(of: UInt8(ascii: "\n"), in: start..<head.count) ?? head.count
    let line = head.trimmed(start..<end)
    start = end + 1
    count += 1
    if line.isEmpty || head[line.lowerBound] == UInt8(ascii: "#") { continue }
    guard let found = InfluxLine(head, line) else { return false }
    if found.bean != nil { return true }
  }
  return false
}

/// - Parameter leavingOut: True if there are several machines and none is selected.
private func readInfluxLines(
  _ output: CommandOutput, leavingOut: Bool, into reading: inout OutputReading
) {
  let text = output.text.span
  var polls: Set<Instant?> = []
  for (i, line) in output.lines.enumerated() {
    let content = text.trimmed(line.bytes)
    if content.isEmpty { continue }
    if text[content.lowerBound] == UInt8(ascii: "#") {
      reading.mark(i, .decoration)
      continue
    }
    guard let found = InfluxLine(text, content) else { continue }
    guard let bean = found.bean, !leavingOut else {
      reading.mark(i, .unknown)
      continue
    }
    let at = found.at ?? reading.time?.instant
    let kind = found.at == nil ? reading.time?.kind : .content
    if polls.insert(at).inserted {
      reading.add(
        .poll(
          Poll(
            at: at, atKind: kind, command: ExpositionReader.command, failure: nil, source: reading.source(i)))
      )
    }
    var isKnown = false
    for (field, value) in found.fields {
      guard let (metric, labels) = metric(bean, field), let ours = metric.value(value) else { continue }
      isKnown = true
      reading.add(
        .sample(
          Sample(
            at: at, atKind: kind, metric: metric.metric, labels: labels, value: ours,
            source: reading.source(i))))
    }
    reading.mark(i, isKnown ? .known : .unknown)
  }
}

/// The metric of a field of `bean`: `Value`, `Count`, `99thPercentile`, `PendingTasks_Value`, `PendingTasks`
/// (the same as `Value`), `HeapMemoryUsage_used`.
private func metric(_ bean: MBeanName, _ field: String) -> (MBeanMetric, Labels)? {
  if let row = MBeanMetric.find(bean, field), let labels = row.labels(of: bean) { return (row, labels) }
  guard let type = bean["type"] else { return nil }
  let parts = field.split(separator: "_", maxSplits: 1).map(String.init)
  if bean["name"] != nil, parts.count == 2, parts[0] == bean["name"] {
    guard let row = MBeanMetric.find(bean, parts[1]), let labels = row.labels(of: bean) else { return nil }
    return (row, labels)
  }
  // The name of the MBean is in the field only, or the attribute has parts.
  if bean["name"] == nil {
    let dotted = parts.joined(separator: ".")
    if let row = MBeanMetric.find(bean, dotted), let labels = row.labels(of: bean) { return (row, labels) }
    var properties = Dictionary(
      bean.pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    properties["type"] = type
    properties["name"] = parts[0]
    let named = MBeanName(domain: bean.domain, properties: properties)
    let row = MBeanMetric.find(named, parts.count == 2 ? parts[1] : "Value")
    if let row, let labels = row.labels(of: named) { return (row, labels) }
  }
  return nil
}

private struct InfluxLine {
  let measurement: String
  let tags: [String: String]
  let fields: [(name: String, value: Double)]
  let at: Instant?

  /// Nil if `line` does not have the form.
  init?(_ text: Span<UInt8>, _ line: Range<Int>) {
    let parts = Self.split(text, line, at: UInt8(ascii: " "))
    guard (2...3).contains(parts.count) else { return nil }
    let names = Self.split(text, parts[0], at: UInt8(ascii: ","))
    guard let first = names.first, !first.isEmpty else { return nil }
    measurement = Self.plain(text, first)
    var tags: [String: String] = [:]
    for tag in names.dropFirst() {
      guard let equals = text.firstIndex(of: UInt8(ascii: "="), in: tag), equals > tag.lowerBound else {
        return nil
      }
      tags[text.text(in: tag.lowerBound..<equals)] = Self.plain(text, (equals + 1)..<tag.upperBound)
    }
    self.tags = tags
    var fields: [(name: String, value: Double)] = []
    for field in Self.split(text, parts[1], at: UInt8(ascii: ",")) {
      guard let equals = text.firstIndex(of: UInt8(ascii: "="), in: field), equals > field.lowerBound else {
        return nil
      }
      var value = (equals + 1)..<field.upperBound
      // `12i`, `12u`: whole numbers.
      if let last = value.last, text[last] == UInt8(ascii: "i") || text[last] == UInt8(ascii: "u") {
        value = value.lowerBound..<last
      }
      if let number = text.decimal(in: value) {
        fields.append((Self.plain(text, field.lowerBound..<equals), number))
      }
    }
    self.fields = fields
    guard parts.count == 3 else {
      at = nil
      return
    }
    // Nanoseconds; the length of the number distinguishes `precision=s` and `ms`.
    guard let stamp = text.integer(in: parts[2]), stamp > 0 else { return nil }
    let milliseconds =
      stamp >= 1_000_000_000_000_000_000
      ? stamp / 1_000_000
      : stamp >= 1_000_000_000_000_000 ? stamp / 1000 : stamp >= 1_000_000_000_000 ? stamp : stamp * 1000
    at = Instant(milliseconds: milliseconds)
  }

  /// The pieces between separators that are neither escaped nor quoted.
  private static func split(_ text: Span<UInt8>, _ range: Range<Int>, at mark: UInt8) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = range.lowerBound
    var isQuoted = false
    var i = range.lowerBound
    while i < range.upperBound {
      switch text[i] {
      case UInt8(ascii: "\\"): i += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case mark where !isQuoted:
        pieces.append(start..<i)
        start = i + 1
      default: break
      }
      i += 1
    }
    pieces.append(start..<range.upperBound)
    return pieces
  }

  private static func plain(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
    String(text.text(in: range).filter { $0 != "\\" && $0 != "\"" })
  }

  /// The machine of its values: the polled one, otherwise the one that Telegraf runs on.
  var machine: String? {
    let asked = (tags["jolokia_agent_url"] ?? tags["jolokia_proxy_url"]).flatMap { url -> String? in
      guard let start = url.firstRange(of: "://") else { return nil }
      let authority = url[start.upperBound...].prefix { $0 != "/" }
      return authority.split(separator: "@").last.map(String.init)
    }
    for name in [tags["cassandra_host"], asked, tags["host"]] {
      if let name = name.flatMap(MachinePart.machine) { return name }
    }
    return nil
  }

  /// The MBean of the line; nil if it is not one of Cassandra's or the JVM's.
  var bean: MBeanName? {
    let lower = measurement.lowercased()
    let domain: String
    let rest: Substring
    if lower.hasPrefix("cassandra") {
      domain = "org.apache.cassandra.metrics"
      rest = measurement.dropFirst("cassandra".count)
    } else if lower.hasPrefix("java") {
      domain = "java.lang"
      rest = measurement.dropFirst("java".count)
    } else {
      return nil
    }
    var type = rest.drop { $0 == "_" || $0 == "." }.description
    // `ClientRequestMetrics` in old versions of Cassandra; spellings of types differ in case only.
    if type.hasSuffix("Metrics") { type.removeLast("Metrics".count) }
    guard let known = Self.types[type.lowercased().filter { $0 != "_" }] else { return nil }
    var properties = tags
    properties["type"] = known
    properties["name"] = tags["name"] ?? tags["mname"]
    if known == "GarbageCollector" || known == "Memory" { properties["name"] = tags["name"] }
    return MBeanName(domain: domain, properties: properties)
  }

  private static let types = Dictionary(
    (MBeanMetric.all.map(\.type) + ["ColumnFamily"]).map { ($0.lowercased(), $0) },
    uniquingKeysWith: { first, _ in first })
}
