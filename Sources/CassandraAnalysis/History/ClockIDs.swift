// The offset between the clocks of two nodes, as far as ids show it. A time UUID holds the instant of its
// creation on its maker's clock, and its second half identifies the maker: it is the same in all ids of a
// process (UUIDGen, TimeUUID). A repair or stream made by one node is named in the log of another, at once or
// later: if it is named before it was made, the other clock is behind.

public import CassandraModel

/// Ids of this node and ids of other nodes in its log.
struct ClockIDs: Sendable {
  /// An id of another node, and when the log named it.
  struct Sighting: Sendable {
    let id: TimeUUID
    let made: Instant
    let at: LocalTime
    let source: SourceLocation

    /// Time from its creation until it was named, on two clocks of unknown zones.
    fileprivate var delay: Int64 { at.milliseconds - made.milliseconds }
  }

  /// The second halves of the ids that the node made: one for each process, or one for all (3.11, 4.0).
  private(set) var makers: Set<UInt64> = []
  /// For each second half the id that was named soonest after its creation.
  private(set) var soonest: [UInt64: Sighting] = [:]

  /// Limit for a hostile log that names an id with every line.
  private static let limit = 1000

  /// Adds `id`, which the node made for a compaction.
  mutating func made(_ id: TimeUUID) {
    if makers.count < ClockIDs.limit { makers.insert(id.low) }
  }

  /// Adds the session id that the log names in `event`.
  mutating func saw(_ event: Event) {
    for name in ClockIDs.names {
      guard let id = event.fields.uuid(name), let made = id.instant else { continue }
      let sighting = Sighting(id: id, made: made, at: event.at, source: event.source)
      if let known = soonest[id.low] {
        if sighting.delay < known.delay { soonest[id.low] = sighting }
      } else if soonest.count < ClockIDs.limit {
        soonest[id.low] = sighting
      }
    }
  }

  private static let names = [FieldName("session"), FieldName("parent")]
}

/// One node's clock is behind another's.
public struct ClockSkew: Sendable, Hashable {
  /// The node whose clock is behind.
  public let behind: NodeID
  /// The node whose clock is ahead.
  public let ahead: NodeID
  /// The least difference; the delay between the nodes hides some of it.
  public let atLeast: TimeSpan
  /// The id that `ahead` made.
  public let id: TimeUUID
  /// The record of `behind` that names the id before it was made.
  public let source: SourceLocation
}

extension Findings {
  /// Clocks that differ according to ids, in order of the nodes.
  public var clockSkews: [ClockSkew] {
    var makers: [UInt64: NodeID] = [:]
    for node in nodes { for maker in node.clockIDs.makers { makers[maker] = node.node } }
    var worst: [[NodeID]: ClockSkew] = [:]
    for node in nodes {
      for (maker, seen) in node.clockIDs.soonest {
        guard let ahead = makers[maker], ahead != node.node, case .utc(let at) = node.zone.moment(seen.at)
        else {
          continue
        }
        let early = seen.made.milliseconds - at.milliseconds
        guard early >= Findings.skewLimit, early > worst[[node.node, ahead]]?.atLeast.milliseconds ?? 0 else {
          continue
        }
        worst[[node.node, ahead]] = ClockSkew(
          behind: node.node, ahead: ahead, atLeast: TimeSpan(milliseconds: early), id: seen.id,
          source: seen.source)
      }
    }
    return worst.values.sorted { ($0.behind, $0.ahead) < ($1.behind, $1.ahead) }
  }

  /// In milliseconds: synchronised clocks may differ by less than this.
  private static let skewLimit: Int64 = 100
}
