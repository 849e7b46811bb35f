// What is known of the node, the table and the moment where advice is given: enough to fill a command in, and to leave
// out what would be pointless or do harm there.

package import CassandraModel

/// Where advice is given.
package struct AdviceContext: Sendable {
  /// The id of the error's category or of the rule.
  package var kind: String
  /// The id of the likeliest cause; nil when none is likely.
  package var cause: String?
  /// The node's release; nil when no capture tells.
  package var version: CassandraVersion?
  /// The one table concerned; nil when there are several or none is known.
  package var table: TableName?
  /// Paths of SSTables without their component: those of the error, then others that are damaged, too.
  package var sstables: [String] = []
  /// Other tables that are damaged, or that lost data, in the same incident.
  package var alsoDamaged: [TableName] = []
  /// The data directory or mount point concerned; nil when there are several or none is known.
  package var directory: String?
  /// Other copies of the table.
  package var replicas = Replicas.unknown
  /// True when the process was not running at the end of the capture.
  package var isProcessGone = false
  /// True when the process ran, but clients or gossip were off at the end of the capture.
  package var isOutOfRing = false
  /// True when the error itself is over: what is left to do is to keep it from coming back.
  package var isOver = false
  /// True when data is lost that only a replica or a backup has.
  package var hasLoss = false
  /// The last sample of how full the directory's volume is, as `76 % used at 05:41`; nil without one after the error.
  package var diskUse: String?
  /// True while compaction is behind: nothing that rewrites tables may be advised.
  package var hasBacklog = false
  /// What was done already.
  package var attempts: Set<Attempt> = []
  /// The value that a setting had before somebody lowered it, with its unit; nil when none was lowered.
  package var valueBefore: String?

  /// What people did about it in the capture.
  package enum Attempt: Hashable, Sendable {
    /// An online scrub, whether or not it reached what is damaged.
    case scrub
    /// A restart, after which it failed again.
    case restart
    /// Limits of compaction were raised.
    case raisedLimits
  }

  /// What is known of an error of the category, or an alert of the rule, `kind`.
  package init(kind: String) { self.kind = kind }

  /// `command` for this release and table; nil where the release does not have it. Capitals for which the capture
  /// has no safe value stay.
  func filled(_ command: AdminCommand) -> String? {
    filled(command, for: table)
  }

  /// The same for another table.
  func filled(_ command: AdminCommand, for table: TableName?) -> String? {
    guard let text = command.text(in: version) else { return nil }
    guard let table, ShellName.isPlain(table.keyspace), ShellName.isPlain(table.table) else {
      // Without a table it is about all of them.
      return text.hasSuffix(" KEYSPACE.TABLE") ? String(text.dropLast(" KEYSPACE.TABLE".count)) : text
    }
    // An index is `table.index`; the commands take the table.
    let name = table.table.prefix { $0 != "." }
    return text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      switch word {
      case "KEYSPACE": table.keyspace
      case "TABLE": String(name)
      case "KEYSPACE.TABLE": table.keyspace + "." + name
      default: String(word)
      }
    }.joined(separator: " ")
  }

  /// The directory for a command line; nil where none is known that a shell takes as it is.
  var directoryArgument: String? { directory.flatMap { ShellName.isPlain(path: $0) ? $0 : nil } }
}

/// Which names may be put into a command that somebody copies into a shell. Names come from logs that anyone may have
/// written.
package enum ShellName {
  /// Letters, digits, underscores and points: means nothing to a shell.
  package static func isPlain(_ name: some StringProtocol) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: ".") }
  }

  /// An absolute path of plain names.
  package static func isPlain(path: some StringProtocol) -> Bool {
    path.utf8.first == UInt8(ascii: "/")
      && path.utf8.allSatisfy { byte in
        isWord(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
