// A stack trace is read alike whatever happened to its tabs and line ends.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite struct DamagedTraceTests {
  /// Changes of a record's lines.
  static let damages: [(name: String, damage: @Sendable ([String]) -> [String])] = [
    ("tabs lost", { $0.map { $0.replacing("\t", with: "") } }),
    ("tabs as eight blanks", { $0.map { $0.replacing("\t", with: "        ") } }),
    ("tabs as four blanks", { $0.map { $0.replacing("\t", with: "    ") } }),
    ("tabs written out", { $0.map { $0.replacing("\t", with: "\\t") } }),
    ("trace one blank in", { [$0[0]] + $0.dropFirst().map { " " + $0 } }),
    ("trace four blanks in", { [$0[0]] + $0.dropFirst().map { "    " + $0 } }),
    ("a blank line before the trace", { [$0[0], ""] + $0.dropFirst() }),
    ("blank lines between all", { $0.flatMap { [$0, ""] } }),
    ("one line, blanks", { [$0.joined(separator: " ").replacing("\t", with: "")] }),
    ("one line, tabs kept", { [$0.joined(separator: " ")] }),
    ("one line, four blanks", { [$0.joined(separator: "    ").replacing("\t", with: "")] }),
    ("one line, nothing between", { [$0[0] + " " + $0[1] + $0.dropFirst(2).joined()] }),
    ("one line, \\n\\t", { [$0.joined(separator: "\\n").replacing("\t", with: "\\t")] }),
    ("one line, \\r\\n\\t", { [$0.joined(separator: "\\r\\n").replacing("\t", with: "\\t")] }),
    ("one line, doubled", { [$0.joined(separator: "\\\\n").replacing("\t", with: "\\\\t")] }),
    ("one line, \\n and blanks", { [$0.joined(separator: "\\n").replacing("\t", with: "    ")] }),
    ("one line, as rsyslog writes it", { [$0.joined(separator: "#012").replacing("\t", with: "#011")] }),
    ("trace on one line below the head", { [$0[0], $0.dropFirst().joined(separator: " ")] }),
    ("exception on the line of the head", { [$0[0] + " " + $0[1]] + $0.dropFirst(2) }),
    (
      "jars behind the frames",
      { $0.map { $0.hasPrefix("\tat ") ? $0 + " ~[apache-cassandra-3.11.4.jar:3.11.4]" : $0 } }
    ),
    (
      "jars behind the frames, one line",
      {
        [$0.map { $0.hasPrefix("\tat ") ? $0 + " ~[na:1.8.0_292]" : $0 }.joined(separator: " ")]
      }
    ),
  ]

  @Test("a trace says the same after any damage to its line ends", arguments: damages.indices)
  func everyDamageLeavesTheException(index: Int) async throws {
    let plain = await DamagedLog.read(DamagedLog.text(DamagedLog.lines))
    #expect(plain.sayings[1].throwable?.links.count == 2)
    let damaged =
      DamagedLog.lines.prefix(1) + Self.damages[index].damage(DamagedLog.failure)
      + DamagedLog.lines.suffix(1)
    let reading = await DamagedLog.read(DamagedLog.text(Array(damaged)))
    // The jars of the frames add the release.
    let sayings = reading.sayings.map(\.withoutRelease)
    #expect(sayings == plain.sayings, "\(Self.damages[index].name)")
    #expect(reading.lines.total == damaged.count)
  }

  @Test(
    "an exception on the line of its record is that record's",
    arguments: [
      (
        "- java.io.IOException: No space left on device",
        ["java.io.IOException: No space left on device"]
      ),
      (
        "- Exception in thread Thread[MemtableFlushWriter:2,5,main] java.lang.OutOfMemoryError: Java heap space",
        ["java.lang.OutOfMemoryError: Java heap space"]
      ),
      (
        "- Exception in thread main org.apache.cassandra.io.FSReadError: java.io.IOException: Map failed",
        ["org.apache.cassandra.io.FSReadError: java.io.IOException: Map failed"]
      ),
      (
        "- Uncaught exception on thread Thread[a,5,main] java.lang.AssertionError",
        ["java.lang.AssertionError: "]
      ),
      (
        "- Exception in thread Thread[a,5,main]\\njava.lang.AssertionError\\n", ["java.lang.AssertionError: "]
      ),
      ("- See the documentation of Exception and Error", []),
      ("- D:\\new\\table\\nb-1-big-Data.db is odd", []),
    ])
  func anExceptionOnTheLineOfItsRecord(text: String, links: [String]) async {
    let head = "ERROR [main] 2021-06-14 11:20:03,501 CassandraDaemon.java:579 "
    let reading = await DamagedLog.read(DamagedLog.text([head + text]))
    #expect(reading.events.count == 1)
    let found = reading.events.first?.throwable?.links.map { $0.className + ": " + $0.message }
    #expect((found ?? []) == links)
  }

  @Test("a message that quotes an exception above the trace of another keeps the trace")
  func theTraceBelowDecides() async {
    let reading = await DamagedLog.read(
      DamagedLog.text([
        "ERROR [main] 2021-06-14 11:20:03,501 A.java:1 - Failed: java.lang.RuntimeException: outer",
        "java.lang.RuntimeException: outer", "\tat a.b.C.d(C.java:1)",
        "Caused by: java.io.IOException: inner",
      ]))
    #expect(reading.events.first?.throwable?.links.map(\.simpleName) == ["RuntimeException", "IOException"])
  }

  @Test("a trace that begins with its root is turned round")
  func theRootFirst() async {
    let reading = await DamagedLog.read(
      DamagedLog.text([
        "ERROR [main] 2021-06-14 11:20:03,501 A.java:1 - Failed", "java.io.IOException: inner",
        "\tat a.b.C.d(C.java:1)", "Wrapped by: java.lang.RuntimeException: outer", "\tat a.b.C.e(C.java:2)",
      ]))
    #expect(reading.events.first?.throwable?.links.map(\.simpleName) == ["RuntimeException", "IOException"])
  }

  @Test("no text of backslashes, dots and parentheses stops the reader")
  func hostileTraces() async {
    let parts = [
      "\\", "\\n", "at ", "a.b.C(", ")", "...", "... 1 more", "Caused by: ", "#012", "x.E: ", "\\\\t", " ",
    ]
    var state: UInt64 = 42
    for _ in 0..<400 {
      var text = "ERROR [main] 2021-06-14 11:20:03,501 A.java:1 - "
      for _ in 0..<40 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += parts[Int(state >> 33) % parts.count]
      }
      let reading = await DamagedLog.read(DamagedLog.text([text]))
      #expect(reading.lines.total == 1)
    }
  }
}
