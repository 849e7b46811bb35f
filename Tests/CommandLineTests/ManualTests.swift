// The manual and the completions contain all entries of the tables.

import CassandraInput
import CassandraModel
import Testing

@testable import hindsight

@Suite struct ManualTests {
  @Test func helpPrintsThemOnDemand() throws {
    guard case .manual = try CommandLine.parse(["help", "--man"]) else {
      Issue.record("not the manual")
      return
    }
    for shell in Shell.allCases {
      guard case .completions(shell) = try CommandLine.parse(["help", "--completions", shell.rawValue]) else {
        Issue.record("not those of \(shell)")
        continue
      }
    }
    for line in [["help", "--man", "report"], ["help", "--completions", "tcsh"], ["report", "--man", "a"]] {
      #expect(throws: UsageError.self) { _ = try CommandLine.parse(line) }
    }
  }

  @Test func theyHaveEveryCommandAndOption() {
    let page = ManualPage.text
    for command in Command.all {
      #expect(page.contains(".SH \"HINDSIGHT " + command.name.uppercased() + "\""))
      for example in command.examples { #expect(page.contains(Roff.escaped(example.line))) }
      for option in Option.all(of: command.id) {
        #expect(page.contains(Roff.escaped(option.help)), "\(option.name)")
        for shell in Shell.allCases {
          let name = shell == .fish ? " -l " + option.name.dropFirst(2) + " " : option.name
          #expect(Completions.script(for: shell).contains(name), "\(shell) \(name)")
        }
      }
    }
  }

  /// Offered values are accepted, and where help names choices, they are offered.
  @Test func everyValueThatIsOfferedIsTaken() throws {
    for option in Option.all {
      for value in option.values {
        var options = Options()
        try option.apply(value, &options, .system)
      }
      if let placeholder = option.placeholder,
        ["FORMAT", "FORMAT,…", "SHELL", "WHEN", "SEVERITY"].contains(placeholder)
      {
        #expect(option.values.count > 1, "\(option.name)")
      }
    }
  }

  @Test func nothingInTheManualIsARequestByChance() {
    var page = Roff()
    page.line(".so /etc/passwd")
    page.line("'tis \\fB -x – \u{1F600}")
    #expect(page.text == "\\&.so /etc/passwd\n\\(aqtis \\efB \\-x \\[u2013] \\[u1F600]\n")
  }

  @Test func theVersionSaysWhatIsKnownAndSinceWhen() {
    #expect(
      hindsightVersionLine.contains(hindsightVersion) && hindsightVersionLine.contains(FormatCatalog.date))
    let parts = FormatCatalog.date.split(separator: "-").compactMap { Int($0) }
    #expect(parts.count == 3 && CivilTime(year: parts[0], month: parts[1], day: parts[2]) != nil)
    // The same range of releases decides whether a version is known.
    for (text, isKnown) in [("3.11.19", true), ("6.0", true), ("3.0.1", false), ("7.0", false)] {
      #expect(CassandraVersion(text)?.isKnown == isKnown, "\(text)")
    }
  }
}
