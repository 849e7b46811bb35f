// Windows in which a repair could have run (003, 001): few pending tasks and a steady rate of compaction, or
// no work at all. No script prints these: the documents are the windows, the longest first.

import CassandraAnalysis
import CassandraModel

extension Replay {
  static let windows = Replay(
    id: "windows", title: "Repair windows", seed: "003",
    needs: "pending tasks over time, and with work pending the counter BytesCompacted", style: .spaced,
    prints: .notes(.window),
    feeds: { node in
      ReplayFeed.found(in: node, streams: []) { feed in
        !PendingBook(node.samples, FeedFiles(feed, of: node)).points.isEmpty
      }
    },
    run: { input, each in
      let samples = QuietSamples(input, each)
      let notes = samples.windows.map { window in
        ReplayNote(
          .window, from: window.from, to: window.to, subject: "repair", text: samples.words(window),
          source: window.source,
          figures: [
            JSONMember("seconds", .decimal(Double(window.length.milliseconds) / 1000)),
            JSONMember("samples", .integer(Int64(window.samples))),
          ])
      }
      return ReplayEnd(notes: notes)
    })
}

/// Whether a repair could have run, at each instant with a sample of pending tasks.
struct QuietSamples {
  /// Whether a repair could have run, and why.
  enum State: Equatable, Sendable {
    case idle, steady, backlog, unsteady, unknown

    var isQuiet: Bool { self == .idle || self == .steady }

    var words: String {
      switch self {
      case .idle: "window: no work"
      case .steady: "window: steady rate"
      case .backlog: "no window: backlog"
      case .unsteady: "no window: rate not steady"
      case .unknown: "not evaluated: no rate"
      }
    }
  }

  private var spans: StateSpans<Bool>
  private let limit: Double

  /// Reads all samples of a feed, in order of time.
  init(_ input: ReplayInput, _ each: (ReplayStep) -> Void) {
    let (node, settings) = (input.node, input.settings)
    let pending = PendingBook(node.samples, FeedFiles(input.feed, of: node))
    let counter = TriageSamples(node, input.feed, FeedFiles(input.feed, of: node)).samples
    let active = node.samples[.compactionActive]
    limit = settings.windowPendingLimit
    spans = StateSpans(gap: pending.maximumGap)
    var fold = TriageFold(meant: settings)
    var latest: (at: Instant, velocity: Velocity)?
    var hasRate = false
    var next = 0
    for point in pending.points {
      while next < counter.count, counter[next].at <= point.at {
        latest = (counter[next].at, fold.step(counter[next].bytes, at: counter[next].at))
        hasRate = next > 0
        next += 1
      }
      // An old rate proves nothing about now.
      let isFresh = latest.map {
        point.at.milliseconds - $0.at.milliseconds <= pending.maximumGap.milliseconds
      }
      let velocity = hasRate && isFresh == true ? latest?.velocity : nil
      let running = active.flatMap { $0.latest(at: point.at, within: $0.maximumGap) }?.value
      let state = QuietSamples.state(point.value, running, velocity, settings)
      let source = node.samples.source(of: point)
      spans.add(state.isQuiet, at: point.at, source: source)
      each(
        ReplayStep(at: point.at, source: source, decision: state.words) {
          [
            JSONMember("timestamp", .text(point.at.iso8601)),
            JSONMember("pending_tasks", .whole(point.value)),
            JSONMember("rate_mb_sec", .optional(velocity?.rate.map { $0 / (1024 * 1024) })),
            JSONMember("average_mb_sec", .optional(velocity?.average.map { $0 / (1024 * 1024) })),
            JSONMember("window", .truth(state.isQuiet)), JSONMember("reason", .text(state.words)),
          ]
        })
    }
  }

  private static func state(
    _ pending: Double, _ running: Double?, _ velocity: Velocity?, _ settings: ReplaySettings
  ) -> State {
    guard pending < settings.windowPendingLimit else { return .backlog }
    if pending == 0, running ?? 0 == 0, velocity?.rate ?? 0 == 0 { return .idle }
    guard let rate = velocity?.rate, let average = velocity?.average else { return .unknown }
    return abs(rate - average) <= settings.stableShare * average ? .steady : .unsteady
  }

  /// The windows, the longest first.
  var windows: [StateSpan<Bool>] {
    spans.all.filter(\.state).sorted { a, b in
      a.length != b.length ? a.length > b.length : a.from < b.from
    }
  }

  func words(_ window: StateSpan<Bool>) -> String {
    let minutes = window.length.milliseconds / 60_000
    let seconds = window.length.milliseconds % 60_000 / 1000
    let end =
      switch window.end {
      case .open: "to the end of the samples"
      case .gap: "until samples are missing"
      case .state: "until it was no longer so"
      }
    return
      "\(minutes) min \(seconds) s in \(window.samples) samples: fewer than \(ScriptRow.whole(limit)) pending, and a steady rate or no work, \(end)"
  }
}
