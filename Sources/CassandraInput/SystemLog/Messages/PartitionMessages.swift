// Large partitions and the guardrails of 4.1 and later. The key is user data: names are read from the left,
// sizes and paths from the right. Sources: BigTableWriter, SSTableWriter, CompactionController, Guardrail.

import CassandraModel

enum PartitionMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "partition.large", .largePartition, .warning,
      in: [
        "BigTableWriter.java", "SSTableWriter.java", "CompactionController.java",
        "SortedTableWriter.java",
      ],
      origin: """
        BigTableWriter 2.2 to 4.1, SSTableWriter 2.1, CompactionController up to 2.0. Bytes up to \
        3.5 and in 3.0; the path since 3.0.10 (inside the parentheses) and 3.10.
        """,
      [
        "Writing large partition {table:table}:{key:greedy} ({size_bytes:size}) to sstable {path:text}",
        "Writing large partition {table:table}:{key:greedy} ({size_bytes:size} to sstable {path:text})",
        "Writing large partition {table:table}:{key:greedy} ({size_bytes:size})",
        "Compacting large partition {table:table}:{key:greedy} ({size_bytes:size})",
        "Compacting large row {table:table}:{key:greedy} ({size_bytes:size}) incrementally",
      ],
      samples: [
        """
        WARN  [CompactionExecutor:12] 2024-05-12 03:13:58,204 BigTableWriter.java:265 - Writing large \
        partition shop/orders_by_day:2024-05-11 (812.400MiB) to sstable \
        /var/lib/cassandra/data/shop/orders_by_day-0a1b2c30aa1e11ee9a3b5d2f6c7e8a90/nb-4412-big-Data.db
        """,
        """
        WARN  [CompactionExecutor:12] 2024-05-12 03:14:15,933 BigTableWriter.java:184 - Writing large \
        partition shop/orders_by_day:a:b (c) (851863142 bytes to sstable \
        /var/lib/cassandra/data/shop/orders_by_day-0a1b2c30aa1e11ee9a3b5d2f6c7e8a90/md-4412-big-Data.db) 
        """,
        """
        WARN  [CompactionExecutor:12] 2024-05-12 03:14:15,933 BigTableWriter.java:171 - Writing large \
        partition shop/orders_by_day:2024-05-11 (812.400MiB)
        """,
        """
        WARN  [CompactionExecutor:12] 2024-05-12 03:14:15,933 SSTableWriter.java:240 - Compacting large \
        partition shop/orders_by_day:2024-05-11 (851863142 bytes)
        """,
        """
         INFO [CompactionExecutor:12] 2013-05-12 03:13:58,204 CompactionController.java (line 192) \
        Compacting large row shop/orders_by_day:2013-05-11 (851863142 bytes) incrementally
        """,
      ]),
    MessageTemplate(
      "tombstones.written", .telemetry, .warning, in: ["BigTableWriter.java"],
      origin: "BigTableWriter of 4.1: a partition with more than 100,000 tombstones.",
      ["Writing {tombstones:int} tombstones to {table:table}:{key:greedy} in sstable {path:text}"],
      samples: [
        """
        WARN  [CompactionExecutor:12] 2024-05-12 03:13:59,310 BigTableWriter.java:274 - Writing 184220 \
        tombstones to shop/cart_events:u-77 in sstable /var/lib/cassandra/data/shop/cart_events-1b2c3d40\
        aa1e11ee9a3b5d2f6c7e8a90/nb-1207-big-Data.db
        """
      ]),
    MessageTemplate(
      "partition.size_guardrail", .largePartition, .warning, in: ["Guardrail.java"],
      origin: """
        Guardrails.partitionSize, 5.0+, off by default: WARN at the warning threshold, ERROR at the \
        other, nothing is refused.
        """,
      [
        """
        Guardrail partition_size violated: Partition {table:table}:{key:greedy} on sstable {path:text} \
        has size {size_bytes:int}, this exceeds the {threshold_kind:word} threshold of \
        {threshold_bytes:int}
        """
      ],
      samples: [
        """
        WARN  [CompactionExecutor:2] 2025-09-03 11:03:12,118 Guardrail.java:110 - Guardrail \
        partition_size violated: Partition shop.orders_by_day:2024-05-11 on sstable \
        /var/lib/cassandra/data/shop/orders_by_day-0a1b2c30aa1e11ee9a3b5d2f6c7e8a90/oa-20-big-Data.db \
        has size 851863142, this exceeds the warning threshold of 104857600. Too large partitions can \
        cause performance problems.
        """
      ]),
    MessageTemplate(
      "tombstones.guardrail", .pressure, .warning, in: ["Guardrail.java"],
      origin: "Guardrails.partitionTombstones, 5.0+, off by default.",
      [
        """
        Guardrail partition_tombstones violated: Partition {table:table}:{key:greedy} on sstable \
        {path:text} has {tombstones:int} tombstones, this exceeds the {threshold_kind:word} threshold \
        of {threshold:int}
        """
      ],
      samples: [
        """
        WARN  [CompactionExecutor:2] 2024-05-12 03:14:15,933 Guardrail.java:110 - Guardrail \
        partition_tombstones violated: Partition shop.cart_events:u-77 on sstable \
        /var/lib/cassandra/data/shop/cart_events-1b2c3d40aa1e11ee9a3b5d2f6c7e8a90/oa-20-big-Data.db has \
        184220 tombstones, this exceeds the warning threshold of 100000. Partitions with too many \
        tombstones can cause performance problems.
        """
      ]),
    MessageTemplate(
      "guardrail.violated", .pressure, .warning, in: ["Guardrail.java"],
      origin: "Guardrail, 4.1+: every other guardrail.",
      ["Guardrail {guardrail:word} violated: {detail:text}"],
      samples: [
        """
        WARN  [Native-Transport-Requests-2] 2024-05-12 03:14:15,933 Guardrail.java:110 - Guardrail \
        collection_size violated: Detected collection tags in table orders of size 6.000MiB, this \
        exceeds the warning threshold of 5.000MiB.
        """
      ]),
  ]
}
