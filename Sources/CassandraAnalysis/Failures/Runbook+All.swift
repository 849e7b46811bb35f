// All runbooks. Their ids are stable: configurations link them to the reader's own pages.

extension Runbook {
  /// All runbooks, in order.
  public static let all: [Runbook] = [
    .corruptSSTable, .missingComponent, .schemaMismatch, .outOfMemory, .diskSpace, .device, .limits,
    .tombstones, .backlog, .softwareBug, .network, .processGone,
  ]

  /// RB-1: an SSTable cannot be read.
  static let corruptSSTable = Runbook(
    id: "RB-1", title: "Corrupt SSTable",
    steps: [
      "Note node, table and SSTable, and copy all its files (the path without its component, then *) to "
        + "another volume.",
      "Look at the hardware first: kernel log, SMART, RAID and file-system state. If it is bad, go on with "
        + "RB-4.",
      "Find out whether another replica is whole: replication factor, other nodes in state UN, the same "
        + "table in their logs. One failure that never comes back may be a stall; one at each start is the "
        + "file.",
      "nodetool verify -e KEYSPACE TABLE (from 4.1 on with -f). A suspect "
        + "SSTable is left out: the log must have a Verifying line for it.",
      "With a whole replica: nodetool drain, stop the node, move all files of the SSTable out of the data "
        + "directory, start it, then nodetool repair -full KEYSPACE TABLE on this node.",
      "Without one: nodetool scrub KEYSPACE TABLE, once there is no backlog and free space for the largest "
        + "SSTable. The log must have a Scrubbing line for the SSTable, else stop the node and run "
        + "sstablescrub KEYSPACE TABLE. Scrub drops what it cannot read: compare the counts it logs, then "
        + "repair.",
      "Keyspace system: stop the node; local system tables can often be rebuilt, else replace the node.",
      "Do it within gc_grace_seconds: rows deleted long ago may return from an SSTable that missed the "
        + "deletes.",
    ], first: FirstSteps.corruptSSTable)

  /// RB-1b: a file of an SSTable is missing.
  static let missingComponent = Runbook(
    id: "RB-1b", title: "Missing component of an SSTable",
    steps: [
      "Is the mount there? df, mount, kernel log.",
      "Was something deleted by hand, restored in part, or copied while the node ran?",
      "Put the component back from a snapshot or backup of the same SSTable, with the node stopped.",
      "Summary.db and Filter.db are rebuilt at start; Data.db, CompressionInfo.db, Statistics.db and "
        + "Index.db are not.",
      "Without a backup: as RB-1 from the step with a whole replica on; then nodetool repair -full KEYSPACE "
        + "TABLE.",
    ], first: FirstSteps.missingComponent)

  /// RB-1c: the data does not fit the schema.
  static let schemaMismatch = Runbook(
    id: "RB-1c", title: "Schema or configuration does not fit the data",
    steps: [
      "nodetool describecluster: is there one schema version?",
      "Look for DROP, ALTER and restored, imported or streamed SSTables of another schema before the first "
        + "failure.",
      "Was max_value_size lowered, or the node downgraded?",
      "Put the schema or the setting right; then see whether the next compaction of the table succeeds.",
      "Only when neither is the cause: RB-1.",
    ], first: FirstSteps.schemaMismatch)

  /// RB-2: memory ran out.
  static let outOfMemory = Runbook(
    id: "RB-2", title: "Out of memory",
    steps: [
      "Keep the heap dump. Look before it for large partitions, tombstone warnings, GC pauses and the "
        + "thread-pool table.",
      "Heap: fix the partition or cell that is too large; until then fewer compactors (nodetool "
        + "setconcurrentcompactors N), fewer validations at a time, or more heap.",
      "Direct memory: MaxDirectMemorySize, chunk cache and networking pools.",
      "Memory maps: vm.max_map_count (1048575), number of SSTables, disk_access_mode.",
      "Threads: ulimit -u, the pids limit of the cgroup, number of connections.",
      "A process that is gone without a word: dmesg -T (oom-kill), container status, hs_err_pid files, stdout.",
      "Make the JVM exit on OutOfMemoryError (-XX:+ExitOnOutOfMemoryError): a node that lives on after one "
        + "is not sound.",
    ], first: FirstSteps.outOfMemory)

  /// RB-3: disk space.
  static let diskSpace = Runbook(
    id: "RB-3", title: "Disk space",
    steps: [
      "df of each data directory and of the commit log; nodetool listsnapshots; size of backups/ folders.",
      "Free space without touching live data: nodetool clearsnapshot -t SNAPSHOT KEYSPACE, old backups/, "
        + "heap dumps, logs.",
      "Extend the volume. Lower the number of compactors so that fewer running tasks reserve space, and let "
        + "small compactions run; add nodes.",
      "If the node left the ring: free space first, then nodetool enablegossip and nodetool enablebinary, "
        + "or a restart.",
      "After a failed flush: see that the commit log shrinks again.",
    ], first: FirstSteps.diskSpace)

