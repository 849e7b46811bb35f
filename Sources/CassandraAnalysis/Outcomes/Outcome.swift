// The status of a problem. Only evidence closes it: a record or a sample that is cited. Silence closes
// nothing.

public import CassandraModel

/// The status of an error, a warning or an incident at the end of the capture.
public enum Outcome: Hashable, Sendable {
  /// It is not over.
  case open(OpenReason, Evidence?)
  /// It was over at `at`, by this evidence.
  case resolved(by: EndReason, Evidence)
  /// It was over, with data lost.
  case resolvedWithLoss(by: EndReason, Loss, Evidence)
  /// The capture lacks the evidence.
  case unknown
  /// The capture contradicts itself: one record or sample shows that it is over, the other that it is not.
  case contradicted(EndReason, Evidence, OpenReason, Evidence)

  /// A record or a sample.
  public struct Evidence: Hashable, Sendable {
    /// Its instant.
    public let at: Moment
    /// Place of the record or sample.
    public let source: SourceLocation

    /// A record or a sample.
    public init(at: Moment, source: SourceLocation) {
      self.at = at
      self.source = source
    }
  }
}

/// Evidence of the end.
public enum EndReason: String, Hashable, Sendable, CaseIterable {
  /// A later compaction read the SSTable to its end.
  case readByCompaction = "read_by_compaction"
  /// A later verify read all of the SSTable.
  case readByVerify = "read_by_verify"
  /// A scrub rewrote the SSTable.
  case rewrittenByScrub = "rewritten_by_scrub"
  /// A scrub found nothing in the SSTable that could be read, and removed it.
  case removedByScrub = "removed_by_scrub"
  /// The SSTable was deleted.
  case deleted
  /// A later compaction of the same SSTables ended well.
  case retried
  /// A later flush or compaction wrote to the same directory.
  case writtenAgain = "written_again"
  /// A later compaction of the same table, as large as the one that did not fit, ended well.
  case fitted
  /// Samples show the needed free space.
  case spaceFreed = "space_freed"
  /// A new process runs without the error.
  case newProcess = "new_process"
  /// A new process with a larger heap ran for longer than the one that failed.
  case largerHeap = "larger_heap"
  /// The process is started again and ready.
  case startedAgain = "started_again"
  /// Clients and gossip are on again.
  case backInService = "back_in_service"
  /// Peers see the node up again.
  case seenUp = "seen_up"
  /// The backlog is drained.
  case drained
  /// A later sample is below the threshold.
  case belowThreshold = "below_threshold"
  /// The hints were sent, the index built or the table validated after all, by its own record.
  case endedWell = "ended_well"
  /// A later repair of the same keyspace ended well.
  case repaired
  /// A later stream of the same kind with the same peer ended well.
  case streamed
  /// All nodes have one schema version again.
  case schemaAgreed = "schema_agreed"
}

/// Why it is open.
public enum OpenReason: String, Hashable, Sendable, CaseIterable {
  /// The capture shows no end.
  case noEnd = "no_end"
  /// A scrub reported success and left the SSTable out: it was marked suspect.
  case skippedSuspect = "skipped_suspect"
  /// A scrub reported success and left the SSTable out: it was not loaded at the start.
  case skippedNotLoaded = "skipped_not_loaded"
  /// The process lives on after an OutOfMemoryError.
  case livesOn = "lives_on"
  /// Clients or gossip are still off.
  case outOfService = "out_of_service"
  /// The process did not start again.
  case notStarted = "not_started"
  /// Pending compactions are above the limit at the end of the samples.
  case stillPending = "still_pending"
  /// The peer was not seen up again.
  case stillDown = "still_down"
  /// A peer sees it down.
  case seenDown = "seen_down"
  /// Samples show less free space than was wanted.
  case stillFull = "still_full"
}

/// Data that could not be saved.
public enum Loss: Hashable, Sendable {
  /// Number of partitions, or of rows up to 2.2; nil when the log does not count them.
  case partitions(Int64?, unit: String)
  /// All of an SSTable.
  case wholeSSTable
}

extension Outcome {
  /// The evidence of the end; nil when it is open, or not known.
  public var end: Evidence? {
    switch self {
    case .resolved(_, let evidence), .resolvedWithLoss(_, _, let evidence): evidence
    case .open, .unknown, .contradicted: nil
    }
  }

  /// The data lost; nil when no loss is known.
  public var loss: Loss? { if case .resolvedWithLoss(_, let loss, _) = self { loss } else { nil } }

  /// The reason for the end; nil without one.
  public var reason: EndReason? {
    switch self {
    case .resolved(let reason, _), .resolvedWithLoss(let reason, _, _): reason
    case .open, .unknown, .contradicted: nil
    }
  }

  /// True when the capture lacks evidence, or contradicts itself.
  public var isUnknown: Bool {
    switch self {
    case .unknown, .contradicted: true
    case .open, .resolved, .resolvedWithLoss: false
    }
  }

  /// True when it is not over.
  public var isOpen: Bool { if case .open = self { true } else { false } }
}

extension Outcome {
  /// An outcome on the node's wall clock, before its zone is known.
  enum Local: Hashable, Sendable {
    case open(OpenReason, LocalEvidence?)
    case resolved(EndReason, Loss?, LocalEvidence)

    /// The outcome with its time in `zone`.
    func outcome(in zone: LogZone) -> Outcome {
      switch self {
      case .open(let reason, let evidence): .open(reason, evidence?.evidence(in: zone))
      case .resolved(let reason, nil, let evidence): .resolved(by: reason, evidence.evidence(in: zone))
      case .resolved(let reason, let loss?, let evidence):
        .resolvedWithLoss(by: reason, loss, evidence.evidence(in: zone))
      }
    }
  }

  /// A record by its time on the node's wall clock.
  struct LocalEvidence: Hashable, Sendable {
    let at: LocalTime
    let source: SourceLocation

    init(_ event: some LogRecord) { self.init(at: event.at, source: event.source) }

    init(at: LocalTime, source: SourceLocation) {
      self.at = at
      self.source = source
    }

    func evidence(in zone: LogZone) -> Evidence { Evidence(at: zone.moment(at), source: source) }
  }
}
