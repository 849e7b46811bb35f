// The words for what a capture cannot tell: what is not known, why, and what to capture next time.

import CassandraAnalysis
import CassandraModel

extension Gap {
  /// What is not known, to follow "not judged:".
  var subject: String {
    switch kind {
    case .everything: "anything"
    case .failures: "failures, restarts and strain"
    case .before: "what was before the log begins"
    case .compactionDurations: "duration, rate and failures of compactions by table"
    case .compactions: "what compactions did"
    case .backlog: "compaction backlog"
    case .pools: "thread pools"
    case .diskUse: "disk use"
    case .zone: "times in UTC"
    case .failedPolls(let command, _, _, _): "what " + command + " would have said when it failed"
    case .abruptEnds: "why the process ended without a shutdown"
    case .damagedInput: "what damaged files held"
    case .unparsedLines: "lines that could not be read"
    case .peers: "other nodes of the cluster"
    case .silentDamage: "damage that Cassandra does not notice"
    }
  }

  /// Why, in a few words.
  var reason: Prose {
    switch kind {
    case .everything: "no file speaks of a node"
    case .failures(let hasLog): hasLog ? "no record of the log lies in the time asked for" : "there is no log"
    case .before(let at, let source):
      "the log begins at \(.moment(at)) in the middle of a run (\(.source(source)))"
    case .compactionDurations:
      "the log has no lines for compactions that ended (3.11 writes them to debug.log); compactionhistory gives tables and bytes"
    case .compactions: "neither a log nor compactionhistory tells of a compaction that ended"
    case .backlog: "there is no compactionstats"
    case .pools: "there is no tpstats"
    case .diskUse: "there is no df"
    case .zone: "nothing tells how the log's clock stands to UTC"
    case .failedPolls(_, let failed, let all, let first):
      if let first, let words = first.failure {
        "\(failed) of \(all, "poll") failed, first \(.source(first.source)): \(words)"
      } else {
        "\(failed) of \(all, "poll") failed"
      }
    case .abruptEnds(let count, let last, let source):
      "a log cannot tell a kill from a crash or a power loss; it happened \(count, "time"), last after \(.moment(last)) (\(.source(source)))"
    case .damagedInput(let errors): "\(errors, "error") in reading; see Coverage"
    case .unparsedLines(let lines, let files):
      "\(lines, "line") in \(files, "file") have no form that is known"
    case .peers(let addresses):
      "status also lists \(addresses.map { Prose.code($0) }.listed(atMost: 5)), and there are no files of \(addresses.count == 1 ? "it" : "them")"
    case .silentDamage:
      "tables without compression have no checksums for blocks: flipped bytes may be read as data"
    }
  }

  /// What to capture next time.
  var remedy: Prose {
    switch kind {
    case .everything, .failures:
      "\(code: "system.log") and \(code: "debug.log") of the node, with all their rotated parts"
    case .before: "older rotated logs"
    case .compactionDurations, .compactions:
      "\(code: "debug.log") with its rotated parts; \(code: "nodetool compactionhistory")"
    case .backlog: "\(code: "nodetool compactionstats") every 10 to 60 seconds"
    case .pools: "\(code: "nodetool tpstats") every 10 to 60 seconds"
    case .diskUse: "\(code: "df -k") of the data directories"
    case .zone: "\(code: "--log-zone"), or \(code: "nodetool info") beside the log"
    case .failedPolls: "polls with a time-out that the node can meet"
    case .abruptEnds:
      "\(code: "dmesg -T"), the state of the container, \(code: "stdout.log"), \(code: "hs_err_pid") files"
    case .damagedInput: "the files again, copied whole"
    case .unparsedLines: "the files as they were written, with nothing put in"
    case .peers: "the same capture of each node"
    case .silentDamage: "\(code: "nodetool verify -e") of tables without compression"
    }
  }
}
