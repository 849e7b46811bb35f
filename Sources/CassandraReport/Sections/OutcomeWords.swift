// Whether a fault ended, in words. Silence is no end.

import CassandraAnalysis
import CassandraModel

enum OutcomeWords {
  /// A word for a table.
  static func short(_ fault: Fault) -> String {
    if fault.isAbruptEnd { return "started again" }
    return switch fault.outcome {
    case .ended(_, let loss, _, _): loss == nil ? "yes" : "with loss"
    case .notEnded: "no"
    case .open: "not seen"
    }
  }

  /// A sentence without its full stop.
  static func sentence(_ fault: Fault) -> Prose {
    if fault.isAbruptEnd {
      return "the process was started again each time; why it ended is not in the log"
    }
    return switch fault.outcome {
    case .ended(let how, nil, let at, let source):
      "\(strong: "ended") at \(.moment(at)): \(how) (\(.source(source)))"
    case .ended(let how, let loss?, let at, let source):
      "\(strong: "ended with loss") at \(.moment(at)): \(how), but \(loss) (\(.source(source)))"
    case .notEnded(let why, let source):
      if let source {
        "\(strong: "not ended"): \(why) (\(.source(source)))"
      } else {
        "\(strong: "not ended"): \(why)"
      }
    case .open:
      "\(strong: "open"): nothing in the capture shows that it ended; that it is quiet after its last record proves nothing"
    }
  }
}