  /// RB-4: device or file system.
  static let device = Runbook(
    id: "RB-4", title: "Device or file system",
    steps: [
      "Kernel log, SMART, RAID, state of network storage. Believe them, not the name of the file in the "
        + "exception.",
      "Take the node out: nodetool disablebinary, nodetool disablegossip; stop it. Write nothing more to "
        + "that device.",
      "Check the file system unmounted; replace the device.",
      "Rebuild the node, or replace it. With several data directories only one is lost, but deletes on it "
        + "are lost too: repair before you trust the node.",
    ], first: FirstSteps.device)

  /// RB-5: limits and ownership.
  static let limits = Runbook(
    id: "RB-5", title: "Limits and ownership",
    steps: [
      "grep 'open files' /proc/PID/limits and ls /proc/PID/fd | wc -l: how near is the limit?",
      "Raise nofile to 100000 or more for the service, not only for the shell; restart the node.",
      "Thousands of small SSTables (nodetool tablestats KEYSPACE.TABLE) are a backlog, a tiny LCS size, or "
        + "leftovers of incremental repair: RB-7.",
      "Ownership: stop the node, chown the files to the user it runs as; find the tool that ran as root.",
    ], first: FirstSteps.limits)

  /// RB-6: tombstones and large partitions.
  static let tombstones = Runbook(
    id: "RB-6", title: "Tombstones and large partitions",
    steps: [
      "nodetool compactionstats first: with a backlog go to RB-7.",
      "Find the table and the query; nodetool tablestats KEYSPACE.TABLE, nodetool tablehistograms KEYSPACE "
        + "TABLE.",
      "Repair within gc_grace_seconds, in a quiet window: nodetool repair -full -pr KEYSPACE TABLE on each "
        + "node in turn.",
      "Then look whether tombstones per slice fell: nodetool tablestats KEYSPACE.TABLE.",
      "Change the data model: bucket partitions, TTL with TimeWindowCompactionStrategy, no queue in a "
        + "table; tombstone options of the compaction strategy.",
    ], first: FirstSteps.tombstones)

  /// RB-7: backlog.
  static let backlog = Runbook(
    id: "RB-7", title: "Compaction backlog",
    steps: [
      "nodetool compactionstats -H, nodetool tpstats, nodetool netstats: which table, and what else runs?",
      "Note nodetool getcompactionthroughput and nodetool getconcurrentcompactors: they are to be put back.",
      "Act only on a node in state UN. Raise throughput (nodetool setcompactionthroughput), at most to half "
        + "of the disk's sustained write bandwidth, then compactors (nodetool setconcurrentcompactors).",
      "Pause repairs and bulk loads.",
      "After the drain put both settings back, and into cassandra.yaml what is to stay.",
    ], first: FirstSteps.backlog)

  /// RB-8: software.
  static let softwareBug = Runbook(
    id: "RB-8", title: "Software bug",
    steps: [
      "Search Cassandra's issue tracker for the innermost class, the top frame and the version.",
      "Keep the logs and, if an SSTable is named, its files.",
      "Upgrade to the last patch release of the line; ask on the mailing list with the whole trace.",
    ], first: FirstSteps.softwareBug)

  /// RB-10: an unclean shutdown.
  package static let processGone = Runbook(
    id: "RB-10", title: "Process gone",
    steps: [
      "dmesg -T and the container's status: the kernel or the orchestrator killed it for memory? Then RB-2.",
      "hs_err_pid files and the service's standard output: did the JVM crash? Keep them.",
      "Was it killed by hand, or did the power fail? Ask before looking further.",
      "Which compactions were running, and does one of their SSTables fail at the next start? A cut-off "
        + "file that is mapped into memory can crash the JVM. Then RB-1.",
      "nodetool status: the node in state UN again? Repair what it missed if it was down longer than hints "
        + "are kept.",
    ], first: FirstSteps.processGone)

  /// RB-9: streams and network.
  static let network = Runbook(
    id: "RB-9", title: "Stream or network",
    steps: [
      "Read the peer's log at the same time first: the peer may hold the real error (disk, corruption, "
        + "restart).",
      "nodetool netstats on both sides; nodetool status: who was down?",
      "Start the repair, bootstrap or rebuild again once the cause is gone.",
    ], first: FirstSteps.network)
}
