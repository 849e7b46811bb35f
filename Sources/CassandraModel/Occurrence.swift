// What other sources than Cassandra's log say happened to a node: the kernel, the JVM, the log of compactions; and
// what monitors say of themselves (`MonitorEvents`).

/// Something that happened, told by a kernel log, a crash report, a heap dump, `compaction.log` or a monitor.
public struct Occurrence: Hashable, Sendable {
  /// What, for example `kernel.out_of_memory`.
  public let name: EventName
  /// How bad it is by itself.
  public let severity: Severity
  /// When; nil when the source gives no date.
  public let at: Moment?
  /// What the source says of it: `process`, `device`, ….
  public let fields: EventFields
  /// In the source's words, cut to `Event.messageLimit` bytes; empty when fields say everything.
  public let message: String
  /// Where it stands.
  public package(set) var source: SourceLocation

  /// Something that happened.
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
  /// The kernel killed a process for want of memory; fields process and pid.
  public static let kernelOutOfMemory = EventName("kernel.out_of_memory")
  /// A block device failed a request; field device.
  public static let kernelIOError = EventName("kernel.io_error")
  /// A file system found itself damaged; field device.
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
  /// Name of a process as the kernel has it.
  public static let process = FieldName("process")
  /// Id of a process.
  public static let pid = FieldName("pid")
  /// A block device: `sda1`.
  public static let device = FieldName("device")
  /// Seconds.
  public static let seconds = FieldName("seconds")
  /// Why, in the source's words.
  public static let reason = FieldName("reason")
}

extension EventName {
  /// A record's head gives its own offset from UTC (a custom pattern); field wall_clock_ms. Its time is that of the
  /// head in UTC.
  public static let clockStated = EventName("clock.stated")
  /// A record was stamped in UTC on its way, by a container runtime or the system's log; field wall_clock_ms. Its time
  /// is that of the stamp, which follows the record's own.
  public static let clockStamped = EventName("clock.stamped")
}

extension FieldName {
  /// What the node's clock showed: milliseconds since 1970-01-01 00:00 on that clock.
  public static let wallClockMilliseconds = FieldName("wall_clock_ms")
}
