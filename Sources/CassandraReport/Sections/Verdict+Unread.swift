// The verdict when nothing that was understood failed, but not everything was: a line that was not understood carries an
// error, or a file could not be read.

import CassandraAnalysis
import CassandraModel

extension Verdict {
  /// What was not understood or read, the first of it, and what to do; nil where everything was.
  var notUnderstood: [[Prose]]? {
    let errors = findings.unreadErrors
    guard let first = errors.first else { return notRead }
    let names = findings.nodes.map(\.node).filter { !findings.unreadErrors(of: $0).isEmpty }
    let place: Prose = names.isEmpty ? "" : " on \(names.map { Prose.code($0.name) }.listed(atMost: 5))"
    let sample = first.fields["sample"] ?? ""
    let layout = first.fields["layout"] ?? "a log"
    return [
      ["\(strong: "UNKNOWN"): \(errors.count, "error") not understood\(place)."],
      [
        "\(.source(first.source)): \(code: sample). It looks like \(layout).",
        others(errors.dropFirst()),
      ].compactMap { $0 },
      [
        "\(strong: "Do first"): name the layout with \(code: "--log-pattern"), or capture \(code: "system.log") and \(code: "debug.log") as the node wrote them."
      ],
    ]
  }

  /// Damaged and unreadable files; nil where there is none.
  private var notRead: [[Prose]]? {
    let damaged = findings.diagnostics.entries.map(\.diagnostic).filter { $0.code.severity == .error }
    guard let first = damaged.first else { return unexplainedStop }
    let files = Set(damaged.map(\.source.file)).count
    return [
      ["\(strong: "UNKNOWN"): \(files, "file") could not be read whole."],
      ["\(.source(first.source)): \(first.message).", others(damaged.dropFirst())].compactMap { $0 },
      ["\(strong: "Do first"): capture what could not be read again."],
    ]
  }

  /// An error that only a shutdown would explain, where there was none; nil where there is no such error.
  private var unexplainedStop: [[Prose]]? {
    guard let stop = findings.unexplainedStops.first, let record = stop.fault.evidence.first else {
      return nil
    }
    let name = stop.node.name
    return [
      ["\(strong: "UNKNOWN"): an error on \(code: name) without the shutdown that would explain it."],
      ["\(.source(record.source)): \(code: record.text)."],
      ["\(strong: "Do first"): capture all of \(code: "system.log")."],
    ]
  }

  private func others(_ rest: ArraySlice<Diagnostic>) -> Prose? {
    guard !rest.isEmpty else { return nil }
    let places = rest.map { "\(.source($0.source))" as Prose }
    return "\(rest.count, "more place"): \(places.listed(atMost: 4))."
  }
}
