// The errors of a report with the numbers that its sections and tables use.

import CassandraAnalysis
import CassandraModel

struct NumberedFault {
  /// `E1`, `E2`, … in the order of the report: by severity, then by time.
  let id: String
  let node: NodeID
  let fault: Fault

  static func id(_ index: Int) -> String { "E" + String(index + 1) }

  /// The subject in one word, or the short name of its SSTable; nil if no record names a subject.
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

  /// The place, for the words after the title: the node, and the object on it.
  var place: Prose {
    let here = placeOnNode
    return here.runs.isEmpty || here == "" ? "on \(code: node.name)" : "on \(code: node.name), \(here)"
  }

  /// The object on the node; empty for the node itself.
  var placeOnNode: Prose {
    let tables = fault.tables.map { Prose.code($0.description) }
    switch fault.subject {
    case .sstable:
      guard let sstable = fault.sstables.first else { break }
      guard let table = sstable.table ?? fault.tables.first else { return "\(code: sstable.shortName)" }
      return "\(code: table.description) \(code: sstable.shortName)"
    case .table(let table): return "\(code: table.description)"
    case .disk, .memory, .process, .node, .signature: break
    }
    if tables.isEmpty { return "" }
    // The cause is the disk or the process, not the table in work.
    let origin = fault.isTableInferred ? " (inferred)" : ""
    let kinds = fault.operations.map(\.operation)
    let doing =
      kinds.contains(.compaction) ? "while compacting " : kinds.contains(.flush) ? "while flushing " : ""
    return "\(doing)\(tables.listed(atMost: 3))\(origin)"
  }

  /// `6 compactions and 1 read`.
  var failed: Prose {
    let parts = fault.operations.map { one -> Prose in
      "\(one.count, one.operation.rawValue, one.operation.plural)"
    }
    return parts.isEmpty ? "\(fault.failures, "operation")" : parts.listed
  }
}

extension Findings {
  var numberedFaults: [NumberedFault] { numbered.filter { $0.fault.category.isError } }

  /// Operations interrupted on purpose, and harmless records.
  var numberedStops: [NumberedFault] { numbered.filter { !$0.fault.category.isError } }

  private var numbered: [NumberedFault] {
    numberedPlaces.enumerated().map { number, place in
      let node = nodes[place.node]
      let key = Incident.FaultKey(node: node.node, index: place.index)
      return NumberedFault(id: faultID(key, number), node: node.node, fault: node.faults[place.index])
    }
  }

  /// The number of a fault: that of the whole for a page of it.
  func faultID(_ key: Incident.FaultKey, _ place: Int) -> String {
    NumberedFault.id(numbers?.faults[key] ?? place)
  }

  /// The places of all faults in the order of their numbers. Errors come first, so that their numbers have no
  /// gaps.
  var numberedPlaces: [(node: Int, index: Int)] {
    let isError = { (place: (node: Int, index: Int)) in
      nodes[place.node].faults[place.index].category.isError
    }
    let all = faultOrder
    return all.filter(isError) + all.filter { !isError($0) }
  }
}

extension Fault {
  /// True for unclean shutdowns. A new run followed, so they are neither open nor resolved.
  var isAbruptEnd: Bool { category.id == .processAbruptStop }

  /// The source of the tables if no record names them; nil if a record does.
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

extension FailedOperation {
  var plural: String {
    if rawValue.hasSuffix("fy") { return rawValue.dropLast() + "ies" }
    return rawValue.hasSuffix("sh") ? rawValue + "es" : rawValue + "s"
  }
}
