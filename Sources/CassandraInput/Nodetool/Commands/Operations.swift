// Commands without output on success: compact, cleanup, scrub, verify, decommission, … Any output is the
// reason why they did less than requested, or nothing. Source: the classes of the commands and CleanupResult
// of StorageService.java, 3.11 to 6.0.

import CassandraModel

extension NodetoolCommand {
  /// An empty output means success.
  static let silentCommands: [NodetoolCommand] = [
    "compact", "flush", "scrub", "verify", "cleanup", "garbagecollect", "upgradesstables", "relocatesstables",
    "drain", "stop", "refresh", "rebuild", "rebuild_index", "decommission", "removenode", "assassinate",
    "move",
    "enableautocompaction", "disableautocompaction", "enablebinary", "disablebinary", "enablegossip",
    "disablegossip", "enablehandoff", "disablehandoff", "enablebackup", "disablebackup", "pausehandoff",
    "resumehandoff", "truncatehints", "invalidatekeycache", "invalidaterowcache", "invalidatecountercache",
    "setcompactionthroughput", "setconcurrentcompactors", "setstreamthroughput", "setinterdcstreamthroughput",
    "setcompactionthreshold", "setlogginglevel", "settimeout", "setmaxhintwindow", "stopdaemon",
  ].map { NodetoolCommand(name: $0, isSilent: true, read: readOperation) }
}

private let failures: [StaticString] = [
  "Aborted ", "Unable to ", "Failed ", "Cannot ", "Error ", "Exception ", "Keyspace [", "Unknown keyspace",
  "Operation aborted", "Could not ",
]

private func readOperation(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    reading.mark(i, .known)
    for beginning in failures where text.hasPrefix(beginning, in: line.bytes) && reading.failure == nil {
      reading.failure = text.text(in: line.bytes.prefix(300))
    }
  }
}
