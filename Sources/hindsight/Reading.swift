// The first steps of every command that reads a capture: progress on a terminal, findings, and diagnostics of
// the input on standard error.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport

/// The findings of a capture, and the exit status so far.
struct Reading {
  let findings: Findings
  var status: ExitStatus

  /// Reads the input of `options`, for trends alone if `forTrends`. If that fails, prints the reason and
  /// returns only the status.
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
  /// The selection; commands about rules choose one node.
  var readSelection: Selection {
    var selection = selection
    selection.nodes += rules.node.map { [$0.name] } ?? []
    return selection
  }
}

extension UnknownName {
  private static let listLimit = 12

  /// The unknown name, and the known names.
  var text: String {
    // A table may be selected with or without its keyspace; it is listed once.
    let names = kind == .table ? known.filter { name in !known.contains { $0.hasSuffix("." + name) } } : known
    let listed = names.prefix(UnknownName.listLimit).joined(separator: ", ")
    let rest = names.count > UnknownName.listLimit ? " and \(names.count - UnknownName.listLimit) more" : ""
    let guess = nearest.map { "did you mean " + $0 + "? " } ?? ""
    let there = guess + (known.isEmpty ? "it has none" : "its \(kind.rawValue)s are " + listed + rest)
    return "hindsight: there is no \(kind.rawValue) " + VisibleText.make(name) + " in the capture; "
      + VisibleText.make(there) + "\n"
  }
}
