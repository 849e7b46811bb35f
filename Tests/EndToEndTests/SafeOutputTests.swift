// The program's output is the same every time, and has no control sequence for a terminal.

import Foundation
import Testing
import TestSupport

@Suite struct SafeOutputTests {
  private static let hidden = [
    "\u{1b}[2J", "\u{202e}", "\u{200b}", "\u{9b}31m", "\u{2066}", "\u{e0041}", "\u{7f}",
  ]

  private static func capture() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let bad = hidden.joined(separator: "x")
    try folder.write(
      "ERROR [CompactionExecutor:1] 2026-11-21 05:00:00,001 Some.java:7 - It broke \(bad) here\n"
        + "java.lang.RuntimeException: \(bad)\n\tat org.apache.cassandra.db.X.y(X.java:1)\n",
      to: "c/system.log")
    try folder.write(
      "2026-11-21T05:00:00Z\n$ nodetool compactionstats\npending tasks: 5\n\n"
        + "2026-11-21T05:01:00Z\n$ nodetool compactionstats\nerror: \(bad)\n", to: "c/polls.txt")
    try folder.write(
      "# TYPE cassandra_pending_compactions gauge\n"
        + "cassandra_pending_compactions{keyspace=\"a\(bad)\",table=\"t\(bad)\"} 5 1763701200000\n",
      to: "c/m.prom")
    return folder
  }

  @Test func noCommandSendsWhatATerminalObeys() throws {
    let folder = try Self.capture()
    let path = folder.path("c")
    for command in [
      ["report", path], ["report", path, "--format", "json"], ["report", path, "--format", "html"],
      ["inspect", path],
      ["inspect", path, "--format", "json"], ["inspect", path, "--missing"], ["extract", path],
      ["extract", path, "--format", "openmetrics"], ["check", path], ["check", path, "--format", "json"],
      ["check", path, "--format", "sarif"], ["replay", "poll", path],
      ["replay", "poll", path, "--format", "text"],
      ["explain", "pending-saturated", path, "--at", "2026-11-21T05:00:00Z"], ["trend", path],
    ] {
      let run = try Program.run(command)
      for text in [run.output, run.errors] {
        let sent = text.unicodeScalars.first { scalar in
          scalar.value < 0x20 && scalar != "\n" || (0x7f...0x9f).contains(scalar.value)
            || scalar.properties.generalCategory == .format
        }
        #expect(
          sent == nil, "\(command.filter { $0 != path }): \(sent.map { String($0.value, radix: 16) } ?? "")")
      }
    }
  }

  @Test func factsWithHiddenCharactersComeBackAsTheyWere() throws {
    let folder = try Self.capture()
    let facts = try Program.run(["extract", folder.path("c")]).output
    try folder.write(facts, to: "facts.jsonl")
    let again = try Program.run(["extract", folder.path("facts.jsonl")]).output
    #expect(again == facts && facts.contains("\\u202e") && facts.contains("\\udb40\\udc41"))
  }

  /// Runs a shell script that finds the program as `$0`.
  private static func shell(_ script: String, in folder: TemporaryFolder) throws -> Program.Run {
    try Program.run(["-c", script, Program.path], "/bin/sh", in: folder.url)
  }

  @Test("a path that is no UTF-8 is read, and shown with its bytes") func anyPathIsRead() throws {
    let folder = try Self.capture()
    let good = try Self.shell(
      #"mv c "$(printf 'caf\351')" && exec "$0" report "$(printf 'caf\351')" -f text"#, in: folder)
    #expect(good.status == 0 && good.output.contains("CRITICAL"), "\(good.text)")
    let missing = try Self.shell(#"exec "$0" report "$(printf 'tea\351')""#, in: folder)
    #expect(
      missing.status == 2 && missing.errors.contains(#"tea\xE9: no such file or folder"#), "\(missing.text)")
    let output = try Self.shell(#"exec "$0" report . -o "$(printf 'out\351')""#, in: folder)
    #expect(output.status == 2 && output.errors.contains("-o: not UTF-8"), "\(output.text)")
  }

  @Test("without /proc the words of the command line still arrive") func argumentsDoNotNeedProc() throws {
    let folder = try Self.capture()
    let run = try Self.shell(
      "unshare -m sh -c 'mount -t tmpfs none /proc && exec \"$0\" report c -f text' \"$0\"", in: folder)
    // Without the right to mount, there is nothing to test.
    if run.status != 0, !run.errors.contains("hindsight") { return }
    #expect(run.status == 0 && run.output.contains("CRITICAL"), "\(run.text)")
  }

  @Test func aLinkOrAPipeIsNeverReplaced() throws {
    let folder = try Self.capture()
    try folder.write("keep", to: "elsewhere.md")
    try folder.write("", to: "out/x")
    let report = folder.path("out/report.md")
    try FileManager.default.createSymbolicLink(
      atPath: report, withDestinationPath: folder.path("elsewhere.md"))
    let arguments = [
      "report", folder.path("c"), "--quiet", "--output", folder.path("out"), "--format", "markdown,json",
    ]
    let linked = try Program.run(arguments)
    #expect(linked.status == 4 && linked.errors.contains("report.md: is a link, and is not replaced"))
    #expect(try String(contentsOfFile: report, encoding: .utf8) == "keep")
    try FileManager.default.removeItem(atPath: report)
    let made = unsafe mkfifo(report, 0o600)
    #expect(made == 0)
    #expect(try Program.run(arguments).status == 4)
    // No other file was written either.
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("out")).sorted() == ["report.md", "x"])
  }

  @Test("tables of an older report are removed, with its guide; files of others stay")
  func tablesOfAnOlderReportAreRemoved() throws {
    let folder = try Self.capture()
    let arguments = [
      "report", folder.path("c"), "--quiet", "--output", folder.path("out"), "--format", "markdown,csv",
    ]
    #expect(try Program.run(arguments).status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("out")).sorted()
    let guide = "# Columns of the CSV files\n\n## faults.csv\n\n## nodes.csv\n"
    // Early versions called the guide README.md.
    for name in ["faults.csv", "mine.csv"] { try folder.write("old", to: "out/" + name) }
    try folder.write(guide, to: "out/README.md")
    #expect(try Program.run(arguments).status == 0)
    let after = try FileManager.default.contentsOfDirectory(atPath: folder.path("out")).sorted()
    #expect(after == (names + ["mine.csv"]).sorted())
    try folder.write("# My project\n\n## nodes.csv\n", to: "out/README.md")
    #expect(try Program.run(arguments).status == 0)
    #expect(
      try String(contentsOfFile: folder.path("out/README.md"), encoding: .utf8).hasPrefix("# My project"))
    // A pipe in the place of the guide is not waited for.
    try FileManager.default.removeItem(atPath: folder.path("out/COLUMNS.md"))
    let made = unsafe mkfifo(folder.path("out/COLUMNS.md"), 0o600)
    #expect(made == 0)
    #expect(try Program.run(arguments).status == 4)
  }

  @Test func closedStandardStreamsAndALowLimitOfFilesDoNoHarm() throws {
    let folder = try Self.capture()
    let shell = { (line: String) in
      try Program.run(["-c", line, "sh", Program.path, folder.path("c"), folder.path("out")], "/bin/sh")
    }
    let closed = try shell("\"$1\" report \"$2\" --output \"$3\" <&- >&- 2>&-")
    #expect(closed.status == 0)
    let report = try String(contentsOfFile: folder.path("out/report.md"), encoding: .utf8)
    #expect(report.hasPrefix("# ") && !report.contains("hindsight:"))
    let few = try shell("ulimit -n 8; \"$1\" report \"$2\"")
    #expect(few.status == 4 && few.errors.contains("the limit of open files is 8"))
  }

  @Test("a limit of memory ends with a message, not with a crash or a wait") func aLimitOfMemoryIsSaid()
    throws
  {
    let folder = try Self.capture()
    let low = try Self.shell("ulimit -v 300000; exec \"$0\" report c", in: folder)
    #expect(
      low.status == 4 && low.errors.contains("the limit of memory is 292 MiB, and 512 MiB are needed"),
      "\(low)")
    let enough = try Self.shell("ulimit -v 2000000; exec \"$0\" report c -f json", in: folder)
    #expect(enough.status == 0 && enough.output.contains("hindsight/report/2"), "\(enough.errors)")
    // The trap of an allocation that is refused, while the program waits for its input.
    let crash = try Self.shell(
      """
      mkfifo f; sleep 20 > f & writer=$!
      (ulimit -v 2000000; exec "$0" report - < f 2> e) & program=$!
      sleep 1; kill -ILL $program; wait $program; echo "status $?"; kill $writer; cat e
      """, in: folder)
    #expect(
      crash.output.contains("status 4\n")
        && crash.output.contains("most likely out of memory: the limit is 1953 MiB"),
      "\(crash)")
  }

  /// Swift seeds its hash tables anew in each process.
  @Test func noSeedChangesAnyOutput() throws {
    let folder = try Self.tied()
    var captures = [folder.path("c"), Program.sampleData]
    if Captures.arePresent {
      captures += ["corrupt_meta-4.1", "sessions"].map { Captures.folder.appending(path: $0).path }
    }
    for capture in captures {
      let isSmall = capture == captures[0]
      let commands = [
        ["report", "--format", "json"], ["extract"], ["inspect", "--format", "json"], ["trend"],
      ]
      for command in isSmall ? commands : Array(commands.prefix(2)) {
        var first: Program.Run?
        for _ in 0..<(isSmall ? 12 : 2) {
          let run = try Program.run(command + [capture])
          if let first { #expect(run.text == first.text, "\(command) \(capture)") } else { first = run }
        }
      }
    }
  }

  /// Many records of one time, in several files, nodes and tables.
  private static func tied() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for node in 1...4 {
      for name in ["system.log", "debug.log"] {
        let lines = (0..<6).flatMap { number in
          [
            "ERROR [CompactionExecutor:\(number)] 2026-11-21 05:00:00,001 CassandraDaemon.java:7 - Exception in thread "
              + "Thread[CompactionExecutor:\(number),1,main]",
            "java.io.IOException: No space left on device /data\(number)",
            "\tat org.apache.cassandra.db.X\(number).y(X.java:1)",
            "WARN  [main] 2026-11-21 05:00:00,001 Some.java:\(number) - Something odd \(name) \(number)",
          ]
        }
        try folder.write(lines.joined(separator: "\n") + "\n", to: "c/node\(node)/\(name)")
      }
    }
    return folder
  }
}
