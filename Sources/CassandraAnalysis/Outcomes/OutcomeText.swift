// An outcome as a statement: the words are here, the values stay values.

import CassandraModel

/// Words for outcomes.
package enum OutcomeText {
  /// The reason for the end, or for being open, without its time; a clause.
  package static func sentence(_ outcome: Outcome) -> Statement {
    switch outcome {
    case .open(let reason, _): words(reason)
    case .resolved(let reason, _): words(reason)
    case .resolvedWithLoss(let reason, let loss, _): "\(words(reason)); \(words(loss))"
    case .unknown: "the capture does not tell whether it is over"
    case .contradicted(let over, let end, let open, let other):
      "contradictory: \(words(over)) at \(.moment(end.at)); \(words(open)) at \(.moment(other.at))"
    }
  }

  /// The loss in words.
  package static func words(_ loss: Loss) -> Statement {
    switch loss {
    case .partitions(let count?, let unit): "\(Statement.Part.count(count)) \(unit) lost"
    case .partitions(nil, let unit): "some \(unit) lost"
    case .wholeSSTable: "all of its partitions lost"
    }
  }

  package static func words(_ reason: EndReason) -> Statement {
    switch reason {
    case .readByCompaction: "a later compaction read it to its end"
    case .readByVerify: "a later verify read all of it"
    case .rewrittenByScrub: "rewritten by scrub"
    case .removedByScrub: "removed by scrub"
    case .deleted: "deleted"
    case .retried: "a later compaction of the same SSTables succeeded"
    case .writtenAgain: "later writes to the same directory succeeded"
    case .fitted: "a later compaction of the same size succeeded"
    case .spaceFreed: "enough space is free again"
    case .newProcess: "restarted; the new process runs without the error"
    case .largerHeap: "restarted with a larger heap"
    case .startedAgain: "started again and ready"
    case .backInService: "CQL and gossip on again"
    case .seenUp: "seen up again"
    case .drained: "backlog drained"
    case .belowThreshold: "below the threshold again"
    case .endedWell: "a later attempt ended well"
    case .repaired: "a later repair of the same keyspace succeeded"
    case .streamed: "a later stream of the same kind with the same peer succeeded"
    case .schemaAgreed: "one schema version in the ring again"
    }
  }

  package static func words(_ reason: OpenReason) -> Statement {
    switch reason {
    case .noEnd: "open at the end of the capture"
    case .skippedSuspect: "scrub reported success but skipped it: marked suspect"
    case .skippedNotLoaded: "scrub reported success but skipped it: not loaded at startup"
    case .livesOn: "the JVM was not restarted after the OutOfMemoryError"
    case .outOfService: "CQL and gossip are off at the end of the capture"
    case .notStarted: "not started again by the end of the capture"
    case .stillPending: "compactions are still pending at the end of the samples"
    case .stillDown: "not seen up again by the end of the capture"
    case .seenDown: "seen down"
    case .stillFull: "less space is free than was wanted"
    }
  }
}
