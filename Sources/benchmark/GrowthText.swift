// Records and outputs of Cassandra, reduced to the parts that are read.

/// Text of a growing input.
struct GrowthText {
  var bytes: [UInt8] = []
  private var clock = LogClock()

  private static let tableID = "caf09fd0e56911f19a06f311162f610f"
  private static let frames =
    "\tat org.apache.cassandra.db.compaction.CompactionTask.runMayThrow(CompactionTask.java:199)\n"
    + "\tat java.base/java.lang.Thread.run(Thread.java:829)\n"

  mutating func add(_ text: String) { bytes += text.utf8 }

  /// A path without component.
  static func sstable(_ number: Int, table: String = "orders") -> String {
    "/var/lib/cassandra/data/shop/" + table + "-" + tableID + "/nb-" + String(number) + "-big"
  }

  /// A time UUID of the given time.
  static func id(_ time: Int) -> String {
    let ticks = (UInt64(LogClock.firstOfMarch2026) + UInt64(time)) * 10_000 + LogClock.ticksBefore1970
    var bytes: [UInt8] = []
    LogClock.append(
      timeUUID: ticks << 32 | (ticks >> 32 & 0xFFFF) << 16 | 0x1000 | ticks >> 48 & 0xFFF, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Records, at milliseconds from the beginning

  /// - Parameter level: Padded to five letters, as logback pads it.
  mutating func record(
    _ time: Int, _ thread: String, _ file: String, _ message: String, level: String = "INFO "
  ) {
    add(level + " [" + thread + "] ")
    clock.append(LogClock.firstOfMarch2026 + Int64(time), to: &bytes)
    add(" " + file + " - " + message + "\n")
  }

  mutating func flush(_ number: Int, _ time: Int) {
    record(
      time, "MemtableFlushWriter:" + String(number % 4), "Flushing.java:171",
      "Completed flushing " + GrowthText.sstable(number)
        + "-Data.db (1.2MiB) for commitlog position CommitLogPosition(segmentId=1, position=7)")
  }

  mutating func corrupt(_ number: Int, _ time: Int, thread: Int = 1) {
    let file = GrowthText.sstable(number) + "-Data.db"
    error(
      time, thread, "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: " + file,
      cause: "org.apache.cassandra.io.compress.CorruptBlockException: (" + file
        + "): corruption detected, chunk at 45678 of length 65536.")
  }

  mutating func error(_ time: Int, _ thread: Int, _ exception: String, cause: String) {
    let name = "CompactionExecutor:" + String(thread)
    record(
      time, name, "JVMStabilityInspector.java:68",
      "Exception in thread Thread[" + name + ",5,CompactionExecutor]", level: "ERROR")
    add(exception + "\n" + GrowthText.frames + "Caused by: " + cause + "\n" + GrowthText.frames)
  }

  mutating func start(_ time: Int) {
    record(
      time, "main", "YamlConfigurationLoader.java:104",
      "Configuration location: file:/etc/cassandra/cassandra.yaml")
    record(time + 200, "main", "CassandraDaemon.java:618", "Hostname: cass-01:7000:7001")
    record(
      time + 300, "main", "CassandraDaemon.java:625", "JVM vendor/version: OpenJDK 64-Bit Server VM/11.0.24")
    record(time + 5000, "main", "CassandraDaemon.java:761", "Startup complete")
  }

  mutating func compacting(_ number: Int, _ time: Int, thread: Int) {
    record(
      time, "CompactionExecutor:" + String(thread), "CompactionTask.java:173",
      "Compacting (" + GrowthText.id(time) + ") [" + GrowthText.sstable(number) + "-Data.db:level=3, ]")
  }

  mutating func compacted(_ number: Int, _ time: Int, started: Int, thread: Int) {
    record(
      time, "CompactionExecutor:" + String(thread), "CompactionTask.java:264",
      "Compacted (" + GrowthText.id(started) + ") 1 sstables to [" + GrowthText.sstable(number)
        + ",] to level=3.  2.798MiB to 2.084MiB (~74% of original) in 108ms.  Read Throughput = 25.709MiB/s, "
        + "Write Throughput = 19.144MiB/s, Row Throughput = ~1,092/s.  731 total partitions merged to 546.  "
        + "Partition merge counts were {1:454, 2:6, }. Time spent writing keys = 35ms")
  }

  // MARK: Outputs, at seconds from the beginning

  /// `2026-03-01T00:00:05Z`, as monitors write before an output.
  mutating func time(_ seconds: Int) {
    var text: [UInt8] = []
    clock.append(LogClock.firstOfMarch2026 + Int64(seconds) * 1000, to: &text)
    text[10] = UInt8(ascii: "T")
    bytes += text.prefix(19)
    add("Z\n")
  }

  mutating func pending(_ count: Int, _ seconds: Int) {
    time(seconds)
    add("pending tasks: " + String(count) + "\n")
    if count > 0 { add("- shop.orders: " + String(count) + "\n") }
    add("\n")
  }
}
