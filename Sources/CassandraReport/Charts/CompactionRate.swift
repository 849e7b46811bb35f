// Compaction read rate, from the bytes and the duration of each compaction. The bytes are spread evenly over
// the duration, so that a long compaction shows while it runs and not only when it ends.

import CassandraAnalysis
import CassandraModel

/// Bytes per second that compactions read, step by step.
struct CompactionRate {
  /// One stretch from the first compaction to the last.
  private(set) var stretches: [[Chart.Point]] = []

  private static let steps = 300

  init(_ ledger: Ledger, span: ClosedRange<Instant>) {
    let length = span.upperBound.milliseconds - span.lowerBound.milliseconds
    guard length > 0 else { return }
    let width = max(1000, Double(length) / Double(Self.steps))
    var bytes = [Double](repeating: 0, count: Int(Double(length) / width) + 1)
    var sources = [SourceLocation?](repeating: nil, count: bytes.count)
    var touched: ClosedRange<Int>?
    for index in ledger.indices {
      let row = ledger.figures(index)
      guard let read = row.bytesIn, case .utc(let start)? = row.start, case .utc(let end)? = row.end,
        end >= start
      else { continue }
      let from = (Double(start.milliseconds) - Double(span.lowerBound.milliseconds)) / width
      let to = (Double(end.milliseconds) - Double(span.lowerBound.milliseconds)) / width
      guard to >= 0, from < Double(bytes.count) else { continue }
      let first = max(0, Int(from.rounded(.down)))
      let last = min(bytes.count - 1, max(first, Int(to.rounded(.down))))
      for step in first...last {
        let share =
          to > from ? (min(to, Double(step + 1)) - max(from, Double(step))) / (to - from) : 1
        bytes[step] += Double(read) * max(0, share)
        if sources[step] == nil { sources[step] = ledger[index].source }
      }
      touched = touched.map { min($0.lowerBound, first)...max($0.upperBound, last) } ?? first...last
    }
    guard let touched else { return }
    let none = SourceLocation(file: "no compaction ended in this step", line: 0)
    stretches = [
      touched.map { step in
        Chart.Point(
          at: Instant(milliseconds: span.lowerBound.milliseconds + Int64(Double(step) * width)),
          value: bytes[step] * 1000 / width, source: sources[step] ?? none)
      }
    ]
  }
}
