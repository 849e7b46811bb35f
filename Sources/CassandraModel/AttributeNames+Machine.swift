// Attributes of a node's machine: its kernel, its processors, its clock.

extension AttributeName {
  /// The word in brackets of `/sys/kernel/mm/transparent_hugepage/enabled`: `always`, `madvise`, `never`.
  public static let transparentHugePages = AttributeName("transparent_huge_pages")
  /// `vm.swappiness`.
  public static let swappiness = AttributeName("kernel_swappiness")
  /// Soft limit of the address space in `/proc/PID/limits`: `unlimited`, or bytes.
  public static let addressSpaceLimit = AttributeName("process_address_space_limit")
  /// `true` if the clock is synchronised with a time server.
  public static let clockSynchronized = AttributeName("clock_synchronized")
  /// Threads of each core.
  public static let threadsPerCore = AttributeName("cpu_threads_per_core")
  /// Model of the processors.
  public static let processorModel = AttributeName("cpu_model")
}
