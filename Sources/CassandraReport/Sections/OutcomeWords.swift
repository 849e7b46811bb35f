// The status of an error in words. The absence of further records is not an end.

import CassandraAnalysis
import CassandraModel

enum OutcomeWords {
  /// The status in one word, for tables and machines.
  static func status(_ outcome: Outcome) -> String {
    switch outcome {
    case .open: "open"
    case .resolved: "resolved"
    case .resolvedWithLoss: "resolved with loss"
    case .unknown, .contradicted: "unknown"
    }
  }

  /// A sentence without its full stop.
  static func sentence(_ fault: Fault, withSource: Bool = true) -> Prose {
    sentence(fault.outcome, withSource: withSource)
  }

  static func sentence(_ outcome: Outcome, withSource: Bool = true) -> Prose {
    let place = { (evidence: Outcome.Evidence?) -> Prose in
      evidence.flatMap { withSource ? " (\(.source($0.source)))" : nil } ?? ""
    }
    let what = Prose(OutcomeText.sentence(outcome))
    return switch outcome {
    case .open(.noEnd, _): "\(strong: "open") at the end of the capture"
    case .open(_, let evidence): "\(strong: "open"): \(what)\(place(evidence))"
    case .resolved(_, let end): "\(strong: "resolved") at \(.moment(end.at)): \(what)\(place(end))"
    case .resolvedWithLoss(_, _, let end):
      "\(strong: "resolved with loss") at \(.moment(end.at)): \(what)\(place(end))"
    case .unknown: "\(strong: "unknown"): \(what)"
    case .contradicted(_, let end, _, let other):
      "\(strong: "unknown"): \(what)\(place(end))\(place(other))"
    }
  }
}
