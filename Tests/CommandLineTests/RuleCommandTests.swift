// The command line of the rule commands.

import CassandraAnalysis
import CassandraModel
import Testing

@testable import hindsight
import TestSupport

@Suite struct RuleCommandTests {
  private func options(_ words: [String]) throws -> (command: hindsight.Command, options: Options) {
    guard case .run(let command, let options) = try CommandLine.parse(words) else {
      throw CancellationError()
    }
    return (command, options)
  }

  @Test func wordsComeBeforePaths() throws {
    let sweep = try options(["sweep", "pending-high", "a", "b", "--threshold", "1..3/1"]).options
    #expect(sweep.words == ["pending-high"] && sweep.paths == [.path("a"), .path("b")])
    #expect(sweep.rules.thresholds == [1, 2, 3])
    #expect(try options(["rules"]).options.words.isEmpty)
    let test = try options(["rules", "test", "a.json", "b.json"]).options
    #expect(test.words == ["test", "a.json", "b.json"] && test.paths.isEmpty)
    #expect(try options(["explain", "RB-3"]).options.paths.isEmpty)
  }

  @Test(arguments: [
    (["explain"], "explain: missing ID (an alert rule, an error category or a runbook)"),
    (["sweep"], "sweep: missing RULE (hindsight rules lists them)"),
    (["sweep", "pending-high"], "sweep: missing PATH (a folder, a file, or - for standard input)"),
    (
      ["sweep", "r", "p", "--threshold", "5..1"],
      "--threshold: '5..1' is not a range (10..100 or 10..100/5)"
    ),
    (
      ["sweep", "r", "p", "--for", "x"], "--for: 'x' is not a range (0s..30m or 0s..30m/5m)"
    ),
    (
      ["explain", "r", "--window", "0s"],
      "--window: '0s' is not a duration (90s, 15m or 1h30m)"
    ),
    (
      ["rules", "--pack", "grafana-mixing"],
      "--pack: unknown value 'grafana-mixing'; did you mean grafana-mixin?"
    ),
    (["rules", "--config", ""], "--config: '' is not a file"),
  ])
  func mistakesAreNamed(words: [String], message: String) {
    let error = #expect(throws: UsageError.self) { try CommandLine.parse(words) }
    #expect(error?.problem.message == message)
  }

  private static let ranges: [(String, [Double])] = [
    ("10", [10]), ("1..3/1", [1, 2, 3]), ("0.5..1.5/0.5", [0.5, 1, 1.5]),
    ("0..10", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), ("1..2/5", [1]), ("10..25/10", [10, 20]),
  ]

  @Test(arguments: ranges)
  func rangesOfNumbersAreRead(text: String, numbers: [Double]) {
    #expect(RangeArgument.numbers(text) == numbers)
  }

  @Test(arguments: [
    "", "..", "1..", "..2", "2..1", "1..1", "1..2/0", "1..2/-1", "1..2/1/1", "a", "-1", "nan", "1..inf",
    "0..1/0.0001", "5/1",
  ])
  func otherTextIsNoRange(text: String) { #expect(RangeArgument.numbers(text) == nil) }

  @Test func rangesOfTimeAreRead() {
    #expect(RangeArgument.spans("0s..30m/10m")?.map(\.prometheusText) == ["0s", "10m", "20m", "30m"])
    #expect(RangeArgument.spans("5m")?.map(\.prometheusText) == ["5m"])
    #expect(RangeArgument.spans("0s..10s")?.count == 11)
    #expect(RangeArgument.spans("30m..5m") == nil && RangeArgument.spans("1..5") == nil)
    #expect(RangeArgument.spans("0s..1000y/1ms") == nil)
  }
}
