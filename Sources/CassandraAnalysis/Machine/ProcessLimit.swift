// The process and its limits: memory against the machine's, open files against the limit, disks, swap, and
// Cassandra's startup checks, by Cassandra's names for them. A check without its input is neither made nor
// passed.

public import CassandraModel

/// One check of a node.
public struct ProcessLimit: Sendable, Hashable {
  /// Stable id: `memory`, `open_files`, or the start-up check's.
  public let id: String
  /// The name of the check.
  public let title: String
  /// The value that was found.
  public let found: Statement
  /// True when the value is as it should be.
  public let isRight: Bool
  /// Advice; empty when the value is as it should be.
  public let advice: String
  /// File and line; nil when the value comes from several places.
  public let source: SourceLocation?
}

extension NodeFindings {
  /// Its checks, failed ones first.
  public var processLimits: [ProcessLimit] {
    let all =
      [memoryLimit, compressedPointers, openFiles, swap, commitLogVolume].compactMap { $0 } + machineLimits
      + startupChecks
    return all.filter { !$0.isRight } + all.filter(\.isRight)
  }

  // MARK: Memory

  /// `31G`, `8192m`, `1073741824`.
  static func bytes(_ text: String) -> Int64? {
    let digits = text.prefix { $0.isNumber }
    guard let number = Int64(digits), let last = text.last else { return nil }
    let shift: Int64? =
      switch last.lowercased() {
      case "k": 10
      case "m": 20
      case "g": 30
      case "t": 40
      default: last.isNumber ? 0 : nil
      }
    guard let shift, number < 1 << 22 || shift == 0, text.count - digits.count <= 1 else { return nil }
    return number << shift
  }

  private var heapMax: Int64? {
    series[.heapMaxBytes]?.maximum.flatMap { Int64(exactly: $0.value.rounded()) }
      ?? processes.last(where: { $0.heapMaxBytes != nil })?.heapMaxBytes
      ?? attributes[.heapMax]?.last.flatMap { NodeFindings.bytes($0.value) }
  }

  /// Heap, direct and off-heap memory compared with the limit of the container, otherwise with the machine's.
  private var memoryLimit: ProcessLimit? {
    let machine = series[.memoryTotalBytes]?.minimum
    let container = series[.memoryLimitBytes]?.minimum
    let isContainer = container.map { $0.value < machine?.value ?? .infinity } ?? false
    guard let heap = heapMax, let total = isContainer ? container : machine else { return nil }
    let direct = attributes[.directMemoryMax]?.last.flatMap { NodeFindings.bytes($0.value) }
    let offHeap = series[.offHeapUsedBytes]?.maximum.map { Int64(clamping: $0.value) } ?? 0
    // Without a limit of its own direct memory may grow as large as the heap.
    let all = Double(heap) + Double(direct ?? heap) + Double(offHeap)
    let isRight = all <= 0.9 * total.value
    let memory = Statement.Part.bytes(Int64(clamping: total.value))
    let what: Statement = direct == nil ? " (no limit of its own)" : ""
    let off: Statement = offHeap > 0 ? ", off-heap tables \(.bytes(offHeap))" : ""
    let limit: Statement = isContainer ? " (container limit)" : ""
    return ProcessLimit(
      id: "memory", title: "Heap, direct and off-heap memory",
      found:
        "heap \(.bytes(heap)), direct memory \(.bytes(direct ?? heap))\(what)\(off) of \(memory)\(limit)",
      isRight: isRight,
      advice: isRight
        ? ""
        : "Set -XX:MaxDirectMemorySize, or a smaller -Xmx: page cache and off-heap tables need room, too.",
      source: total.source)
  }

  /// Between 32 GiB and about 48 GiB a heap holds less than one of 31 GiB: pointers take twice the space.
  private var compressedPointers: ProcessLimit? {
    guard let heap = heapMax else { return nil }
    let isWasted = heap >= 32 << 30 && heap < 48 << 30
    guard isWasted else { return nil }
    return ProcessLimit(
      id: "compressed_pointers", title: "Compressed pointers", found: "heap \(.bytes(heap))", isRight: false,
      advice: "-Xmx31G holds more than a heap of 32 to 48 GiB.", source: nil)
  }

  private var swap: ProcessLimit? {
    guard let total = series[.swapTotalBytes]?.maximum else { return nil }
    let isRight = total.value == 0
    let used = series[.swapUsedBytes]?.maximum?.value ?? 0
    return ProcessLimit(
      id: "swap", title: "Swap",
      found: isRight
        ? "none"
        : "\(.bytes(Int64(clamping: total.value))), \(.bytes(Int64(clamping: used))) of it in use at most",
      isRight: isRight, advice: isRight ? "" : "sudo swapoff --all; remove it from /etc/fstab.",
      source: total.source)
  }

  // MARK: Files

  private var openFiles: ProcessLimit? {
    guard let limit = series[.processMaxOpenFiles]?.minimum, limit.value > 0 else { return nil }
    let open = series[.processOpenFiles]?.maximum
    let isRight = open.map { $0.value <= 0.8 * limit.value } ?? true && limit.value >= 100_000
    let most = Int(clamping: Int64(clamping: limit.value))
    return ProcessLimit(
      id: "open_files", title: "Open files (nofile)",
      found: open.map { "\(Int(clamping: Int64(clamping: $0.value))) of \(most)" } ?? "limit \(most)",
      isRight: isRight,
      advice: isRight
        ? "" : "LimitNOFILE=100000 in the unit of the service, or nofile in limits.conf; then restart.",
      source: (open ?? limit).source)
  }

  /// Commit log and data on one volume share its queue.
  private var commitLogVolume: ProcessLimit? {
    guard let log = attributes[AttributeName("config_commitlog_directory")]?.last,
      let data = attributes[.dataDirectory]?.last
    else { return nil }
    let mounts = series.all.compactMap { $0.key.metric == .diskSizeBytes ? $0.key.labels["mount"] : nil }
    guard let logMount = NodeFindings.mount(of: log.value, mounts),
      let dataMount = NodeFindings.mount(of: data.value, mounts)
    else { return nil }
    let isRight = logMount != dataMount
    return ProcessLimit(
      id: "commit_log_volume", title: "Commit log's volume",
      found: isRight ? "\(name: logMount)" : "on \(name: logMount), as the data", isRight: isRight,
      advice: isRight
        ? "" : "On spinning disks give the commit log a volume of its own; on NVMe it may stay.",
      source: log.source)
  }

  static func mount(of path: String, _ mounts: [String]) -> String? {
    mounts.filter { $0 == "/" || path == $0 || path.hasPrefix($0 + "/") }.max {
      $0.utf8.count < $1.utf8.count
    }
  }

  // MARK: Start-up checks

  /// Cassandra's warnings at startup, each once.
  private var startupChecks: [ProcessLimit] {
    strains.filter { $0.id.hasPrefix("warning.startup.") && !$0.advice.isEmpty }.map { one in
      ProcessLimit(
        id: String(one.id.dropFirst("warning.startup.".count)), title: one.title, found: "\(one.detail)",
        isRight: false, advice: one.advice, source: one.source)
    }
  }
}
