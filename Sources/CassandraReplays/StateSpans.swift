// Times with an unchanged state, as far as samples show it.

import CassandraAnalysis
import CassandraModel

/// A time during which a state held at every sample.
struct StateSpan<State: Equatable & Sendable>: Sendable {
  let state: State
  /// The first sample that showed it.
  let from: Instant
  /// The last sample that showed it; the state afterwards is unknown.
  var to: Instant
  var samples: Int
  /// Place of the first sample.
  let source: SourceLocation
  /// Why it ended.
  var end: StateSpanEnd<State>

  var length: TimeSpan { TimeSpan(milliseconds: to.milliseconds - from.milliseconds) }
}

/// Why a span ended.
enum StateSpanEnd<State: Equatable & Sendable>: Equatable, Sendable {
  /// No later span.
  case open
  /// A sample with another state.
  case state(State)
  /// The next sample is too late: the state between them is unknown.
  case gap
}

/// Joins samples into spans.
struct StateSpans<State: Equatable & Sendable> {
  /// A longer time without a sample ends a span.
  let gap: TimeSpan
  private(set) var all: [StateSpan<State>] = []

  init(gap: TimeSpan) { self.gap = gap }

  mutating func add(_ state: State, at: Instant, source: SourceLocation) {
    if let last = all.last {
      let i = all.count - 1
      if at.milliseconds - last.to.milliseconds > gap.milliseconds {
        all[i].end = .gap
      } else if last.state == state {
        all[i].to = at
        all[i].samples += 1
        return
      } else {
        all[i].end = .state(state)
      }
    }
    all.append(StateSpan(state: state, from: at, to: at, samples: 1, source: source, end: .open))
  }
}

extension CompactionPoll {
  /// Polls further apart than this leave the state between them unknown.
  static func maximumGap(of polls: [CompactionPoll]) -> TimeSpan {
    let times = polls.compactMap { $0.at?.milliseconds }
    let intervals = zip(times, times.dropFirst()).map { $1 - $0 }.sorted()
    let median = intervals.isEmpty ? 0 : intervals[(intervals.count - 1) / 2]
    return max(.seconds(300), TimeSpan(milliseconds: median * 3))
  }
}
