import CassandraModel
import Testing

@testable import CassandraReport

@Suite struct HostileTextTests {
  /// A report with `text` in every place that takes text.
  private func report(_ text: String) -> Report {
    let table = Table(
      name: "hostile", title: text,
      columns: [
        Column("words", text, .text, meaning: text), Column("code", "Code", .text, meaning: "Code."),
        Column("list", "List", .list, meaning: "List."), Column("at", "Time", .moment, meaning: "Time."),
        Column("number", "Number", .count, meaning: "Number."),
      ],
      rows: [
        [
          .text(text), .code(text), .list([.text(text), .code(text)]), .moment(SampleReport.local),
          .count(-5),
        ],
        [
          .source(SourceLocation(file: text, line: 7)), .missing(reason: text), .list([]),
          .moment(SampleReport.utc), .missing(reason: text),
        ],
      ])
    let prose: Prose = "\(text) then \(code: text)\(code: text) and \(strong: text)\(.text(text))"
    return Report(
      title: text, facts: [.init(text, .text(text))],
      sections: [
        Section(
          title: text,
          blocks: [
            .paragraph(prose), .paragraph(Prose(text)), .bullets([Prose(text), prose]),
            .numbered([Prose(text), prose], first: 1), .table(table),
            .callout(.warning, prose), .chart(chart(text)),
            .group(id: "I1", title: prose, blocks: [.bullets([prose])]),
            .details(
              title: text, blocks: [.table(Table(name: "more", columns: table.columns, rows: table.rows))]),
          ])
      ])
  }

  private func chart(_ text: String) -> Chart {
    let (first, last) = (Instant(milliseconds: 1_795_237_393_130), Instant(milliseconds: 1_795_237_993_130))
    let point = Chart.Point(at: first, value: 3, source: SourceLocation(file: text, line: 1))
    return Chart(
      title: text, summary: text, span: first...last, lines: [Chart.Line(name: text, stretches: [[point]])],
      limits: [Chart.Limit(name: text, value: 1, severity: .warning)],
      bands: [
        Chart.Band(
          name: text, spans: [Chart.Span(from: first, to: last, severity: .critical, text: text)])
      ])
  }

  @Test(arguments: HostileText.all)
  func theTagsOfThePageDoNotDependOnTheText(text: String) throws {
    let page = HTMLRenderer.render(report(text))
    let tags = try MinimalHTML.tags(of: page)
    #expect(tags == (try MinimalHTML.tags(of: HTMLRenderer.render(report("plain")))))
    #expect(!page.contains("http://") || text.contains("http://"), "nothing is fetched")
  }

