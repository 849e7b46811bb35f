// The plan of the backlog resolver (002) and its verdict on the cycles: pure arithmetic.

import CassandraAnalysis
import CassandraModel

/// Settings that the resolver would apply.
struct ResolverPlan: Sendable, Equatable {
  /// In nodetool's MB/s, which are MiB/s; 0 is unlimited.
  let throughput: Double
  let threads: Double
  /// Settings that could not be read, and were assumed.
  let assumed: [String]

  /// Assumed values where nodetool itself fails: MiB/s, threads.
  static let assumedThroughput = 16.0
  static let assumedThreads = 2.0
  private static let throughputCap = 256.0
  private static let threadCap = 8.0

  /// A plan from the current settings; nil for a setting that cannot be read.
  init(throughput: Double?, threads: Double?) {
    self.throughput = throughput ?? ResolverPlan.assumedThroughput
    self.threads = threads ?? ResolverPlan.assumedThreads
    assumed = (throughput == nil ? ["throughput"] : []) + (threads == nil ? ["threads"] : [])
  }

  var newThroughput: Double { min(throughput * 2, ResolverPlan.throughputCap) }
  var newThreads: Double { min(threads + 2, ResolverPlan.threadCap) }
  /// The throughput of the next run, after a rebound: a smaller step than the first.
  var rerunThroughput: Double { throughput * 1.5 }
  var rerunThreads: Double { threads + 1 }

  var marks: [ReplayMark] {
    (throughput == 0 ? [.unlimited] : [])
      + (newThroughput < throughput || newThreads < threads ? [.lowered] : [])
  }

  static func settings(_ throughput: Double, _ threads: Double) -> JSONValue {
    .object(["throughput_mb_sec": .whole(throughput), "threads": .whole(threads)])
  }

  /// A limit in bytes a second as nodetool's MB/s.
  static func megabytes(_ bytesPerSecond: Double) -> Double {
    let (binary, decimal) = (bytesPerSecond / 1_048_576, bytesPerSecond / 1_000_000)
    return binary != binary.rounded() && decimal == decimal.rounded() ? decimal : binary
  }
}

enum ResolverVerdict: String, Sendable {
  case drained
  case rolledBack = "would have rolled back"
  case nothing = "nothing to drain"
  case noData = "no data"
  case refused = "would not begin"
}

/// The resolver's verdict on the bytes that are left after its cycles.
struct ResolverFold: Sendable, Equatable {
  let verdict: ResolverVerdict
  /// The share by which they fell; nil where it cannot be computed.
  let reduction: Double?

  static let cycle = TimeSpan.seconds(45)
  /// The share by which they must fall.
  static let leastReduction = 0.15

  /// - Parameters:
  ///   - first: bytes left after the first cycle, the baseline; nil if they could not be read.
  ///   - second: after the second, which decides.
  init(first: Double?, second: Double?) {
    guard let first else {
      (verdict, reduction) = (.noData, nil)
      return
    }
    if first == 0 {
      (verdict, reduction) = (.nothing, nil)
    } else if let second {
      let share = (first - second) / first
      (verdict, reduction) = (share >= ResolverFold.leastReduction ? .drained : .rolledBack, share)
    } else {
      (verdict, reduction) = (.noData, nil)
    }
  }

  /// Why the script as written acts otherwise.
  var cause: String? {
    switch verdict {
    case .nothing:
      "nothing is left after the first cycle, and the code divides by it: the new settings stay"
    case .noData:
      "bytes left could not be read, and the code returns without rolling back: the new settings stay"
    case .drained, .rolledBack, .refused: nil
    }
  }
}
