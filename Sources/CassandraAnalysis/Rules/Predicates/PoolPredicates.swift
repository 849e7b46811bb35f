// pool-blocked (002): tasks of a pool that wait to enter its queue, now or since the sample before.

import CassandraModel

extension RulePass {
  mutating func poolBlocked() {
    let pools = inputs.node.samples.all(of: .poolBlocked)
    guard !pools.isEmpty else { return cannot(inputs.missing(.poolBlocked)) }
    let limit = number("threshold")
    for pool in pools {
      guard let name = pool.key.labels["pool"] else { continue }
      let totals = inputs.node.samples[.poolBlockedTotal, pool.key.labels]?.points ?? []
      // Most pools are never blocked: they need no fold.
      let isEver =
        pool.points.contains { $0.value > limit } || totals.first?.value != totals.last?.value
        || zip(totals, totals.dropFirst()).contains { $0.value < $1.value }
      guard isEver || isRecording else { continue }
      let series = RuleSeries(pool.points)
      var cursor = totals.isEmpty ? nil : RuleCursor(RuleSeries(totals))
      fold(.pool(name), along: series) { fold in
        var before: Double?
        for point in pool.points {
          let total = cursor?.point(at: point.at)?.value
          // A smaller total is a restart: it has not grown.
          let grown = before.flatMap { old in total.map { max(0, $0 - old) } } ?? 0
          fold.take(
            point, point.value > limit || grown > 0, value: max(point.value, grown), threshold: limit,
            detail: point.value > limit ? nil : "blocked between two samples")
          before = total ?? before
        }
      }
    }
  }
}
