// The sources of a configuration: the team's own shapes of JSON, and the metrics of their numbers.

import CassandraAnalysis
import CassandraInput
import CassandraModel

extension ConfigurationReader {
  mutating func readSources(_ element: JSONElement) {
    for element in document.elements(of: element) ?? [] {
      let known = ["name", "files", "keys", "records", "time", "time_form", "measures"]
      guard let members = document.members(of: element, known: known) else { continue }
      let name = members.required("name", &document).flatMap { document.text($0) }
      let list = members.required("measures", &document)
      let measures = list.flatMap { document.elements(of: $0) } ?? []
      if let list, measures.isEmpty { document.mistake("empty", list, "must have a measure") }
      var mapping = SnapshotMapping(name: name ?? "", measures: measures.compactMap { readMeasure($0) })
      mapping.files = readTexts(members["files"])
      mapping.keys = readTexts(members["keys"])
      if let path = members["records"].flatMap({ readPath($0) }) { mapping.records = path }
      mapping.time = members["time"].flatMap { readPath($0) }
      mapping.timeForm =
        members["time_form"].flatMap { document.choice($0, of: SnapshotMapping.TimeForm.self) } ?? .iso8601
      if mapping.files.isEmpty, mapping.keys.isEmpty {
        document.mistake("empty", element, "needs files or keys: nothing tells which files it is for")
      }
      configuration.sources.append(mapping)
    }
  }

  private mutating func readTexts(_ element: JSONElement?) -> [String] {
    (element.flatMap { document.elements(of: $0) } ?? []).compactMap { document.text($0) }
  }

  private mutating func readPath(_ element: JSONElement) -> String? {
    guard let path = document.text(element) else { return nil }
    guard SnapshotMapping(name: "", records: path, measures: []).wrongPaths.isEmpty else {
      document.mistake("path", element, "is no path; write it as in $.a.b, $.a[*].b or $['a.b']")
      return nil
    }
    return path
  }

  private mutating func readMeasure(_ element: JSONElement) -> SnapshotMapping.Measure? {
    guard let members = document.members(of: element, known: ["path", "metric", "scale", "labels"]) else {
      return nil
    }
    let path = members.required("path", &document).flatMap { readPath($0) }
    var metric: MetricName?
    if let name = members.required("metric", &document), let text = document.text(name) {
      metric = MetricName(text)
      if !NodeHistory.judgedNames.contains(text) {
        let nearest = NearestName.of(text, among: NodeHistory.judgedNames)
        document.mistake(
          "metric", name,
          "is no metric that rules look at" + (nearest.map { "; did you mean " + $0 + "?" } ?? ""))
      }
    }
    let scale = members["scale"].flatMap { document.number($0, in: 1e-12...1e12) } ?? 1
    var labels: [SnapshotMapping.Label] = []
    for field in members["labels"].flatMap({ document.fields(of: $0) }) ?? [] {
      if case .text(let text) = field.value.kind {
        labels.append(SnapshotMapping.Label(field.name, .constant(text)))
      } else if let own = document.members(of: field.value, known: ["path"]),
        let path = own.required("path", &document).flatMap({ readPath($0) })
      {
        labels.append(SnapshotMapping.Label(field.name, .path(path)))
      }
    }
    guard let path, let metric else { return nil }
    return SnapshotMapping.Measure(path: path, metric: metric, scale: scale, labels: labels)
  }
}
