// What every command that reads a capture does first: progress on a terminal, findings, and what was wrong with the
// input on standard error.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport

/// A capture that was read, and the status that its state amounts to so far.
struct Reading {
  let findings: Findings
  var status: ExitStatus

  /// Reads what `options` name; nothing but the status, with its reason said, when that cannot be done.
  static func read(_ options: Options) async -> (reading: Reading?, status: ExitStatus) {
    let progress =
      options.isQuiet || !StandardError.isTerminal
      ? nil : ReadingDisplay(passes: options.since != nil || options.until != nil ? 2 : 1)
    let findings: Findings
    do throws(CaptureError) {
      findings = try await Ingest(options: options).findings(progress: progress.map { $0.note })
    } catch {
      progress?.clear()
      return (nil, error.tell())
    }
    progress?.clear()
    let status = options.tell(findings.diagnostics, findings.coverage)
    guard let node = options.rules.node else {
      return (Reading(findings: findings, status: status), status)
    }
    guard findings.nodes.contains(where: { $0.node == node }) else {
      let known = findings.nodes.map(\.node.name).joined(separator: ", ")
      StandardError.write(
        "hindsight: there is no node " + VisibleText.make(node.name) + " in the capture; its nodes are "
          + VisibleText.make(known) + "\n")
      return (nil, .usage)
    }
    return (Reading(findings: findings.only(node), status: status), status)
  }
}
