// From counts to warnings: selects the counts that belong in the findings, and sets their severity.

import CassandraModel

extension PressureBook {
  /// The warnings, the worst first.
  var strains: [Strain] {
    var strains: [Strain] = []
    for (collector, counts) in pauses where counts.long > 0 {
      strains.append(
        Strain(
          id: "warning.gc_pauses", title: "Long garbage-collection pauses", severity: .warning,
          subject: collector,
          detail: "\(counts.long) of \(counts.count) logged pauses took a second or more; the longest "
            + "\(counts.longest) ms", source: counts.source))
    }
    for (verb, counts) in drops {
      strains.append(
        Strain(
          id: "warning.dropped_messages", title: "Dropped messages", severity: .warning, subject: verb,
          detail: "\(counts.local) internal and \(counts.crossNode) cross-node in \(counts.reports) reports",
          source: counts.source))
    }
    for (table, counts) in partitions {
      strains.append(
        Strain(
          id: "warning.large_partitions", title: "Large partitions", severity: .warning,
          subject: table.description,
          detail: "\(counts.count) warnings"
            + (counts.largest.map { "; the largest \($0) bytes" } ?? "; no size given"),
          source: counts.source))
    }
    for (key, counts) in signs {
      let known = KnownWarning.all[key.name]
      var detail = counts.count == 1 ? "once" : "\(counts.count) times"
      if let sum = counts.sum, let most = counts.most, let noun = known?.amount?.noun {
        detail += "; \(sum) \(noun), \(most) at most"
      }
      var strain = Strain(
        id: "warning." + key.name.name, title: known?.title ?? counts.words,
        severity: known?.severity ?? .info,
        subject: key.subject, detail: detail, source: counts.source)
      strain.advice = known?.advice ?? ""
      strains.append(strain)
    }
    return strains.sorted { a, b in
      if a.severity != b.severity { return a.severity > b.severity }
      return a.id != b.id ? a.id < b.id : a.subject < b.subject
    }
  }
}
