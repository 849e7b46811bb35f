// Load of a block device: from counters since boot (/proc/diskstats, sar), or from iostat's figures for an
// interval. A device that is busy all the time, with requests that wait, limits compaction whatever the
// throughput limit is.

public import CassandraModel

/// The load of one device over time.
public struct DiskLoad: Sendable {
  /// One interval; its time is its end.
  public struct Interval: Sendable {
    /// Its end.
    public let at: Instant
    /// Share of the time in which the device was busy; nil when the output does not have it.
    public var busy: Double?
    /// Mean length of the queue.
    public var queue: Double?
    /// Mean time of a read with its wait, in seconds; nil also without a read.
    public var readWait: Double?
    /// The same of a write.
    public var writeWait: Double?
    /// Bytes read a second.
    public var readRate: Double?
    /// Bytes written a second.
    public var writeRate: Double?
    /// The place of the sample.
    let place: SamplePlace

    /// Bytes read and written a second.
    public var rate: Double? {
      readRate == nil && writeRate == nil ? nil : (readRate ?? 0) + (writeRate ?? 0)
    }
  }

  /// The kernel's name for it: `sda`, `nvme0n1`, `loop0`.
  public let device: String
  /// Intervals in the order of time.
  public let intervals: [Interval]
  /// Place of its last sample.
  public let source: SourceLocation

  /// The share of the time of `period` in which it was busy; nil without a sample.
  public func busy(in period: ClosedRange<Instant>) -> Double? { mean(in: period, \.busy) }

  /// The mean of `value` over the intervals that end in `period`; nil without any.
  public func mean(in period: ClosedRange<Instant>, _ value: (Interval) -> Double?) -> Double? {
    let values = intervals.filter { period.contains($0.at) }.compactMap(value)
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// The largest `value` of all intervals and its time; nil without any.
  public func peak(_ value: (Interval) -> Double?) -> (value: Double, at: Instant)? {
    var best: (value: Double, at: Instant)?
    for one in intervals {
      if let now = value(one), now > best?.value ?? -1 { best = (now, one.at) }
    }
    return best
  }
}

extension NodeFindings {
  /// The devices with load samples, in order of their names.
  public var diskLoads: [DiskLoad] {
    var devices: Set<String> = []
    for metric in DiskLoad.metrics {
      devices.formUnion(samples.all(of: metric).compactMap { $0.key.labels["device"] })
    }
    return devices.sorted().compactMap { DiskLoad($0, samples) }
  }

  /// The device that holds the data: the one of the data volume's `df` line, else the only one that is no
  /// loop device or memory; nil when it is ambiguous.
  public func dataDisk(of volume: DataVolume?, among loads: [DiskLoad]) -> DiskLoad? {
    let mounted = samples.all(of: .diskFreeBytes).filter { $0.key.labels["mount"] == volume?.mount }
    for series in mounted {
      guard let path = series.key.labels["device"], let name = path.split(separator: "/").last else {
        continue
      }
      if let load = loads.first(where: { $0.device == name }) { return load }
      if let load = loads.first(where: { DiskLoad.isPartition(String(name), of: $0.device) }) { return load }
    }
    let real = loads.filter { load in !DiskLoad.virtual.contains { load.device.hasPrefix($0) } }
    return real.count == 1 ? real[0] : loads.count == 1 ? loads[0] : nil
  }
}

extension DiskLoad {
  static let metrics: [MetricName] = [
    .diskBusySecondsTotal, .diskBusyRatio, .diskReadBytesTotal, .diskReadBytesPerSecond,
    .diskWrittenBytesTotal, .diskWrittenBytesPerSecond,
  ]

  /// Name prefixes of devices without hardware of their own, and of removable media.
  static let virtual = ["loop", "ram", "zram", "fd", "sr"]

  /// `sda1` of `sda`, `nvme0n1p2` of `nvme0n1`.
  static func isPartition(_ name: String, of device: String) -> Bool {
    guard name.hasPrefix(device), name.utf8.count > device.utf8.count else { return false }
    var rest = name.dropFirst(device.count)
    if device.last?.isNumber ?? false {
      guard rest.first == "p" else { return false }
      rest = rest.dropFirst()
    }
    return !rest.isEmpty && rest.allSatisfy(\.isNumber)
  }

  /// nil without an interval of the device.
  init?(_ device: String, _ samples: SampleStore) {
    let labels = Labels([("device", device)])
    var byTime: [Instant: Interval] = [:]
    var last: SamplePoint?
    func set(_ points: [SamplePoint], _ field: WritableKeyPath<Interval, Double?>) {
      for point in points {
        byTime[point.at, default: Interval(at: point.at, place: point.place)][keyPath: field] = point.value
        if last.map({ $0.at < point.at }) ?? true { last = point }
      }
    }
    let rates = { (metric: MetricName) -> [SamplePoint] in
      guard let series = samples[metric, labels], !series.points.isEmpty else { return [] }
      return ResolvedInputs.rates(of: RuleSeries(series.points))
    }
    set(rates(.diskBusySecondsTotal).map { $0.with(min(1, $0.value)) }, \.busy)
    set(rates(.diskQueueSecondsTotal), \.queue)
    set(rates(.diskReadBytesTotal), \.readRate)
    set(rates(.diskWrittenBytesTotal), \.writeRate)
    set(DiskLoad.waits(rates(.diskReadSecondsTotal), rates(.diskReadsTotal)), \.readWait)
    set(DiskLoad.waits(rates(.diskWriteSecondsTotal), rates(.diskWritesTotal)), \.writeWait)
    let direct: [(MetricName, WritableKeyPath<Interval, Double?>)] = [
      (.diskBusyRatio, \.busy), (.diskQueue, \.queue), (.diskReadWaitSeconds, \.readWait),
      (.diskWriteWaitSeconds, \.writeWait), (.diskReadBytesPerSecond, \.readRate),
      (.diskWrittenBytesPerSecond, \.writeRate),
    ]
    for (metric, field) in direct {
      // The first report of iostat is the mean since boot: no interval.
      for series in samples.all(of: metric)
      where series.key.labels["device"] == device && series.key.labels["window"] != "boot" {
        set(series.points, field)
      }
    }
    guard let last else { return nil }
    self.device = device
    intervals = byTime.values.sorted { $0.at < $1.at }
    source = samples.source(of: last)
  }

  /// Seconds for one request.
  private static func waits(_ seconds: [SamplePoint], _ requests: [SamplePoint]) -> [SamplePoint] {
    let counts = Dictionary(requests.map { ($0.at, $0.value) }, uniquingKeysWith: { first, _ in first })
    return seconds.compactMap { point in
      guard let count = counts[point.at], count > 0 else { return nil }
      return point.with(point.value / count)
    }
  }
}

extension SamplePoint {
  /// The same point with another value.
  func with(_ value: Double) -> SamplePoint { SamplePoint(at: at, value: value, place: place) }
}
