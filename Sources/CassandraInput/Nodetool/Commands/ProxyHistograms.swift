// proxyhistograms: latencies of client requests at this coordinator, in microseconds. Source:
// ProxyHistograms.java, 3.11 to 6.0.

import CassandraModel

extension NodetoolCommand {
  static let proxyhistograms = NodetoolCommand(
    name: "proxyhistograms", anchors: [.whole("proxy histograms")], read: readProxyHistograms)
}

private enum Column: String, CaseIterable {
  case percentile = "Percentile"
  case read = "Read Latency"
  case write = "Write Latency"
  case range = "Range Latency"
  case casRead = "CAS Read Latency"
  case casWrite = "CAS Write Latency"
  case viewWrite = "View Write Latency"
}

private let layout = ColumnLayout<Column>()

private let requests: [(column: Column, name: String)] = [
  (.read, "read"), (.write, "write"), (.range, "range"), (.casRead, "cas_read"), (.casWrite, "cas_write"),
  (.viewWrite, "view_write"),
]

/// By quantile, in the order of `requests`.
private let labels: [String: [Labels]] = Dictionary(
  uniqueKeysWithValues: quantiles.map { quantile in
    (quantile.name, requests.map { Labels([("quantile", quantile.name), ("request", $0.name)]) })
  })

private let quantiles: [(title: StaticString, name: String)] = [
  ("50%", "0.5"), ("75%", "0.75"), ("95%", "0.95"), ("98%", "0.98"), ("99%", "0.99"), ("Min", "0"),
  ("Max", "1"),
]

private func readProxyHistograms(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var columns: LocatedColumns<Column>?
  var rows: [(line: Int, quantile: String, cells: [Range<Int>])] = []
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    if text.hasPrefix("proxy histograms", in: line.bytes) || text.contains("(micros)", in: line.bytes) {
      reading.mark(i, .decoration)
    } else if text.hasPrefix("Percentile ", in: line.bytes) {
      let located = layout.locate(line.bytes, text)
      located.reportUnknown(text, line: i, command: "proxyhistograms", into: &reading)
      columns = located
      reading.mark(i, .decoration)
    } else if let columns, let row = quantileRow(line.bytes, text, width: columns.items.count) {
      reading.mark(i, .known)
      rows.append((i, row.quantile, row.cells))
    } else {
      reading.report(.nodetoolRow, ["command": "proxyhistograms"], line: i)
    }
  }
  // A kind of request whose maximum is 0 was never made: it has no latency, not a latency of zero.
  guard let columns, let maxima = rows.last(where: { $0.quantile == "1" })?.cells else {
    reading.failure = "it ends before its row of maxima"
    return
  }
  let made = requests.enumerated().compactMap { i, request -> (request: Int, place: Int)? in
    guard let place = columns.place(of: request.column), let max = text.decimal(in: maxima[place]), max > 0
    else { return nil }
    return (i, place)
  }
  for row in rows {
    guard let labels = labels[row.quantile] else { continue }
    for (request, place) in made {
      reading.sample(
        .requestLatencySeconds, labels[request],
        text.decimal(in: row.cells[place]).map { $0 / 1_000_000 }, line: row.line)
    }
  }
}

/// A row of quantiles with `width` cells, in this command's table and in those of tablehistograms; nil if
/// `row` is not one.
func quantileRow(
  _ row: Range<Int>, _ text: Span<UInt8>, width: Int
) -> (quantile: String, cells: [Range<Int>])? {
  let cells = text.words(in: row)
  guard cells.count == width, let title = cells.first,
    let quantile = quantiles.first(where: { text.equals($0.title, in: title) })
  else { return nil }
  for cell in cells.dropFirst() where Quantity.count.value(text, in: cell) == .malformed { return nil }
  return (quantile.name, cells)
}
