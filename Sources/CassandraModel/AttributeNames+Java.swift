// Attributes from the JVM options of a node.

extension AttributeName {
  /// `-Xmx`, as written: `31G`.
  public static let heapMax = AttributeName("jvm_heap_max")
  /// `-Xms`, as written.
  public static let heapInitial = AttributeName("jvm_heap_initial")
  /// `-Xmn`, as written.
  public static let heapYoung = AttributeName("jvm_heap_young")
  /// `-Xss`, as written.
  public static let threadStack = AttributeName("jvm_thread_stack")
  /// `-XX:MaxDirectMemorySize`, as written.
  public static let directMemoryMax = AttributeName("jvm_direct_memory_max")
  /// `true` if the JVM exits on OutOfMemoryError. Cassandra's log then has no record of it.
  public static let exitOnOutOfMemory = AttributeName("jvm_exit_on_out_of_memory")
  /// `true` if the JVM crashes with a report on OutOfMemoryError.
  public static let crashOnOutOfMemory = AttributeName("jvm_crash_on_out_of_memory")
  /// `true` if the JVM writes a heap dump on OutOfMemoryError.
  public static let heapDumpOnOutOfMemory = AttributeName("jvm_heap_dump_on_out_of_memory")
  /// Path of the heap dump.
  public static let heapDumpPath = AttributeName("jvm_heap_dump_path")
  /// Command that the JVM runs on OutOfMemoryError: `kill -9 %p`.
  public static let onOutOfMemory = AttributeName("jvm_on_out_of_memory")
  /// The zone of the node's clock from `-Duser.timezone`: evidence for the zone of its logs.
  public static let userTimeZone = AttributeName("jvm_user_timezone")
  /// Value of `-Xloggc:` or of `-Xlog:gc`, as written; it has the path of the garbage-collection log.
  public static let gcLogging = AttributeName("jvm_gc_logging")
  /// The garbage collector: `G1`, `CMS`, `ZGC`, `Shenandoah`, `Parallel`.
  public static let collector = AttributeName("jvm_collector")
  /// `-XX:MaxGCPauseMillis`.
  public static let gcPauseTarget = AttributeName("jvm_gc_pause_target_ms")
  /// The offset of the node's clock from UTC, as `+02:00`; one attribute for each change of the offset.
  public static let utcOffset = AttributeName("utc_offset")
}
