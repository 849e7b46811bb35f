// A log is read alike from web pages, wikis, mails, terminals and exports of every kind.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite struct DamagedPasteTests {
  private typealias Damage = @Sendable ([String]) -> [String]

  /// The lines of each record.
  private static func records(_ lines: [String]) -> [[String]] {
    var records: [[String]] = []
    for line in lines {
      if line.hasPrefix("INFO") || line.hasPrefix("ERROR") {
        records.append([line])
      } else {
        records[records.count - 1].append(line)
      }
    }
    return records
  }

  private static func html(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }

  private static func json(_ text: String) -> String {
    "\""
      + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\t", with: "\\t")
      .replacing("\n", with: "\\n") + "\""
  }

  private static func cell(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }

  /// Wrapped at the last space before `width`, as mail programs do.
  private static func mailed(_ line: String, _ width: Int) -> [String] {
    var lines: [String] = []
    var current = ""
    let indent = line.prefix { $0 == "\t" }
    for word in line.replacing("\t", with: "").split(separator: " ", omittingEmptySubsequences: false) {
      if !current.isEmpty, current.count + 1 + word.count > width {
        lines.append(current)
        current = String(word)
      } else {
        current +=
          (current.isEmpty ? String(repeating: "        ", count: lines.isEmpty ? indent.count : 0) : " ")
          + word
      }
    }
    return lines + [current]
  }

  /// Wrapped at exactly `width`, as terminals do.
  private static func folded(_ line: String, _ width: Int) -> [String] {
    var rest = line[...]
    var lines: [String] = []
    while rest.count > width {
      lines.append(String(rest.prefix(width)))
      rest = rest.dropFirst(width)
    }
    return lines + [String(rest)]
  }

  private static let markups: [(name: String, damage: Damage)] = [
    ("<pre>", { ["<pre>" + html($0[0])] + $0.dropFirst().map(html) + ["</pre>"] }),
    ("entities twice over", { ["<pre class=\"log\">"] + $0.map { html(html($0)) } + ["</pre>"] }),
    (
      "<br> and no-break blanks",
      { $0.map { html($0).replacing("\t", with: "&nbsp;&nbsp;&nbsp; ") + "<br/>" } }
    ),
    ("<code> around lines", { $0.map { "<code>" + html($0) + "</code>" } }),
    ("{code}", { ["{code:java|title=system.log}"] + $0 + ["{code}"] }),
    ("{noformat} on the first line", { ["{noformat}" + $0[0]] + $0.dropFirst() + ["{noformat}"] }),
    (
      "escaped brackets",
      { ["{code}"] + $0.map { $0.replacing("[", with: "\\[").replacing("]", with: "\\]") } + ["{code}"] }
    ),
    ("a fence", { ["```"] + $0 + ["```"] }),
    ("a fence with a language", { ["~~~ text"] + $0 + ["~~~"] }),
    ("back-ticks", { $0.map { "`" + $0 + "`" } }),
    ("colours", { $0.map { "\u{1B}[1;31m" + $0 + "\u{1B}[0m" } }),
  ]

  private static let exports: [(name: String, damage: Damage)] = [
    (
      "JSON lines, msg",
      { records($0).map { "{\"level\":\"x\",\"msg\":\(json($0.joined(separator: "\n")))}" } }
    ),
    ("JSON lines, a line each", { $0.map { "{\"stream\": \"app\", \"line\": \(json($0))}" } }),
    (
      "Splunk",
      {
        records($0).reversed().map {
          "{\"preview\":false,\"result\":{\"_raw\":\(json($0.joined(separator: "\n")))}}"
        }
      }
    ),
    (
      "GCP, newest first",
      {
        ["["]
          + records($0).reversed().map {
            "  {\n    \"insertId\": \"a\",\n    \"textPayload\": \(json($0.joined(separator: "\n")))\n  },"
          } + ["]"]
      }
    ),
    (
      "an array on one line",
      {
        ["[" + records($0).map { "{\"m\":\(json($0.joined(separator: "\n")))}" }.joined(separator: ",") + "]"]
      }
    ),
    (
      "CloudWatch",
      {
        ["{\"events\": ["] + $0.map { "  {\"timestamp\": 1, \"message\": \(json($0))}," } + [
          "  ], \"next\": \"f\"}"
        ]
      }
    ),
    (
      "Elasticsearch",
      {
        ["{\"took\":1,\"hits\":{\"total\":3,\"hits\":["]
          + records($0).map {
            "{\"_id\":\"1\",\"_source\":{\"message\":\(json($0.joined(separator: "\n")))}},"
          } + ["]}}"]
      }
    ),
    (
      "Kibana",
      {
        ["\"@timestamp\",\"message\""]
          + records($0).map { cell("Jun 14, 2021 @ 11:20:00.000") + "," + cell($0.joined(separator: "\n")) }
      }
    ),
    (
      "Kibana, newest first, message first",
      { ["message,host"] + records($0).reversed().map { cell($0.joined(separator: "\n")) + ",db1" } }
    ),
    ("CSV, a line each", { ["time;text"] + $0.map { "11:20;" + cell($0) } }),
    ("CSV without names", { records($0).map { cell("a") + "," + cell($0.joined(separator: "\n")) } }),
    (
      "TSV",
      {
        ["t\tmessage"] + records($0).map { "1\t" + $0.joined(separator: "\\n").replacing("\t", with: "\\t") }
      }
    ),
  ]

  private static let wraps: [(name: String, damage: Damage)] = [
    ("mail, 72", { $0.flatMap { mailed($0, 72) } }), ("mail, 78", { $0.flatMap { mailed($0, 78) } }),
    ("terminal, 80", { $0.flatMap { folded($0, 80) } }),
    ("terminal, 100", { $0.flatMap { folded($0, 100) } }),
    ("terminal, 132", { $0.flatMap { folded($0, 132) } }),
    ("terminal, 120, tabs as blanks", { $0.flatMap { folded($0.replacing("\t", with: "        "), 120) } }),
  ]

  private static let damages = markups + exports + wraps

  @Test("a log says the same out of any paste", arguments: damages.indices)
  func everyPasteIsRead(index: Int) async {
    let (name, damage) = Self.damages[index]
    let plain = await DamagedLog.read(DamagedLog.text(DamagedLog.lines))
    let lines = damage(DamagedLog.lines)
    let text = DamagedLog.text(lines)
    let reading = await DamagedLog.read(text)
    #expect(reading.sayings == plain.sayings, "\(name)")
    #expect(reading.lines.total == text.count { $0 == UInt8(ascii: "\n") }, "\(name)")
    let returned = await DamagedLog.read(DamagedLog.text(lines, end: "\r\n"))
    #expect(returned.sayings == plain.sayings, "\(name), carriage returns")
  }

  @Test("a paste says the same in blocks of any size", arguments: damages.indices)
  func everyBlockSizeGivesTheSame(index: Int) async {
    let (name, damage) = Self.damages[index]
    // Long enough to be cut, and still within one head.
    let lines = damage((0..<8).flatMap { _ in DamagedLog.lines })
    let text = DamagedLog.text(lines)
    let whole = await DamagedLog.read(text)
    #expect(whole.events.count == 24, "\(name)")
    // An array on one line is never cut, and text that begins with its newest record is read whole.
    guard lines.count > 1, !name.contains("newest"), !name.contains("Splunk") else { return }
    for size in [4000, 4501, 6007, 9999] {
      let reading = await DamagedLog.read(text, blockSize: size)
      #expect(reading.sayings == whole.sayings, "\(name), \(size)")
      #expect(reading.events.map(\.source.line) == whole.events.map(\.source.line), "\(name), \(size)")
      #expect(reading.lines == whole.lines, "\(name), \(size)")
    }
  }

  @Test("one record alone is a log", arguments: (markups + exports).indices)
  func oneRecordIsALog(index: Int) async {
    let (name, damage) = (Self.markups + Self.exports)[index]
    let reading = await DamagedLog.read(DamagedLog.text(damage(DamagedLog.failure)))
    #expect(reading.events.count == 1, "\(name)")
    #expect(reading.events.first?.throwable?.links.count == 2, "\(name)")
  }

  @Test("places are those of the file")
  func placesAreThoseOfTheFile() async {
    let lines = DamagedLog.lines.flatMap { Self.folded($0, 100) }
    let heads = lines.indices.filter { lines[$0].hasPrefix("INFO ") || lines[$0].hasPrefix("ERROR ") }
    let wrapped = await DamagedLog.read(DamagedLog.text(lines))
    #expect(wrapped.events.map(\.source.line) == heads.map { $0 + 1 })
    let table = await DamagedLog.read(DamagedLog.text(Self.exports[7].damage(DamagedLog.lines)))
    #expect(table.events.map(\.source.line) == [2, 3, 11])
  }

  @Test("the parts of an exported record make its head")
  func partsOfARecord() async {
    let trace = Self.json(DamagedLog.failure.dropFirst().joined(separator: "\n"))
    let text =
      #"{"severity":"ERROR","time":"2021-06-14T11:20:03.501Z","ctx":{"thread":"CompactionExecutor:4"},"#
      + #""body":"Exception in thread Thread[CompactionExecutor:4,1,main]","logger":"org.apache.x.CassandraDaemon","#
      + #""exception":\#(trace)}"#
    let plain = await DamagedLog.read(DamagedLog.text(DamagedLog.failure))
    let reading = await DamagedLog.read(DamagedLog.text([text]))
    #expect(reading.sayings == plain.sayings)
  }

  @Test("a trace without a head is an error of which no time is known")
  func tracesWithoutAHead() async {
    let trace = Array(DamagedLog.failure.dropFirst())
    let texts: [[String]] = [
      trace, ["", ""] + trace, ["We see this:", ""] + trace, [trace.joined(separator: " ")], [trace[0]],
      Array(trace.dropFirst(4)), ["Exception in thread \"main\" " + trace[0]] + trace.dropFirst(),
      ["<pre>" + trace[0]] + trace.dropFirst(),
    ]
    for text in texts {
      let bytes = DamagedLog.text(text)
      let input = InputFile(StoredBytes(bytes), name: "paste.txt")
      let log = LogFile.headless(in: input, head: bytes)
      #expect(log?.isUndated == true, "\(text[0])")
      let reading = await DamagedLog.read(bytes, headless: true)
      #expect(reading.events.map(\.level) == [.error], "\(text[0])")
      #expect(reading.events.first?.throwable?.root.simpleName.hasPrefix("Corrupt") == true, "\(text[0])")
      #expect(reading.codes == ["log.headless"])
      #expect(reading.lines.total == text.count)
    }
    for text in ["Nothing but words", "A java.io.IOException was thrown", "at last", "Caused by: rain"] {
      let bytes = DamagedLog.text([text])
      #expect(
        LogFile.headless(in: InputFile(StoredBytes(bytes), name: "a.txt"), head: bytes) == nil, "\(text)")
    }
  }

  @Test("no broken quotation, markup or JSON stops the reader or loses a line")
  func hostilePastes() async {
    let head = DamagedLog.failure[0]
    let long = String(repeating: "x", count: 1_100_000)
    let texts: [[String]] = [
      ["\"a\",\"b\"", "\"1\",\"" + head, "\tat a.b.C(", head], ["{\"m\":\"" + head, head],
      ["[{\"m\":\(Self.json(head))}", "{\"m\":"],
      ["<pre>" + head, "<pre", "&lt", "&#99999999999;", "&amp;amp;amp;lt;"],
      [head, "```" + long], ["{\"m\":\(Self.json(head + long))}"],
      ["\"t\",\"m\"", "\"1\",\"\(head)\"", "\"\(long)"],
      [String(repeating: "[", count: 10_000), head], ["{code}" + head, "{code" + long],
      ["\u{FEFF}\u{FEFF}<code>`" + head + "`", "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":1}}}}}"],
    ]
    for text in texts {
      let bytes = DamagedLog.text(text)
      let reading = await DamagedLog.read(bytes, blockSize: 8 << 20)
      #expect(reading.lines.total == 0 || reading.lines.total == text.count, "\(text[0].prefix(40))")
    }
  }
}
