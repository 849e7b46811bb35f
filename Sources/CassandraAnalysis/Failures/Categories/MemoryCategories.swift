// Out of memory: the JVM's message names the kind of memory. The class may be anywhere in the chain, because
// a map that fails arrives inside an FSReadError. Source: OutOfMemoryError of JDK 8 to 17, ChannelProxy,
// JVMStabilityInspector.

package import CassandraModel

extension CategoryID {
  package static let memoryMapFailed = CategoryID("memory.map_failed")
  package static let memoryNativeThread = CategoryID("memory.native_thread")
  package static let memoryDirectBuffer = CategoryID("memory.direct_buffer")
  package static let memoryMetaspace = CategoryID("memory.metaspace")
  package static let memorySingleAllocation = CategoryID("memory.single_allocation")
  package static let memoryNative = CategoryID("memory.native")
  package static let memoryProcessExit = CategoryID("memory.process_exit")
  package static let memoryHeap = CategoryID("memory.heap")
}

extension ErrorCategory {
  static let memory: [ErrorCategory] = [
    mapFailed, nativeThread, directBuffer, metaspace, singleAllocation, nativeMemory, processExit, heap,
  ]

  private static let outOfMemory = ChainTest.exception(["OutOfMemoryError", "OutOfDirectMemoryError"])
  private static let staysAlive =
    "Is the process the same before and after? Without an exit flag a JVM lives on after an OutOfMemoryError."
  private static let noBlindHeap =
    "Do not only raise the heap: it holds until the partition or cell has grown, and pauses grow with it."

  private static let mapFailed = ErrorCategory(
    .memoryMapFailed, .memory, "OutOfMemoryError: Map failed", .critical,
    meaning:
      "The operating system refused to map another file: the limit on memory maps or the address space is "
      + "used up. Neither the heap nor the disk is at fault, though the record says OutOfMemoryError "
      + "inside an FSReadError.",
    check: [
      "sysctl vm.max_map_count (1048575 is advised) and wc -l /proc/PID/maps",
      "nodetool tablestats: number of SSTables; a backlog multiplies them",
    ],
    run: [
      "sysctl -w vm.max_map_count=1048575, and in /etc/sysctl.d to keep it.",
      "Restart the node if it left the ring.",
    ],
    never: ["Do not raise the heap: it takes address space from the maps.", Prohibition.deleteFiles],
    runbook: .outOfMemory, route: .pageAndAct, subject: .process,
    test: .systemError(["Map failed"]),
    examples: [
      .example(
        on: "CompactionExecutor:9",
        [
          "org.apache.cassandra.io.FSReadError: java.io.IOException: Map failed",
          "at org.apache.cassandra.io.util.ChannelProxy.map", "java.io.IOException: Map failed",
          "java.lang.OutOfMemoryError: Map failed",
        ])
    ])
  private static let nativeThread = ErrorCategory(
    .memoryNativeThread, .memory, "OutOfMemoryError: unable to create native thread", .critical,
    meaning:
      "The operating system refused a new thread. The limit on processes of the user or the container is "
      + "reached, or too many connections each hold a thread. The heap is not at fault.",
    check: [
      "ulimit -u of the service, the pids limit of the cgroup, ls /proc/PID/task | wc -l",
      "Number of client connections",
    ],
    run: ["Raise nproc or the pids limit for the service, then restart the node."],
    never: ["Do not raise the heap: it leaves less memory for threads."], runbook: .outOfMemory,
    route: .pageAndAct,
    subject: .process,
    test: .all([
      outOfMemory, .message(["unable to create new native thread", "unable to create native thread"]),
    ]),
    examples: [
      .example(
        on: "MessagingService-Incoming-/10.0.0.2",
        ["java.lang.OutOfMemoryError: unable to create new native thread"]),
      .example(
        on: "main",
        [
          "java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or "
            + "process/resource limits reached"
        ]),
    ])

  private static let directBuffer = ErrorCategory(
    .memoryDirectBuffer, .memory, "OutOfMemoryError: Direct buffer memory", .critical,
    meaning:
      "Buffers outside the heap used up MaxDirectMemorySize. A Java heap space error and a heap dump within "
      + "seconds after it are forced by Cassandra itself (4.0 and later) and are not a second error.",
    check: [
      "-XX:MaxDirectMemorySize, file_cache_size, networking cache and off-heap memtables against it",
      "Large messages and many connections at that time",
    ],
    run: ["Raise MaxDirectMemorySize or lower the caches; restart the node."],
    never: ["Do not raise the heap instead: both share the memory of the host."], runbook: .outOfMemory,
    route: .pageAndAct,
    subject: .process,
    closing: .moreMemory,
    test: .any([
      .exception(["OutOfDirectMemoryError"]),
      .all([outOfMemory, .message(["Direct buffer memory", "direct buffer memory", "direct memory"])]),
    ]),
    examples: [
      .example(
        on: "Messaging-EventLoop-3-2", record: "Force heap space OutOfMemoryError in the presence of",
        ["java.lang.OutOfMemoryError: Direct buffer memory", "at java.base/java.nio.Bits.reserveMemory"]),
      .example(
        [
          "java.lang.OutOfMemoryError: Cannot reserve 65536 bytes of direct buffer memory (allocated: "
            + "1073741824, limit: 1073741824)"
        ]),
      .example(
        on: "epollEventLoopGroup-5-2",
        [
          "io.netty.util.internal.OutOfDirectMemoryError: failed to allocate 16777216 byte(s) of direct "
            + "memory (used: 1, max: 2)"
        ]),
    ])

