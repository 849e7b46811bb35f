// The lines of the interchange that are no facts: what the run that wrote it was told, which nodes there are, and
// where it ends.

public import CassandraModel

/// What the run that wrote an interchange was told, as far as it changes the meaning of its facts.
public struct FactsOptions: Hashable, Sendable {
  /// Zones that were given on the command line, as they were typed, by node.
  public var zones: [String: String]
  /// Nothing before this instant counts; nil for no limit.
  public var since: Instant?
  /// Nothing from this instant on counts; nil for no limit.
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

/// A node of an interchange, as the files that its facts come from name it.
package struct FactsNode: Hashable, Sendable {
  /// What reports called it.
  package let id: String
  /// The folder of its files; empty for a capture of one node.
  package let scope: String
  /// Its host id, where it decided which files are of this node.
  package let hostID: String?
  /// The zone of its clock that a manifest gives.
  package let zone: DeclaredZone?

  /// A node.
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

  /// The last line: whoever does not find it has not got everything.
  package mutating func finish() {
    begin(.end)
    end()
  }
}
