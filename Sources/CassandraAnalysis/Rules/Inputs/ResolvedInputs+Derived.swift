// Series derived from several others: sizes and writes of all tables, sessions of repair.

import CassandraModel

extension ResolvedInputs {
  /// Σ live bytes ÷ Σ SSTables of all tables, where tablestats has both.
  static func meanSSTableBytes(_ store: SampleStore) -> RuleSeries? {
    var (bytes, tables) = (PointMerge(), PointMerge())
    for series in store.all(of: .tableLiveBytes) {
      guard let counts = store[.tableSSTables, series.key.labels] else { continue }
      bytes.add(series.points, +)
      tables.add(counts.points, +)
    }
    guard !bytes.sums.isEmpty else { return nil }
    let counts = RuleSeries(tables.points)
    var cursor = RuleCursor(counts)
    let means = bytes.points.compactMap { point -> SamplePoint? in
      guard let count = cursor.point(at: point.at), count.at == point.at, count.value > 0 else { return nil }
      return SamplePoint(at: point.at, value: point.value / count.value, place: point.place)
    }
    return means.isEmpty ? nil : RuleSeries(means, like: RuleSeries(bytes.points))
  }

  /// Local writes a second of all tables outside Cassandra's own keyspaces; from keyspaces where tables have no counts.
  static func writeRate(_ store: SampleStore) -> RuleSeries? {
    for metric in [MetricName.tableWritesTotal, .keyspaceWritesTotal] {
      var merge = PointMerge()
      for series in store.all(of: metric) {
        guard let keyspace = series.key.labels["keyspace"],
          !TableName(keyspace: keyspace, table: "").isSystem
        else { continue }
        let own = RuleSeries(series.points)
        merge.add(rates(of: own), +)
      }
      let points = merge.points
      if !points.isEmpty { return RuleSeries(points) }
    }
    return nil
  }

  /// Growth of a counter a second, from sample to sample; none across a restart or a gap.
  static func rates(of counter: RuleSeries) -> [SamplePoint] {
    var rates: [SamplePoint] = []
    rates.reserveCapacity(counter.points.count)
    for index in counter.points.indices.dropFirst() {
      let (before, now) = (counter.points[index - 1], counter.points[index])
      let elapsed = now.at.milliseconds - before.at.milliseconds
      guard now.value >= before.value, elapsed <= counter.maximumGap.milliseconds else { continue }
      let rate = (now.value - before.value) * 1000 / Double(elapsed)
      rates.append(SamplePoint(at: now.at, value: rate, place: now.place))
    }
    return rates
  }

  /// The largest value of any table at each instant.
  static func most(_ metric: MetricName, _ store: SampleStore) -> RuleSeries? {
    var merge = PointMerge()
    for series in store.all(of: metric) { merge.add(series.points) { max($0, $1) } }
    let points = merge.sums.map { SamplePoint(at: $0.at, value: $0.value, place: $0.place) }
    return points.isEmpty ? nil : RuleSeries(points)
  }

  static func backlogRatio(_ pending: RuleSeries?, _ size: RuleSeries?, _ free: RuleSeries?) -> RuleSeries? {
    guard let pending, let size, let free else { return nil }
    var (sizes, frees) = (RuleCursor(size), RuleCursor(free))
    let ratios = pending.points.compactMap { point -> SamplePoint? in
      guard let size = sizes.point(at: point.at), let free = frees.point(at: point.at) else { return nil }
      // A full disk has no room for any backlog.
      let ratio = free.value > 0 ? point.value * size.value / free.value : point.value > 0 ? .infinity : 0
      return SamplePoint(at: point.at, value: ratio, place: point.place)
    }
    return ratios.isEmpty ? nil : RuleSeries(ratios, like: pending)
  }

  /// Sessions of repair_admin; else distinct repair sessions of netstats; else open sessions in the log.
  static func repairSessions(_ node: NodeFindings) -> RuleSeries? {
    let store = node.samples
    if let listed = RuleSeries(store[.repairSessionsActive]) { return listed }
    if let clock = RuleSeries(store.all(of: .messagesPending).first) {
      var sessions: [String: PointMerge] = [:]
      for series in store.all(of: .streamTotalBytes) where series.key.labels["operation"] == "Repair" {
        sessions[series.key.labels["session"] ?? "", default: PointMerge()].add(series.points) { a, _ in a }
      }
      var merge = PointMerge()
      for session in sessions.sorted(by: { $0.key < $1.key }) {
        let seen = session.value.sums.map { SamplePoint(at: $0.at, value: 1, place: $0.place) }
        merge.add(seen, +)
      }
      var next = 0
      let points = clock.points.map { point -> SamplePoint in
        while next < merge.sums.count, merge.sums[next].at < point.at { next += 1 }
        let isSeen = next < merge.sums.count && merge.sums[next].at == point.at
        return SamplePoint(at: point.at, value: isSeen ? merge.sums[next].value : 0, place: point.place)
      }
      return RuleSeries(points, like: clock)
    }
    return nil
  }
}
