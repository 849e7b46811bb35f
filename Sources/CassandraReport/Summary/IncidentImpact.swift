// The effect of an incident on users and data: outages, failed operations, losses, peaks. Facts only.

import CassandraAnalysis
import CassandraModel

/// The impact of one incident, a sentence each.
struct IncidentImpact {
  private let incident: Incident
  private let faults: [Fault]
  /// The maximum number of subjects in a sentence.
  private static let limit = 20

  init(_ incident: Incident, _ findings: Findings) {
    self.incident = incident
    faults = findings.errors(of: incident)
  }

  /// The sentences, without full stops; "none seen" without impact.
  var sentences: [Prose] {
    var all: [Prose] = incident.outages.map(outage)
    all += [operations, rejected].compactMap(\.self)
    all += subjects
    if let peaks { all.append(peaks) }
    return all.isEmpty ? ["none seen"] : all
  }

  // MARK: Outages

  private func outage(_ one: Incident.Outage) -> Prose {
    let outage = one.outage
    // The headline names the only node.
    let node: Prose = incident.nodes.count > 1 ? "\(code: one.node.name): " : ""
    let what: Prose
    let why: Prose
    switch outage.cause {
    case .policy(let setting): (what, why) = ("no CQL or gossip", "\(code: setting)")
    case .uncleanShutdown: (what, why) = ("down", "unclean shutdown")
    case .exit: (what, why) = ("down", "the process ended itself")
    case .startupFailed: (what, why) = ("down", "startup failed")
    }
    let start: Prose = "\(.moment(outage.start.at))"
    guard let end = outage.end else {
      let off: Prose = outage.lastSeenOff.map { "; still off at \(.moment($0.at))" } ?? ""
      let stopped: Prose = outage.stopped.map { "; drained \(.moment($0.at))" } ?? ""
      return "\(node)\(what) since \(start) (\(why))\(off)\(stopped)"
    }
    let length = TimeSpan(milliseconds: end.sortKey - outage.start.at.sortKey)
    return
      "\(node)\(what) \(start) to \(.moment(end)), \(HumanText.duration(length)) (\(why))"
  }

  // MARK: Operations

  private var operations: Prose? {
    // Damaged SSTables have a sentence of their own.
    let all = faults.filter { fault in
      fault.category.id != .diskCompactionRefused
        && (!hasOwnCounts || fault.category.family != .corruption)
    }
    return counts(all).map { "failed: \($0)\(tables(all.filter { !$0.operations.isEmpty }))" }
  }

  private func counts(_ faults: [Fault]) -> Prose? {
    var counts: [FailedOperation: Int] = [:]
    for fault in faults {
      for (operation, count) in fault.operations { counts[operation, default: 0] += count }
    }
    let parts = FailedOperation.allCases.compactMap { operation in
      counts[operation].map { count -> Prose in "\(count, operation.rawValue, operation.plural)" }
    }
    return parts.isEmpty ? nil : parts.listed
  }

  private var rejected: Prose? {
    let refused = faults.filter { $0.category.id == .diskCompactionRefused }
    let count = refused.reduce(0) { $0 + $1.failures }
    return count > 0 ? "\(count, "compaction") rejected for lack of space\(tables(refused))" : nil
  }

  /// ` (shop.orders)`: the tables, if they are few.
  private func tables(_ faults: [Fault]) -> Prose {
    let names = Set(faults.flatMap(\.tables)).sorted()
    guard (1...Self.counted).contains(names.count) else { return "" }
    // A device that cannot read one SSTable may read others. Other errors name the file that came too late.
    let unread = Set(faults.filter { $0.category.id == .ioDevice }.flatMap(\.sstables).map(\.shortName))
    if names.count == 1, unread.count == 1, let sstable = unread.first {
      return " (\(code: names[0].description + " " + sstable))"
    }
    return " (\(names.map { Prose.code($0.description) }.joined(by: ", ")))"
  }

  // MARK: Data

  private var damaged: [Fault] { faults.filter { $0.category.family == .corruption } }

  /// With few damaged SSTables, each has the count of the operations that failed on it.
  private var hasOwnCounts: Bool { damaged.count <= Self.counted }
  private static let counted = 3

  private var subjects: [Prose] {
    let damaged = damaged
    var all = damaged.prefix(Self.limit).map(subject)
    let more = damaged.count - all.count
    if more > 0 { all.append("and \(more) more") }
    return all
  }

  private func subject(_ fault: Fault) -> Prose {
    let title = fault.category.title
    // The story says that the SSTable is corrupt.
    let prefix = "Corrupt SSTable: "
    let gloss = title.hasPrefix(prefix) ? String(title.dropFirst(prefix.count)) : title
    let failed: Prose = hasOwnCounts ? counts([fault]).map { "; \($0) failed" } ?? "" : ""
    guard let end = fault.outcome.end else { return "\(name(of: fault)): \(gloss)\(failed); still open" }
    let how = Prose(OutcomeText.sentence(fault.outcome))
    return "\(name(of: fault)): \(gloss)\(failed); \(how) (\(.moment(end.at)))"
  }

  private func name(of fault: Fault) -> Prose {
    if let sstable = fault.sstables.first {
      let table = sstable.table.map { $0.description + " " } ?? ""
      return "\(code: table + sstable.shortName)"
    }
    if let table = fault.tables.first { return "\(code: table.description)" }
    return "an SSTable that no record names"
  }

  // MARK: Peaks

  private var peaks: Prose? {
    let pending = incident.peakPending.map { peak -> Prose in
      "\(.decimal(peak.value, digits: 0)) pending compactions (\(.moment(peak.at)))"
    }
    let disk = incident.peakDisk.map { peak -> Prose in
      "data disk \(.percent(ratio: peak.value)) (\(.moment(peak.at)))"
    }
    let all = [pending, disk].compactMap(\.self)
    return all.isEmpty ? nil : "peaks: \(all.listed)"
  }
}
