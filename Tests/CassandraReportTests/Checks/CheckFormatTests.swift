// The formats of a check. A strict reader parses each format, with hostile text in every place that captures
// and files of teams can fill.

import CassandraAnalysis
import CassandraModel
import Foundation
import FoundationXML
import Testing

@testable import CassandraReport

@Suite struct CheckFormatTests {
  private func report(_ findings: Findings, _ expectations: Expectations? = nil) -> CheckReport {
    let result = CheckRun(findings, expectations ?? .seedGate(withBaseline: false)).result()
    return CheckReport(result, version: "1.0.0") { "bundle/" + $0 }
  }

  /// Expectations with `text` in every field, against findings without that text.
  private func hostile(_ text: String) -> CheckReport {
    var expectations = Expectations.seedGate(withBaseline: false)
    expectations.mustAppear = [
      .init(id: text, selector: FindingSelector(.category(CategoryID(text)), node: nil), reason: text)
    ]
    expectations.budgets.append(
      .init(
        id: "b", name: text, figure: CheckFigure(.figure(.failures)), limits: [.atMost(0)], reason: text))
    let result = CheckRun(SampleFindings.corruptSSTable, expectations).result()
    return CheckReport(result, version: "1.0.0") { text + "/" + $0 }
  }

  private func json(_ format: CheckFormat, _ report: CheckReport) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(format.render(report).utf8))
  }

  @Test func aFaultIsSaidWithItsLine() throws {
    let failed = report(SampleFindings.corruptSSTable)
    #expect(failed.result.status == .failed)
    let text = CheckFormat.text.render(failed)
    #expect(text.contains("bundle/logs/system.log:5: critical: "))
    #expect(text.hasSuffix("hindsight check failed: 3 of 4 expectations hold, 1 does not\n"))
    #expect(CheckFormat.github.render(failed).hasPrefix("::error file=bundle/logs/system.log,line=5,title="))
    #expect(CheckFormat.markdown.render(failed).contains("`bundle/logs/system.log:5`"))
  }

  @Test func junitCountsWhatItLists() throws {
    for findings in [SampleFindings.corruptSSTable, SampleFindings.nothing, SampleFindings.healthy] {
      let counter = CaseCounter()
      let parser = XMLParser(data: Data(CheckFormat.junit.render(report(findings)).utf8))
      parser.delegate = counter
      #expect(parser.parse())
      #expect(counter.said["tests"] == String(counter.cases))
      #expect(counter.said["failures"] == String(counter.failures))
      #expect(counter.said["errors"] == String(counter.errors))
    }
  }

  @Test("each violation is a test case of its own in JUnit")
  func eachViolationIsATestCase() {
    let report = report(SampleFindings.severalNodes)
    let cases = CheckFormat.junit.render(report).split(separator: "\n").count { $0.contains("<testcase") }
    #expect(
      cases
        == report.result.outcomes.reduce(0) { $0 + max(1, $1.verdict == .passed ? 1 : $1.violations.count) })
  }

  @Test("a line of a check has the sign, the expectation and the actual value")
  func aLineHasExpectedAndActual() {
    let lines = CheckFormat.text.render(report(SampleFindings.healthy)).split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("✓ no critical error, alert or warning: 0 found") }, "\(lines)")
    #expect(lines.allSatisfy { line in ["✓", "✗", "?", " ", "h"].contains { line.hasPrefix($0) } })
  }

  @Test func sarifHasWhatItsSpecificationRequires() throws {
    let log = try #require(try json(.sarif, report(SampleFindings.severalNodes)) as? [String: Any])
    #expect(log["version"] as? String == "2.1.0")
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
    let rules = try #require(driver["rules"] as? [[String: Any]])
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(!results.isEmpty)
    for result in results {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
      #expect((result["message"] as? [String: Any])?["text"] is String)
      let location = try #require((result["locations"] as? [[String: Any]])?.first)
      let physical = try #require(location["physicalLocation"] as? [String: Any])
      let region = try #require(physical["region"] as? [String: Any])
      #expect(try #require(region["startLine"] as? Int) >= 1)
      let prints = try #require(result["partialFingerprints"] as? [String: String])
      #expect(prints.values.allSatisfy { $0.utf8.count == 32 })
    }
    #expect(CheckSARIF.uri("a b/ä#?%.log") == "a%20b/%C3%A4%23%3F%25.log")
    #expect(CheckSARIF.uri("javascript:x") == "javascript%3Ax")
    #expect(CheckSARIF.uri("/x/y") == "file:///x/y")
  }

  @Test func codeQualityIssuesHaveAPlaceAndAFingerprintEach() throws {
    for findings in [SampleFindings.severalNodes, SampleFindings.nothing] {
      let issues = try #require(try json(.gitlab, report(findings)) as? [[String: Any]])
      #expect(!issues.isEmpty)
      #expect(Set(issues.compactMap { $0["fingerprint"] as? String }).count == issues.count)
      for issue in issues {
        #expect(
          ["info", "minor", "major", "critical", "blocker"].contains(issue["severity"] as? String ?? ""))
        let location = try #require(issue["location"] as? [String: Any])
        #expect((location["path"] as? String)?.isEmpty == false)
        #expect(try #require((location["lines"] as? [String: Int])?["begin"]) >= 1)
      }
    }
  }

  @Test func tapHasThePlanThatItSays() {
    let lines = CheckFormat.tap.render(report(SampleFindings.corruptSSTable)).split(separator: "\n")
    #expect(lines.prefix(2) == ["TAP version 14", "1..4"])
    #expect(lines.filter { $0.hasPrefix("ok ") || $0.hasPrefix("not ok ") }.count == 4)
    #expect(lines.contains { $0.hasPrefix("not ok 1 - gate.critical: ") })
  }

  @Test(arguments: HostileText.all)
  func textStaysText(_ text: String) throws {
    let report = hostile(text)
    // Formats for programs are exact.
    for format in CheckFormat.all where format.id != "json" {
      let written = format.render(report)
      #expect(!written.unicodeScalars.contains { HostileText.isForbidden($0) }, "\(format.id)")
    }
    for format in [CheckFormat.sarif, .gitlab, .json] { _ = try json(format, report) }
    let parser = XMLParser(data: Data(CheckFormat.junit.render(report).utf8))
    #expect(parser.parse(), "junit")
    // Every line is one of our commands; text that cut a line would leave one that is not.
    let commands = CheckFormat.github.render(report).split(separator: "\n", omittingEmptySubsequences: false)
    for line in commands.dropLast() {
      #expect(line.hasPrefix("::error ") || line.hasPrefix("::warning ") || line.hasPrefix("::notice "))
      let properties = line.dropFirst(2).components(separatedBy: "::")[0]
      #expect(properties.components(separatedBy: ",").allSatisfy { $0.contains("=") }, "\(line)")
    }
    #expect(commands.last == "")
    let points = CheckFormat.tap.render(report).split(separator: "\n")
      .filter { $0.hasPrefix("ok ") || $0.hasPrefix("not ok ") }
    #expect(points.count == report.result.outcomes.count)
  }

  @Test func percentSignsAndLineEndsOfACommandAreEscaped() {
    let written = CheckFormat.github.render(hostile("50%0A::error::x\n::set-output name=a::b,c:d"))
    #expect(!written.contains("\n::set-output"))
    #expect(!written.contains("%0A"))
    #expect(written.contains("50%250A"))
  }
}

/// Counts the elements of a JUnit file.
private final class CaseCounter: NSObject, XMLParserDelegate {
  var said: [String: String] = [:]
  var cases = 0
  var failures = 0
  var errors = 0

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    switch name {
    case "testsuite": said = attributes
    case "testcase": cases += 1
    case "failure": failures += 1
    case "error": errors += 1
    default: break
    }
  }
}
