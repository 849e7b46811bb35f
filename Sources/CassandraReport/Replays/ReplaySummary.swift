// Replay results in words, the same for the report and for a terminal.

package import CassandraAnalysis
package import CassandraReplays
import CassandraModel

package struct NodeReplays {
  let node: NodeFindings
  let runs: [(replay: Replay, run: ReplayRun)]
  /// Replays without input for the node.
  let idle: [Replay]

  /// Runs `replays` over `node` of `findings` with the settings of the configuration.
  package init(_ node: NodeFindings, of findings: Findings, _ replays: [Replay] = Replay.all) {
    self.init(node, ReplaySettings(findings.settings, for: node), replays)
  }

  package init(_ node: NodeFindings, _ settings: ReplaySettings, _ replays: [Replay]) {
    self.node = node
    var runs: [(replay: Replay, run: ReplayRun)] = []
    var idle: [Replay] = []
    for replay in replays {
      let results = replay.replay(node, settings)
      if results.isEmpty { idle.append(replay) }
      runs += results.map { (replay, $0) }
    }
    self.runs = runs
    self.idle = idle
  }

  /// False if there is nothing to replay.
  package var isFed: Bool { !runs.isEmpty }

  /// The results of all replays with their notes, one page.
  package var text: String {
    var lines: [String] = []
    for (replay, run) in runs {
      lines.append("\(replay.title) (\(replay.seed)) on \(node.node.name), input: \(run.feed.name)")
      lines += run.sentences.map { "  " + $0.plainText }
      for kind in ReplayNote.Kind.allCases {
        let notes = run.notes.filter { $0.kind == kind }
        guard !notes.isEmpty else { continue }
        lines.append("  \(kind.title):")
        lines += notes.prefix(NodeReplays.noteLimit).map { "    " + $0.line }
        if notes.count > NodeReplays.noteLimit {
          lines.append("    and \(notes.count - NodeReplays.noteLimit) more")
        }
      }
      lines.append("")
    }
    for replay in idle {
      lines.append(
        "\(replay.title) (\(replay.seed)) on \(node.node.name): nothing to replay. It needs \(replay.needs).")
    }
    while lines.last == "" { lines.removeLast() }
    return lines.map { VisibleText.make($0) + "\n" }.joined()
  }

  /// The maximum number of notes of one kind on a page.
  static let noteLimit = 20
}

extension ReplayRun {
  /// `37 alert, 150 no alert`
  var decisionWords: String {
    decisions.map { "\($0.count) \($0.decision)" }.joined(separator: ", ")
  }

  /// The decisions of the script as written that differ, with their cause.
  var differenceWords: String {
    differences.map { "\($0.count) × \($0.decision): \($0.cause)" }.joined(separator: "; ")
  }

  var sentences: [Prose] {
    var sentences: [Prose] = []
    if let first, let last {
      sentences.append(
        "\(steps - undated, "instant") from \(.moment(.utc(first))) to \(.moment(.utc(last))): \(decisionWords)."
      )
    }
    if steps == 0 { sentences.append("No instant to decide.") }
    if undated > 0 {
      let start: Prose =
        first == nil
        ? "\(undated, "sample"): \(decisionWords); nothing dates them in UTC"
        : "\(undated) more, which nothing dates in UTC"
      sentences.append("\(start): each stands alone.")
    }
    if !marks.isEmpty {
      sentences.append(
        Prose("Marked: " + marks.map { "\($0.count) \($0.mark.rawValue)" }.joined(separator: ", ") + "."))
    }
    if let agreement {
      sentences.append(
        "Recorded decisions agree at \(agreement.agreed) of \(agreement.compared, "instant")."
      )
    }
    for difference in differences {
      sentences.append(
        "As written \(difference.count) × \(difference.decision): \(difference.cause) (first \(.source(difference.first)))."
      )
    }
    return sentences
  }
}

extension ReplayNote {
  var line: String {
    let times =
      switch (from, to) {
      case (let from?, let to?) where from != to: from.iso8601 + " to " + to.iso8601 + " "
      case (let from?, _): from.iso8601 + " "
      default: ""
      }
    let place = source.map { " (\($0.description))" } ?? ""
    return times + subject + ": " + text + place
  }
}

extension ReplayNote.Kind {
  var title: String {
    switch self {
    case .audit: "Audit"
    case .gate: "Gates"
    case .window: "Windows"
    case .quarantine: "To be set aside"
    case .promised: "Promised, and not in the script"
    case .missing: "Not evaluated"
    case .disagreement: "Where the replay and the script's own output differ"
    }
  }
}
