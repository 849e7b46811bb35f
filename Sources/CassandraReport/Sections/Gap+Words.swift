// The words for data gaps: the unknown, the cause, and the command to run next time.

import CassandraAnalysis
import CassandraModel

extension Gap {
  var subject: String {
    switch kind {
    case .everything: "anything"
    case .failures: "errors, restarts and warnings"
    case .before: "what was before the log begins"
    case .compactionDurations: "duration, rate and failures of compactions by table"
    case .compactions: "what compactions did"
    case .backlog: "compaction backlog"
    case .pools: "thread pools"
    case .diskUse: "disk use"
    case .zone: "times in UTC"
    case .clockChange(let times):
      "times of its clock from \(times.from.text) to \(times.to.text), which may be an hour early or late in UTC"
    case .failedCommands: "output of failed commands"
    case .otherVersion: "what only this release of Cassandra says"
    case .abruptEnds: "why the process ended without a shutdown"
    case .damagedInput: "what damaged files held"
    case .unparsedLines: "lines that could not be read"
    case .peers: "other nodes of the cluster"
    case .silentDamage: "damage that Cassandra does not notice"
    }
  }

  /// The cause, a clause for the words after "because".
  var cause: String {
    switch kind {
    case .everything: "no file of a node"
    case .failures(let hasLog): hasLog ? "no log record in the time asked for" : "no log"
    case .before: "the log begins in the middle of a run of the process"
    case .compactionDurations: "only compactionhistory has completed compactions"
    case .compactions: "no completed compaction in a log or compactionhistory"
    case .backlog: "no compactionstats"
    case .pools: "no tpstats"
    case .diskUse: "no df"
    case .zone(let hasLog):
      hasLog
        ? "no evidence for the offset of the log's clock"
        : "no evidence for the offset of the samples' clock"
    case .clockChange: "the clock was changed, and no compaction id or order of records places them"
    case .failedCommands: "they ended with an error"
    case .otherVersion: "read where its formats agree with those of " + FormatCatalog.releases
    case .abruptEnds: "a log cannot tell a kill from a crash or a power loss"
    case .damagedInput: "they could not be read to the end"
    case .unparsedLines: "unknown format"
    case .peers: "no files of them"
    case .silentDamage:
      "tables without compression have no checksums for blocks, so flipped bytes are read as data"
    }
  }

  /// Figures and places of the cause.
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
    case .damagedInput(let errors): "\(errors, "error"), see input_problems.csv"
    case .unparsedLines(let lines, let files): "\(lines, "line") in \(files, "file")"
    case .peers(let addresses): "status lists \(addresses.map { Prose.code($0) }.listed(atMost: 5))"
    case .everything, .failures, .compactions, .backlog, .pools, .diskUse, .zone, .clockChange, .silentDamage:
      nil
    }
  }

  private func failures(_ commands: [FailedCommand], _ first: Poll?) -> Prose {
    let counts = commands.map { "\($0.command) \($0.failed) of \($0.runs)" as Prose }.listed(atMost: 5)
    guard let first, let words = first.failure else { return counts }
    return "\(counts); first \(.source(first.source)): \(words)"
  }

  /// The data to capture next time.
  var remedy: String {
    switch kind {
    case .everything, .failures: "system.log and debug.log of each node, with all their rotated parts"
    case .before: "older rotated logs"
    case .compactionDurations, .compactions: "debug.log with its rotated parts; nodetool compactionhistory"
    case .backlog: "nodetool compactionstats every 10 to 60 seconds"
    case .pools: "nodetool tpstats every 10 to 60 seconds"
    case .diskUse: "df -k of the data directories"
    case .zone(let hasLog):
      hasLog ? "nodetool info with the log, or give --log-zone" : "--log-zone, or date -u before each sample"
    case .clockChange: "debug.log of that time; or run nodes in UTC"
    case .failedCommands: "the same commands, with a longer time-out"
    case .otherVersion: "the log itself"
    case .abruptEnds: "dmesg -T, the state of the container, stdout.log, hs_err_pid files"
    case .damagedInput: "the files again, copied whole"
    case .unparsedLines: "the files as they were written"
    case .peers: "the same of each node"
    case .silentDamage: "nodetool verify -e of tables without compression"
    }
  }
}
