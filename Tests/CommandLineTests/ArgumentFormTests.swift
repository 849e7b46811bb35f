import CassandraInput
import CassandraModel
import Testing

@testable import hindsight

@Suite struct ArgumentFormTests {
  @Test(arguments: [
    ("2026-11-21", "2026-11-21T00:00:00.000Z"),
    ("2026-11-21 05:03", "2026-11-21T05:03:00.000Z"),
    ("2026-11-21T05:03", "2026-11-21T05:03:00.000Z"),
    ("2026-11-21T05:03:00Z", "2026-11-21T05:03:00.000Z"),
    ("2026-11-21 05:03:13,130", "2026-11-21T05:03:13.130Z"),
    ("2026-11-21T05:03:13.1Z", "2026-11-21T05:03:13.100Z"),
    // Digits beyond milliseconds are cut, not rounded into the next second.
    ("2026-11-21T05:03:13.999999999Z", "2026-11-21T05:03:13.999Z"),
    ("2026-11-21T06:03+01:00", "2026-11-21T05:03:00.000Z"),
    ("2026-11-21 00:30:00+0100", "2026-11-20T23:30:00.000Z"),
    ("2026-11-21T05:03UTC", "2026-11-21T05:03:00.000Z"),
    ("2024-02-29", "2024-02-29T00:00:00.000Z"),
  ])
  func timesAreRead(text: String, instant: String) {
    #expect(TimeArgument.instant(text)?.iso8601 == instant)
  }

  @Test(arguments: [
    "", "2026", "2026-11", "2026-1-1", "21.11.2026", "2026-02-29", "2026-11-21T", "2026-11-21T05",
    "2026-11-21T24:00", "2026-11-21T05:03:", "2026-11-21T05:03:00.", "2026-11-21T05:03:00.1234567890",
    "2026-11-21T05:03 ", " 2026-11-21", "2026-11-21T05:03:00+25:00", "2026-11-21T05:03Europe/Berlin",
    "2026-11-21Z", "-2026-11-21", "２０２６-11-21", "99999-01-01", "0000-01-01", "2026-11-21  05:03",
  ])
  func otherTextIsNoTime(text: String) { #expect(TimeArgument.instant(text) == nil) }

  @Test(arguments: [
    ("UTC", 0), ("Z", 0), ("+02:00", 7200), ("+0200", 7200), ("+02", 7200), ("+2", 7200), ("-3", -10_800),
    ("-03:30", -12_600), ("+2:30", 9000), ("+00:00", 0), ("-00:00", 0), ("+18:00", 64_800), ("+14", 50_400),
  ])
  func offsetsAreRead(text: String, seconds: Int64) {
    #expect(ZoneArgument.offset(text) == UTCOffset(seconds: seconds))
  }

  @Test(arguments: [
    "", "+", "-", "2", "02:00", "+02:60", "+02:0", "+02:", "+230", "+02:00:00", "+18:01", "+19", "+123",
    "+2000:0",
    "utc", "+0a", "++2", "+02 00", "−3", "+٢",
  ])
  func otherTextIsNoOffset(text: String) { #expect(ZoneArgument.offset(text) == nil) }
}

@Suite struct HelpTests {
  @Test func namesOfOptionsAndCommandsAreUnique() {
    for command in Command.ID.allCases {
      let options = Option.all(of: command)
      let names = options.flatMap(\.names) + [CommandLine.helpName, CommandLine.versionName, "-h", "-v"]
      #expect(Set(names).count == names.count)
      #expect(options.allSatisfy { $0.name.hasPrefix("--") })
    }
    #expect(Set(Command.all.map(\.name)).count == Command.all.count)
    #expect(Set(Command.all.map(\.id)) == Set(Command.ID.allCases), "every command is in the list")
  }

  @Test func everyOptionTeachesAndBelongsToACommand() {
    for option in Option.all {
      #expect(option.help.count > 20 && option.help.hasSuffix("."), "\(option.name)")
      #expect(!option.commands.isEmpty, "\(option.name)")
    }
  }

  @Test func thePageOfACommandListsEachOfItsOptions() {
    for command in Command.all {
      let lines = HelpText.completePage(of: command).split(separator: "\n")
      let listed = lines.filter { $0.hasPrefix("  -") }.compactMap { line in
        line.split(whereSeparator: { " ,".contains($0) }).first { $0.hasPrefix("--") }
      }
      #expect(listed.map(String.init) == Option.all(of: command.id).map(\.name))
      #expect(!command.examples.isEmpty && lines.contains("Examples:"))
    }
  }

  @Test("the main options of a command fit one screen")
  func mainOptionsFitOneScreen() {
    for page in [HelpText.overview] + Command.all.map({ HelpText.page(of: $0) }) {
      #expect(page.split(separator: "\n", omittingEmptySubsequences: false).count <= 31, "\(page)")
    }
    for option in Option.all { #expect((option.brief?.count ?? 0) <= 50, "\(option.name)") }
  }

  @Test func theOverviewListsEachCommandAndStatus() {
    for command in Command.all { #expect(HelpText.overview.contains("\n  " + command.name + " ")) }
    for status in ExitStatus.allCases {
      #expect(HelpText.completeOverview.contains("\n  \(status.rawValue)  "))
    }
  }

  @Test func pagesFitATerminal() {
    let pages = Command.all.flatMap { [HelpText.page(of: $0), HelpText.completePage(of: $0)] }
    for page in [HelpText.overview, HelpText.completeOverview] + pages {
      #expect(page.hasSuffix("\n") && !page.hasSuffix("\n\n"))
      for line in page.split(separator: "\n") {
        #expect(line.count <= HelpText.width && line.last != " ", "\(line)")
      }
    }
  }

  @Test func everyExampleThatReadsFilesParses() throws {
    for example in Command.all.flatMap(\.examples) {
      // Shell words may precede or follow it; the quotes of one example contain a space.
      let own =
        example.line.split { "|()".contains($0) }.map { $0.drop { $0 == " " } }
        .last { $0.hasPrefix("hindsight ") } ?? ""
      let words = own.replacing("'2026-11-21 05:00'", with: "2026-11-21T05:00").split(separator: " ").map(
        String.init)
      #expect(words.first == "hindsight")
      // Most systems have regions, but not all.
      let zoned = words.map { $0 == "Europe/Berlin" ? "+01:00" : $0 }
      #expect(throws: Never.self) { try CommandLine.parse(Array(zoned.dropFirst())) }
    }
  }

  @Test func longWordsAreNotCut() {
    let word = String(repeating: "x", count: 100)
    #expect(HelpText.wrapped("a \(word) b", indent: 2) == ["  a", "  " + word, "  b"])
    #expect(HelpText.wrapped("", indent: 2).isEmpty)
  }
}
