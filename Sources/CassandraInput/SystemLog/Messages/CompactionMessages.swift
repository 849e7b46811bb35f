// Compaction progress. Sources: CompactionTask (2.2 to 6.0), CompactionManager, ExecutionFailure.

import CassandraModel

enum CompactionMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "compaction.started", .compactionStarted, .info, in: ["CompactionTask.java"],
      origin: "CompactionTask.runMayThrow; DEBUG in 3.11, INFO from 4.0. 6.0: parts `(3/8)`.",
      [
        "Compacting ({id:uuid}) [{inputs:sstables}]",
        "Compacting ({id:uuid} ({part:word})) [{inputs:sstables}]",
      ],
      samples: [
        "INFO  [CompactionExecutor:12] 2024-05-12 03:12:51,702 CompactionTask.java:164 - Compacting (849807f0-100d-11ef-9a3b-5d2f6c7e8a90) [/var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-4411-big-Data.db:level=0, /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-4407-big-Data.db:level=0, ]"
      ])
  ]
}
