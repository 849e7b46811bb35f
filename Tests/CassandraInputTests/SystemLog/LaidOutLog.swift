// One short log of a corrupt SSTable, printed in many layouts and with many prefixes.

/// The records, and the ways to print them.
enum LaidOutLog {
  struct Record {
    let level: String
    let thread: String
    /// `HH:mm:ss` and milliseconds.
    let clock: String
    let milliseconds: String
    let package: String
    let name: String
    let codeLine: Int
    let message: String
    var trace: [String] = []

    /// The level in five columns.
    var padded: String { level + String(repeating: " ", count: 5 - level.count) }
    var justified: String { String(repeating: " ", count: 5 - level.count) + level }
    var shortened: String {
      package.split(separator: ".").map { String($0.prefix(1)) }.joined(separator: ".") + "." + name
    }
  }

  static let sstable =
    "/var/lib/cassandra/data/shop/orders-4e1f5c70a1b911eb8d0d3f6d1a2b3c4d/nb-41-big-Data.db"

  static let records = [
    Record(
      level: "INFO", thread: "CompactionExecutor:4", clock: "11:20:01", milliseconds: "117",
      package: "org.apache.cassandra.db.compaction", name: "CompactionTask", codeLine: 150,
      message: "Compacting (0b0b1870-cd03-11eb-9d25-3f6d1a2b3c4d) [\(sstable):level=0, ]"),
    Record(
      level: "ERROR", thread: "CompactionExecutor:4", clock: "11:20:03", milliseconds: "501",
      package: "org.apache.cassandra.service", name: "CassandraDaemon", codeLine: 579,
      message: "Exception in thread Thread[CompactionExecutor:4,1,main]",
      trace: [
        "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: \(sstable)",
        "\tat org.apache.cassandra.io.util.CompressedChunkReader$Mmap.readChunk(CompressedChunkReader.java:241)",
        "Caused by: org.apache.cassandra.io.compress.CorruptBlockException: (\(sstable)): corruption detected,"
          + " chunk at 196608 of length 16391.",
        "\t... 12 common frames omitted",
      ]),
    Record(
      level: "WARN", thread: "Native-Transport-Requests-3", clock: "11:20:04", milliseconds: "001",
      package: "org.apache.cassandra.db", name: "ReadCommand", codeLine: 520,
      message: "Read 5000 live rows and 12000 tombstone cells for query SELECT * FROM shop.carts LIMIT 5000;"
        + " token 1 (see tombstone_warn_threshold)"),
  ]

  struct Layout: Sendable {
    let name: String
    /// Parts besides level, day and message.
    var hasMilliseconds = true
    var hasThread = true
    var source: Source = .file
    let print: @Sendable (Record) -> String
    enum Source { case file, type, none }
  }

  struct Prefix: Sendable {
    let name: String
    /// The prefix of line `number`; `isMatch` is true for a line that grep searched for.
    let print: @Sendable (_ number: Int, _ isMatch: Bool) -> String
  }

  private static let day = "2021-06-14"

