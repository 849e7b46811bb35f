// The words for what a capture cannot tell: what is not known, why, and what to capture next time.

import CassandraAnalysis
import CassandraModel

extension Gap {
  /// What is not known.
  var subject: String {
    switch kind {
    case .everything: "anything"
    case .failures: "failures, restarts and warnings"
    case .before: "what was before the log begins"
    case .compactionDurations: "duration, rate and failures of compactions by table"
    case .compactions: "what compactions did"
    case .backlog: "compaction backlog"
    case .pools: "thread pools"
    case .diskUse: "disk use"
    case .zone: "times in UTC"
    case .failedCommands: "output of failed commands"
    case .otherVersion: "what only this release of Cassandra says"
    case .abruptEnds: "why the process ended without a shutdown"
    case .damagedInput: "what damaged files held"
    case .unparsedLines: "lines that could not be read"
    case .peers: "other nodes of the cluster"
    case .silentDamage: "damage that Cassandra does not notice"
    }
  }

  /// Why, to follow "because".
  var cause: String {
    switch kind {
    case .everything: "no file speaks of a node"
    case .failures(let hasLog): hasLog ? "no record of the log lies in the time asked for" : "there is no log"
    case .before: "the log begins in the middle of a run of the process"
    case .compactionDurations: "only compactionhistory tells of compactions that ended"
    case .compactions: "neither a log nor compactionhistory tells of a compaction that ended"
    case .backlog: "there is no compactionstats"
    case .pools: "there is no tpstats"
    case .diskUse: "there is no df"
    case .zone(let hasLog):
      hasLog
        ? "nothing tells how the log's clock stands to UTC"
        : "times between the samples do not say how far they are from UTC"
    case .failedCommands: "they ended with an error"
    case .otherVersion: "read where its formats agree with those of " + FormatCatalog.releases
    case .abruptEnds: "a log cannot tell a kill from a crash or a power loss"
    case .damagedInput: "they could not be read to the end"
    case .unparsedLines: "they have no form that is known"
    case .peers: "there are no files of them"
    case .silentDamage:
      "tables without compression have no checksums for blocks, so flipped bytes are read as data"
    }
  }

  /// Figures and places to the cause.
  var detail: Prose? {
    switch kind {
    case .before(let at, let source): "first record \(.moment(at)), \(.source(source))"
    case .compactionDurations: "3.11 writes a line for each to debug.log only"
    case .failedCommands(let commands, let first):
      failures(commands, first)
    case .otherVersion(let version, let source):
      "it is \(code: CassandraVersion.product(version.text)), \(.source(source))"
    case .abruptEnds(let count, let last, let source):
      "\(count, "time"), last after \(.moment(last)), \(.source(source))"
    case .damagedInput(let errors): "\(errors, "error"), see Coverage"
    case .unparsedLines(let lines, let files): "\(lines, "line") in \(files, "file")"
    case .peers(let addresses): "status lists \(addresses.map { Prose.code($0) }.listed(atMost: 5))"
    case .everything, .failures, .compactions, .backlog, .pools, .diskUse, .zone, .silentDamage: nil
    }
  }

  private func failures(_ commands: [FailedCommand], _ first: Poll?) -> Prose {
    let counts = commands.map { "\($0.command) \($0.failed) of \($0.runs)" as Prose }.listed(atMost: 5)
    guard let first, let words = first.failure else { return counts }
    return "\(counts); first \(.source(first.source)): \(words)"
  }

  /// What to capture next time.
  var remedy: String {
    switch kind {
    case .everything, .failures: "system.log and debug.log of each node, with all their rotated parts"
    case .before: "older rotated logs"
    case .compactionDurations, .compactions: "debug.log with its rotated parts; nodetool compactionhistory"
    case .backlog: "nodetool compactionstats every 10 to 60 seconds"
    case .pools: "nodetool tpstats every 10 to 60 seconds"
    case .diskUse: "df -k of the data directories"
    case .zone(let hasLog):
      hasLog ? "--log-zone, or nodetool info beside the log" : "--log-zone, or date -u before each sample"
    case .failedCommands: "the same commands, with a time-out that the node can meet"
    case .otherVersion: "the log itself, for what this report passes over"
    case .abruptEnds: "dmesg -T, the state of the container, stdout.log, hs_err_pid files"
    case .damagedInput: "the files again, copied whole"
    case .unparsedLines: "the files as they were written, with nothing put in"
    case .peers: "the same of each node"
    case .silentDamage: "nodetool verify -e of tables without compression"
    }
  }
}
