// Why the health of a node is unknown, and what to capture, in words.

import CassandraAnalysis
import CassandraModel

extension HealthDoubt {
  /// The reason in one line.
  var words: Prose {
    let place: Prose = source.map { " (\(.source($0)))" } ?? ""
    let name = Prose.code(node.name)
    return switch reason {
    case .stopped(let at): "\(name) was stopped in order at \(.moment(at)) and does not serve\(place)"
    case .startUnfinished(let since?):
      "The start of \(name) at \(.moment(since)) is not finished at the end of the log\(place)"
    case .startUnfinished(nil): "The start of \(name) is not finished at the end of the log\(place)"
    case .undated: "No record of \(name) has a date\(place)"
    case .instant(let at): "The log of \(name) covers less than a second, at \(.moment(at))\(place)"
    case .noKnownRecord(let records):
      "None of the \(records, "record") in the log of \(name) is known to be of Cassandra"
    case .mostlyUnread(let lines, let all):
      "\(lines) of \(all, "line") in the log of \(name) not understood"
    }
  }

  /// The step that settles it.
  var action: Prose {
    switch reason {
    case .stopped: "Start the node if the stop is over: \(code: "nodetool status") must say \(code: "UN")"
    case .startUnfinished:
      "Capture \(code: "system.log") and the standard output to the end of the start (\(code: "journalctl -u cassandra"), \(code: "docker logs CONTAINER"))"
    case .undated, .instant, .noKnownRecord:
      "Capture \(code: "system.log") and \(code: "debug.log") as the node wrote them, with all rotated parts"
    case .mostlyUnread:
      "Name the layout with \(code: "--log-pattern"), or capture \(code: "system.log") as the node wrote it"
    }
  }
}
