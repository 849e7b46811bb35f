// The marks of a node's charts: actions of operators and policies, restarts, and errors at their instants.

import CassandraAnalysis
import CassandraModel

enum ChartMarks {
  /// A chart with more marks is unreadable; the timeline has all of them.
  private static let actionLimit = 12
  private static let errorLimit = 40

  /// Incidents by affected node.
  static func byNode(_ incidents: [Incident]) -> [NodeID: [Incident]] {
    var byNode: [NodeID: [Incident]] = [:]
    for incident in incidents { for node in incident.nodes { byNode[node, default: []].append(incident) } }
    return byNode
  }

  /// The marks of `node` within `span` from `incidents`, in time order.
  static func marks(
    of node: NodeFindings, in span: ClosedRange<Instant>, _ incidents: [Incident]
  ) -> [Chart.Mark] {
    var actions: [Chart.Mark] = []
    var errors: [Chart.Mark] = []
    for incident in incidents {
      for step in incident.steps where step.node == node.node && step.fault == nil {
        guard [.cause, .reaction].contains(step.role), case .utc(let at) = step.at, span.contains(at) else {
          continue
        }
        actions.append(Chart.Mark(at: at, kind: .action, text: Prose(step.text), source: step.source))
      }
      for key in incident.faults where key.node == node.node && node.faults.indices.contains(key.index) {
        errors += marks(of: node.faults[key.index], in: span)
      }
    }
    let all = thinned(actions, to: actionLimit) + thinned(errors, to: errorLimit)
    return all.sorted { a, b in a.at != b.at ? a.at < b.at : a.text.plainText < b.text.plainText }
  }

  private static func marks(of fault: Fault, in span: ClosedRange<Instant>) -> [Chart.Mark] {
    guard fault.failures > 0 else { return [] }
    return fault.evidence.compactMap { record in
      guard case .utc(let at) = record.at, span.contains(at) else { return nil }
      return Chart.Mark(at: at, kind: .error, text: Prose(fault.category.title), source: record.source)
    }
  }

  /// The first `limit` marks in time order; each instant and text once.
  private static func thinned(_ marks: [Chart.Mark], to limit: Int) -> [Chart.Mark] {
    var seen: Set<String> = []
    let sorted = marks.sorted { a, b in a.at != b.at ? a.at < b.at : a.text.plainText < b.text.plainText }
    return Array(
      sorted.filter { seen.insert(String($0.at.milliseconds) + " " + $0.text.plainText).inserted }.prefix(
        limit))
  }
}
