// The errors of a report with the numbers by which its sections and tables refer to them.

import CassandraAnalysis
import CassandraModel

/// An error, its node and its number.
struct NumberedFault {
  /// `E1`, `E2`, … in the order of the report: the worst first, then the earliest.
  let id: String
  let node: NodeID
  let fault: Fault

  /// What would have to be mended, in a word; nil when nothing names it.
  var subject: String? {
    switch fault.subject {
    case .sstable: fault.sstables.first?.shortName ?? "SSTable"
    case .table: "table"
    case .disk: "disk"
    case .memory: "memory"
    case .process: "process"
    case .node: "node"
    case .signature: nil
    }
  }

  /// Where it is, to follow its title: the node, and what on it.
  var place: Prose {
    let host: Prose = "on \(code: node.name)"
    let tables = fault.tables.map { Prose.code($0.description) }
    switch fault.subject {
    case .sstable:
      guard let sstable = fault.sstables.first else { break }
      guard let table = sstable.table ?? fault.tables.first else {
        return "\(host) in \(code: sstable.shortName)"
      }
      return "\(host) in \(code: sstable.shortName) of \(code: table.description)"
    case .table(let table): return "\(host) in \(code: table.description)"
    case .disk, .memory, .process, .node, .signature: break
    }
    if tables.isEmpty { return host }
    // The disk or the process is at fault, and the table is what it was busy with.
    return "\(host), at work on \(tables.listed(atMost: 3))"
  }
}

extension Findings {
  /// What failed.
  var numberedFaults: [NumberedFault] { numbered.filter { $0.fault.category.isError } }

  /// What was stopped on purpose or heals itself.
  var numberedStops: [NumberedFault] { numbered.filter { !$0.fault.category.isError } }

  /// Failures come first, so that their numbers have no holes.
  private var numbered: [NumberedFault] {
    let all = faults
    let ordered = all.filter { $0.fault.category.isError } + all.filter { !$0.fault.category.isError }
    return ordered.enumerated().map { index, one in
      NumberedFault(id: "E" + String(index + 1), node: one.node, fault: one.fault)
    }
  }
}

extension Fault {
  /// True for the fault that stands for processes that ended without a word. A new run followed, so it is
  /// neither open nor ended.
  var isAbruptEnd: Bool { category.id == "process.abrupt_stop" }

  /// Where its tables come from, when no record of the failure names them; nil when one does.
  var tableOrigin: String? {
    guard isTableInferred else { return nil }
    if isAbruptEnd { return "inferred from the compactions open when the process ended" }
    if case .sstable = subject { return "inferred from the SSTable that the thread had opened" }
    let kinds = Set(threads.map { ThreadKind(thread: $0) })
    if kinds == [.flush] { return "inferred from the memtable that the thread wrote" }
    if kinds == [.validation] { return "inferred from the validation that the thread was at" }
    return "inferred from the compaction open on the thread"
  }
}
