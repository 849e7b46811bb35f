// Failures over time, for a chart: counts in steps of a minute, which become coarser as a log gets longer, so
// that memory does not grow with it.

public import CassandraModel

/// Failures over time, by category.
public struct FailureCounts: Sendable {
  /// Milliseconds of a step.
  private(set) var width: Int64 = 60_000
  private var counts: [CategoryID: [Place: Int]] = [:]
  private var size = 0
  /// Limit on the steps; beyond it they become twice as wide.
  static let limit = 2000

  /// A step by its number; in a repeated hour the second pass has steps of its own.
  private struct Place: Hashable {
    var number: Int64
    var isRepeated: Bool
  }

  /// Failures of one category in one step.
  public struct Step: Sendable, Equatable {
    /// Id of the category.
    public let category: CategoryID
    /// Beginning of the step.
    public let from: Moment
    /// Length of the step.
    public let width: TimeSpan
    /// Number of failures.
    public let count: Int
  }

  mutating func add(_ category: CategoryID, at time: LocalTime) {
    let step = Place(
      number: time.milliseconds.quotientAndRemainder(flooringBy: width).quotient, isRepeated: time.isRepeated)
    if counts[category]?[step] == nil { size += 1 }
    counts[category, default: [:]][step, default: 0] += 1
    if size > FailureCounts.limit { coarsen() }
  }

  private mutating func coarsen() {
    width *= 2
    size = 0
    counts = counts.mapValues { steps in
      var merged: [Place: Int] = [:]
      for (step, count) in steps {
        let number = step.number.quotientAndRemainder(flooringBy: 2).quotient
        merged[Place(number: number, isRepeated: step.isRepeated), default: 0] += count
      }
      size += merged.count
      return merged
    }
  }

  func steps(in zone: LogZone) -> [Step] {
    var all: [Step] = []
    for (category, steps) in counts {
      for (step, count) in steps {
        let from = zone.moment(LocalTime(milliseconds: step.number * width, isRepeated: step.isRepeated))
        all.append(
          Step(category: category, from: from, width: TimeSpan(milliseconds: width), count: count))
      }
    }
    return all.sorted { a, b in
      a.from.sortKey != b.from.sortKey ? a.from.sortKey < b.from.sortKey : a.category < b.category
    }
  }
}
