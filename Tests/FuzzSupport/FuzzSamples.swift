// Small texts of every format, to be damaged. They complement the fixtures of real output (see `FuzzCorpus`).

/// A text, and its format.
package struct FuzzSample: Hashable, Sendable {
  package let kind: String
  /// The name of its file.
  package let name: String
  package let bytes: [UInt8]

  package init(_ kind: String, _ name: String, _ text: String) {
    self.init(kind, name, Array(text.utf8))
  }

  package init(_ kind: String, _ name: String, _ bytes: [UInt8]) {
    self.kind = kind
    self.name = name
    self.bytes = bytes
  }
}

extension FuzzSample {
  /// Texts of monitors, exporters, the JVM, the system and configuration.
  package static let written: [FuzzSample] = [
    FuzzSample(
      "monitors", "tracker.log",
      """
      2026-11-21 05:10:03,476 [INFO] Starting compaction latency tracker. Interval=5.0s, Timeout=10s
      {
        "compactions": [
          {"id": "7a1e2f10-c6a1-11f0-8de9-0242ac120002", "keyspace": "shop", "table": "orders", "completed": 5,
           "total": 9, "unit": "bytes", "type": "Compaction", "elapsed_seconds": 12.5, "latency_alert": false}
        ],
        "active_count": 1
      }
      2026-11-21 05:13:42,686 [WARNING] nodetool timed out. Circuit breaker engaged for this cycle.
      2026-11-21 05:42:03,154 [INFO] Received termination signal. Flushing state and exiting.
      """),
    FuzzSample(
      "monitors", "poll.log",
      """
      2026-11-21 05:11:50,078 [WARNING] cassandra_compaction_tracker: High pending compactions detected: 13
      2026-11-21 05:42:26,486 [ERROR] cassandra_compaction_tracker: nodetool failed on ::1: Traceback (most recent call last):
        File "/usr/bin/nodetool", line 10, in <module>
      {'pending': 13, 'active': [{'keyspace': 'shop', 'table': "it's", 'completed': 5, 'total': 9, 'why': None, 'ok': True}]}
      """),
    FuzzSample(
      "monitors", "resolver.log",
      """
      2024-05-12 14:02:11 [INFO] Target: 32 MB/s, 4 threads
      2024-05-12 14:02:56 [INFO] Attempt 1: Pending bytes = 382.10 GiB
      2024-05-12 14:03:41 [WARNING] Insufficient drain rate (3.17%). Rolling back.
      2024-05-12 14:04:10 [ERROR] nodetool ['status'] timed out after 15s
      """),
    FuzzSample(
      "monitors", "triage.log",
      """
      {"pending_tasks": 162, "rate_mb_sec": 0.5, "decay_ratio": 0.0, "timestamp": "2026-11-21T05:17:31.976599"}
      2026-11-21 07:17:31,977 [WARNING] Backlog critical: 162 pending tasks, compaction rate decay detected.
      {"pending_tasks": 3, "rate_mb_sec": NaN, "decay_ratio": 1.0, "timestamp": "2026-11-21T05:19:01.996200"}
      """),
    FuzzSample(
      "monitors", "metrics.jsonl",
      """
      {"PendingTasks": 3, "CompletedTasks": 67, "BytesCompacted": 91575, "TotalCompactionsCompleted": 7, "CompactionExecutorActiveTasks": 0, "ReadLatency99thMicros": 24601.0, "Load": 77914, "timestamp": "2026-11-21T05:10:08Z"}
      {"PendingTasks": 9, "BytesCompacted": 91, "timestamp": 1795238115}
      """),
    FuzzSample(
      "monitors", "tombstones.log",
      """
      2026-11-21 05:20:53,716 [INFO] Executing: nodetool tablestats
      2026-11-21 05:20:55,319 [INFO] Threshold breached: shop.cart_items (WARNING) - 6866 tombstones
      2026-11-21 05:20:55,352 [INFO] Alert dispatched successfully (HTTP 200)
      2026-11-21 05:24:29,924 [ERROR] nodetool command timed out after 30s
      {"service": "cassandra-tombstone-monitor", "table": "shop.cart_items", "severity": "WARNING", "tombstone_count": 6866, "threshold": 5000, "timestamp": 1795238455.3193734}
      """),
    FuzzSample("monitors", "tombstone_state.json", "{\n  \"shop.cart_items\": 1795238455.3527129\n}"),
    FuzzSample(
      "Jolokia", "jolokia.json",
      """
      [{"request": {"type": "read", "mbean": "org.apache.cassandra.metrics:type=Compaction,name=PendingTasksByTableName", "attribute": "Value"}, "value": {"shop": {"orders": 7, "cart": 2}}, "timestamp": 1795237804, "status": 200},
       {"request": {"type": "read", "mbean": "java.lang:type=Memory", "attribute": "HeapMemoryUsage"}, "value": {"init": 1, "committed": 2, "max": 1000, "used": 600}, "timestamp": 1795237804, "status": 200}]
      """),
    FuzzSample(
      "Prometheus text", "metrics-1795237804.prom",
      """
      # HELP cassandra_compaction_pendingtasks_value Attribute exposed for management
      # TYPE cassandra_compaction_pendingtasks_value untyped
      cassandra_compaction_pendingtasks_value 736.0
      cassandra_table_livesstablecount_value{keyspace="shop",table="or\\"ders\\n",} 12 1795237804000
      org_apache_cassandra_metrics_Table_Value{keyspace="shop",name="LiveSSTableCount",scope="orders"} 5e+09
      cassandra_stats{name="org:apache:cassandra:metrics:table:shop:orders:livesstablecount:value"} NaN
      # EOF
      """),
    FuzzSample(
      "Prometheus API", "query.json",
      """
      {"status":"success","data":{"resultType":"matrix","result":[
        {"metric":{"__name__":"cassandra_compaction_pendingtasks_value","instance":"10.0.0.1:9500"},
         "values":[[1795237804,"0"],[1795237834.5,"736"],[1795237864,"NaN"]]},
        {"metric":{"__name__":"cassandra_table_livesstablecount_value","keyspace":"shop","table":"orders"},
         "value":[1795237804,"12"]}
      ]}}
      """),
    FuzzSample(
      "gc.log", "gc.log",
      """
      [2026-11-21T06:10:12.357+0100][3.362s][4242][info ] GC(0) Pause Young (Normal) (G1) 500M->120M(1024M) 12.345ms
      2026-11-21T05:10:12.345+0000: 3.350: [GC (Allocation Failure) 2026-11-21T05:10:12.345+0000: 3.350: [ParNew
      : 163840K->12345K(184320K), 0.0234567 secs] 163840K->12345K(1028096K), 0.0235678 secs] [Times: user=0.08]
      """),
    FuzzSample(
      "kernel log", "dmesg.txt",
      """
      [12345.678901] Out of memory: Killed process 4242 (java) total-vm:40000000kB
      2026-11-21T06:10:09.123456+01:00 db1 kernel: [1.000000] EXT4-fs (sdb1): Remounting filesystem read-only
      Nov 21 05:10:09 db1 kernel: INFO: task java:4242 blocked for more than 120 seconds.
      """),
    FuzzSample(
      "compaction.log", "compaction.log",
      #"{"type":"compaction","keyspace":"shop","table":"orders","time":1715483655940,"start":"1715483571700","end":"1715483655931","input":[{"strategyId":"1","table":{"generation":"4407","size":2684354560}}],"output":[]}"#
    ),
    FuzzSample(
      "cassandra.yaml", "cassandra.yaml",
      """
      cluster_name: 'it''s # not a comment' # a comment
      num_tokens: 16
      data_file_directories:
          - "/disk1/data\\n"
          - /disk2/data
      compaction_throughput: 64MiB/s
      compaction_throughput_mb_per_sec: 16
      seed_provider: [{class_name: a.b.C, parameters: [{seeds: "10.0.0.1,10.0.0.2"}]}]
      """),
    FuzzSample(
      "schema", "schema.cql",
      """
      CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': '1'};
      CREATE TABLE shop."or""ders" (id uuid PRIMARY KEY) -- another; one
        WITH comment = 'it''s' AND compaction = {'class': 'a.b.LeveledCompactionStrategy'} AND gc_grace_seconds = 60;
      CREATE FUNCTION shop.f(x int) RETURNS NULL ON NULL INPUT RETURNS int LANGUAGE java AS $$return x; $$;
      """),
    FuzzSample("JVM options", "jvm-server.options", "# heap\n-Xms31G\n-Xmx31G\n-Duser.timezone=UTC\n"),
    FuzzSample(
      "manifest", "hindsight-manifest.json",
      """
      {"schema": "hindsight/manifest/1", // with comments
       "files": [{"path": "monday/*.txt", "instant": "2026-11-16T09:00:00+01:00"},
        {"path": "*", "node": "pay-a1", "zone": "Europe/Berlin", "instant": 1795237804}]}
      """),
  ]

