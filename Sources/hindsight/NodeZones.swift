// The zones of nodes' clocks that were given: on the command line, else on the command line of an earlier
// extract, else in manifests. Evidence in the capture does not change a given zone, but contradictions are
// reported.

import CassandraAnalysis
import CassandraInput
import CassandraModel

struct NodeZones {
  typealias Zone = (name: String, rule: ZoneRule)

  private let given: LogZones
  /// By scope.
  private var before: [String: Zone] = [:]
  /// By scope.
  private let declared: [String: Zone]
  /// Diagnostics about the zones of manifests.
  private(set) var diagnostics = DiagnosticLog()

  /// - Parameters:
  ///   - given: from the command line.
  ///   - before: by scope, as typed when facts were extracted.
  ///   - declared: from manifests, by scope. Regions are looked up in `folder`.
  init(
    given: LogZones, before: [String: String] = [:], declared: [String: DeclaredZone],
    in folder: ZoneFolder = .system
  ) {
    self.given = given
    for (scope, name) in before.sorted(by: { $0.key < $1.key }) {
      do {
        self.before[scope] = (name, ZoneRule(try ZoneArgument.zone(name, in: folder)))
      } catch {
        let place = SourceLocation(file: scope.isEmpty ? "-" : scope, line: 0)
        diagnostics.report(Diagnostic(.zoneMissing, at: place, ["zone": name]))
      }
    }
    var zones: [String: Zone] = [:]
    for (scope, zone) in declared.sorted(by: { $0.key < $1.key }) {
      do {
        zones[scope] = (zone.text, ZoneRule(try ZoneArgument.zone(zone.text, in: folder)))
      } catch {
        diagnostics.report(
          Diagnostic(
            .manifestZone, at: SourceLocation(file: zone.manifest, line: 0),
            ["zone": zone.text, "node": scope.isEmpty ? "all nodes" : scope]))
      }
    }
    self.declared = zones
  }

  /// The zone from the command line of this run, or of the run that extracted the facts.
  func given(for node: NodeID, _ scope: String) -> Zone? {
    given[node].map { ($0.name, ZoneRule($0)) } ?? before[scope]
  }

  func declared(for scope: String) -> Zone? { declared[scope] }

  /// The zone of a scope, for any name of its node.
  func zone(of scope: String) -> ZoneRule? {
    let everywhere = given.everywhere ?? given.configured?.everywhere
    return (everywhere.map { ZoneRule($0) } ?? before[scope]?.rule) ?? declared[scope]?.rule
  }

  /// The zone of a scope whose node has a known name.
  func zone(of node: NodeID, _ scope: String) -> ZoneRule? {
    (given(for: node, scope) ?? declared(for: scope))?.rule
  }

  /// Reports evidence of `nodes` that contradicts their zones, and zones for unknown nodes.
  func check(
    _ nodes: [(name: NodeID, scope: String, history: NodeHistory)], _ diagnostics: inout DiagnosticLog
  ) {
    for node in nodes {
      let given = given(for: node.name, node.scope)
      let zone =
        given.map { LogZone.given($0.name, $0.rule) }
        ?? declared(for: node.scope).map { LogZone.declared($0.name, $0.rule) } ?? node.history.inferredZone
      let (code, name): (DiagnosticCode, String) =
        switch zone {
        case .given(let name, _): (.zoneContradicted, name)
        case .declared(let name, _): (.manifestContradicted, name)
        case .stated(let offset): (.zoneDisagreement, offset.text)
        case .inferred(let witnesses, _):
          (.zoneDisagreement, witnesses.map(\.offset.text).joined(separator: ", "))
        case .unknown: (.zoneDisagreement, "")
        }
      for times in node.history.uncertainTimes(in: zone) {
        diagnostics.report(
          Diagnostic(
            .zoneUncertain, at: times.source,
            ["node": node.name.name, "from": times.from.text, "to": times.to.text]))
      }
      for witness in node.history.contradictions(of: zone) {
        diagnostics.report(
          Diagnostic(
            code, at: witness.source,
            [
              "given": name, "node": node.name.name, "inferred": witness.offset.text,
              "count": String(witness.count),
            ]))
      }
    }
    let names = nodes.map(\.name)
    for node in given.byNode.keys.sorted() where !names.contains(node) {
      let known = names.map(\.name).sorted().joined(separator: ", ")
      diagnostics.report(
        Diagnostic(
          .zoneOfNobody, at: SourceLocation(file: "--log-zone", line: 0), ["node": node.name, "known": known])
      )
    }
  }
}

extension ZoneRule {
  init(_ zone: GivenZone) {
    self.init(
      initial: zone.initial, changes: zone.transitions.map { ZoneRule.Change(from: $0.at, offset: $0.offset) }
    )
  }
}

extension DiagnosticCode {
  static let manifestZone = DiagnosticCode(
    "manifest.zone", .error,
    "gives {node} the zone {zone}, which this system does not know; write an offset such as +02:00 instead")
  static let zoneMissing = DiagnosticCode(
    "zone.missing", .error,
    "has facts that were extracted with the zone {zone}, which this system does not know; give --log-zone")
  static let zoneContradicted = DiagnosticCode(
    "zone.contradicted", .warning,
    "--log-zone gives {given} for {node}, but {count} records say {inferred}; times are those of {given}")
  static let manifestContradicted = DiagnosticCode(
    "zone.manifest_contradicted", .warning,
    "a manifest gives {given} for {node}, but {count} records say {inferred}; times are those of {given}")
  static let zoneDisagreement = DiagnosticCode(
    "zone.disagreement", .warning,
    "the clock of {node} is taken to be at {given}, but {count} records say {inferred}; --log-zone decides")
  static let zoneUncertain = DiagnosticCode(
    "zone.uncertain", .warning,
    "the clock of {node} was changed: its times from {from} to {to} may be an hour early or late in UTC; no compaction id and no step in the log places them"
  )
  static let zoneOfNobody = DiagnosticCode(
    "zone.node", .warning, "there is no node {node} in the capture; its nodes are {known}")
}
