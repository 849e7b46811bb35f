// Known bugs that keep a node from starting, or from joining the ring.

import CassandraModel

extension KnownIssue {
  static let startup: [KnownIssue] = [
    legacySchema, largeFileSystem, resumedBootstrap, unreadableDirectory, estimatesTooEarly, savedCache,
    snapshotBelowRoot, snapshotGone,
  ]

  private static let legacySchema = KnownIssue(
    10943, "The schema of a table made before 2.1 lacks a value that the upgrade reads.",
    in: [Releases("3.0.0", "3.0.5"), Releases("3.1", "3.5")],
    effect: "The first start after the upgrade from 2.x fails. The old schema is untouched.",
    upgrade: "it starts on the same data",
    never: ["Do not delete the system keyspaces: they hold the schema."],
    sources: [
      .changes(["3.0.5", "3.5"]), .commit("1a1f836f20"), .code("LegacySchemaMigrator", at: "3.0.4"),
    ],
    signature: .thrown("NullPointerException", through: "schema.LegacySchemaMigrator."),
    sample: .example(
      on: "main", record: "Exception encountered during startup", logger: "CassandraDaemon.java",
      [
        "java.lang.NullPointerException",
        "at org.apache.cassandra.serializers.BooleanSerializer.deserialize",
        "at org.apache.cassandra.cql3.UntypedResultSet$Row.getBoolean",
        "at org.apache.cassandra.schema.LegacySchemaMigrator.decodeTableMetadata",
      ]))

  private static let largeFileSystem = KnownIssue(
    13067,
    "The size of a file system of some exabytes, or one that reports so, does not fit in the number read.",
    in: [Releases("2.2.2", "2.2.11"), Releases("3.0.0", "3.0.15"), Releases("3.1", "3.11.1")],
    effect: "The node does not start.",
    workaround: ["Set commitlog_total_space_in_mb in cassandra.yaml: then no size is read for it."],
    sources: [
      .changes(["2.2.11", "3.0.15", "3.11.1"]), .commit("270f690ff6"),
      .code("DatabaseDescriptor", at: "2.2.2"),
    ],
    signature: .thrown(
      "IllegalArgumentException", saying: ["Out of range: "], through: "config.DatabaseDescriptor."),
    sample: .example(
      on: "main", record: "Exception encountered during startup", logger: "CassandraDaemon.java",
      [
        "java.lang.IllegalArgumentException: Out of range: 2199023255551",
        "at com.google.common.primitives.Ints.checkedCast",
        "at org.apache.cassandra.config.DatabaseDescriptor.applyConfig",
      ]))

  private static let resumedBootstrap = KnownIssue(
    13272, "The report of a failed nodetool bootstrap resume fails itself.",
    in: [Releases("2.2.0", "2.2.11"), Releases("3.0.0", "3.0.15"), Releases("3.1", "3.11.1")],
    effect: "The command hangs, and the cause of the failed bootstrap is not logged.",
    workaround: ["Interrupt the command; the log of the peers says which stream failed. Then resume again."],
    sources: [
      .changes(["2.2.11", "3.0.15", "3.11.1"]), .commit("5b982d790b"), .code("StorageService", at: "3.0.10"),
    ],
    signature: .all([
      .rootException(["NullPointerException"]),
      .passes(
        "service.StorageService$1.onFailure", "service.StorageService$2.onFailure",
        "service.StorageService$3.onFailure", "service.StorageService$4.onFailure",
        "service.StorageService$5.onFailure", "service.StorageService$6.onFailure",
        "service.StorageService$7.onFailure", "service.StorageService$8.onFailure"),
    ]),
    sample: .example(
      on: "StreamReceiveTask:1",
      [
        "java.lang.NullPointerException",
        "at org.apache.cassandra.service.StorageService$4.onFailure",
        "at com.google.common.util.concurrent.Futures$6.run",
      ]))