  /// A log of a few records, without an envelope.
  static let log = """
    INFO  [main] 2026-11-21 05:10:00,001 CassandraDaemon.java:650 - Startup complete
    DEBUG [CompactionExecutor:1] 2026-11-21 05:10:00,901 CompactionTask.java:155 - Compacting (7a1e2f10-c6a1-11f0-8de9-0242ac120002) [/d/shop/orders-0242ac12/nb-1-big-Data.db:level=0, /d/shop/orders-0242ac12/nb-2-big-Data.db:level=0, ]
    ERROR [CompactionExecutor:1] 2026-11-21 05:10:01,002 JVMStabilityInspector.java:68 - Exception in thread Thread[CompactionExecutor:1,5,CompactionExecutor]
    org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: /d/shop/orders-0242ac12/nb-1-big-Data.db
    \tat org.apache.cassandra.io.util.CompressedChunkReader$Standard.readChunk(CompressedChunkReader.java:115)
    Caused by: org.apache.cassandra.io.compress.CorruptBlockException: (/d/shop/orders-0242ac12/nb-1-big-Data.db): corruption detected, chunk at 1842593 of length 16440.
    \t... 12 common frames omitted
    WARN  [main] 2026-11-21 05:10:03,004 NoSpamLogger.java:98 - Out of 4 commit log syncs over the past 10.00s

    """

