// The known bugs behind the errors of a node, given the release that it ran: fixed ones are not named, and an
// uncertain match is reported as similar, with the evidence that would settle it. Severity and category do
// not change.

public import CassandraModel

/// A known bug that an error is, or looks like.
public struct KnownIssueMatch: Sendable {
  /// The bug.
  public let issue: KnownIssue
  /// The release that the node ran at the time; nil when it is not in the capture.
  public let version: CassandraVersion?
  /// The first release without it that the node can be upgraded to; nil when none is known.
  public let fixed: String?
  /// Evidence that would settle whether it is this bug; nil when the match is certain.
  public let open: String?

  /// True if the release has the bug and no other error has such records.
  public var isCertain: Bool { open == nil }
}

extension NodeFindings {
  /// The known bugs that `fault` is or looks like: the certain ones first, then by number.
  public func knownIssues(of fault: Fault) -> [KnownIssueMatch] {
    let issues = fault.issues.compactMap { number in KnownIssue.all.first { $0.number == number } }
    guard !issues.isEmpty else { return [] }
    let named = fault.releases.compactMap { CassandraVersion($0) }
    let versions = named.isEmpty ? versions(from: fault.first, to: fault.last) : named
    let matches = issues.compactMap { match($0, versions) }
    return matches.filter(\.isCertain) + matches.filter { !$0.isCertain }
  }

  private func match(_ issue: KnownIssue, _ versions: [CassandraVersion]) -> KnownIssueMatch? {
    var questions: [String] = []
    if let setting = issue.setting {
      let values = attributes[AttributeName("config_" + setting.name)]?.map(\.value) ?? []
      if values.isEmpty {
        questions.append("\(setting.name) in cassandra.yaml: " + setting.values.joined(separator: " or "))
      } else if setting.values.allSatisfy({ !values.contains($0) }) {
        return nil
      }
    }
    if let settledBy = issue.settledBy { questions.append(settledBy) }
    guard !versions.isEmpty else {
      return KnownIssueMatch(
        issue: issue, version: nil, fixed: nil,
        open: (["nodetool version: " + issue.releasesText] + questions).joined(separator: "; "))
    }
    // The release that has the bug decides, even if the node ran a fixed one later.
    for version in versions {
      guard case .affected(let fixed) = issue.bearing(on: version) else { continue }
      if version.text.hasPrefix("DSE ") {
        questions.insert("release notes of \(version.text), whose fixes are its own", at: 0)
      }
      return KnownIssueMatch(
        issue: issue, version: version, fixed: fixed,
        open: questions.isEmpty ? nil : questions.joined(separator: "; "))
    }
    guard let version = versions.last(where: { issue.bearing(on: $0) == .unlisted }) else { return nil }
    questions.insert("the ticket: \(issue.releasesText) have it, nothing was read of \(version.text)", at: 0)
    return KnownIssueMatch(
      issue: issue, version: version, fixed: nil, open: questions.joined(separator: "; "))
  }

  /// The releases that the node ran between two moments; all of them where the times are not known.
  private func versions(from first: Moment, to last: Moment) -> [CassandraVersion] {
    let all = attributes[.version] ?? []
    let before = all.last { $0.at.map { $0.sortKey <= first.sortKey } ?? false }
    let during = all.filter { value in
      value.at.map { $0.sortKey > first.sortKey && $0.sortKey <= last.sortKey } ?? false
    }
    let known = [before].compactMap(\.self) + during
    return (known.isEmpty ? all : known).compactMap { CassandraVersion($0.value) }
  }
}

extension KnownIssue {
  /// The affected releases: `3.0.0 up to before 3.0.9` for each range, or `3.0.0 and later` where no fix is
  /// known.
  public var releasesText: String {
    affected.map { releases in
      releases.fixed.map { "\(releases.first) up to before \($0)" } ?? "\(releases.first) and later"
    }
    .joined(separator: ", ")
  }
}
