// Recognition of a metrics endpoint's response: by its lines, or, if the poll failed and it has none, by its
// name.

import CassandraModel

extension CaptureFormat {
  static let exposition = CaptureFormat(
    name: "prometheus", recognises: { head, file in isExposition(head, file: file) },
    makeReader: { file, time in ExpositionReader(file: file, time: time) })
}

/// Number of lines inspected at the beginning.
private let lineLimit = 200

private func isExposition(_ head: Span<UInt8>, file: String) -> Bool {
  var names = SeriesNames()
  var types = 0
  var series = 0
  var ours = 0
  var labelled = 0
  var others = 0
  /// True if its first line of text is an error message.
  var isFailure: Bool?
  var start = 0
  var count = 0
  while start < head.count, count < lineLimit {
    let end = head.firstIndex(of: UInt8(ascii: "\n"), in: start..<head.count) ?? head.count
    var line = head.trimmed(start..<end)
    if let last = line.last, head[last] == UInt8(ascii: "\r") { line = line.lowerBound..<last }
    if start == 0, head.matches([0xEF, 0xBB, 0xBF], at: line.lowerBound) {
      line = (line.lowerBound + 3)..<line.upperBound
    }
    start = end + 1
    count += 1
    if line.isEmpty { continue }
    if head[line.lowerBound] == UInt8(ascii: "#") {
      if isType(head, line) { types += 1 }
    } else if let parsed = ExpositionLine(head, in: line) {
      series += 1
      if !parsed.labels.isEmpty { labelled += 1 }
      switch names.family(head, parsed.name) {
      case .unknown: break
      case .mbean, .path, .dotted, .plain, .exporter: ours += 1
      }
    } else if TimeMarker(head, in: line) == nil, end < head.count || others == 0 {
      let isRefused = isRefusal(head, line)
      isFailure = isFailure ?? isRefused
      if !isRefused { others += 1 }
    }
  }
  // A known metric name or a type line is unambiguous; labels alone are common.
  if types > 0 || ours > 0 { return series > 0 ? others <= 2 * (series + types) : others == 0 }
  if labelled > 0 { return others * 4 <= series }
  return isNamed(file) && isFailure ?? true
}

/// `# TYPE name gauge`.
private func isType(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
  guard text.hasPrefix("# TYPE ", in: line) else { return false }
  let words = text.words(in: line)
  guard words.count == 4 else { return false }
  for type: StaticString in [
    "counter", "gauge", "untyped", "unknown", "summary", "histogram", "info", "stateset", "gaugehistogram",
  ] where text.equals(type, in: words[3]) {
    return true
  }
  return false
}

/// An error message in place of a response.
private func isRefusal(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
  for part: StaticString in [
    "onnection refused", "timed out", "curl: (", "<html", "<HTML", "<!DOCTYPE", "<!doctype",
    "Could not resolve host", "HTTP/1.", "HTTP/2", "Failed to connect", "connection reset",
  ] where text.contains(part, in: line) {
    return true
  }
  return false
}

/// True if a file name indicates a scrape: `metrics-1795237804.prom`, `prometheus_10.0.0.1.txt`.
private func isNamed(_ file: String) -> Bool {
  guard let name = file.lowercased().split(whereSeparator: { $0 == "/" || $0 == "!" }).last else {
    return false
  }
  return name.hasSuffix(".prom") || name.hasSuffix(".openmetrics")
    || (name.hasPrefix("prometheus") && name.hasSuffix(".txt"))
}
