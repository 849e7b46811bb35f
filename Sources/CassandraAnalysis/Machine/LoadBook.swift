// Load of the processors and of block devices by interval, as iostat, sar and vmstat print it: percentiles,
// and the share of intervals over a limit. Intervals need no time of their own, so a file of `iostat -x 1`
// counts in full. The mean since boot is no interval.

import CassandraModel

/// The intervals of one figure of the processors or of one device.
public struct LoadFigure: Sendable {
  /// The figure.
  public enum Kind: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Share of processor time in use: neither idle nor waiting for a device.
    case busy
    /// Share of processor time waiting for a device.
    case ioWait = "iowait"
    /// 1 in an interval with `busy` or `iowait` over its limit.
    case bottleneck
    /// Mean time of a read in seconds.
    case readWait = "read wait"
    /// Mean time of a write in seconds.
    case writeWait = "write wait"
    /// Mean length of the queue.
    case queue

    private var rank: Int { Kind.allCases.firstIndex(of: self) ?? 0 }
    /// In the order of the cases.
    public static func < (a: Kind, b: Kind) -> Bool { a.rank < b.rank }

    /// The value from which an interval counts as over the limit, and whether the limit itself is over it.
    /// The limits of sperf's sysbottle.
    var limit: (value: Double, includesIt: Bool)? {
      switch self {
      case .busy: (0.5, false)
      case .ioWait: (0.05, false)
      case .bottleneck, .queue: (1, true)
      case .readWait, .writeWait: nil
      }
    }
  }

  /// `cpu`, or the device.
  public let subject: String
  /// The figure.
  public let kind: Kind
  /// Number of intervals.
  public let count: Int
  /// Share of intervals over the limit; nil without a limit.
  public let overLimit: Double?
  /// The least, the percentiles 25, 50, 75 and 99, and the most.
  public let quantiles: [Double]
}

/// Collects intervals. Values are kept to three digits, so their number is bounded.
struct LoadBook: Sendable, Equatable {
  private struct Key: Hashable, Sendable {
    let subject: String
    let kind: LoadFigure.Kind
  }

  /// Processor time of the line that is being read.
  private struct Processors: Equatable {
    let source: SourceLocation
    var idle: Double?
    var ioWait: Double?
  }

  private var counts: [Key: [Double: Int]] = [:]
  private var processors: Processors?
  private static let subjectLimit = 1000

  /// The metrics of its samples.
  static let metrics: Set<MetricName> = [.cpuRatio, .diskReadWaitSeconds, .diskWriteWaitSeconds, .diskQueue]

  mutating func add(_ sample: Sample) {
    guard sample.labels["window"] != "boot" else { return }
    switch sample.metric {
    case .cpuRatio: addProcessors(sample)
    case .diskReadWaitSeconds: add(sample.value, .readWait, of: sample.labels["device"])
    case .diskWriteWaitSeconds: add(sample.value, .writeWait, of: sample.labels["device"])
    case .diskQueue: add(sample.value, .queue, of: sample.labels["device"])
    default: break
    }
  }

  mutating func merge(_ other: LoadBook) {
    for (key, values) in other.counts {
      for (value, count) in values { counts[key, default: [:]][value, default: 0] += count }
    }
  }

  private mutating func addProcessors(_ sample: Sample) {
    if processors?.source != sample.source { processors = Processors(source: sample.source) }
    switch sample.labels["mode"] {
    case "idle": processors?.idle = sample.value
    case "iowait": processors?.ioWait = sample.value
    default: return
    }
    guard let idle = processors?.idle, let ioWait = processors?.ioWait else { return }
    let busy = max(0, 1 - idle - ioWait)
    add(busy, .busy, of: "cpu")
    add(ioWait, .ioWait, of: "cpu")
    add(busy > 0.5 || ioWait > 0.05 ? 1 : 0, .bottleneck, of: "cpu")
    processors = nil
  }

  private mutating func add(_ value: Double, _ kind: LoadFigure.Kind, of subject: String?) {
    guard let subject, value.isFinite, value >= 0 else { return }
    let key = Key(subject: subject, kind: kind)
    guard counts[key] != nil || counts.count < LoadBook.subjectLimit else { return }
    counts[key, default: [:]][LoadBook.rounded(value), default: 0] += 1
  }

  /// Three significant digits.
  private static func rounded(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    var scale = 1.0
    while value * scale < 100, scale < 1e9 { scale *= 10 }
    while value * scale >= 1000, scale > 1e-12 { scale /= 10 }
    return (value * scale).rounded() / scale
  }

  /// The processors first, then the devices in order of their names.
  var figures: [LoadFigure] {
    counts.map { key, values in
      let sorted = values.sorted { $0.key < $1.key }
      let count = sorted.reduce(0) { $0 + $1.value }
      let over = key.kind.limit.map { limit in
        sorted.reduce(0) { sum, one in
          sum + (one.key > limit.value || (limit.includesIt && one.key == limit.value) ? one.value : 0)
        }
      }
      return LoadFigure(
        subject: key.subject, kind: key.kind, count: count,
        overLimit: over.map { Double($0) / Double(max(1, count)) },
        quantiles: [0, 0.25, 0.5, 0.75, 0.99, 1].map { LoadBook.quantile($0, sorted, count) })
    }
    .sorted { a, b in
      if (a.subject == "cpu") != (b.subject == "cpu") { return a.subject == "cpu" }
      return a.subject != b.subject ? a.subject < b.subject : a.kind < b.kind
    }
  }

  private static func quantile(_ share: Double, _ sorted: [(key: Double, value: Int)], _ count: Int) -> Double
  {
    let rank = max(1, Int((Double(count) * share).rounded(.up)))
    var seen = 0
    for (value, number) in sorted {
      seen += number
      if seen >= rank { return value }
    }
    return sorted.last?.key ?? 0
  }
}