  private static let metaspace = ErrorCategory(
    .memoryMetaspace, .memory, "OutOfMemoryError: Metaspace", .critical,
    meaning:
      "The space for classes is used up: a limit that is too low, or user-defined functions, triggers or "
      + "agents that load classes without end.",
    check: ["-XX:MaxMetaspaceSize", "User-defined functions and Java agents"],
    run: ["Raise or remove the limit; restart the node."],
    never: ["Do not raise the heap: class space is outside of it."], runbook: .outOfMemory, route: .page,
    subject: .process,
    closing: .moreMemory,
    test: .all([outOfMemory, .rootMessage(["Metaspace", "Compressed class space", "PermGen space"])]),
    examples: [.example(["java.lang.OutOfMemoryError: Metaspace"])])

  private static let singleAllocation = ErrorCategory(
    .memorySingleAllocation, .memory, "OutOfMemoryError: Requested array size exceeds VM limit", .critical,
    meaning:
      "One array was asked for that no heap can hold: a huge cell or partition, or a garbage length in a "
      + "damaged file. If it comes back at the same input after a restart, suspect corruption.",
    check: [
      "The inputs of the compaction on that thread: the same at each failure?",
      "Cassandra's own forced allocation just before it (Force heap space …)?",
      "nodetool tablehistograms KEYSPACE TABLE: largest cell and partition",
    ],
    run: [
      "If the same SSTable is among the inputs each time: runbook RB-1 for it. Else fix the cell or "
        + "partition."
    ],
    never: [noBlindHeap, Prohibition.rewrite], runbook: .outOfMemory, route: .page, subject: .heap,
    closing: .moreMemory, test: .all([outOfMemory, .message(["Requested array size exceeds VM limit"])]),
    examples: [.example(["java.lang.OutOfMemoryError: Requested array size exceeds VM limit"])])

  private static let nativeMemory = ErrorCategory(
    .memoryNative, .memory, "Out of native memory", .critical,
    meaning:
      "Memory outside the heap could not be had from the host: bloom filters and index summaries of many "
      + "SSTables, or a host without memory to spare.",
    check: ["free -m, cgroup limit, swap", "Off-heap memory in nodetool tablestats; number of SSTables"],
    run: ["Give the host memory or lower the heap; raise bloom_filter_fp_chance where filters are large."],
    never: ["Do not raise the heap: it takes what is missing."], runbook: .outOfMemory, route: .pageAndAct,
    subject: .process,
    test: .message(["Out of native memory occured"]),
    examples: [
      .example([
        "java.lang.RuntimeException: Out of native memory occured, You can avoid it by increasing the "
          + "system ram space"
      ])
    ])

  private static let processExit = ErrorCategory(
    .memoryProcessExit, .memory, "JVM exited on OutOfMemoryError", .critical,
    meaning:
      "The JVM's last words on standard output: it ends on an OutOfMemoryError because it is told to. "
      + "system.log just stops; there is no shutdown and no ERROR.",
    check: [
      "The last compactions in system.log: those that started and did not finish",
      "The heap dump, if -XX:+HeapDumpOnOutOfMemoryError is set",
      "Did it come back by itself, and fail the same way?",
    ],
    run: [
      "Keep the heap dump; start the node with more heap if it does not come back.",
      "Until the cause is found: nodetool setconcurrentcompactors 1 (lost at the next restart).",
      "Then fix the partition or cell of the table whose compaction was not finished.",
    ],
    never: [
      noBlindHeap, "Do not remove the exit flag: a JVM that lives on after an OutOfMemoryError is not sound.",
    ],
    runbook: .outOfMemory, route: .pageAndAct, subject: .heap,
    closing: .moreMemory,
    test: .any([
      .role([.processKilled]),
      .record([
        "Terminating due to java.lang.OutOfMemoryError", "Aborting due to java.lang.OutOfMemoryError",
        "# java.lang.OutOfMemoryError", "# -XX:OnOutOfMemoryError",
      ]),
    ]),
    examples: [
      .example(
        on: "", record: "Terminating due to java.lang.OutOfMemoryError: Java heap space", logger: "",
        role: .processKilled)
    ])

  private static let heap = ErrorCategory(
    .memoryHeap, .memory, "OutOfMemoryError: Java heap space", .critical,
    meaning:
      "The heap is used up. In a compaction that is mostly one huge partition or cell, or too many "
      + "compactions at a time. Several records for one failure are normal; later ones have no trace.",
    check: [
      staysAlive,
      "The table of the compaction on that thread; large-partition and tombstone warnings before it",
      "nodetool tablehistograms KEYSPACE TABLE: largest partition", "GC pauses in the minutes before",
      "Does it come back at the same inputs after each restart? Then a damaged file may ask for the memory.",
    ],
    run: [
      "Keep the heap dump. Restart the node if it still runs: a JVM after OutOfMemoryError is not safe to keep running.",
      "Until the cause is found: nodetool setconcurrentcompactors 1 (lost at the next restart).",
      "Then fix the partition or cell; until then give the heap more.",
    ],
    never: [
      noBlindHeap, Prohibition.rewrite,
      "Do not leave the process running: after an OutOfMemoryError any of its threads may be gone.",
    ],
    runbook: .outOfMemory, route: .pageAndAct, subject: .heap,
    closing: .moreMemory,
    test: .any([
      outOfMemory,
      .record([
        "OutOfMemory error letting the JVM handle the error:", "Force heap space OutOfMemoryError",
        "Dumping heap to ",
      ]),
    ]),
    examples: [
      .example([
        "java.lang.OutOfMemoryError: Java heap space",
        "at org.apache.cassandra.db.marshal.ByteArrayAccessor.read",
      ]),
      .example(on: "ValidationExecutor:2", ["java.lang.OutOfMemoryError: GC overhead limit exceeded"]),
    ])
}
