// Timelines: what happened, in order.

public import CassandraModel

/// Entries in the order in which they are to be read.
public struct Timeline: Hashable, Sendable {
  /// One thing that happened.
  public struct Entry: Hashable, Sendable {
    /// When; nil when nothing says so.
    public let at: Moment?
    /// On which node; nil when it concerns the cluster.
    public let node: NodeID?
    /// How bad it is.
    public let severity: Severity
    /// What happened.
    public let what: Prose
    /// Where it stands; nil when it was concluded, not read.
    public let source: SourceLocation?
    /// True for what people can do without when there is too much.
    public let isMinor: Bool

    /// One thing that happened.
    public init(
      at: Moment?, node: NodeID?, severity: Severity, what: Prose, source: SourceLocation?,
      isMinor: Bool = false
    ) {
      self.at = at
      self.node = node
      self.severity = severity
      self.what = what
      self.source = source
      self.isMinor = isMinor
    }
  }

  /// What it is about, for example the id of a fault: tells its rows apart in the one CSV file.
  public let subject: String
  /// The entries.
  public let entries: [Entry]
  /// How many entries people see; the rest, minor ones first, is for data formats. Nil for all.
  public let visibleEntries: Int?

  /// A timeline about `subject`.
  public init(subject: String, entries: [Entry], visibleEntries: Int? = nil) {
    self.subject = subject
    self.entries = entries
    self.visibleEntries = visibleEntries
  }

  /// The entries that people see.
  var visible: [Entry] {
    guard let visibleEntries, entries.count > visibleEntries else { return entries }
    return Array(entries.filter { !$0.isMinor }.prefix(visibleEntries))
  }

  /// The same as a table, for formats that hold tables only. `text` gives prose its form there.
  func table(text: (Prose) -> String) -> Table {
    Table(
      name: "timeline",
      columns: [
        Column("subject", "Subject", .text, meaning: "What the timeline is about, for example an error."),
        Column("at", "Time", .moment, meaning: "When it happened."),
        Column("node", "Node", .text, meaning: "On which node; empty when it concerns the cluster."),
        Column("severity", "Severity", .text, meaning: "info, warning or critical."),
        Column("what", "What", .text, meaning: "What happened."),
        Column("source", "Source", .text, meaning: "File and line that say so; empty when concluded."),
      ],
      rows: entries.map { entry in
        [
          .text(subject), .optional(entry.at) { .moment($0) }, .optional(entry.node) { .text($0.name) },
          .severity(entry.severity), .text(text(entry.what)), .optional(entry.source) { .source($0) },
        ]
      })
  }
}
