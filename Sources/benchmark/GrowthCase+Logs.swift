// Growth of log contents.

extension GrowthCase {
  private static let minute = 60_000
  private static let hour = 3_600_000

  static let logs: [GrowthCase] = [
    GrowthCase(log: "records", 60_000) { index, text in text.flush(index, index * 900) },
    GrowthCase(log: "corrupt SSTables within minutes", 1000) { index, text in text.corrupt(index, index * 500)
    },
    GrowthCase(log: "corrupt SSTables, two hours apart", 1000) { index, text in
      text.corrupt(index, index * 2 * hour, thread: index % 8)
    },
    GrowthCase(log: "tables with aborted reads", 1000) { index, text in
      let table = "shop.t" + String(index)
      text.record(
        index * 2000, "ReadStage-" + String(index % 32), "StorageProxy.java:1896",
        "Scanned over 100001 tombstones during query 'SELECT * FROM " + table
          + " WHERE pk = 1 LIMIT 5000' (last scanned row token was 1 and partion key was ((5), 1)); query aborted",
        level: "ERROR")
    },
    GrowthCase(log: "repeats of three errors", 5000) { index, text in text.corrupt(index % 3, index * 20_000)
    },
    GrowthCase(log: "distinct messages", 2000) { index, text in
      let word = String(index * 7919 % 999_983 + 1_000_000, radix: 36).map { $0.isNumber ? "x" : String($0) }
      text.error(
        index * 2000, 1, "java.lang.IllegalStateException: cannot " + word.joined() + letters(index),
        cause: "java.lang.RuntimeException: no " + letters(index))
    },
    GrowthCase(log: "threads", 3000) { index, text in text.corrupt(3, index * 2000, thread: index) },
    GrowthCase(log: "full disks, two hours apart", 2000) { index, text in
      text.error(
        index * 2 * hour, index % 4,
        "org.apache.cassandra.io.FSWriteError: java.io.IOException: No space left on device",
        cause: "java.io.IOException: No space left on device")
    },
    GrowthCase(log: "unclean restarts", 1000) { index, text in
      text.start(index * minute)
      text.flush(index, index * minute + 30_000)
    },
    GrowthCase(log: "clean restarts", 1000) { index, text in
      text.start(index * minute)
      text.record(
        index * minute + 40_000, "RMI TCP Connection(23)-127.0.0.1", "StorageService.java:1920", "DRAINED")
    },
    GrowthCase(log: "restarts amid compactions", 1000) { index, text in
      text.start(index * minute)
      text.compacting(index, index * minute + 30_000, thread: 1)
    },
    GrowthCase(log: "compactions", 10_000) { index, text in
      text.compacting(index, index * 1000, thread: index % 4)
      text.compacted(index + 1, index * 1000 + 108, started: index * 1000, thread: index % 4)
    },
    GrowthCase(log: "compactions that never end", 5000) { index, text in
      text.compacting(index, index * 1000, thread: 1)
    },
    GrowthCase(log: "compactions that never end, a thread each", 5000) { index, text in
      text.compacting(index, index * 1000, thread: index)
    },
    GrowthCase(log: "peers seen down", 2000) { index, text in
      let address = [10, index / 62_500, index / 250 % 250, index % 250 + 1].map(String.init)
      text.record(
        index * 1000, "GossipStage:1", "Gossiper.java:1357",
        "InetAddress /" + address.joined(separator: ".") + ":7000 is now DOWN")
    },
    GrowthCase(log: "peers going and coming", 4000) { index, text in
      text.record(
        index * 100_000, "GossipStage:1", "Gossiper.java:1357",
        "InetAddress /10.0.0." + String(1 + index / 2 % 3) + ":7000 is now "
          + (index % 2 == 0 ? "DOWN" : "UP"))
    },
    GrowthCase(log: "long pauses", 3000) { index, text in
      text.record(
        index * 10 * minute, "Service Thread", "GCInspector.java:294",
        "G1 Young Generation GC in " + String(1500 + index % 999)
          + "ms.  G1 Eden Space: 3 -> 0; G1 Old Gen: 4 -> 3; G1 Survivor Space: 1 -> 2; ", level: "WARN ")
    },
    GrowthCase(log: "scrubs", 2000) { index, text in
      let reader = "BigTableReader(path='" + GrowthText.sstable(index) + "-Data.db')"
      let thread = "CompactionExecutor:" + String(index % 4)
      text.record(
        index * minute, thread, "OutputHandler.java:42", "Scrubbing " + reader + " (1.234KiB)")
      text.record(
        index * minute + 3000, thread, "OutputHandler.java:42",
        "Scrub of " + reader
          + " complete: 50 rows in new sstable and 0 empty (tombstoned) rows dropped")
    },
    GrowthCase(log: "lines that are no records", 10_000) { index, text in
      text.flush(index, index * 1000)
      text.add("ERROR something odd here " + String(index) + " Exception in thread\n")
    },
    GrowthCase("bytes of one record", 5_000_000) { (count, folder) throws(BenchmarkError) in
      try folder.file("system.log", pieces: count / 60) { index, text in
        if index == 0 { text.corrupt(1, 1000) }
        text.add("\tat org.apache.cassandra.x.Foo" + String(index) + ".bar(Foo.java:" + String(index) + ")\n")
      }
    },
    GrowthCase("bytes of one line", 5_000_000) { (count, folder) throws(BenchmarkError) in
      try folder.file("system.log", pieces: count / 12) { index, text in
        if index == 0 {
          text.flush(1, 0)
          text.add("INFO  [main] 2026-03-01 00:00:01,000 Config.java:1249 - Node configuration:[")
        }
        text.add("x" + String(index) + "=null; ")
      }
    },
  ]

  /// A word of letters only, different for each number, because numbers in messages are blanked.
  private static func letters(_ number: Int) -> String {
    var (rest, word) = (number, "q")
    repeat {
      word.append(Character(UnicodeScalar(UInt8(97 + rest % 26))))
      rest /= 26
    } while rest > 0
    return word
  }
}
