// compaction-latency (000): the age of each compaction, since the first sample that has it.

import CassandraModel

extension RulePass {
  mutating func compactionLatency() {
    guard let tasks = inputs.tasks else { return cannot(inputs.missing(.compactionActive)) }
    let limit = number("threshold")
    for task in tasks.tasks {
      guard let id = task.id, let start = task.points.first?.at, let last = task.points.last else { continue }
      // Most compactions are short and need no fold.
      guard isRecording || Double(last.at.milliseconds - start.milliseconds) > limit * 1000 else { continue }
      let series = RuleSeries(task.points, like: tasks.polls)
      fold(.compaction(id), along: series, unit: "seconds") { fold in
        for point in task.points {
          let elapsed = Double(point.at.milliseconds - start.milliseconds) / 1000
          fold.take(
            point, elapsed > limit, value: elapsed, threshold: limit,
            detail: task.kind + (task.table.map { " of " + $0.description } ?? ""))
        }
        // The first good sample without it ends it.
        if let gone = task.gone {
          fold.take(
            SamplePoint(at: gone, value: 0, place: last.place), false, value: 0, threshold: limit)
        }
      }
    }
  }
}
