// Growth of nodetool outputs, metrics and folders.

extension GrowthCase {
  static let captures: [GrowthCase] = [
    GrowthCase("nodes with an error each", 100) { (count, folder) throws(BenchmarkError) in
      for index in 0..<count {
        let address = "10.0." + String(index / 250) + "." + String(index % 250 + 1)
        try folder.file(address + "/system.log") { _, text in
          text.start(0)
          text.corrupt(index, 60_000 + index * 1000)
        }
      }
    },
    GrowthCase("alerts that flap", 1000) { (count, folder) throws(BenchmarkError) in
      try folder.file("compactionstats.log", pieces: count * 16) { index, text in
        text.pending(index % 16 < 8 ? 900 : 0, index * 60)
      }
    },
    GrowthCase("polls of pending compactions", 20_000) { (count, folder) throws(BenchmarkError) in
      try folder.file("compactionstats.log", pieces: count) { index, text in
        text.pending(index % 90, index * 5)
      }
    },
    GrowthCase("polls of a disk", 20_000) { (count, folder) throws(BenchmarkError) in
      try folder.file("df.log", pieces: count) { index, text in
        text.time(index * 5)
        text.add(
          "Filesystem     1K-blocks  Used Available Use% Mounted on\n/dev/loop0       2446768  "
            + String(1_000_000 + index % 1000) + "   " + String(1_446_768 - index % 1000)
            + "   50% /var/lib/cassandra\n")
      }
    },
    GrowthCase("settings changed", 3000) { (count, folder) throws(BenchmarkError) in
      try folder.file("getcompactionthroughput.log", pieces: count) { index, text in
        text.time(index * 60)
        text.add("Current compaction throughput: " + (index % 2 == 0 ? "64" : "16") + " MB/s\n")
      }
    },
    GrowthCase("tables of one tablestats", 1000) { (count, folder) throws(BenchmarkError) in
      try folder.file("tablestats.log", pieces: count) { index, text in
        if index == 0 {
          text.time(0)
          text.add(
            "Total number of tables: " + String(count)
              + "\n----------------\nKeyspace : shop\n\tRead Count: 23\n\tRead Latency: 0.27 ms\n"
              + "\tWrite Count: 143\n\tWrite Latency: 0.2 ms\n\tPending Flushes: 0\n")
        }
        text.add("\t\tTable: t" + String(index) + "\n" + tableFigures + "\n")
        if index == count - 1 { text.add("----------------\n") }
      }
    },
    GrowthCase("series of one scrape", 5000) { (count, folder) throws(BenchmarkError) in
      try folder.file("metrics-1795237804.prom", pieces: count) { index, text in
        if index == 0 { text.add("# TYPE org_apache_cassandra_metrics_table_livesstablecount gauge\n") }
        text.add(
          "org_apache_cassandra_metrics_table_livesstablecount{keyspace=\"shop\",table=\"t" + String(index)
            + "\"} " + String(index % 40) + "\n")
      }
    },
    GrowthCase("nodes of a ring", 3000) { (count, folder) throws(BenchmarkError) in
      try folder.file("status.log", pieces: count) { index, text in
        if index == 0 {
          text.time(0)
          text.add(
            "Datacenter: dc1\n===============\nStatus=Up/Down\n|/ State=Normal/Leaving/Joining/Moving\n"
              + "--  Address    Load       Tokens  Owns (effective)  Host ID                               Rack\n"
          )
        }
        let id = String(String(1_000_000_000_000 + index).suffix(12))
        text.add(
          (index % 2 == 0 ? "U" : "D") + "N  10.0." + String(index / 250) + "." + String(index % 250 + 1)
            + "  1.5 MiB  16  100.0%  76c5e7e5-5b5a-4a5f-9a5b-" + id + "  rack1\n")
      }
    },
    GrowthCase("rows of compactionhistory", 5000) { (count, folder) throws(BenchmarkError) in
      try folder.file("compactionhistory.txt", pieces: count) { index, text in
        if index == 0 {
          text.add(
            "Compaction History: \nid                                   keyspace_name columnfamily_name   "
              + "compacted_at            bytes_in  bytes_out rows_merged\n")
        }
        let second = String(100 + index / 10 % 60).suffix(2)
        let minute = String(100 + index / 600 % 60).suffix(2)
        let hour = String(100 + index / 36_000 % 24).suffix(2)
        text.add(
          GrowthText.id(index * 100) + " shop          orders              2026-03-01T" + hour + ":" + minute
            + ":"
            + second + ".194 4274761   3337392   {1:593, 2:233}\n")
      }
    },
    GrowthCase("files of logs", 500) { (count, folder) throws(BenchmarkError) in
      for index in 0..<count {
        try folder.file("logs/" + String(index / 1000) + "/system.log." + String(index)) { _, text in
          text.flush(index, index * 1000)
        }
      }
    },
    GrowthCase("files of something else", 1000) { (count, folder) throws(BenchmarkError) in
      for index in 0..<count {
        try folder.file("notes/" + String(index / 1000) + "/note" + String(index) + ".txt") { _, text in
          text.add("remark " + String(index) + "\n")
        }
      }
    },
  ]

  private static let tableFigures = [
    "SSTable count: 7", "Space used (live): 52428800", "Space used (total): 52428800",
    "Space used by snapshots (total): 0", "SSTable Compression Ratio: 0.5",
    "Number of partitions (estimate): 27",
    "Memtable cell count: 111", "Memtable data size: 460763", "Local read count: 23",
    "Local read latency: 0.279 ms",
    "Local write count: 143", "Local write latency: 0.203 ms", "Pending flushes: 0",
    "Percent repaired: 100.0",
    "Compacted partition maximum bytes: 1109", "Average tombstones per slice (last five minutes): 1.0",
    "Maximum tombstones per slice (last five minutes): 1", "Dropped Mutations: 0",
    "Droppable tombstone ratio: 0.00000",
  ].map { "\t\t" + $0 + "\n" }.joined()
}
