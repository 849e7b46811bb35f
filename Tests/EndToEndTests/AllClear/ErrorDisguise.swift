// Forms of an error record after people and programs have edited it.

/// One form of a record with its trace.
struct ErrorDisguise: Sendable, CustomStringConvertible {
  let description: String
  /// Turns the lines that the node wrote into those that arrive.
  let apply: @Sendable ([String]) -> [String]

  private init(_ description: String, _ apply: @escaping @Sendable ([String]) -> [String]) {
    self.description = description
    self.apply = apply
  }

  private static func prefix(_ name: String, _ prefix: String) -> ErrorDisguise {
    ErrorDisguise(name) { $0.map { prefix + $0 } }
  }

  /// Another layout of the head; the trace is unchanged.
  private static func head(_ name: String, _ head: String) -> ErrorDisguise {
    ErrorDisguise(name) { [head + message] + $0.dropFirst() }
  }

  /// The whole record in one line.
  private static func line(
    _ name: String, _ make: @escaping @Sendable (_ head: String, _ all: String) -> String
  ) -> ErrorDisguise {
    ErrorDisguise(name) { [make($0[0], $0.joined(separator: "\\n").replacing("\t", with: "\\t"))] }
  }

  private static let message = "Exception in thread Thread[CompactionExecutor:4,5,main]"
  private static let day = "2026-11-21"
  private static let time = "05:07:34"

  static let all: [ErrorDisguise] = prefixes + layouts + envelopes + shapes

  private static let prefixes = [
    prefix("host and colon", "db-1: "), prefix("host in brackets", "[db-1] "),
    prefix("table of a console", "  | "),
    prefix("mail quoting", "> "), prefix("twice quoted", "> > "), prefix("code block", "    "),
    prefix("one blank", " "), prefix("TAB", "\t"), prefix("grep -n", "120:"),
    prefix("grep -H", "system.log:"),
    prefix("grep -Hn", "logs/system.log:120:"), prefix("cat -n", "   120\t"),
    prefix("kubectl --prefix", "[pod/cassandra-0/cassandra] "),
    prefix("docker compose", "cassandra-1  | "), prefix("docker -t", "\(day)T\(time).633123456Z "),
    prefix("container runtime", "\(day)T\(time).633123456Z stdout F "),
    prefix("syslog", "Nov 21 \(time) db-1 cassandra[123]: "), prefix("stern", "cassandra-0 cassandra "),
    prefix("awslogs", "cassandra/ecs/41 \(day)T\(time).633Z "), prefix("no-break blanks", "\u{A0}\u{A0}"),
    prefix("marker of a diff", "+"), prefix("marker of a diff and a blank", "- "), prefix("quote", "\""),
    prefix("bold HTML", "<b>"), prefix("HTML blanks", "&nbsp;&nbsp;"), prefix("color", "\u{1B}[31m"),
    prefix("byte order mark", "\u{FEFF}"), prefix("back-tick", "`"), prefix("FIFO time", "[\(time)] "),
  ]

  private static let layouts = [
    head("date first", "\(day) \(time),633 ERROR [CompactionExecutor:4] CassandraDaemon.java:581 - "),
    head("date, thread, level", "\(day) \(time),633 [CompactionExecutor:4] ERROR o.a.c.s.CassandraDaemon - "),
    head("logger by name", "ERROR [CompactionExecutor:4] \(day) \(time),633 o.a.c.s.CassandraDaemon - "),
    head("no brackets", "ERROR CompactionExecutor:4 \(day) \(time),633 CassandraDaemon.java:581 - "),
    head("no milliseconds", "ERROR [CompactionExecutor:4] \(day) \(time) CassandraDaemon.java:581 - "),
    head("time only", "ERROR \(time) "), head("time and thread", "\(time).633 [CompactionExecutor:4] ERROR "),
    head("no time", "ERROR [CompactionExecutor:4] CassandraDaemon.java:581 - "),
    head("slashes", "ERROR [CompactionExecutor:4] 2026/11/21 \(time),633 CassandraDaemon.java:581 - "),
    head("ISO", "\(day)T\(time).633Z ERROR CompactionExecutor:4 CassandraDaemon - "),
    head("American", "11/21/2026 \(time) AM | ERROR | CompactionExecutor:4 | "),
    head("level in brackets", "\(day) \(time),633 [ERROR] [CompactionExecutor:4] "),
    head("fatal", "FATAL [CompactionExecutor:4] \(day) \(time),633 CassandraDaemon.java:581 - "),
    head("severe", "\(day) \(time) SEVERE CassandraDaemon: "),
    head("DSE", "ERROR [CompactionExecutor:4] \(day) \(time),633  DSE CassandraDaemon.java:581 - "),
    head(
      "impossible date", "ERROR [CompactionExecutor:4] 2026-02-31 \(time),633 CassandraDaemon.java:581 - "),
  ]

  private static let envelopes = [
    line("JSON with a message") { _, all in
      #"{"level":"ERROR","ts":"\#(day)T\#(time).633Z","msg":"\#(all)"}"#
    },
    line("JSON with a level in small letters") { _, all in
      #"{"ts":1795237654633,"logger":"CassandraDaemon","level":"error","event":"\#(all)"}"#
    },
    line("JSON with the log in it") { _, all in #"{"app":"db","payload":{"raw":"\#(all)"},"n":4}"# },
    line("JSON of a list") { _, all in #"[{"_source":{"text":"\#(all)"}}]"# },
    line("CSV") { head, _ in "\(day) \(time),ERROR,CompactionExecutor:4,\(message)" },
    line("quoted CSV") { _, all in #""\#(day)T\#(time).633Z","db-1","\#(all)""# },
    line("logfmt") { _, all in #"ts=\#(day)T\#(time)Z level=error msg="\#(all)""# },
    line("Splunk") { _, all in #"_time="\#(day) \#(time)" host=db-1 _raw="\#(all)""# },
    line("XML") { head, _ in "<event><line>\(head)</line></event>" },
  ]

  private static let shapes = [
    ErrorDisguise("as the node wrote it") { $0 },
    ErrorDisguise("line ends lost") { [$0.joined(separator: " ").replacing("\t", with: "")] },
    line("line ends written out") { _, all in all },
    ErrorDisguise("TABs lost") { $0.map { $0.replacing("\t", with: "") } },
    ErrorDisguise("TABs written out") { $0.map { $0.replacing("\t", with: "\\t") } },
    ErrorDisguise("wrapped at 72") { wrapped($0, 72) }, ErrorDisguise("wrapped at 40") { wrapped($0, 40) },
    ErrorDisguise("blank lines between") { $0.flatMap { [$0, ""] } },
    ErrorDisguise("carriage returns") { $0.map { $0 + "\r" } },
    ErrorDisguise("trace without head") { Array($0.dropFirst()) },
    ErrorDisguise("trace without head and TABs") { $0.dropFirst().map { $0.replacing("\t", with: "") } },
    ErrorDisguise("trace without head, quoted") { $0.dropFirst().map { "> " + $0 } },
    ErrorDisguise("uncaught") { [#"Exception in thread "main" "# + $0[1]] + $0.dropFirst(2) },
    ErrorDisguise("frames alone") { $0.filter { $0.hasPrefix("\tat ") } },
    ErrorDisguise("cause alone") { $0.filter { $0.hasPrefix("Caused by: ") } },
  ]

  private static func wrapped(_ lines: [String], _ width: Int) -> [String] {
    lines.flatMap { line in
      stride(from: 0, to: line.count, by: width).map { String(line.dropFirst($0).prefix(width)) }
    }
  }
}