  private static let unreadableDirectory = KnownIssue(
    13389, "A folder in a data directory that cannot be listed ends the start.",
    in: [Releases("3.0.0", "3.0.13"), Releases("3.1", "3.11.0")],
    effect: "The first start after the upgrade from 2.x fails.",
    workaround: [
      "Give the user that runs Cassandra all rights on the data directories: ls -lR as that user finds the folder.",
      "Move folders that are not Cassandra's, as lost+found, out of the data directories.",
    ],
    sources: [.changes(["3.0.13", "3.11.0"]), .commit("849f8cd616"), .code("SystemKeyspace", at: "3.0.12")],
    signature: .thrown("NullPointerException", through: "db.SystemKeyspace.migrateDataDirs"),
    sample: .example(
      on: "main", record: "Exception encountered during startup", logger: "CassandraDaemon.java",
      [
        "java.lang.NullPointerException",
        "at org.apache.cassandra.db.SystemKeyspace.migrateDataDirs",
        "at org.apache.cassandra.service.CassandraDaemon.setup",
      ]))

  private static let estimatesTooEarly = KnownIssue(
    9034, "Size estimates are recorded before the node knows its tokens.",
    in: [Releases("2.1.3", "2.1.5")],
    effect: "An error during the start; the next recording, five minutes later, works.",
    sources: [.changes(["2.1.5"]), .commit("bd4842410e"), .code("SizeEstimatesRecorder", at: "2.1.4")],
    signature: .thrown("AssertionError", through: "db.SizeEstimatesRecorder.run"),
    sample: .example(
      on: "OptionalTasks:1",
      [
        "java.lang.AssertionError",
        "at org.apache.cassandra.service.StorageService.getLocalTokens",
        "at org.apache.cassandra.db.SizeEstimatesRecorder.run",
      ]))

  private static let savedCache = KnownIssue(
    8740, "A saved cache names a row or key that no longer exists.",
    in: [Releases("2.1.0", "2.1.5")],
    effect: "The node does not start.",
    workaround: [
      "Delete the files in saved_caches_directory, then start the node: caches fill again by themselves."
    ],
    sources: [.changes(["2.1.5"]), .commit("c94da6c63e"), .code("AutoSavingCache", at: "2.1.4")],
    signature: .thrown("AssertionError", through: "cache.AutoSavingCache.loadSaved"),
    sample: .example(
      on: "main", record: "Exception encountered during startup", logger: "CassandraDaemon.java",
      [
        "java.lang.AssertionError",
        "at org.apache.cassandra.cache.SerializingCache.put",
        "at org.apache.cassandra.cache.InstrumentingCache.put",
        "at org.apache.cassandra.cache.AutoSavingCache.loadSaved",
      ]))

  private static let snapshotBelowRoot = KnownIssue(
    18359, "The search for snapshots fails where a data directory lies directly below the root.",
    in: [Releases("4.1.0", "4.1.2")],
    effect: "Snapshots are not listed, and those with a time to live are not cleared.",
    workaround: ["Put the data directory one folder deeper: /cassandra/data instead of /data."],
    sources: [.changes(["4.1.2"]), .commit("1b26faebc9"), .code("SnapshotLoader", at: "4.1.0")],
    signature: .all([
      .rootException(["NullPointerException"]),
      .passes(
        "service.snapshot.SnapshotLoader.preVisitDirectory",
        "service.snapshot.SnapshotLoader$Visitor.preVisitDirectory"),
    ]),
    sample: .example(
      on: "main",
      [
        "java.lang.NullPointerException",
        "at org.apache.cassandra.service.snapshot.SnapshotLoader.preVisitDirectory",
        "at java.nio.file.Files.walkFileTree",
        "at org.apache.cassandra.service.snapshot.SnapshotLoader.loadSnapshots",
      ]))

  private static let snapshotGone = KnownIssue(
    18211, "A snapshot is cleared by command and by its time to live at the same time.",
    in: [Releases("4.1.0", "4.1.1")],
    effect: "The clean-up of that snapshot fails; later ones may not be cleared until the restart.",
    workaround: ["nodetool listsnapshots, and clear by hand what is over its time."],
    sources: [.changes(["4.1.1"]), .commit("91d1489f84"), .code("SnapshotManager", at: "4.1.0")],
    signature: .thrown("NoSuchFileException", through: "service.snapshot.SnapshotManager.clear"),
    sample: .example(
      on: "SnapshotCleanup:1",
      [
        "java.nio.file.NoSuchFileException: /var/lib/cassandra/data/shop/orders-1/snapshots/daily",
        "at java.nio.file.Files.delete",
        "at org.apache.cassandra.service.snapshot.SnapshotManager.clearSnapshot",
        "at org.apache.cassandra.service.snapshot.SnapshotManager.clearExpiredSnapshots",
      ]))
}
