// What the JVM of a node was told.

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
  /// `true` if the process ends when memory runs out, without a word in Cassandra's log.
  public static let exitOnOutOfMemory = AttributeName("jvm_exit_on_out_of_memory")
  /// `true` if the process crashes with a report when memory runs out.
  public static let crashOnOutOfMemory = AttributeName("jvm_crash_on_out_of_memory")
  /// `true` if the heap is written to a file when memory runs out.
  public static let heapDumpOnOutOfMemory = AttributeName("jvm_heap_dump_on_out_of_memory")
  /// Where it is written.
  public static let heapDumpPath = AttributeName("jvm_heap_dump_path")
  /// What is run when memory runs out: `kill -9 %p`.
  public static let onOutOfMemory = AttributeName("jvm_on_out_of_memory")
  /// The zone of the node's clock, as `-Duser.timezone` gives it: evidence for the zone of its logs.
  public static let userTimeZone = AttributeName("jvm_user_timezone")
  /// Where collections are logged.
  public static let gcLogging = AttributeName("jvm_gc_logging")
  /// The garbage collector: `G1`, `CMS`, `ZGC`, `Shenandoah`, `Parallel`.
  public static let collector = AttributeName("jvm_collector")
  /// `-XX:MaxGCPauseMillis`.
  public static let gcPauseTarget = AttributeName("jvm_gc_pause_target_ms")
  /// How far the node's clock is from UTC, as `+02:00`; one attribute for each time that it changes.
  public static let utcOffset = AttributeName("utc_offset")
}
