// A panel saved by Grafana as CSV: a column of times and one column a series, or (older versions) one row a
// value. A series is used only if its title is a Prometheus series, or if it is the only one in a panel whose
// title names a known metric: `Pending compactions-data-2026-11-21 05_10_11.csv`.
//
//     "Time","cassandra_compaction_pendingtasks_value{instance=""10.0.0.1:9500""}"
//     2026-11-21 05:10:00,12
//     Series;Time;Value
//     cassandra_compaction_pendingtasks_value;2026-11-21T05:10:00+00:00;12
//
// Values carry SI or IEC units if the panel formats them; such values are skipped, because they are rounded.
// Source: Grafana, public/app/core/utils/explore and file_export, 4 to 11.

import CassandraModel

extension CaptureFormat {
  static let grafanaCSV = CaptureFormat(
    name: "Grafana CSV", recognises: { head, file in isGrafanaCSV(head, file: file) },
    makeReader: { file, time in
      WholeTextReader("Grafana CSV", file: file, time: time) { text, reading in
        var table = GrafanaTable(file: file)
        table.leavesOut = table.machines(text.text.span, text.lines.map(\.bytes)).names.count > 1
        if table.leavesOut { reading.report(.metricsMachines, line: 0) }
        table.read(text, into: &reading)
      }
    },
    machines: MachineFormat(
      names: { text, file in
        var table = GrafanaTable(file: file)
        return table.machines(text, MachineFormat.lines(of: text))
      },
      makeReader: { file, time, part in
        WholeTextReader("Grafana CSV", file: file, time: time, countsLines: part.countsStrays) {
          text, reading in
          // The part's name identifies the panel.
          let ending = "!" + FileInspection.partName(part.name)
          var table = GrafanaTable(
            file: file.hasSuffix(ending) ? String(file.dropLast(ending.count)) : file)
          table.part = part
          table.read(text, into: &reading)
        }
      }))
}

private func isGrafanaCSV(_ head: Span<UInt8>, file: String) -> Bool {
  var start = 0
  while start < head.count {
    let end = head.firstIndex(of: UInt8(ascii: "\n"), in: start..<head.count) ?? head.count
    let line = plainLine(start..<end, head)
    start = end + 1
    if line.isEmpty || head.hasPrefix("sep=", in: line) { continue }
    var table = GrafanaTable(file: file)
    return table.readTitles(line, head) && table.isOurs
  }
  return false
}

/// Without spaces, a byte order mark and a carriage return around it.
private func plainLine(_ line: Range<Int>, _ text: Span<UInt8>) -> Range<Int> {
  var line = text.trimmed(line)
  if let last = line.last, text[last] == UInt8(ascii: "\r") { line = line.lowerBound..<last }
  if text.matches([0xEF, 0xBB, 0xBF], at: line.lowerBound), line.count >= 3 {
    line = (line.lowerBound + 3)..<line.upperBound
  }
  return text.trimmed(line)
}

private struct GrafanaTable {
  private typealias Series = (target: SeriesTarget, number: SeriesNumber, machine: String?)
  /// The machine whose values are read; nil for all machines.
  var part: MachinePart?
  /// True if the columns name several machines and none is selected.
  var leavesOut = false
  private var columns: [Series?] = []
  private var isRows = false
  private var names = SeriesNames()
  private var mark = UInt8(ascii: ",")
  /// The metric of the panel, if the file's name gives it.
  private let panel: MetricName?

  init(file: String) {
    let name = file.split { $0 == "/" || $0 == "!" }.last?.lowercased() ?? ""
    panel = name.contains("compaction") && name.contains("pending") ? .compactionPendingTasks : nil
  }

  /// True if one of its series is a known metric.
  var isOurs: Bool { isRows || columns.contains { $0 != nil } }

  mutating func readTitles(_ line: Range<Int>, _ text: Span<UInt8>) -> Bool {
    mark = text.firstIndex(of: UInt8(ascii: ","), in: line) == nil ? UInt8(ascii: ";") : UInt8(ascii: ",")
    let cells = cells(line, text)
    guard cells.count >= 2 else { return false }
    if cells.map({ $0.lowercased() }) == ["series", "time", "value"] {
      isRows = true
      return true
    }
    guard cells[0].lowercased() == "time" else { return false }
    columns = cells.dropFirst().map { series($0) }
    if cells.count == 2, columns[0] == nil, let panel {
      columns = [(SeriesTarget(metric: panel, labels: .none), .ours, nil)]
    } else if let panel, columns.allSatisfy({ $0 == nil }) {
      // The legend of a panel may consist of machine names only.
      let machines = cells.dropFirst().map { MachinePart.machine($0) }
      if machines.allSatisfy({ $0.map(HostToken.isCertain) ?? false }) {
        columns = machines.map { (SeriesTarget(metric: panel, labels: .none), .ours, $0) }
      }
    }
    return true
  }

