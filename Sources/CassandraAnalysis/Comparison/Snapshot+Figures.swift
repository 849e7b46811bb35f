// The figures of one node for a comparison: each at most once for its object.

import CassandraModel

/// Collects the figures of one node.
struct SnapshotFigures {
  private let node: NodeFindings
  private let findings: Findings
  private(set) var all: [Snapshot.Figure] = []
  /// Hours of log that could show failures; nil without a log, or for less than a minute.
  private let hours: Double?

  init(_ node: NodeFindings, of findings: Findings) {
    self.node = node
    self.findings = findings
    let length = findings.logSpan(of: node).map { $0.last.sortKey &- $0.first.sortKey }
    hours = length.flatMap { $0 >= 60_000 ? Double($0) / 3_600_000 : nil }
    identity()
    coverage()
    tiers()
    settings()
    schemas()
    rates()
    backlog()
    tombstones()
    sizes()
  }

  // MARK: Who it is, and what could be judged

  private mutating func identity() {
    for value in values(.hostID) { add(.hostID, of: value, .text(value)) }
    for value in values(.address) {
      let plain = NodeNames.plain(value)
      add(.address, of: plain, .text(plain))
    }
    guard let span = findings.span(of: node) else { return }
    add(.coveredFrom, .text(span.first.text))
    add(.coveredTo, .text(span.last.text))
  }

  private func values(_ name: AttributeName) -> [String] {
    var seen: Set<String> = []
    return (node.attributes[name] ?? []).map(\.value).filter { seen.insert($0).inserted }
  }

  private mutating func coverage() {
    if findings.logSpan(of: node) != nil { add(.judged, of: Snapshot.failures, .text("yes")) }
    guard let evaluation = findings.evaluation[node.node], evaluation.evaluatedSamples > 0 else { return }
    for rule in findings.evaluation.rules {
      let gaps = evaluation.notEvaluated.filter { $0.rule == rule.id }
      if gaps.contains(where: { !$0.isPartial }) { continue }
      add(.judged, of: rule.id.name, .text(gaps.isEmpty ? "yes" : "partly"))
    }
  }

  private mutating func tiers() {
    let spans = findings.evaluation[node.node]?.tiers.filter { $0.tier != nil } ?? []
    guard let worst = spans.compactMap(\.tier).max() else { return }
    let source = spans.first { $0.tier == worst }?.source
    add(.worstTier, .number(Double(Tier.allCases.firstIndex(of: worst) ?? 0)), source)
    let length = { (span: TierSpan) in Double(span.to.milliseconds - span.from.milliseconds) }
    let whole = spans.reduce(0) { $0 + length($1) }
    guard whole > 0 else { return }
    add(.notHealthy, .number(spans.filter { $0.tier != .healthy }.reduce(0) { $0 + length($1) } / whole))
  }

  // MARK: Settings

  /// Settings that identify a node: they differ on every node.
  private static let ownSettings: Set<String> = [
    "config_listen_address", "config_broadcast_address", "config_rpc_address",
    "config_broadcast_rpc_address", "config_initial_token", "config_host_id", "jvm_heap_dump_path",
  ]

  private mutating func settings() {
    let versions = values(.version)
    if !versions.isEmpty {
      add(.version, .text(versions.joined(separator: ", ")), node.attributes[.version]?.first?.source)
    }
    for (name, found) in node.attributes.sorted(by: { $0.key < $1.key }) {
      let isSetting = ["config_", "jvm_"].contains { name.name.hasPrefix($0) } || name == .partitioner
      guard isSetting, !SnapshotFigures.ownSettings.contains(name.name) else { continue }
      // Captures have values in the order of reading, not of time: all of them together are the setting.
      let values = Set(found.map(\.value)).sorted()
      add(.setting, of: name.name, .text(values.joined(separator: ", ")), found.first?.source)
    }
    last(.compactionThroughputLimit, as: .throughputLimit) { $0.pairs.isEmpty ? "" : nil }
    last(.concurrentCompactors, as: .compactors) { $0.pairs.isEmpty ? "" : nil }
    last(.streamThroughputLimit, as: .streamLimit) { $0.pairs.isEmpty ? "" : nil }
    last(.timeoutSeconds, as: .timeout) { $0["type"] }
    last(.tableCompactionMinSSTables, as: .minSSTables, of: ownTable)
    last(.tableCompactionMaxSSTables, as: .maxSSTables, of: ownTable)
  }

  private mutating func schemas() {
    var keyspaces: Set<String> = []
    for (table, schema) in node.schemas.sorted(by: { $0.key < $1.key }) where !table.isSystem {
      let name = table.description
      if !schema.compaction.pairs.isEmpty {
        add(.compaction, of: name, .text(words(schema.compaction)), schema.source)
      }
      if let seconds = schema.gcGraceSeconds {
        add(.gcGrace, of: name, .number(Double(seconds)), schema.source)
      }
      if let seconds = schema.defaultTTLSeconds {
        add(.defaultTTL, of: name, .number(Double(seconds)), schema.source)
      }
      if !schema.replication.pairs.isEmpty, keyspaces.insert(table.keyspace).inserted {
        add(.replication, of: table.keyspace, .text(words(schema.replication)), schema.source)
      }
    }
  }

