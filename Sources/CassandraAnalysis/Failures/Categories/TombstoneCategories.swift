// Tombstones and large partitions: the data model. Source: ReadCommand, StorageProxy, BigTableWriter and
// Guardrail, 2.1 to 5.0. The records quote queries, so only their start and their role decide.

package import CassandraModel

extension CategoryID {
  package static let tombstonesOverload = CategoryID("tombstones.overload")
  package static let tombstonesWarning = CategoryID("tombstones.warning")
  package static let partitionTooLarge = CategoryID("partition.too_large")
  package static let partitionLarge = CategoryID("partition.large")
}

extension ErrorCategory {
  static let tombstones: [ErrorCategory] = [tombstoneOverload, tombstoneWarning]
  static let partitions: [ErrorCategory] = [partitionTooLarge, largePartition]

  private static let tombstoneOverload = ErrorCategory(
    .tombstonesOverload, .tombstones, "Query aborted: tombstone_failure_threshold exceeded", .critical,
    meaning:
      "A read met more tombstones than tombstone_failure_threshold allows (100000) and was aborted: the "
      + "query fails for the client.",
    check: [
      "nodetool compactionstats: is there a backlog?",
      "nodetool tablestats KEYSPACE.TABLE: tombstones per slice",
      "The query in the record: does it scan deleted rows (a queue, a range without a start)?",
    ],
    run: [
      "Bound the query so that it starts after the deleted rows.",
      "In a quiet window without backlog: nodetool repair -full -pr KEYSPACE TABLE on each node in turn.",
      "Afterwards nodetool tablestats KEYSPACE.TABLE: did the tombstones per slice fall?",
    ],
    never: [
      Prohibition.rewrite, Prohibition.scrubAgainstTombstones, Prohibition.raiseThreshold,
      Prohibition.interruptRepair,
      "Do not lower gc_grace_seconds below the time in which every node is repaired: deleted rows come back.",
    ],
    runbook: .tombstones, route: .page, subject: .table,
    test: .any([
      .role([.tombstoneAbort]), .exception(["TombstoneOverwhelmingException"]),
      .all([.record(["Scanned over "]), .recordMessage(["; query aborted"])]),
    ]),
    examples: [
      .example(
        on: "ReadStage-1",
        record:
          "Scanned over 100001 tombstones during query 'SELECT * FROM shop.cart_items WHERE user = u4 LIMIT "
          + "5000' (last scanned row token was 277555814228923215 and partion key was ((u4), 100000)); "
          + "query aborted",
        logger: "StorageProxy.java", role: .tombstoneAbort),
      .example(
        on: "ReadStage-2",
        ["org.apache.cassandra.db.filter.TombstoneOverwhelmingException: Scanned over 100001 tombstones"]),
    ])

  private static let tombstoneWarning = ErrorCategory(
    .tombstonesWarning, .tombstones, "Tombstone warnings (tombstone_warn_threshold)", .warning,
    meaning:
      "A read or a write of an SSTable met more tombstones than the warning threshold. Reads of that "
      + "partition are slow and grow slower.",
    check: [
      "nodetool tablestats KEYSPACE.TABLE: tombstones per slice",
      "Does one partition or one query stand out?",
    ],
    run: [
      "Review the data model and gc_grace_seconds of the table.",
      "In a quiet window without backlog: nodetool repair -full -pr KEYSPACE TABLE on each node in turn.",
    ],
    never: [Prohibition.rewrite, Prohibition.scrubAgainstTombstones, Prohibition.interruptRepair],
    runbook: .tombstones, route: .review, subject: .table,
    test: .any([
      .role([.tombstoneWarning]), .record(["Guardrail partition_tombstones violated"]),
      .all([
        .record(["Read "]), .recordMessage(["(see tombstone_warn_threshold)"]),
        .logger(["ReadCommand.java", "SliceQueryFilter.java"]),
      ]),
      .all([.record(["Writing "]), .recordMessage([" tombstones to "]), .logger(["BigTableWriter.java"])]),
    ]),
    examples: [
      .example(
        on: "ReadStage-1",
        record: "Read 0 live rows and 1001 tombstone cells for query SELECT * FROM shop.notes WHERE text = "
          + "'java.lang.OutOfMemoryError: No space left on device'; token 1 (see tombstone_warn_threshold)",
        logger: "ReadCommand.java", role: .tombstoneWarning)
    ])

  private static let partitionTooLarge = ErrorCategory(
    .partitionTooLarge, .partition, "Partition too large to write", .critical,
    meaning:
      "A partition, its index entry or its key is larger than the format holds. The compaction fails, or "
      + "the row is left out of the new SSTable.",
    check: ["nodetool tablehistograms KEYSPACE TABLE: partition size", "The key in the record"],
    run: ["Split the partition in the data model; delete or export it if it is not needed."],
    never: [Prohibition.rewrite], runbook: .tombstones, first: FirstSteps.largePartition, route: .page,
    subject: .table,
    test: .any([
      .exception(["PartitionSerializationException"]),
      .all([.rootException(["BufferOverflowException"]), .thread([.compaction, .flush])]),
      .all([.record(["Key size "]), .recordMessage([" exceeds maximum of 65535, skipping row"])]),
    ]),
    examples: [
      .example([
        "org.apache.cassandra.db.rows.PartitionSerializationException: Failed to serialize partition key "
          + "'u-77' on table 'cart_events' in keyspace 'shop'.", "java.nio.BufferOverflowException",
      ])
    ])

  private static let largePartition = ErrorCategory(
    .partitionLarge, .partition, "Large partition", .warning,
    meaning:
      "A partition above the warning threshold was written. It slows compactions and reads, and can take "
      + "the heap.",
    check: ["nodetool tablehistograms KEYSPACE TABLE", "Is it one key or many?"],
    run: ["Bucket the partition key in the data model."], never: [Prohibition.rewrite],
    runbook: .tombstones, first: FirstSteps.largePartition, route: .review, subject: .table,
    test: .any([
      .role([.largePartition]),
      .record([
        "Writing large partition ", "Compacting large partition ", "Compacting large row ",
        "Guardrail partition_size violated",
      ]),
    ]),
    examples: [
      .example(
        record:
          "Writing large partition shop/orders_by_day:2024-05-11 (812.400MiB) to sstable /d/nb-1-big-Data.db",
        logger: "BigTableWriter.java", role: .largePartition)
    ])
}
