// Prometheus' response to a query, as JSON: series with their values over time, or at one moment.
//
//     {"status":"success","data":{"resultType":"matrix","result":[
//       {"metric":{"__name__":"cassandra_compaction_pendingtasks_value","instance":"10.0.0.1:9500"},
//        "values":[[1795237804,"0"],[1795237834.5,"736"]]}]}}
//
// Every value has its time. The result of an expression (`sum(…)`, `rate(…)`) has no name, and is not read.

import CassandraModel

extension CaptureFormat {
  static let queryAnswer = CaptureFormat(
    name: "prometheus query", recognises: { head, file in isQueryAnswer(head) },
    makeReader: { file, time in
      WholeTextReader("prometheus query", file: file, time: time) { text, reading in
        var answer = QueryAnswer()
        answer.read(text, into: &reading)
      }
    })
}

/// True for an object with a status and the type of its result, or with an error.
private func isQueryAnswer(_ head: Span<UInt8>) -> Bool {
  var start = 0
  while start < head.count, isBlank(head[start]) || head[start] == 0x0A || head[start] == 0x0D { start += 1 }
  let top = start..<min(head.count, start + 400)
  return head.hasPrefix("{", in: top) && head.contains("\"status\"", in: top)
    && (head.contains("\"resultType\"", in: top) || head.contains("\"errorType\"", in: top))
}

/// The series of one response.
private struct QueryAnswer {
  private struct Series {
    var labels = SeriesLabels()
    var points: [(at: Instant, value: Double?)] = []
    /// Its first line.
    var line = 0
  }

  private var result: [Series] = []
  private var series = Series()
  private var isSuccess = false
  private var error: String?
  private var at: Instant?
  /// The keys of the open containers, outermost first; empty for an element of an array.
  private var path: [String] = []
  private var key = ""

  /// The depth of a series and of its members: `{"data":{"result":[{`.
  private static let depth = 4

  mutating func read(_ output: CommandOutput, into reading: inout OutputReading) {
    let text = output.text.span
    var scanner = JSONScanner(text.all)
    do throws(JSONError) {
      while let token = try scanner.next(text) {
        take(token, text, line: Self.line(at: scanner.position, output))
      }
    } catch {
      reading.failure = error.reason == .end ? "it ends too early" : "it is no JSON"
    }
    for i in output.lines.indices where output.lines[i].bytes.lowerBound < scanner.position {
      reading.markUnlessBlank(i, .decoration)
    }
    hand(to: &reading)
  }

  private static func line(at position: Int, _ output: CommandOutput) -> Int {
    var low = 0
    var high = output.lines.count
    while low < high {
      let middle = (low + high) / 2
      if output.lines[middle].bytes.upperBound < position { low = middle + 1 } else { high = middle }
    }
    return min(low, max(0, output.lines.count - 1))
  }

  private mutating func take(_ token: JSONToken, _ text: Span<UInt8>, line: Int) {
    switch token {
    case .key(let name): key = name.string(text)
    case .beginObject, .beginArray:
      path.append(key)
      key = ""
      if isSeries { series = Series(line: line) }
    case .endObject, .endArray:
      if isSeries { result.append(series) }
      path.removeLast()
      key = ""
    case .text(let value):
      if path.count == 1 {
        if key == "status" { isSuccess = text.equals("success", in: value.range) }
        if key == "error" { error = value.string(text) }
      } else if isIn("metric"), path.count == Self.depth + 1 {
        series.labels.add(key, value.string(text))
      } else if isIn("value") || isIn("values"), let at {
        series.points.append((at, ExpositionLine.value(text, value.range)))
        self.at = nil
      }
    case .number(let range):
      if isIn("value") || isIn("values") { at = ExpositionLine.time(text, range) }
    case .truth, .null: break
    }
  }

  private var isSeries: Bool { path.count == Self.depth && path[1] == "data" && path[2] == "result" }

  private func isIn(_ name: String) -> Bool {
    path.count > Self.depth && path[1] == "data" && path[2] == "result" && path[Self.depth] == name
  }

  private func hand(to reading: inout OutputReading) {
    let latest = result.compactMap { $0.points.map(\.at).max() }.max()
    let failure =
      isSuccess ? reading.failure : error ?? reading.failure ?? "it does not say that it succeeded"
    reading.add(
      .poll(
        Poll(
          at: latest ?? reading.time?.instant, atKind: latest == nil ? reading.time?.kind : .content,
          command: ExpositionReader.command, failure: failure,
          source: SourceLocation(file: reading.file, line: reading.firstLine))))
    let isMixed = Set(result.compactMap { $0.labels["instance"] }).count > 1
    var names = SeriesNames()
    for series in result {
      let found = isMixed && series.labels["instance"] != nil ? nil : target(of: series, &names)
      guard let (target, number) = found else {
        if reading.fates[series.line] != .known { reading.mark(series.line, .unknown) }
        continue
      }
      reading.mark(series.line, .known)
      for (at, value) in series.points {
        guard let value, value.isFinite, let ours = number.value(value) else { continue }
        reading.add(
          .sample(
            Sample(
              at: at, atKind: .content, metric: target.metric, labels: target.labels, value: ours,
              source: reading.source(series.line))))
      }
    }
    if isMixed { reading.report(.expositionInstances, line: 0) }
  }

  private func target(
    of series: Series, _ names: inout SeriesNames
  ) -> (target: SeriesTarget, number: SeriesNumber)? {
    let name = Array((series.labels["__name__"] ?? "").utf8)
    let family = names.family(name.span, name.span.all)
    // A metric of free space needs the size at the same time, and a start time needs the exporter's name.
    if case .plain(let plain) = family, plain.reading != .value { return nil }
    return names.target(family, series.labels)
  }
}