  mutating func read(_ output: CommandOutput, into reading: inout OutputReading) {
    let text = output.text.span
    var hasTitles = false
    var rows = 0
    for (i, line) in output.lines.enumerated() {
      let content = plainLine(line.bytes, text)
      if content.isEmpty { continue }
      if text.hasPrefix("sep=", in: content) {
        reading.mark(i, .decoration)
      } else if !hasTitles {
        hasTitles = readTitles(content, text)
        reading.mark(i, hasTitles ? .decoration : .unparsed)
      } else if let at = readRow(content, text, line: i, into: &reading) {
        if rows == 0 {
          reading.add(
            .poll(
              Poll(
                at: at, atKind: .content, command: ExpositionReader.command, failure: nil,
                source: reading.source(i))))
        }
        rows += 1
      } else if part?.countsStrays ?? true {
        reading.report(.nodetoolRow, ["command": ExpositionReader.command], line: i)
      }
    }
    if rows == 0 { reading.failure = "it has no rows" }
  }

  private mutating func readRow(
    _ line: Range<Int>, _ text: Span<UInt8>, line i: Int, into reading: inout OutputReading
  ) -> Instant? {
    var values = cells(line, text)
    var series: [Series?] = columns
    var time = values.first ?? ""
    if isRows {
      guard values.count == 3 else { return nil }
      series = [self.series(values[0])]
      time = values[1]
      values.remove(at: 0)
    }
    guard values.count == series.count + 1, let at = instant(time, reading) else { return nil }
    var isKnown = false
    for (cell, target) in zip(values.dropFirst(), series) {
      guard let target, !leavesOut else { continue }
      isKnown = true
      if let part, !part.owns(target.machine) { continue }
      guard let value = Double(cell), value.isFinite, let ours = target.number.value(value) else { continue }
      reading.add(
        .sample(
          Sample(
            at: at, atKind: .content, metric: target.target.metric, labels: target.target.labels, value: ours,
            source: reading.source(i))))
    }
    reading.mark(i, isKnown ? .known : .unknown)
    return at
  }

  private mutating func series(_ title: String) -> Series? {
    let bytes = Array((title + " 0").utf8)
    let span = bytes.span
    guard let line = ExpositionLine(span, in: span.all), let labels = SeriesLabels(span, in: line.labels)
    else {
      return nil
    }
    let machine = labels.first(of: Self.machineLabels).flatMap(MachinePart.machine)
    return names.target(names.family(span, line.name), labels).map { ($0.target, $0.number, machine) }
  }

  /// Labels that name a series' machine.
  private static let machineLabels = ["instance", "host", "hostname", "node", "pod", "cassandra_host"]

  /// The machines of its series.
  mutating func machines(_ text: Span<UInt8>, _ lines: [Range<Int>]) -> HostNames {
    var found = HostNames()
    var titles: Set<String> = []
    var hasTitles = false
    for bytes in lines where found.names.count <= MachineFormat.machineLimit {
      let line = plainLine(bytes, text)
      if line.isEmpty || text.hasPrefix("sep=", in: line) { continue }
      if !hasTitles {
        hasTitles = readTitles(line, text)
        for series in columns { if let machine = series?.machine { _ = found.index(of: machine) } }
        if !isRows { break }
      } else if let title = cells(line, text).first, titles.insert(title).inserted,
        let machine = series(title)?.machine
      {
        _ = found.index(of: machine)
      }
    }
    return found
  }

  private func instant(_ cell: String, _ reading: OutputReading) -> Instant? {
    let bytes = Array(cell.utf8)
    switch TimeMarker(bytes.span, in: bytes.span.all) {
    case .utc(let instant): return instant
    case .unknownOffset(let local):
      if case .utc(let instant) = reading.moment(local) { return instant }
      return nil
    case nil:
      guard bytes.count == 13, let milliseconds = Int64(cell) else { return nil }
      return Instant(milliseconds: milliseconds)
    }
  }

  /// The cells of a row; quotation marks in them are doubled.
  private func cells(_ line: Range<Int>, _ text: Span<UInt8>) -> [String] {
    var cells: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var i = line.lowerBound
    while i < line.upperBound {
      let byte = text[i]
      if byte == UInt8(ascii: "\"") {
        if isQuoted, i + 1 < line.upperBound, text[i + 1] == byte {
          cell.append(byte)
          i += 1
        } else {
          isQuoted.toggle()
        }
      } else if byte == mark, !isQuoted {
        cells.append(String(decoding: cell, as: UTF8.self))
        cell = []
      } else {
        cell.append(byte)
      }
      i += 1
    }
    return cells + [String(decoding: cell, as: UTF8.self)]
  }
}
