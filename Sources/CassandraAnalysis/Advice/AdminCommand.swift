// Commands in advice, in the spelling of each release of Cassandra: a command that is copied into a shell
// must not fail there, nor do anything unintended.

package import CassandraModel

/// A nodetool command, or a tool that ships with Cassandra.
package struct AdminCommand: Sendable {
  /// A spelling, valid from one release until the next spelling.
  struct Spelling: Sendable {
    /// First release, as `major, minor`.
    let since: [Int]
    /// The command with capitals as placeholders; nil from the release that removed it.
    let text: String?
  }

  /// An identifier for rules and tests.
  package let name: String
  /// Spellings in the order of releases.
  let spellings: [Spelling]
  /// Source of the spellings.
  let source: String

  /// The command as `version` accepts it; nil if that release does not have it. For an unknown version the
  /// newest spelling: an older release rejects it, without harm.
  package func text(in version: CassandraVersion?) -> String? {
    guard let version else { return spellings.last?.text }
    return spellings.last { !version.numbers.lexicographicallyPrecedes($0.since) }?.text
  }

  private init(_ name: String, _ spellings: [Spelling], source: String) {
    self.name = name
    self.spellings = spellings
    self.source = source
  }

  private init(_ name: String, since: [Int] = [0, 0], _ text: String, source: String) {
    self.init(name, [Spelling(since: since, text: text)], source: source)
  }
}

extension AdminCommand {
  /// Reads the SSTables of a table to their end.
  package static let verify = AdminCommand(
    "verify",
    [
      Spelling(since: [2, 2], text: "nodetool verify -e KEYSPACE TABLE"),
      // Rejected without --force.
      Spelling(since: [4, 1], text: "nodetool verify -f -e KEYSPACE TABLE"),
    ], source: "CASSANDRA-5791, CASSANDRA-17017")
  /// Fetches what this node lacks of a table from its replicas.
  package static let repairTable = AdminCommand(
    "repair",
    [
      Spelling(since: [0, 0], text: "nodetool repair KEYSPACE TABLE"),
      // Incremental by default.
      Spelling(since: [2, 2], text: "nodetool repair -full KEYSPACE TABLE"),
    ], source: "CASSANDRA-7250, CASSANDRA-8450")
  /// Removes one snapshot.
  package static let clearSnapshot = AdminCommand(
    "clearsnapshot", "nodetool clearsnapshot -t SNAPSHOT KEYSPACE", source: "ClearSnapshot.java")
  /// Lists snapshots with their true size.
  package static let listSnapshots = AdminCommand(
    "listsnapshots", since: [2, 1], "nodetool listsnapshots", source: "CASSANDRA-5742")
  /// Sets the number of compactions that run at a time.
  package static let setConcurrentCompactors = AdminCommand(
    "setconcurrentcompactors", since: [3, 10], "nodetool setconcurrentcompactors COUNT",
    source: "CASSANDRA-12248")
  /// Sets the limit on compaction reads, in MiB/s.
  package static let setCompactionThroughput = AdminCommand(
    "setcompactionthroughput", since: [1, 0], "nodetool setcompactionthroughput RATE",
    source: "SetCompactionThroughput.java")
  /// Running and pending compactions.
  package static let compactionStats = AdminCommand(
    "compactionstats",
    [
      Spelling(since: [0, 7], text: "nodetool compactionstats"),
      Spelling(since: [2, 1], text: "nodetool compactionstats -H"),
    ], source: "CASSANDRA-7766")
  /// Figures of one table.
  package static let tableStats = AdminCommand(
    "tablestats",
    [
      Spelling(since: [0, 6], text: "nodetool cfstats KEYSPACE.TABLE"),
      Spelling(since: [3, 0], text: "nodetool tablestats KEYSPACE.TABLE"),
    ], source: "CASSANDRA-8843")
  /// Sizes of partitions and cells of one table.
  package static let tableHistograms = AdminCommand(
    "tablehistograms",
    [
      Spelling(since: [0, 6], text: "nodetool cfhistograms KEYSPACE TABLE"),
      Spelling(since: [3, 0], text: "nodetool tablehistograms KEYSPACE TABLE"),
    ], source: "CASSANDRA-8843")
  /// Stops the repairs that this node takes part in.
  package static let stopValidation = AdminCommand(
    "stop", since: [1, 1], "nodetool stop VALIDATION", source: "Stop.java")
  /// Running repairs.
  package static let repairAdmin = AdminCommand(
    "repair_admin", since: [4, 0], "nodetool repair_admin list", source: "CASSANDRA-14685")
  /// Deletes all hints of this node.
  package static let truncateHints = AdminCommand(
    "truncatehints", since: [1, 2], "nodetool truncatehints", source: "TruncateHints.java")
  /// States of the ring.
  package static let status = AdminCommand(
    "status", since: [1, 2], "nodetool status KEYSPACE", source: "Status.java")
  /// Rewrites one table without what cannot be read, on a node that is stopped.
  package static let offlineScrub = AdminCommand(
    "sstablescrub", since: [1, 1], "sstablescrub KEYSPACE TABLE", source: "StandaloneScrubber.java")

  package static let all = [
    verify, repairTable, clearSnapshot, listSnapshots, setConcurrentCompactors, setCompactionThroughput,
    compactionStats, tableStats, tableHistograms, stopValidation, repairAdmin, truncateHints, status,
    offlineScrub,
  ]
}
