// Occurrences at a node from sources other than Cassandra's log: the kernel, the JVM, `compaction.log`, and
// the monitors' own records (`MonitorEvents`).

/// An occurrence from a kernel log, a crash report, a heap dump, `compaction.log` or a monitor.
public struct Occurrence: Hashable, Sendable {
  /// Kind, for example `kernel.out_of_memory`.
  public let name: EventName
  /// Severity without context.
  public let severity: Severity
  /// Time; nil when the source gives no date.
  public let at: Moment?
  /// Captured fields: `process`, `device`, ….
  public let fields: EventFields
  /// The source's words, cut to `Event.messageLimit` bytes; empty when the fields hold all of it.
  public let message: String
  /// File and line.
  public package(set) var source: SourceLocation

  /// An occurrence from its parts.
  public init(
    name: EventName, severity: Severity, at: Moment?, fields: EventFields, message: String = "",
    source: SourceLocation
  ) {
    self.name = name
    self.severity = severity
    self.at = at
    self.fields = fields
    self.message = message
    self.source = source
  }
}

extension EventName {
  /// The kernel killed a process because memory was exhausted (OOM killer); fields process and pid.
  public static let kernelOutOfMemory = EventName("kernel.out_of_memory")
  /// A block device failed a request; field device.
  public static let kernelIOError = EventName("kernel.io_error")
  /// A file system detected damage; field device.
  public static let kernelFileSystemError = EventName("kernel.file_system_error")
  /// A file system was made read-only or shut down after errors; field device.
  public static let kernelReadOnly = EventName("kernel.read_only")
  /// A process waited for a device for minutes; fields process and seconds.
  public static let kernelHungTask = EventName("kernel.hung_task")
  /// A process crashed; fields process and pid.
  public static let kernelSegmentationFault = EventName("kernel.segmentation_fault")
  /// The JVM crashed and left a report.
  public static let jvmCrash = EventName("jvm.crash")
  /// The JVM wrote its heap to a file.
  public static let jvmHeapDump = EventName("jvm.heap_dump")
  /// A compaction, exact to the byte, from `compaction.log`; fields table, bytes_in, bytes_out, inputs, outputs and
  /// duration_ms; its time is its end.
  public static let compactionLogged = EventName("compaction.logged")
}

extension FieldName {
  /// Name of a process in the kernel log.
  public static let process = FieldName("process")
  /// Id of a process.
  public static let pid = FieldName("pid")
  /// A block device: `sda1`.
  public static let device = FieldName("device")
  /// Seconds.
  public static let seconds = FieldName("seconds")
  /// The reason, in the source's words.
  public static let reason = FieldName("reason")
}

extension EventName {
  /// A record head that gives its own offset from UTC (a custom pattern); field wall_clock_ms. Its time is
  /// the head's time in UTC.
  public static let clockStated = EventName("clock.stated")
  /// A container runtime or the system's log added a UTC timestamp to a record; field wall_clock_ms. Its time
  /// is the added timestamp, which is later than the record's own.
  public static let clockStamped = EventName("clock.stamped")
}

extension FieldName {
  /// Time on the node's clock: milliseconds since 1970-01-01 00:00 on that clock.
  public static let wallClockMilliseconds = FieldName("wall_clock_ms")
}
