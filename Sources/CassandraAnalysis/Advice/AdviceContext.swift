// Facts about the node, the table and the moment that advice is for: enough to fill in a command, and to
// leave out steps that would be pointless or harmful there.

package import CassandraModel

/// The situation that advice is for.
package struct AdviceContext: Sendable {
  /// The id of the error's category or of the rule.
  package var kind: CategoryID
  /// The id of the likeliest cause; nil when none is likely.
  package var cause: String?
  /// The node's release; nil when it is not in the capture.
  package var version: CassandraVersion?
  /// The affected table; nil when there are several or none is known.
  package var table: TableName?
  /// Paths of SSTables without their component: those of the error, then other damaged ones.
  package var sstables: [String] = []
  /// Other tables that are damaged, or that lost data, in the same incident.
  package var alsoDamaged: [TableName] = []
  /// The affected data directory or mount point; nil when there are several or none is known.
  package var directory: String?
  /// Other copies of the table.
  package var replicas = Replicas.unknown
  /// True when the process was not running at the end of the capture.
  package var isProcessGone = false
  /// True when the process ran, but clients or gossip were off at the end of the capture.
  package var isOutOfRing = false
  /// True when the error is resolved: the remaining task is to prevent its return.
  package var isOver = false
  /// True when data is lost that only a replica or a backup has.
  package var hasLoss = false
  /// The last sample of the volume's use, as `76% used at 05:41`; nil without one after the error.
  package var diskUse: String?
  /// True while compaction is behind: advice must not include commands that rewrite tables.
  package var hasBacklog = false
  /// Steps that were already tried.
  package var attempts: Set<Attempt> = []
  /// Known bugs that the error is or looks like, the certain ones first.
  package var knownIssues: [KnownIssueMatch] = []
  /// The setting's value before it was lowered, with its unit; nil when none was lowered.
  package var valueBefore: String?

  /// A step that an operator took in the capture.
  package enum Attempt: Hashable, Sendable {
    /// An online scrub, whether or not it reached the damaged SSTable.
    case scrub
    /// A restart, after which it failed again.
    case restart
    /// Limits of compaction were raised.
    case raisedLimits
  }

  /// The context for an error of the category, or an alert of the rule, `kind`.
  package init(kind: CategoryID) { self.kind = kind }

  /// `command` for this release and table; nil where the release does not have it. Placeholders without a
  /// safe value in the capture stay.
  func filled(_ command: AdminCommand) -> String? {
    filled(command, for: table)
  }

  /// The same for another table.
  func filled(_ command: AdminCommand, for table: TableName?) -> String? {
    guard let text = command.text(in: version) else { return nil }
    guard let table, ShellName.isPlain(table.keyspace), ShellName.isPlain(table.table) else {
      // Without a table the text applies to all tables.
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

  /// The directory as a shell argument; nil where it is unknown or would need quoting.
  var directoryArgument: String? { directory.flatMap { ShellName.isPlain(path: $0) ? $0 : nil } }
}

/// Names that may be put into a command for a shell. Names come from logs, and logs can be forged.
package enum ShellName {
  /// Letters, digits, underscores and points: none is special in a shell.
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
