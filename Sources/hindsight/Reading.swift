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

  /// Reads what `options` name, perhaps for trends alone; nothing but the status, with its reason said, when that
  /// cannot be done.
  static func read(
    _ options: Options, forTrends: Bool = false
  ) async -> (reading: Reading?, status: ExitStatus) {
    let progress =
      options.isQuiet || !StandardError.isTerminal
      ? nil : ReadingDisplay(passes: options.since != nil || options.until != nil ? 2 : 1)
    let findings: Findings
    let ingest = Ingest(options: options)
    do throws(CaptureError) {
      findings = try await ingest.findings(forTrends: forTrends, progress: progress.map { $0.note })
    } catch {
      progress?.clear()
      return (nil, error.tell())
    }
    progress?.clear()
    let status = options.tell(findings.diagnostics, findings.coverage)
    do throws(UnknownName) {
      return (Reading(findings: try findings.only(options.readSelection), status: status), status)
    } catch {
      StandardError.write(error.text)
      return (nil, .usage)
    }
  }
}

extension Options {
  /// What is to be looked at; commands about rules choose one node.
  var readSelection: Selection {
    var selection = selection
    selection.nodes += rules.node.map { [$0.name] } ?? []
    return selection
  }
}

extension UnknownName {
  /// More names are not listed.
  private static let listLimit = 12

  /// What was asked for, and what there is.
  var text: String {
    // A table may be asked for with its keyspace or without; once is enough to tell of it.
    let names = kind == .table ? known.filter { name in !known.contains { $0.hasSuffix("." + name) } } : known
    let listed = names.prefix(UnknownName.listLimit).joined(separator: ", ")
    let rest = names.count > UnknownName.listLimit ? " and \(names.count - UnknownName.listLimit) more" : ""
    let guess = nearest.map { "did you mean " + $0 + "? " } ?? ""
    let there = guess + (known.isEmpty ? "it has none" : "its \(kind.rawValue)s are " + listed + rest)
    return "hindsight: there is no \(kind.rawValue) " + VisibleText.make(name) + " in the capture; "
      + VisibleText.make(there) + "\n"
  }
}
