// Metrics of the machine: block devices, memory, processors.

extension MetricName {
  // MARK: Block devices since boot

  /// Reads completed since boot; label device, as all of this group.
  public static let diskReadsTotal = MetricName("disk_reads_total")
  /// Writes completed since boot.
  public static let diskWritesTotal = MetricName("disk_writes_total")
  /// Bytes read since boot.
  public static let diskReadBytesTotal = MetricName("disk_read_bytes_total")
  /// Bytes written since boot.
  public static let diskWrittenBytesTotal = MetricName("disk_written_bytes_total")
  /// Time that reads took, summed over them, since boot.
  public static let diskReadSecondsTotal = MetricName("disk_read_seconds_total")
  /// Time that writes took, summed over them, since boot.
  public static let diskWriteSecondsTotal = MetricName("disk_write_seconds_total")
  /// Time during which the device was busy, since boot: its rate is the utilization.
  public static let diskBusySecondsTotal = MetricName("disk_busy_seconds_total")
  /// Time that requests waited and took, summed over them, since boot: its rate is the length of the queue.
  public static let diskQueueSecondsTotal = MetricName("disk_queue_seconds_total")
  /// Requests in progress at the device.
  public static let diskInFlight = MetricName("disk_in_flight")

  // MARK: Block devices over an interval

  /// Reads a second; labels device and window (`boot` for the mean since boot, or `interval`), as all of this group.
  public static let diskReadsPerSecond = MetricName("disk_reads_per_second")
  /// Writes a second.
  public static let diskWritesPerSecond = MetricName("disk_writes_per_second")
  /// Bytes read a second.
  public static let diskReadBytesPerSecond = MetricName("disk_read_bytes_per_second")
  /// Bytes written a second.
  public static let diskWrittenBytesPerSecond = MetricName("disk_written_bytes_per_second")
  /// Mean time of a read, including waiting.
  public static let diskReadWaitSeconds = MetricName("disk_read_wait_seconds")
  /// Mean time of a write, including waiting.
  public static let diskWriteWaitSeconds = MetricName("disk_write_wait_seconds")
  /// Mean length of the queue.
  public static let diskQueue = MetricName("disk_queue")
  /// Share of the time during which the device was busy.
  public static let diskBusyRatio = MetricName("disk_busy_ratio")

  // MARK: Processors and memory

  /// Share of processor time; labels mode (`user`, `iowait`, …) and window.
  public static let cpuRatio = MetricName("cpu_ratio")
  /// Total memory of the machine.
  public static let memoryTotalBytes = MetricName("memory_total_bytes")
  /// Memory in use by programs.
  public static let memoryUsedBytes = MetricName("memory_used_bytes")
  /// Unused memory.
  public static let memoryFreeBytes = MetricName("memory_free_bytes")
  /// Memory available to programs, including reclaimable caches.
  public static let memoryAvailableBytes = MetricName("memory_available_bytes")
  /// Page cache and buffers.
  public static let memoryCacheBytes = MetricName("memory_cache_bytes")
  /// Swap space; a Cassandra node should have none.
  public static let swapTotalBytes = MetricName("swap_total_bytes")
  /// Swap space in use.
  public static let swapUsedBytes = MetricName("swap_used_bytes")

  /// Major page faults a second: pages read from disk.
  public static let memoryMajorFaultsPerSecond = MetricName("memory_major_faults_per_second")
  /// Bytes a second read from swap space; label window, as the next one.
  public static let swapInBytesPerSecond = MetricName("swap_in_bytes_per_second")
  /// Bytes a second written to swap space.
  public static let swapOutBytesPerSecond = MetricName("swap_out_bytes_per_second")
  /// Processes that run or wait for a processor.
  public static let processesRunnable = MetricName("processes_runnable")
  /// Processes that wait for a block device.
  public static let processesBlocked = MetricName("processes_blocked")

  /// Open files of the process.
  public static let processOpenFiles = MetricName("process_open_files")
  /// Limit of open files of the process.
  public static let processMaxOpenFiles = MetricName("process_max_open_files")
  /// Limit of processes and threads of the process's user.
  public static let processMaxProcesses = MetricName("process_max_processes")
  /// `vm.max_map_count`: limit of memory maps of a process.
  public static let kernelMaxMapCount = MetricName("kernel_max_map_count")
  /// Memory limit of the container; no sample without a limit.
  public static let memoryLimitBytes = MetricName("memory_limit_bytes")
  /// Read-ahead of a block device; label device.
  public static let diskReadAheadBytes = MetricName("disk_read_ahead_bytes")
  /// Processors, as the operating system counts them.
  public static let cpuCount = MetricName("cpu_count")
  /// Distance of the clock from its time server, without its sign.
  public static let clockOffsetSeconds = MetricName("clock_offset_seconds")

  // MARK: Collections, from gc.log and the JVM's own counters

  /// Collections since the process started; label collector, as the next one.
  public static let gcCollectionsTotal = MetricName("gc_collections_total")
  /// Time that collections took since the process started.
  public static let gcCollectionSecondsTotal = MetricName("gc_collection_seconds_total")
  /// A pause of the application for a collection; label kind (`Young`, `Full`, `Remark`, …).
  public static let gcPauseSeconds = MetricName("gc_pause_seconds")
  /// Time for which all threads were stopped, for a collection or any other safepoint.
  public static let applicationStoppedSeconds = MetricName("application_stopped_seconds")
}
