// One damaged input, determined by a seed and a number: the two reproduce the input.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport
import TestSupport

/// An input, and the checks to run on it.
package struct FuzzInput: Sendable {
  package let kind: String
  package let name: String
  package let bytes: [UInt8]
  /// True if the findings are analysed and reported as well, which costs as much as reading.
  package let isReported: Bool
  /// Chooses the report; nil for all reports.
  private let number: UInt64?

  /// The kinds of inputs: those of texts, and archives.
  package static func kinds(_ corpus: FuzzCorpus) -> [String] { corpus.kinds + ["archive"] }

  /// Input `number` of `seed`.
  ///
  /// - Parameter kind: One of `kinds`; nil for each kind in turn.
  package init(_ number: UInt64, seed: UInt64, of corpus: FuzzCorpus, kind only: String? = nil) {
    self.number = number
    var seeds = SeededRandom(seed: seed ^ number &* 0x9E37_79B9_7F4A_7C15)
    var mutator = FuzzMutator(seed: seeds.next())
    let kinds = FuzzInput.kinds(corpus)
    kind = only ?? kinds[Int(number % UInt64(kinds.count))]
    isReported = number / UInt64(kinds.count) % 8 == 0
    if let sample = corpus.samples[kind]?.randomElement(using: &mutator.random) {
      // Pieces come from the same kind more often than from another.
      let isStrange = Int.random(in: 0..<4, using: &mutator.random) == 0
      let other =
        isStrange
        ? corpus.pick(using: &mutator.random) : corpus.samples[kind]?.randomElement(using: &mutator.random)
      name = sample.name
      bytes = mutator.mutate(sample.bytes, with: other?.bytes ?? [])
    } else {
      (name, bytes) = mutator.archive(of: corpus)
    }
  }

  /// An input whose seed is unknown. A number chooses the report; without one all reports are made.
  package init(name: String, bytes: [UInt8], isReported: Bool = true, number: UInt64? = nil) {
    (self.name, self.bytes, self.number) = (name, bytes, number)
    kind = "file"
    self.isReported = isReported
  }

  /// Reads the input as a capture. Returns the problem in the result; nil if there is none.
  package func complaint() async -> String? {
    let options = CaptureOptions(jobs: 1, maxExpansion: 1100)
    let reader = CaptureReader(held: [HeldFile(name: name, bytes: bytes)], options: options)
    let contents = await reader.read { _ in NodeHistory() }
    if let file = contents.coverage.first, contents.coverage.count == 1, file.file == name,
      file.format != nil,
      file.bytes == Int64(bytes.count), Container(firstBytes: bytes) == .plain,
      !bytes.starts(with: "{\"t\":\"".utf8)
    {
      // Carriage returns end lines where nothing else does.
      let newline = bytes.contains(UInt8(ascii: "\n")) ? UInt8(ascii: "\n") : UInt8(ascii: "\r")
      let lines = bytes.count { $0 == newline } + (bytes.isEmpty || bytes.last == newline ? 0 : 1)
      if file.lines.total != lines {
        return "\(file.lines.total) of \(lines) lines of a \(file.format ?? "") are accounted for"
      }
    }
    for file in contents.coverage where file.lines.total < 0 || file.bytes < 0 {
      return "an account is negative"
    }
    if isReported { report(contents) }
    return nil
  }

  private func report(_ contents: CaptureContents<NodeHistory>) {
    let nodes = contents.nodes.map { (scope: $0.scope, history: $0.sink) }
    let findings = Findings(
      nodes: zip(NodeNames.names(of: nodes), nodes).map { NodeFindings($0, $1.history) },
      coverage: contents.coverage, diagnostics: contents.diagnostics,
      engine: RuleEngine())
    let formats = ReportFormat.all
    let chosen = number.map { [formats[Int($0 / 8 % UInt64(formats.count))]] } ?? formats
    let report = Report.incidentReport(findings)
    for format in chosen { _ = format.render(report) }
    if number.map({ $0 % 5 == 0 }) ?? true {
      let trend = Report.trendReport(TrendFindings(findings))
      for format in chosen { _ = format.render(trend) }
    }
  }
}
