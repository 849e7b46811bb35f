// Occurrences in the logs of the messages that expectations name. Findings keep no messages, so the capture
// is read once more for them.

import CassandraAnalysis
import CassandraInput
import CassandraModel

struct EventSightings: NodeSink {
  private struct Key: Hashable {
    let name: EventName
    let table: TableName?
  }
  private struct Sighting {
    var count: Int
    var severity: Severity
    var source: SourceLocation
  }

  private let wanted: Set<String>
  private let window: FactWindow
  private let node: FactNode
  private var found: [Key: Sighting] = [:]

  init(_ wanted: Set<String>, window: FactWindow, node: FactNode) {
    self.wanted = wanted
    self.window = window
    self.node = node
  }

  mutating func receive(_ fact: Fact) {
    guard case .event(let event) = fact, wanted.contains(event.name.name), window.contains(fact, of: node)
    else { return }
    let key = Key(name: event.name, table: event.fields[.table].flatMap { TableName(dotted: $0.text) })
    add(Sighting(count: 1, severity: event.severity, source: event.source), key)
  }

  private mutating func add(_ sighting: Sighting, _ key: Key) {
    guard var known = found[key] else {
      found[key] = sighting
      return
    }
    known.count += sighting.count
    known.severity = max(known.severity, sighting.severity)
    // Records of a log come in time order, so the first one is the earliest.
    found[key] = known
  }

  mutating func merge(captures other: EventSightings) {
    for (key, sighting) in other.found { add(sighting, key) }
  }

  mutating func finish() {}

  /// The occurrences, in order of message and table.
  func findings(of node: NodeID) -> [CheckFinding] {
    found.sorted {
      ($0.key.name.name, $0.key.table?.description ?? "") < (
        $1.key.name.name, $1.key.table?.description ?? ""
      )
    }.map { key, sighting in
      .event(
        key.name, severity: sighting.severity, node: node, table: key.table, count: sighting.count,
        source: sighting.source)
    }
  }
}

extension Ingest {
  /// The occurrences of the messages `wanted` in the logs of the capture.
  func sightings(of wanted: Set<String>) async throws(CaptureError) -> [CheckFinding] {
    let source = try await source(progress: nil)
    let window = FactWindow(since: source.since, until: source.until)
    let nodes = source.nodes
    let contents = await source.plan.read { scope in
      let rule = nodes[scope]?.zone
      return EventSightings(
        wanted, window: window, node: FactNode(id: nodes[scope]?.id.name ?? "node") { rule?.instant($0) })
    }
    return contents.nodes.flatMap { $0.sink.findings(of: nodes[$0.scope]?.id ?? NodeID("node")) }
  }
}
