// Consistency of the table of known bugs: each sample matches its own entry and no other, releases are in
// order, and each fact has a source.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct KnownIssueTests {
  private func issue(_ number: Int) throws -> KnownIssue {
    try #require(KnownIssue.all.first { $0.number == number })
  }

  @Test("at least 60 known bugs stand in the table, each once")
  func enoughAndOnce() {
    #expect(KnownIssue.all.count >= 60)
    #expect(Set(KnownIssue.all.map(\.number)).count == KnownIssue.all.count)
  }

  @Test("the sample of a known bug is taken by it and by no other", arguments: KnownIssue.all.map(\.number))
  func sampleIsItsOwn(number: Int) throws {
    let samples = try issue(number).samples
    #expect(!samples.isEmpty)
    for sample in samples { #expect(KnownIssue.matching(sample).map(\.number) == [number]) }
  }

  @Test("the sample without its frames and message is no known bug", arguments: KnownIssue.all.map(\.number))
  func exceptionAloneIsNoKnownBug(number: Int) throws {
    for sample in try issue(number).samples {
      guard let throwable = sample.throwable, number != 18336 else { continue }
      let bare = throwable.links.map { Throwable.Link(className: $0.className, message: "") }
      let evidence = FailureEvidence(
        throwable: Throwable(links: bare), message: "", thread: sample.thread, logger: sample.logger,
        event: sample.event, role: sample.role)
      #expect(KnownIssue.matching(evidence).isEmpty)
    }
  }

  @Test("an example of a category is a known bug only where a person looked at it")
  func examplesOfCategories() {
    var found: [String] = []
    for category in ErrorCategory.all {
      for example in category.examples {
        found += KnownIssue.matching(example).map { category.id.name + " " + $0.id }
      }
    }
    // A file that cannot be mapped for lack of memory is exactly the case that CASSANDRA-18336 takes for a
    // bad disk.
    #expect(Set(found) == ["memory.map_failed CASSANDRA-18336"])
  }

  /// All known releases of the branches in the table.
  static let releases: [String] =
    [
      ("2.1", 22), ("2.2", 19), ("3.0", 32), ("3.11", 19), ("4.0", 19), ("4.1", 10), ("5.0", 6),
    ].flatMap { branch, last in (0...last).map { "\(branch).\($0)" } } + (1...10).map { "3.\($0)" }

  @Test("releases that have a bug are releases, in their order", arguments: KnownIssue.all.map(\.number))
  func releasesInOrder(number: Int) throws {
    let affected = try issue(number).affected
    #expect(!affected.isEmpty)
    var before: CassandraVersion?
    for releases in affected {
      #expect(Self.releases.contains(releases.first), "\(releases.first)")
      let first = try #require(CassandraVersion(releases.first))
      if let before { #expect(before <= first) }
      guard let fixed = releases.fixed else {
        #expect(releases == affected.last, "what is not fixed comes last")
        continue
      }
      #expect(Self.releases.contains(fixed), "\(fixed)")
      let end = try #require(CassandraVersion(fixed))
      #expect(first < end)
      before = end
    }
  }

  @Test(
    "the change list names each release that is said to be fixed", arguments: KnownIssue.all.map(\.number))
  func fixesAreRead(number: Int) throws {
    let issue = try issue(number)
    let listed = issue.sources.flatMap { source -> [String] in
      if case .changes(let releases) = source { releases } else { [] }
    }
    for fixed in issue.affected.compactMap(\.fixed) {
      // The change list has a fix before the first release of a branch under an alpha, a beta or a candidate
      // of it.
      let branch = fixed.split(separator: ".").prefix(2).joined(separator: ".")
      let isListed =
        listed.contains(fixed) || (fixed.hasSuffix(".0") && listed.contains { $0.hasPrefix(branch + "-") })
      #expect(isListed, "\(fixed)")
    }
    #expect(issue.sources.count >= 2, "a list of changes alone does not say how it shows")
  }

  @Test("what is said of a known bug can be read at night", arguments: KnownIssue.all.map(\.number))
  func words(number: Int) throws {
    let issue = try issue(number)
    #expect(issue.summary.hasSuffix(".") && issue.summary.split(separator: ". ").count == 1)
    #expect(issue.effect.hasSuffix("."))
    #expect(issue.never.allSatisfy { $0.hasPrefix("Do not ") && $0.hasSuffix(".") })
    for text in [issue.summary, issue.effect] + issue.workaround + issue.never {
      #expect(text.count <= 200 && !text.contains("  "), "\(text)")
    }
  }

  @Test(
    "a release is affected, fixed, or not spoken of",
    arguments: [
      (19704, "4.0.13", KnownIssue.Bearing.affected(fixed: "4.0.14")), (19704, "4.0.14", .fixed),
      (19704, "4.1.5", .affected(fixed: "4.1.6")), (19704, "5.0.2", .fixed), (19704, "4.0.3", .unlisted),
      (19704, "3.11.17", .unlisted), (11988, "3.7", .affected(fixed: "3.8")), (11988, "3.0.9", .fixed),
      (11988, "3.11.4", .fixed), (11988, "2.2.5", .unlisted), (17897, "4.1.10", .affected(fixed: "5.0.0")),
      (17897, "5.0.1", .fixed), (12014, "2.2.19", .affected(fixed: "3.0.15")), (12014, "3.0.20", .fixed),
      (21132, "5.0.6", .affected(fixed: nil)), (21132, "5.0.1", .unlisted), (8716, "4.1.3", .fixed),
    ])
  func bearing(number: Int, release: String, expected: KnownIssue.Bearing) throws {
    #expect(try issue(number).bearing(on: #require(CassandraVersion(release))) == expected)
  }
}
