// SARIF 2.1.0 (OASIS): one result for each violation, located in the captured files.

import CassandraAnalysis
import CassandraModel

enum CheckSARIF {
  private static let schema = "https://json.schemastore.org/sarif-2.1.0.json"
  /// Consumers match results of two runs by this name.
  private static let fingerprint = "hindsight/v1"

  static func render(_ report: CheckReport) -> String {
    let found = report.violations
    var rules: [(id: String, title: String, severity: Severity)] = []
    var numbers: [String: Int] = [:]
    for (_, violation) in found where numbers[violation.rule] == nil {
      numbers[violation.rule] = rules.count
      rules.append((violation.rule, violation.title, violation.severity))
    }
    let isDone = report.result.status != .notJudged
    var invocation = [JSONMember("executionSuccessful", .truth(isDone))]
    let open = report.result.outcomes.filter { $0.verdict == .notJudged }
    if !open.isEmpty {
      invocation.append(
        JSONMember(
          "toolExecutionNotifications",
          .array(
            open.map { outcome in
              .object([
                "level": .text("warning"),
                "message": message(outcome.title + " unknown: " + outcome.reason),
              ])
            })))
    }
    let driver: JSONValue = .object([
      "name": .text("hindsight"), "version": .text(report.version),
      "rules": .array(
        rules.map { rule in
          .object([
            "id": .text(VisibleText.make(rule.id)), "shortDescription": message(rule.title),
            "defaultConfiguration": .object(["level": .text(level(rule.severity))]),
          ])
        }),
    ])
    let results = found.map { outcome, violation in
      result(outcome, violation, number: numbers[violation.rule] ?? 0, report)
    }
    let run: JSONValue = .object([
      "tool": .object(["driver": driver]), "columnKind": .text("unicodeCodePoints"),
      "invocations": .array([.object(invocation)]), "results": .array(results),
    ])
    return JSONValue.object([
      "$schema": .text(schema), "version": .text("2.1.0"), "runs": .array([run]),
    ]).indentedText() + "\n"
  }

  private static func result(
    _ outcome: CheckOutcome, _ violation: CheckViolation, number: Int, _ report: CheckReport
  ) -> JSONValue {
    var members: [JSONMember] = [
      JSONMember("ruleId", .text(VisibleText.make(violation.rule))),
      JSONMember("ruleIndex", .integer(Int64(number))),
      JSONMember("level", .text(level(violation.severity))),
      JSONMember("message", message(violation.message)),
    ]
    if let source = violation.source {
      members.append(JSONMember("locations", .array([location(source, report)])))
    }
    if !violation.others.isEmpty {
      let others = violation.others.enumerated().map { index, source in
        location(source, report, id: index + 1)
      }
      members.append(JSONMember("relatedLocations", .array(others)))
    }
    members.append(
      JSONMember(
        "partialFingerprints", .object([JSONMember(fingerprint, .text(violation.fingerprint))])))
    members.append(JSONMember("properties", .object(["expectation": .text(VisibleText.make(outcome.id))])))
    return .object(members)
  }

  private static func message(_ text: String) -> JSONValue {
    .object(["text": .text(VisibleText.make(VisibleText.shortened(text, to: 1000)))])
  }

  private static func location(_ source: SourceLocation, _ report: CheckReport, id: Int? = nil) -> JSONValue {
    var physical = [
      JSONMember("artifactLocation", .object(["uri": .text(uri(report.path(source.file)))]))
    ]
    if source.line > 0 {
      physical.append(JSONMember("region", .object(["startLine": .integer(Int64(source.line))])))
    }
    var members = [JSONMember("physicalLocation", .object(physical))]
    if let id { members.insert(JSONMember("id", .integer(Int64(id))), at: 0) }
    return .object(members)
  }

  /// A relative reference, or a file URL for an absolute path (RFC 3986). Everything but unreserved letters
  /// and slashes is percent-encoded, so that no name becomes a scheme or a query.
  static func uri(_ path: String) -> String {
    var text = path.hasPrefix("/") ? "file://" : ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"), UInt8(ascii: "!"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return text
  }

  private static func level(_ severity: Severity) -> String {
    switch severity {
    case .critical: "error"
    case .warning: "warning"
    case .info: "note"
    }
  }
}
