// Checks of the generator: the same bytes for the same seed, and the same counts when the text is parsed
// independently.

/// Checks the counts of `Truth` against an independent parse of the text.
enum GeneratorCheck {
  /// Words that only records of one kind contain.
  private static let marks: [(kind: String, words: String)] = [
    ("compaction.started", " - Compacting ("), ("compaction.finished", " - Compacted ("),
    ("compaction.space_checked", "available, checking if we can write"),
    ("compaction.space_detail.directory", "can't be used for compaction"),
    ("compaction.space_detail.across", " - Insufficient disk space for compaction"),
    ("compaction.space_detail.inputs", " - insufficient space to compact all requested files"),
    ("compaction.space_reduced", "Reducing scope."),
    ("sstable.deleted", " - Deleting sstable: "), ("flush.forced_by_memory", " - Flushing largest CFS("),
    ("flush.started", " - Enqueuing flush of "), ("flush.writing", " - Writing Memtable-"),
    ("flush.finished", " - Completed flushing "), ("query.slow", "perations were slow"),
    ("tombstones.warning", "tombstone cells for query"), ("pressure.local_pause", "due to local pause"),
    ("gc.pause", " GC in "), ("messages.dropped", "messages were dropped in last"),
    ("status.pool", " StatusLogger.java:69 "), ("status.compaction_manager", " StatusLogger.java:79 "),
    ("status.memtable", " StatusLogger.java:119 "),
    ("failure.uncaught_exception", " - Exception in thread "),
    ("oom.handled", " - OutOfMemory error letting"),
  ]

  static func run(_ recipe: LogRecipe) throws(BenchmarkError) {
    var text: [UInt8] = []
    let truth = try recipe.forEachPiece { text += $0 }
    var again: [UInt8] = []
    _ = try recipe.forEachPiece { again += $0 }
    try expect(text == again, "the same seed gives the same bytes")
    var other = recipe
    other.seed += 1
    again = []
    _ = try other.forEachPiece { again += $0 }
    try expect(text != again, "another seed gives other bytes")

    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .dropLast()
    try expect(Int64(text.count) == truth.bytes, "bytes")
    try expect(Int64(lines.count) == truth.lines, "lines")
    try expect(Int64(lines.count { Truth.isHit($0) }) == truth.hits, "lines that the search finds")
    let levels = ["INFO  [", "DEBUG [", "WARN  [", "ERROR ["]
    let heads = lines.filter { line in levels.contains { line.hasPrefix($0) } }
    try expect(Int64(heads.count) == truth.records, "records")
    if recipe.kind == .system { try expect(!heads.contains { $0.hasPrefix("DEBUG") }, "no DEBUG records") }
    for kind in truth.kinds where kind != "other" {
      guard let words = marks.first(where: { $0.kind == kind })?.words else {
        throw BenchmarkError("no words are known for " + kind)
      }
      try expect(Int64(heads.count { $0.contains(words) }) == truth[kind], kind)
    }
    try checkTimes(heads)
    try checkCompactions(heads, truth)
    print(recipe.kind.rawValue + ": the truth is true of " + String(truth.records) + " records")
  }

  /// Dates at fixed offsets of a head line have one width, so text order is time order.
  private static func checkTimes(_ heads: [Substring]) throws(BenchmarkError) {
    var last = ""
    for head in heads {
      guard let bracket = head.firstRange(of: "] 2026-") else {
        throw BenchmarkError("a record without a date: " + head)
      }
      let date = String(head[head.index(bracket.lowerBound, offsetBy: 2)...].prefix(23))
      try expect(date >= last, "time does not run backwards at " + date)
      last = date
    }
  }

  /// Checks that every finished compaction was started with the same id.
  private static func checkCompactions(_ heads: [Substring], _ truth: Truth) throws(BenchmarkError) {
    var open: Set<Substring> = []
    var finished = 0
    for head in heads {
      if let words = head.firstRange(of: " - Compacting (") {
        let id = head[words.upperBound...].prefix(36)
        try expect(open.insert(id).inserted, "ids are unique")
      } else if let words = head.firstRange(of: " - Compacted (") {
        try expect(open.remove(head[words.upperBound...].prefix(36)) != nil, "what ends had begun")
        finished += 1
      }
    }
    try expect(Int64(finished) == truth.finished.reduce(0, +), "finished compactions by table")
    try expect(truth["compaction.started"] == truth.started.reduce(0, +), "started compactions by table")
  }

  private static func expect(_ isTrue: Bool, _ what: String) throws(BenchmarkError) {
    if !isTrue { throw BenchmarkError("check failed: " + what) }
  }
}