  /// The log in the envelopes of container runtimes, system loggers and encoders.
  package static let wrapped: [FuzzSample] = forms.map { name, wrap in
    let lines = log.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    return FuzzSample(
      "wrapped log", name + ".log",
      lines.enumerated().map { wrap($0, String($1)) + "\n" }.joined())
  }

  private static let forms: [(name: String, wrap: @Sendable (Int, String) -> String)] = [
    ("docker", { "2026-11-21T05:10:0\($0).123456789Z \($1)" }),
    ("cri", { "2026-11-21T05:10:0\($0).123456789Z stdout \($0 == 2 ? "P" : "F") \($1)" }),
    ("compose", { "cassandra-1  | \($1)" }),
    ("kubectl", { "[pod/cassandra-0/cassandra] \($1)" }),
    ("journalctl", { "Nov 21 05:10:0\($0) db1 cassandra[42]: \($1)" }),
    ("syslog", { "<13>Nov 21 05:10:0\($0) db1 cassandra[42]: \($1)" }),
    ("json-file", { #"{"log":"\#(escaped($1))\n","stream":"stdout","time":"2026-11-21T05:10:0\#($0).1Z"}"# }),
    (
      "journal-json",
      {
        #"{"_HOSTNAME":"db1","__REALTIME_TIMESTAMP":"179523780\#($0)123456","SYSLOG_IDENTIFIER":"cassandra","MESSAGE":"\#(escaped($1))"}"#
      }
    ),
    (
      "encoder",
      {
        #"{"@timestamp":"2026-11-21T05:10:0\#($0)Z","level":"ERROR","thread_name":"main","logger_name":"a.B","message":"\#(escaped($1))","stack_trace":"a.B: c\n\tat d.E.f(G.java:1)"}"#
      }
    ),
  ]

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\t", with: "\\t")
  }
}
