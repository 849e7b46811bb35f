// `hindsight replay`: runs one decision procedure of the monitoring scripts over a capture.
//
// The JSON output has the documents that the script prints, in time order. With several nodes, each document
// begins with its `node`; if a node has several feeds (captures, and the script's own output), `feed`
// follows. Only these members are added at the end of a document, where they apply: `marks`, `as_written` and
// `cause`.

import CassandraAnalysis
import CassandraReplays
import CassandraModel
import CassandraReport

enum ReplayForm: String, CaseIterable, Sendable {
  case json
  case text
}

struct ReplayCommand {
  let options: Options

  func run() async -> ExitStatus {
    guard let replay = options.topic.flatMap({ Replay.named($0) }) else { return .usage }
    var state: StateFile?
    do throws(StateFileError) {
      state = try options.stateFile.map { path throws(StateFileError) in try StateFile(path, options) }
    } catch {
      StandardError.write(error.text)
      return .usage
    }
    let read = await Reading.read(options)
    guard let reading = read.reading else { return read.status }
    if let state, reading.findings.nodes.count > 1 {
      StandardError.write(StateFileError.severalNodes(state.path, reading.findings.nodes.count).text)
      return .usage
    }
    var status = reading.status
    do throws(OutputError) {
      let times = state?.times ?? [:]
      let isFed =
        options.replayForm == .text
        ? try writeText(replay, reading.findings, times)
        : try writeDocuments(replay, reading.findings, times)
      try leave(state, replay, reading.findings)
      if !isFed {
        StandardError.write(
          "hindsight: there is nothing to replay: " + replay.id + " needs " + replay.needs + "\n")
        status.merge(.input)
      }
    } catch {
      StandardError.write(error.text)
      status.merge(.output)
    }
    return status
  }

  private func settings(
    _ node: NodeFindings, _ findings: Findings, _ times: [String: Double]
  ) -> ReplaySettings {
    var settings = ReplaySettings(findings.settings, for: node)
    settings.tombstoneTimes = times
    settings.isTombstoneDryRun = options.isDryRun
    return settings
  }

  /// Writes the state that the script would have saved to the state file, if it changed.
  private func leave(_ state: StateFile?, _ replay: Replay, _ findings: Findings) throws(OutputError) {
    guard let state, !options.isDryRun, let node = findings.nodes.first else { return }
    let runs = replay.replay(node, settings(node, findings, state.times))
    // Captures have the original input; a log of the script has its own actions.
    let times = (runs.first { $0.feed == .captures } ?? runs.first)?.alertTimes
    if let times { try state.write(times) }
  }

  /// A page of text; false if no node has input for the replay.
  private func writeText(
    _ replay: Replay, _ findings: Findings, _ times: [String: Double]
  ) throws(OutputError) -> Bool {
    var isFed = false
    for node in findings.nodes {
      let replays = NodeReplays(node, settings(node, findings, times), [replay])
      isFed = isFed || replays.isFed
      try StandardOutput.write(Array(replays.text.utf8))
    }
    return isFed
  }

  /// Documents; false if no node has input for the replay.
  private func writeDocuments(
    _ replay: Replay, _ findings: Findings, _ times: [String: Double]
  ) throws(OutputError) -> Bool {
    var isFed = false
    var output = DocumentOutput(style: replay.style)
    for node in findings.nodes {
      let feeds = replay.feeds(of: node)
      isFed = isFed || !feeds.isEmpty
      let leading = { (feed: ReplayFeed) -> [JSONMember] in
        (findings.nodes.count > 1 ? [JSONMember("node", .text(node.node.name))] : [])
          + (feeds.count > 1 ? [JSONMember("feed", .text(feed.name))] : [])
      }
      let runs = replay.replay(node, settings(node, findings, times)) { feed, step in
        if replay.prints == .steps { output.write(step.document(after: leading(feed))) }
      }
      if case .notes(let kind) = replay.prints {
        for run in runs {
          for note in run.notes where note.kind == kind {
            output.write(note.document(after: leading(run.feed)))
          }
        }
      }
    }
    try output.finish()
    return isFed
  }
}

/// Buffered documents for standard output.
private struct DocumentOutput {
  let style: JSONValue.Style
  private var bytes: [UInt8] = []
  private var failure: OutputError?

  init(style: JSONValue.Style) { self.style = style }

  /// Writes one document and a line end; after an error it writes nothing.
  mutating func write(_ document: JSONValue) {
    guard failure == nil else { return }
    document.write(to: &bytes, style: style)
    bytes.append(UInt8(ascii: "\n"))
    if bytes.count > 1 << 16 { flush() }
  }

  private mutating func flush() {
    do throws(OutputError) { try StandardOutput.write(bytes) } catch { failure = error }
    bytes.removeAll(keepingCapacity: true)
  }

  /// Writes the rest of the buffer, and throws the first error.
  mutating func finish() throws(OutputError) {
    if failure == nil { flush() }
    if let failure { throw failure }
  }
}
