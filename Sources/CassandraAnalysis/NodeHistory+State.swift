// What a node's log came to, kept from one run to the next. Everything else that a history holds is of captures, which
// are read anew.

import CassandraModel

extension NodeHistory: ResumableSink {
  /// The window that records are counted in.
  package var logSettings: String { log.windowText }

  /// What the log came to so far.
  package func logState() throws -> [UInt8] { try State.bytes(of: log) }

  /// Goes on from what a log came to.
  package mutating func resumeLog(from state: [UInt8], renamed: [String: String]) throws {
    replaceLog(try State.value(LogHistory.self, from: state, renamed: renamed))
  }
}
