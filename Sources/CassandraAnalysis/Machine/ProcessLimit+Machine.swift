// Settings of the kernel and of the machine that Cassandra checks at its start, or that its documentation
// asks for, from the machine itself: they are judged also where no log has the start. Sources: StartupChecks
// and SigarLibrary of Cassandra for the numbers.

import CassandraModel

extension NodeFindings {
  var machineLimits: [ProcessLimit] {
    [processCount, addressSpace, memoryMaps, hugePages, clock].compactMap { $0 } + readAhead
  }

  /// `nproc limit adequate?`
  private var processCount: ProcessLimit? {
    least(.processMaxProcesses, 32_768).map { value, isRight, source in
      ProcessLimit(
        id: "processes", title: "Processes (nproc)", found: "limit \(value)", isRight: isRight,
        advice: isRight ? "" : "LimitNPROC=32768 in the unit of the service, or nproc in limits.conf.",
        source: source)
    }
  }

  /// `Address space adequate?`
  private var addressSpace: ProcessLimit? {
    guard let limit = attributes[.addressSpaceLimit]?.last else { return nil }
    let isRight = limit.value == "unlimited"
    return ProcessLimit(
      id: "address_space", title: "Address space", found: "\(name: limit.value)", isRight: isRight,
      advice: isRight ? "" : "LimitAS=infinity in the unit of the service, or as unlimited in limits.conf.",
      source: limit.source)
  }

  private var memoryMaps: ProcessLimit? {
    least(.kernelMaxMapCount, 1_048_575).map { value, isRight, source in
      ProcessLimit(
        id: "memory_maps", title: "vm.max_map_count", found: "\(value)", isRight: isRight,
        advice: isRight ? "" : "sysctl -w vm.max_map_count=1048575, and in /etc/sysctl.d.", source: source)
    }
  }

  /// A number that must reach `minimum`; nil without a sample.
  private func least(
    _ metric: MetricName, _ minimum: Double
  ) -> (value: Int, isRight: Bool, source: SourceLocation)? {
    series[metric]?.minimum.map { limit in
      (Int(clamping: Int64(clamping: limit.value)), limit.value >= minimum, limit.source)
    }
  }

  private var hugePages: ProcessLimit? {
    guard let pages = attributes[.transparentHugePages]?.last else { return nil }
    let isRight = pages.value != "always"
    return ProcessLimit(
      id: "huge_pages", title: "Transparent huge pages", found: "\(name: pages.value)", isRight: isRight,
      advice: isRight ? "" : "echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled",
      source: pages.source)
  }

  /// Timestamps of writes are the clock's: with clocks apart, a later write may lose to an earlier one.
  private var clock: ProcessLimit? {
    let offset = series[.clockOffsetSeconds]?.maximum
    let state = attributes[.clockSynchronized]?.last
    guard offset != nil || state != nil else { return nil }
    let isRight = state?.value != "false" && (offset?.value ?? 0) < 0.1
    let distance: Statement =
      offset.map { ", \(.span(TimeSpan(milliseconds: Int64(clamping: ($0.value * 1000).rounded())))) off" }
      ?? ""
    return ProcessLimit(
      id: "clock", title: "Clock",
      found: "\(state?.value == "false" ? "not synchronised" : "synchronised")\(distance)", isRight: isRight,
      advice: isRight ? "" : "chronyc tracking; run chronyd or ntpd on every node.",
      source: offset?.source ?? state?.source)
  }

  /// Cassandra warns above 128 KiB for the device of a data directory.
  private var readAhead: [ProcessLimit] {
    let devices = dataDevices
    return series.all.compactMap { key, book in
      guard key.metric == .diskReadAheadBytes, let device = key.labels["device"], devices.contains(device),
        let most = book.maximum
      else { return nil }
      let isRight = most.value <= 128 * 1024
      return ProcessLimit(
        id: "read_ahead", title: "Read-ahead of \(device)",
        found: "\(.bytes(Int64(clamping: most.value)))", isRight: isRight,
        advice: isRight ? "" : "blockdev --setra 8 \(device) for SSDs, 128 for spinning disks.",
        source: most.source)
    }
  }

  /// Devices of the data directories, by df.
  private var dataDevices: Set<String> {
    var devices: [String: String] = [:]
    for (key, _) in series.all where key.metric == .diskSizeBytes {
      if let mount = key.labels["mount"], let device = key.labels["device"] { devices[mount] = device }
    }
    let directories = attributes[.dataDirectory]?.map(\.value) ?? []
    return Set(
      directories.compactMap { directory in
        NodeFindings.mount(of: directory, Array(devices.keys)).flatMap { devices[$0] }
      })
  }
}