  @Test func thePageAllowsItsOwnScriptAndStyleOnly() throws {
    let page = HTMLRenderer.render(report("plain"))
    #expect(!page.contains("unsafe-inline") && !page.contains(" style=\"") && !page.contains(" onclick="))
    for tag in ["style", "script"] {
      let start = try #require(page.firstRange(of: "<\(tag)>"))
      let end = try #require(page[start.upperBound...].firstRange(of: "</\(tag)>"))
      let content = page[start.upperBound..<end.lowerBound]
      var hash = SHA256()
      hash.update(Array(content.utf8))
      #expect(page.contains("\(tag)-src 'sha256-\(Base64.encoded(hash.finish()))';"))
    }
    // RFC 4648, 10.
    #expect(
      ["", "f", "fo", "foo", "foob"].map { Base64.encoded(Array($0.utf8)) } == [
        "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==",
      ])
    var empty = SHA256()
    empty.update([])
    #expect(Base64.encoded(empty.finish()) == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
  }

  private func lines(_ file: ReportFile) -> [String] {
    file.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(arguments: HostileText.all)
  func nothingInvisibleOrControllingIsLeft(text: String) {
    for format in ReportFormat.all {
      for file in format.render(report(text)) {
        let raw = String(decoding: file.bytes, as: UTF8.self).unicodeScalars.filter(HostileText.isForbidden)
        #expect(raw.isEmpty, "\(file.name)")
      }
    }
  }

  @Test(arguments: HostileText.all)
  func theStructureOfThePageDoesNotDependOnTheText(text: String) throws {
    // The shape of a page is the block marker at the start of each line. Only empty text may drop a line.
    let shape = shape(of: try pageWithoutFences(report(text)))
    let plain = self.shape(of: try pageWithoutFences(report("plain")))
    if text.unicodeScalars.contains(where: { $0 != " " }) { #expect(shape == plain) }
  }

  @Test(arguments: HostileText.all)
  func everyRowOfATableHasTheSameNumberOfCells(text: String) throws {
    let rows = try page(report(text)).filter { $0.hasPrefix("| ") }
    #expect(rows.count == 4)
    for row in rows { #expect(MinimalMarkdown.cells(row).count == 5, "\(row)") }
  }

  @Test(arguments: HostileText.all)
  func noTagLinkOrMentionIsLeftOutsideCode(text: String) throws {
    for line in try pageWithoutFences(report(text)) {
      let visible = MinimalMarkdown.withoutCode(line)
      for mark in ["<", "@", "://", "www.", "$", "GH-", ":warning:", ":b:"] {
        #expect(!visible.unicodeScalars.contains(mark), "\(mark) in \(line)")
      }
      var previous: Unicode.Scalar = " "
      for scalar in visible.unicodeScalars {
        if ["[", "]", "`"].contains(scalar) { #expect(previous == "\\", "\(scalar) in \(line)") }
        previous = previous == "\\" ? " " : scalar
      }
    }
  }

  @Test(arguments: HostileText.all.filter { !$0.isEmpty })
  func aStrictReaderOfCSVGetsTheTextBack(text: String) throws {
    let files = ReportFormat.csv.render(report(text))
    let bytes = try #require(files.first { $0.name == "hostile.csv" }).bytes
    let records = try StrictCSV.records(bytes)
    let visible = VisibleText.make(text)
    let first: Set<Unicode.Scalar> = [
      "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]
    let armed = text.unicodeScalars.first.map(first.contains) ?? false
    let field = (armed ? "'" : "") + visible
    #expect(records.map(\.count) == [6, 6, 6])
    #expect(records[0] == ["words", "code", "list", "at_utc", "at_local", "number"])
    #expect(records[1][0] == field)
    #expect(records[1][1] == field)
    #expect(records[1][3...] == ["", "2026-11-21 06:07:34.633", "-5"], "a number is never altered")
    #expect(records[2][1...] == ["", "none", "2026-11-21T05:03:13.130Z", "", ""])
    #expect(!bytes.split(separator: UInt8(ascii: "\n")).contains { $0.last != UInt8(ascii: "\r") })
  }

  @Test func itemsOfAListCanBeToldApart() throws {
    let table = Table(
      name: "t", columns: [Column("l", "L", .list, meaning: "L.")],
      rows: [[.list([.text("a;b"), .bytes(2048), .moment(SampleReport.utc)])]])
    let files = CSVRenderer.render(
      Report(title: "R", facts: [], sections: [Section(title: "S", blocks: [.table(table)])]))
    let records = try StrictCSV.records(try #require(files.first).bytes)
    #expect(records[1] == ["a\\x3bb; 2048; 2026-11-21T05:03:13.130Z"])
  }

  @Test func longTextIsCutInTheMiddleAndItsLengthTold() {
    let text = String(repeating: "a", count: 3000) + String(repeating: "z", count: 2000)
    let escaped = MarkdownText.escape(text, as: .words)
    #expect(
      escaped.hasPrefix("aaa") && escaped.hasSuffix("zzz") && escaped.contains("… (5,000 characters) …"))
    #expect(escaped.count < MarkdownText.inlineLimit + 40)
  }

  @Test(arguments: [
    ("system_schema.tables", "system_schema.tables"), ("_x_", "\\_x\\_"), ("a*b", "a\\*b"),
    ("a & b", "a &amp; b"),
    ("C:\\data\\x", "C:\\data\\x"), ("\\*", "\\\\\\*"), ("end\\", "end\\\\"), ("\u{1b}[0m", "\\x1b\\[0m"),
    ("\u{202e}x", "\\u{202E}x"), ("ask @ops now", "ask `@ops` now"), ("see #12.", "see `#12.`"),
    ("at 05:03:13.130 UTC", "at 05:03:13.130 UTC"), ("host:100:x", "`host:100:x`"), ("a|@b", "`a|@b`"),
    ("x -> y, 50%", "x -> y, 50%"),
  ])
  func wordsAreEscapedNoMoreThanNeeded(text: String, markdown: String) {
    #expect(MarkdownText.escape(text, as: .words) == markdown)
  }

  @Test(arguments: [
    ("- x", "\\- x"), ("1. x", "1\\. x"), ("1)", "1\\)"), ("12.4 MiB", "12.4 MiB"), ("     x", "x"),
    ("-", "\\-"),
    ("> x", "\\> x"), ("5 > 3", "5 > 3"), ("5-3", "5-3"), ("", ""), ("1. \u{301}x", "1\\. \u{301}x"),
  ])
  func aLineNeverStartsABlock(inline: String, line: String) {
    #expect(MarkdownText.line(inline) == line)
  }

  @Test func theSameReportGivesTheSameBytes() {
    for text in HostileText.all {
      for format in ReportFormat.all { #expect(format.render(report(text)) == format.render(report(text))) }
    }
  }

  private func page(_ report: Report) throws -> [String] {
    lines(try #require(ReportFormat.markdown.render(report).first))
  }

  /// The lines outside fenced blocks. Any longer run of backticks closes a block (CommonMark 4.5).
  private func pageWithoutFences(_ report: Report) throws -> [String] {
    var opened: Int?
    return try page(report).filter { line in
      let backticks = line.unicodeScalars.drop { $0 == " " }.prefix { $0 == "`" }.count
      let rest = line.unicodeScalars.filter { $0 != " " && $0 != "`" }
      if let count = opened {
        if rest.isEmpty, backticks >= count { opened = nil }
        return false
      }
      if backticks >= 3, rest.elementsEqual("text".unicodeScalars) { opened = backticks }
      return opened == nil
    }
  }

  /// The kind of each line, from its beginning.
  private func shape(of lines: [String]) -> [String] {
    lines.map { line in
      if line.isEmpty { return "" }
      for marker in ["# ", "## ", "### ", "- ", "> ", "| "] where line.hasPrefix(marker) {
        // A list item and a quotation hold their own blocks; a heading and a table row do not.
        guard marker == "- " || marker == "> " else { return marker }
        let rest = line.dropFirst(marker.count)
        return marker + (["# ", "- ", "+ ", "> ", "    "].first { rest.hasPrefix($0) } ?? "")
      }
      return line.first == " " ? "indented" : "words"
    }
  }
}

extension String.UnicodeScalarView {
  fileprivate func contains(_ text: String) -> Bool {
    let all = Array(self)
    let wanted = Array(text.unicodeScalars)
    guard all.count >= wanted.count else { return false }
    return (0...(all.count - wanted.count)).contains { all[$0..<($0 + wanted.count)].elementsEqual(wanted) }
  }
}
