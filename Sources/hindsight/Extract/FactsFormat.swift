// The formats of `extract`.

enum FactsFormat: String, CaseIterable, Sendable {
  case jsonl
  case csv
  case openmetrics
  case log

  var help: String {
    switch self {
    case .jsonl: "all facts, a JSON object a line, which every command reads again: facts.jsonl"
    case .csv: "all facts, a table for each kind"
    case .openmetrics: "samples with their times, for Prometheus: samples.openmetrics"
    case .log: "the logs of all nodes as one, in the order of time, in UTC: cluster.log"
    }
  }

  /// True for several files, which cannot go to standard output.
  var needsFolder: Bool { self == .csv }
}
