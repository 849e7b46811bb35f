// Kinds of sign. A link names them by the members here, so a misspelt kind does not compile.

package import CassandraModel

/// The kind of a sign, or a group of kinds that links name together.
struct SignKind: Hashable, Sendable {
  /// The category of the error; nil for a sign of another kind.
  let category: CategoryID?
  private let name: String

  private init(_ name: String, _ category: CategoryID? = nil) {
    self.name = name
    self.category = category
  }

  /// True if it is `other`, or one of the group `other`.
  func matches(_ other: SignKind) -> Bool {
    if other.name.hasSuffix("*") { return name.hasPrefix(other.name.dropLast()) }
    // An area of categories is also the id of one: `software`, and `software.plugin`.
    if other.name.hasSuffix(SignKind.areaMark) {
      let area = other.name.dropLast(SignKind.areaMark.count)
      return name == area || name.hasPrefix(area + ".")
    }
    return self == other
  }

  /// The kind of an incident that this sign is the head of.
  var incident: CategoryID {
    if let category { return category }
    if matches(.anyBacklog) { return .backlog }
    if self == .outage { return .processOutOfService }
    return self == .tombstoneAlert ? .tombstones : CategoryID(name)
  }
}

extension CategoryID {
  /// A backlog of compactions: a kind of incident that is no error.
  package static let backlog = CategoryID("backlog")
  /// Reads over very many tombstones, seen in samples.
  static let tombstones = CategoryID("tombstones")
}

extension SignKind {
  // MARK: Errors

  private static let areaMark = ".…"
  static let anyError = SignKind("fault.*")
  static func error(_ id: CategoryID) -> SignKind { SignKind("fault." + id.name, id) }
  /// Errors of all categories whose ids begin so.
  static func errors(in area: ErrorCategory.Family) -> SignKind {
    SignKind("fault." + area.rawValue + areaMark)
  }

  // MARK: Processes

  static let anyProcess = SignKind("process.*")
  static let processEnded = SignKind("process.ended")
  static let processEndedItself = SignKind("process.ended_itself")
  static let processKilled = SignKind("process.killed")
  static let processRefused = SignKind("process.refused")
  static let processRestarted = SignKind("process.restarted")
  static let outage = SignKind("outage")
  static let pauses = SignKind("pauses")

  // MARK: Load

  static let anyBacklog = SignKind("backlog.*")
  static let backlogLasting = SignKind("backlog.lasting")
  static let backlogShort = SignKind("backlog.short")
  static let tombstoneAlert = SignKind("tombstones.alert")

  // MARK: People

  static let anyOperation = SignKind("operation.*")
  static func operation(_ name: String) -> SignKind { SignKind("operation." + name.lowercased()) }
  static let scrub = operation("Scrub")
  static let cleanup = operation("Cleanup")
  static let truncate = operation("truncate")
  static let upgradeSSTables = operation("Upgrade sstables")
  static let verify = operation("Verify")
  static let compactionInterrupted = SignKind("compaction.interrupted")
  static let throughputChanged = SignKind("setting.throughput")
  static let compactorsChanged = SignKind("setting.compactors")
  static let streamThroughputChanged = SignKind("setting.stream_throughput")
  static let heapChanged = SignKind("setting.heap")
  static let policyChanged = SignKind("setting.policy")

  // MARK: Peers

  static let peerDown = SignKind("peer.down")
  static let anyHints = SignKind("hints.*")
  static let hintsSent = SignKind("hints.sent")
  static let hintsDropped = SignKind("hints.dropped")
  static let repair = SignKind("repair")
  static func stream(_ operation: String) -> SignKind { SignKind("stream." + operation.lowercased()) }
  static let repairStream = stream("Repair")
}