  static let layouts: [Layout] = [
    Layout(name: "default") {
      "\($0.padded) [\($0.thread)] \(day) \($0.clock),\($0.milliseconds) \($0.file) - \($0.message)"
    },
    Layout(name: "log4j of 2.0") {
      "\($0.justified) [\($0.thread)] \(day) \($0.clock),\($0.milliseconds) \($0.name).java (line \($0.codeLine)) \($0.message)"
    },
    Layout(name: "date first") {
      "\(day) \($0.clock),\($0.milliseconds) \($0.padded) [\($0.thread)] \($0.file) - \($0.message)"
    },
    Layout(name: "date, thread, level, class", source: .type) {
      "\(day) \($0.clock).\($0.milliseconds) [\($0.thread)] \($0.padded) \($0.package).\($0.name) - \($0.message)"
    },
    Layout(name: "logback's own", source: .type) {
      "\($0.clock).\($0.milliseconds) [\($0.thread)] \($0.padded) \($0.shortened) - \($0.message)"
    },
    Layout(name: "class and line", source: .type) {
      "\($0.padded) [\($0.thread)] \(day) \($0.clock),\($0.milliseconds) \($0.name):\($0.codeLine) - \($0.message)"
    },
    Layout(name: "class, no line", source: .type) {
      "\($0.padded) [\($0.thread)] \(day) \($0.clock),\($0.milliseconds) \($0.package).\($0.name) - \($0.message)"
    },
    Layout(name: "thread without brackets") {
      "\($0.level) \($0.thread) \(day) \($0.clock),\($0.milliseconds) \($0.file) - \($0.message)"
    },
    Layout(name: "no milliseconds", hasMilliseconds: false) {
      "\($0.padded) [\($0.thread)] \(day) \($0.clock) \($0.file) - \($0.message)"
    },
    Layout(name: "slashes") {
      "\($0.padded) [\($0.thread)] 2021/06/14 \($0.clock),\($0.milliseconds) \($0.file) - \($0.message)"
    },
    Layout(name: "month first", hasMilliseconds: false) {
      "06/14/2021 \($0.clock) \($0.level) [\($0.thread)] \($0.file) - \($0.message)"
    },
    Layout(name: "day first") {
      "14.06.2021 \($0.clock),\($0.milliseconds) \($0.level) [\($0.thread)] \($0.file) - \($0.message)"
    },
    Layout(name: "log4j's DATE") {
      "14 Jun 2021 \($0.clock),\($0.milliseconds) \($0.level) [\($0.thread)] \($0.file) - \($0.message)"
    },
    Layout(name: "ISO, class before thread", source: .type) {
      "\(day)T\($0.clock).\($0.milliseconds) \($0.level) \($0.name) [\($0.thread)] \($0.message)"
    },
    Layout(name: "console of 2.1 to 3.0", hasMilliseconds: false, hasThread: false, source: .none) {
      "\($0.padded) \($0.clock) \($0.message)"
    },
    Layout(name: "console of 2.0", hasThread: false, source: .none) {
      "\($0.justified) \($0.clock),\($0.milliseconds) \($0.message)"
    },
    Layout(name: "date, level", hasThread: false, source: .none) {
      "\(day) \($0.clock),\($0.milliseconds) \($0.level) \($0.message)"
    },
    Layout(name: "everything in brackets", source: .type) {
      "[\(day) \($0.clock),\($0.milliseconds)] [\($0.level)] [\($0.thread)] [\($0.name)] \($0.message)"
    },
    Layout(name: "padded in brackets") {
      "[\($0.padded)] [\(day) \($0.clock),\($0.milliseconds)] [\($0.thread)] \($0.file) - \($0.message)"
    },
    Layout(name: "bars", source: .type) {
      "\(day) \($0.clock),\($0.milliseconds) | \($0.padded) | \($0.thread) | \($0.name) | \($0.message)"
    },
    Layout(name: "Spring Boot", source: .type) {
      "\(day) \($0.clock).\($0.milliseconds)  \($0.padded) 1234 --- [\($0.thread)] \($0.shortened)     : \($0.message)"
    },
    Layout(name: "thread first") {
      "[\($0.thread)] \($0.padded) \(day) \($0.clock),\($0.milliseconds) \($0.file) - \($0.message)"
    },
    Layout(name: "class and colon", hasThread: false, source: .type) {
      "\(day) \($0.clock),\($0.milliseconds) \($0.padded) \($0.package).\($0.name): \($0.message)"
    },
    Layout(name: "JBoss", source: .type) {
      "\($0.clock),\($0.milliseconds) \($0.padded) [\($0.package).\($0.name)] (\($0.thread)) \($0.message)"
    },
  ]

  static let prefixes: [Prefix] = [
    Prefix(name: "nothing") { _, _ in "" },
    Prefix(name: "four blanks") { _, _ in "    " },
    Prefix(name: "one blank") { _, _ in " " },
    Prefix(name: "a TAB") { _, _ in "\t" },
    Prefix(name: "a quote") { _, _ in "> " },
    Prefix(name: "two quotes") { _, _ in ">> " },
    Prefix(name: "a bar") { _, _ in "  | " },
    Prefix(name: "grep -H") { _, _ in "system.log:" },
    Prefix(name: "grep -Hn") { number, _ in "system.log:\(number + 98):" },
    Prefix(name: "grep -n -A") { number, isMatch in "\(number + 98)\(isMatch ? ":" : "-")" },
    Prefix(name: "grep -Hn -A") { number, isMatch in
      isMatch ? "logs/system.log:\(number + 98):" : "logs/system.log-\(number + 98)-"
    },
    Prefix(name: "cat -n") { number, _ in String(repeating: " ", count: number < 10 ? 5 : 4) + "\(number)\t"
    },
    Prefix(name: "less -N") { number, _ in "     \(number + 97 < 100 ? " " : "")\(number + 97) " },
    Prefix(name: "a numbered list") { number, _ in "\(number). " },
    Prefix(name: "pdsh") { _, _ in "db-3: " },
    Prefix(name: "pdsh by address") { _, _ in "10.0.0.3: " },
    Prefix(name: "stern") { _, _ in "cassandra-dc1-rack1-sts-0 server-system-logger " },
    Prefix(name: "compose") { _, _ in "cassandra-1  | " },
    Prefix(name: "fabric") { _, _ in "[db1] out: " },
    Prefix(name: "awslogs") { number, _ in "2021-06-14T09:20:0\(number % 10).123000+00:00 i-0abc " },
    Prefix(name: "a time and a host") { number, _ in "2021-06-14 11:20:0\(number % 10) db1 " },
    Prefix(name: "words that nobody knows") { _, _ in "node-3 | cassandra " },
    Prefix(name: "journalctl") { number, _ in "Jun 14 11:20:0\(number % 10) db1 cassandra[42]: " },
    Prefix(name: "CRI") { number, _ in "2021-06-14T09:20:0\(number % 10).123456789Z stdout F " },
  ]

  /// The log in `layout` with `prefix`.
  static func text(_ layout: Layout, _ prefix: Prefix) -> String {
    var text = ""
    var number = 0
    for record in records {
      for (index, line) in ([layout.print(record)] + record.trace).enumerated() {
        number += 1
        text += prefix.print(number, index == 0 && record.level == "ERROR") + line + "\n"
      }
    }
    return text
  }
}

extension LaidOutLog.Record {
  fileprivate var file: String { "\(name).java:\(codeLine)" }
}