  private func words(_ labels: Labels) -> String {
    labels.pairs.map { $0.name + " " + $0.value }.joined(separator: ", ")
  }

  // MARK: Rates

  private mutating func rates() {
    if let hours {
      let failures = node.faults.filter(\.category.isError).reduce(0) { $0 + $1.failures }
      add(.failuresPerHour, .number(Double(failures) / hours))
      let pauses = node.pauses.reduce(0.0) { $0 + Double($1.pauses.milliseconds) }
      add(.gcShare, .number(pauses / (hours * 3_600_000)))
      let drops = node.drops.reduce(0.0) { $0 + Double($1.drops.local) + Double($1.drops.crossNode) }
      add(.dropsPerHour, .number(drops / hours))
    }
    // Only a log has the duration of compactions, and not every log has their ends.
    let own = node.activity.filter { $0.activity.finished > 0 }
    if node.activitySource == .log, let hours, !own.isEmpty {
      add(.compactionsPerHour, .number(own.reduce(0.0) { $0 + Double($1.activity.finished) } / hours))
    }
    let bytes = own.reduce(0.0) { $0 + Double($1.activity.bytesIn) }
    let time = own.reduce(0.0) { $0 + Double($1.activity.milliseconds) }
    if time > 0 { add(.compactionRate, .number(bytes * 1000 / time)) }
    for (table, activity) in own where !table.isSystem {
      if let rate = activity.bytesPerSecond {
        add(.tableCompactionRate, of: table.description, .number(rate), activity.longest?.source)
      }
    }
    // There may be very many rows: only the figures of each are read.
    var longest: (milliseconds: Int64, index: Int)?
    for index in node.ledger.indices {
      if let time = node.ledger.figures(index).duration?.milliseconds, time > longest?.milliseconds ?? -1 {
        longest = (time, index)
      }
    }
    if let longest {
      let source = node.ledger[longest.index].source
      add(.longestCompaction, .number(Double(longest.milliseconds) / 1000), source)
    }
    last(.requestLatencySeconds, as: .latency) { $0["quantile"] == "0.99" ? $0["request"] : nil }
  }

  private mutating func backlog() {
    if let summary = node.series[.compactionPendingTasks] {
      add(.pendingPeak, summary.maximum)
      add(.pendingLast, summary.last)
    }
    let values = (node.samples[.compactionPendingTasks]?.points ?? []).map(\.value).sorted()
    if !values.isEmpty { add(.pendingMedian, .number(values[values.count / 2])) }
    if let used = node.series[.heapUsedBytes]?.maximum, let size = node.series[.heapMaxBytes]?.last?.value,
      size > 0
    {
      add(.heapPeak, .number(used.value / size), used.source)
    }
  }

  private mutating func tombstones() {
    for value in CheckFigure(.figure(.tombstonesMax), nodes: [node.node.name]).values(in: findings) {
      guard let table = value.labels.table, !table.isSystem else { continue }
      add(.tombstonesMax, of: table.description, .number(value.value), value.source)
    }
    last(.tableDroppableTombstoneRatio, as: .droppable, of: ownTable)
  }

  // MARK: Sizes

  private mutating func sizes() {
    for (key, used) in node.series.all(of: .diskUsedBytes) {
      guard let size = node.series[.diskSizeBytes, key.labels]?.last?.value, size > 0, let last = used.last
      else { continue }
      add(.diskUse, of: key.labels["mount"] ?? words(key.labels), .number(last.value / size), last.source)
    }
    last(.nodeLoadBytes, as: .load) { $0.pairs.isEmpty ? "" : nil }
    last(.tableLiveBytes, as: .liveBytes, of: ownTable)
    last(.tableTotalBytes, as: .totalBytes, of: ownTable)
    last(.tableSSTables, as: .sstables, of: ownTable)
  }

  /// Cassandra's own tables come and go with its work.
  private func ownTable(_ labels: Labels) -> String? {
    labels.table.flatMap { $0.isSystem ? nil : $0.description }
  }

  // MARK: Parts

  /// The last samples of a metric; `name` gives the object of a series, nil to leave the series out.
  private mutating func last(
    _ metric: MetricName, as measure: ComparisonMeasure, of name: (Labels) -> String?
  ) {
    for (key, summary) in node.series.all(of: metric) {
      if let of = name(key.labels) { add(measure, of: of, summary.last) }
    }
  }

  private mutating func add(
    _ measure: ComparisonMeasure, of: String = "", _ point: SeriesSummary.Point?
  ) {
    if let point { add(measure, of: of, .number(point.value), point.source) }
  }

  private mutating func add(
    _ measure: ComparisonMeasure, of: String = "", _ value: Snapshot.Value, _ source: SourceLocation? = nil
  ) {
    if case .number(let number) = value, !number.isFinite { return }
    all.append(
      Snapshot.Figure(
        node: node.node.name, measure: measure.id, of: of, value: value, source: source?.description ?? ""))
  }
}

extension Snapshot {
  /// The object of `judged` that is not a rule.
  static let failures = "failures"
}
