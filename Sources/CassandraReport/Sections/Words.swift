// The words for values that analysis names by a case.

import CassandraAnalysis
import CassandraModel

extension ErrorCategory.Family {
  /// As a sentence has it.
  var words: String {
    switch self {
    case .corruption: "corruption"
    case .memory: "memory"
    case .disk: "disk space"
    case .io: "input and output"
    case .commitLog: "commit log"
    case .hints: "hints"
    case .network: "network"
    case .client: "clients"
    case .interrupted: "stopped on purpose"
    case .tombstones: "tombstones"
    case .partition: "large partitions"
    case .backlog: "backlog"
    case .repair: "repair"
    case .stream: "streaming"
    case .leak: "leaked references"
    case .process: "end of the process"
    case .harmless: "harmless"
    case .software: "software"
    case .unknown: "unknown"
    }
  }
}

extension Route {
  /// Who is called.
  var words: String {
    switch self {
    case .note: "nobody has to be called"
    case .review: "someone should look at it in working hours"
    case .page: "call the person on duty"
    case .pageAndAct: "call the person on duty: act at once"
    }
  }
}

extension ProcessRun.End {
  /// How a run of the process ended.
  var words: String {
    switch self {
    case .unknown: "the log ends while it runs"
    case .orderly: "in order"
    case .refused: "refused to start"
    case .endedItself: "ended itself"
    case .killedByJVM(let reason, _): "ended by the JVM: " + reason
    case .abrupt: "without a shutdown; the cause is not in the log"
    }
  }
}

extension NodeFindings.ActivitySource {
  /// Where figures on compactions come from.
  var words: String {
    switch self {
    case .log: "log"
    case .history: "compactionhistory"
    case .none: "none"
    }
  }
}
