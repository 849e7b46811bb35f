// The lines of the interchange other than facts: the options of the run that wrote it, its nodes, and its
// end.

public import CassandraModel

/// The options of the run that wrote an interchange, as far as they change the meaning of its facts.
public struct FactsOptions: Hashable, Sendable {
  /// Zones from the command line, as typed, by node.
  public var zones: [String: String]
  /// Facts before this instant are excluded; nil for no limit.
  public var since: Instant?
  /// Facts from this instant on are excluded; nil for no limit.
  public var until: Instant?

  /// Options.
  public init(zones: [String: String] = [:], since: Instant? = nil, until: Instant? = nil) {
    self.zones = zones
    self.since = since
    self.until = until
  }
}

extension FactsOptions {
  init(_ line: FactLine) throws(FactError) {
    self.init()
    guard case .object(let pairs)? = line[.options] else { throw .missing(.options) }
    for pair in pairs {
      switch (FactKey.byName[pair.name], pair.value) {
      case (.zones, .object(let nodes)):
        for node in nodes {
          guard case .text(let zone) = node.value else { throw .wrong(.zones) }
          zones[node.name] = zone
        }
      case (.since, .time(.utc(let instant))): since = instant
      case (.until, .time(.utc(let instant))): until = instant
      case (.zones, _), (.since, _), (.until, _):
        if case .null = pair.value { continue }
        throw .wrong(.options)
      default: break
      }
    }
  }
}

/// A node of an interchange, as named by the source files of its facts.
package struct FactsNode: Hashable, Sendable {
  /// Its name in reports.
  package let id: String
  /// The folder of its files; empty for a capture of one node.
  package let scope: String
  /// Its host id, if that assigned files to this node.
  package let hostID: String?
  /// The zone of its clock from a manifest.
  package let zone: DeclaredZone?

  package init(id: String, scope: String, hostID: String?, zone: DeclaredZone?) {
    self.id = id
    self.scope = scope
    self.hostID = hostID
    self.zone = zone
  }

  init(_ line: FactLine) throws(FactError) {
    let manifest = try line.optionalText(.manifest)
    self.init(
      id: try line.text(.node), scope: try line.text(.scope), hostID: try line.optionalText(.hostID),
      zone: try line.optionalText(.zone).map { DeclaredZone(text: $0, manifest: manifest ?? "") })
  }
}

extension JSONLine {
  /// The first line.
  package mutating func header(_ options: FactsOptions) {
    begin(.header)
    text(.schema, FactsSchema.name)
    object(.options) { line in
      line.object(.zones, options.zones.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
      line.text(.since, options.since.map { FactTime.text(.utc($0)) })
      line.text(.until, options.until.map { FactTime.text(.utc($0)) })
    }
    end()
  }

  /// The line before the facts of a node.
  package mutating func node(_ node: FactsNode) {
    begin(.node)
    text(.node, node.id)
    text(.scope, node.scope)
    text(.hostID, node.hostID)
    text(.zone, node.zone?.text)
    text(.manifest, node.zone?.manifest)
    end()
  }

  /// The last line: without it, the file is incomplete.
  package mutating func finish() {
    begin(.end)
    end()
  }
}
