// A team's own names of routes and pages in a report. Only addresses of pages become links.

import CassandraAnalysis
import CassandraModel
import Testing

@testable import CassandraReport

@Suite struct TeamPagesTests {
  private func page(_ format: ReportFormat, _ pages: [String: String]) -> String {
    var settings = RuleSettings.none
    settings.routes = ["page": "the database people"]
    settings.pages = pages
    let findings = SampleFindings.corruptSSTable.evaluated(by: RuleEngine(settings: settings))
    return String(decoding: format.render(.incidentReport(findings))[0].bytes, as: UTF8.self)
  }

  @Test func aFaultLinksToTheMostParticularPage() throws {
    let fault = try #require(SampleFindings.corruptSSTable.faults.first { $0.fault.category.isError }?.fault)
    let runbook = try #require(fault.category.runbook).id
    let address = "https://wiki.example.com/a?b=1&c=2"
    let other = "https://wiki.example.com/other"
    #expect(page(.markdown, [runbook: address]).contains("<" + address + ">"))
    #expect(
      page(.html, [runbook: address]).contains(
        "<a href=\"https://wiki.example.com/a?b=1&amp;c=2\" rel=\"noopener noreferrer\">"))
    let both = page(.markdown, [runbook: other, fault.category.id.name: address])
    #expect(both.contains("<" + address + ">") && !both.contains(other))
  }

  @Test func aRouteHasTheNameThatTheTeamGaveIt() throws {
    let fault = try #require(SampleFindings.corruptSSTable.faults.first { $0.fault.category.isError }?.fault)
    var settings = RuleSettings.none
    settings.routes = [fault.category.route.rawValue: "the database people"]
    let findings = SampleFindings.corruptSSTable.evaluated(by: RuleEngine(settings: settings))
    let text = String(
      decoding: ReportFormat.markdown.render(.incidentReport(findings))[0].bytes, as: UTF8.self)
    #expect(text.contains("the database people"))
  }

  @Test(arguments: [
    "javascript:alert(1)", "data:text/html,x", "https://x/\"onmouseover=\"alert(1)", "https://x/<script>",
    "https://x/ y", "https://x/)[a](javascript:b", "//x", "HTTPS//x", "https://x/\u{202E}y",
    "file:///etc/passwd",
  ])
  func whatIsNoPageIsShownAndLinksNowhere(_ address: String) {
    #expect(LinkText.safe(address) == nil)
    #expect(!HTMLInline(.full).cell(.link(address)).contains("href"))
    let text = page(.html, ["RB-1": address])
    #expect(!text.contains("noopener"))
  }
}
