// The words for enum values of the analysis.

import CassandraAnalysis
import CassandraModel

extension ErrorCategory.Family {
  var words: String {
    switch self {
    case .corruption: "corruption"
    case .memory: "memory"
    case .disk: "disk space"
    case .io: "I/O"
    case .commitLog: "commit log"
    case .hints: "hints"
    case .network: "network"
    case .client: "clients"
    case .interrupted: "interrupted on purpose"
    case .tombstones: "tombstones"
    case .partition: "large partitions"
    case .backlog: "backlog"
    case .repair: "repair"
    case .stream: "streaming"
    case .leak: "leaked references"
    case .process: "process"
    case .harmless: "harmless"
    case .software: "software"
    case .unknown: "unknown"
    }
  }
}

extension Route {
  /// The recipient.
  var words: String {
    switch self {
    case .note: "no notification"
    case .review: "ticket"
    case .page: "page on-call"
    case .pageAndAct: "page on-call, act at once"
    }
  }
}

extension ProcessRun.End {
  var words: String {
    switch self {
    case .unknown: "running at the end of the log"
    case .orderly: "clean shutdown"
    case .refused: "startup failed"
    case .endedItself: "exited by itself"
    case .killedByJVM(let reason, _): "ended by the JVM: " + reason
    case .abrupt: "unclean shutdown; cause not in the log"
    }
  }
}

extension NodeFindings.ActivitySource {
  /// The source of figures on compactions.
  var words: String {
    switch self {
    case .log: "log"
    case .history: "compactionhistory"
    case .none: "none"
    }
  }
}
