// `hindsight diff`: compares two captures, two JSON reports, or one of each.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport

struct DiffCommand {
  let options: Options

  /// One side, and the exit status of its input.
  private struct Side {
    let snapshot: Snapshot?
    let status: ExitStatus
  }

  func run() async -> ExitStatus {
    guard options.paths.count == 2, let first = options.paths.first, let last = options.paths.last else {
      StandardError.write("hindsight: diff needs two paths, BEFORE and AFTER\nTry 'hindsight diff --help'.\n")
      return .usage
    }
    let (before, after) = (await side(first), await side(last))
    var status = before.status
    status.merge(after.status)
    guard var old = before.snapshot, var now = after.snapshot else { return status }
    for match in options.mappedNodes {
      for (name, nodes) in [(match.before, old.nodes), (match.after, now.nodes)] where !nodes.contains(name) {
        StandardError.write(UnknownName(kind: .node, name: name, known: nodes).text)
        return .usage
      }
    }
    var selection: Selection?
    var leftOut = (before: 0, after: 0)
    if options.selection != .everything {
      do throws(UnknownName) {
        let resolved = try options.selection.resolved(
          nodes: [], tables: old.tables.union(now.tables))
        let whole = (old.findings.count, now.findings.count)
        (old, now) = (old.only(resolved), now.only(resolved))
        leftOut = (whole.0 - old.findings.count, whole.1 - now.findings.count)
        selection = resolved
      } catch {
        StandardError.write(error.text)
        return .usage
      }
    }
    let comparison = Comparison(
      old, now, tolerance: options.tolerance ?? .standard,
      given: options.mappedNodes.map { ($0.before, $0.after) })
    if comparison.matches.isEmpty { status.merge(.input) }
    if let limit = options.failOn, let worst = comparison.worstNew, worst >= limit { status.merge(.finding) }
    do throws(OutputError) {
      try ReportOutput.write(
        .comparison(
          NamedComparison(
            comparison, before: name(first), after: name(last), selection: selection, leftOut: leftOut)),
        options)
    } catch {
      StandardError.write(error.text)
      status.merge(.output)
    }
    return status
  }

  /// The last component of a path: reports have no folders of the machine that wrote them.
  private func name(_ path: InputPath) -> String {
    switch path {
    case .standardInput: "standard input"
    case .path(let path):
      shown(path.split(separator: "/").last.map(String.init) ?? path)
    }
  }

  private func shown(_ name: String) -> String { options.redaction.redactor?.path(name) ?? name }

  private func side(_ path: InputPath) async -> Side {
    if case .path(let file) = path {
      if options.redaction.isOn, SnapshotReader.isReport(file) {
        StandardError.write(
          "hindsight: " + VisibleText.make(file)
            + " is a report, whose names cannot be replaced any more; give the capture, or make the report with --redact\n"
        )
        return Side(snapshot: nil, status: .usage)
      }
      do throws(DocumentError) {
        // Reports have their text with secrets hidden; the text of captures is screened below. A report from
        // elsewhere may have text that is hidden here.
        if let snapshot = try SnapshotReader.read(file) {
          let shown = snapshot.mapTexts { SecretScreen.hidden($0)?.text ?? $0 }
          return Side(snapshot: shown, status: .done)
        }
      } catch {
        // A report is input, not one of the user's own files.
        StandardError.write(error.text)
        return Side(snapshot: nil, status: .input)
      }
    }
    var own = options
    own.paths = [path]
    own.selection = .everything
    let read = await Reading.read(own)
    guard let reading = read.reading else { return Side(snapshot: nil, status: read.status) }
    guard !reading.findings.nodes.isEmpty else {
      StandardError.write(
        "hindsight: no Cassandra node in " + VisibleText.make(name(path))
          + ": nothing to compare\n")
      return Side(snapshot: nil, status: .input)
    }
    return Side(
      snapshot: Snapshot(reading.findings).mapTexts { VisibleText.make($0) }, status: reading.status)
  }
}

/// A pair of nodes from the user.
struct MappedNode: Hashable, Sendable {
  let before: String
  let after: String
}

extension Option {
  static let mapNode = Option(
    names: ["--map-node"],
    placeholder: "BEFORE=AFTER",
    help: """
      The node BEFORE of the first capture is the node AFTER of the second. May be repeated. Default: nodes are \
      matched by host id, then name, then address.
      """,
    commands: [.diff],
    isRepeatable: true,
    apply: { value, options, _ throws(ValueError) in
      let parts = value.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, let before = parts.first, let after = parts.last, !before.isEmpty,
        !after.isEmpty
      else { throw .notAPair }
      options.mappedNodes.append(MappedNode(before: before, after: after))
    })

  static let tolerance = Option(
    names: ["--tolerance"],
    placeholder: "PERCENT",
    brief: "smallest change that counts (default 10)",
    help: """
      The smallest change of a figure that counts, in percent. Each measure also has an absolute minimum, so that a few \
      pending compactions are no change. Default: 10.
      """,
    commands: [.diff],
    apply: { value, options, _ throws(ValueError) in
      guard let percent = Double(value), percent >= 0, percent <= 100 else { throw .notAWholeNumber(0...100) }
      options.tolerance = Comparison.Tolerance(relative: percent / 100)
    })
}

extension Command {
  static let diff = Command(
    id: .diff,
    arguments: "BEFORE AFTER [options]",
    summary: "compare two captures or two JSON reports",
    description: [
      """
      Compares BEFORE and AFTER, each a capture or a report.json: new, known and gone errors, alerts of one side only, \
      nodes, versions, settings, rates, backlog, disks and sizes. A figure that one side lacks is listed, not compared.
      """,
      """
      Errors are the same when only times, ids, paths and hosts differ. --fail-on counts new errors and alerts only.
      """,
    ],
    examples: [
      Example(line: "hindsight diff before/ after/", meaning: "Markdown on standard output"),
      Example(
        line: "hindsight diff monday/report.json bundle.tar.gz --fail-on warning",
        meaning: "a report and a capture; exit status 1 on a new error or alert"),
      Example(
        line: "hindsight diff before/ after/ -o out -f markdown,csv,html,json",
        meaning: "all figures of both sides in the folder out"),
    ],
    run: { await DiffCommand(options: $0).run() })
}
