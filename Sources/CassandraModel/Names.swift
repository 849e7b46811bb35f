// The names of the vocabulary (metrics, events, fields, attributes): open, typed namespaces. A reader
// declares the names it produces in its own files; no later stage knows the tool that a fact came from.

/// A metric, named after OpenMetrics' rules: the unit is in the name, `_total` marks a counter.
public struct MetricName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// For example `compaction_pending_tasks`.
  public let name: String
  /// A metric by name.
  public init(_ name: String) { self.name = name }
  /// The name.
  public var description: String { name }
  /// Ordered by name.
  public static func < (a: MetricName, b: MetricName) -> Bool { a.name < b.name }
}

/// The id of a log message in the catalog, for example `compaction.finished`.
public struct EventName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// For example `compaction.finished`.
  public let name: String
  /// An event by name.
  public init(_ name: String) { self.name = name }
  /// The name.
  public var description: String { name }
  /// Ordered by name.
  public static func < (a: EventName, b: EventName) -> Bool { a.name < b.name }
}

/// A captured field of an event, for example `bytes_in`.
public struct FieldName: Hashable, Sendable, CustomStringConvertible {
  /// For example `bytes_in`.
  public let name: String
  /// A field by name.
  public init(_ name: String) { self.name = name }
  /// The name.
  public var description: String { name }
  /// Equality by text. A lookup compares a field with all fields before it, and those mostly differ in
  /// length.
  @inlinable public static func == (a: FieldName, b: FieldName) -> Bool {
    a.name.utf8.count == b.name.utf8.count && a.name == b.name
  }
}

/// A fact about a node that is not a number over time: version, address, rack, a setting.
public struct AttributeName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// For example `host_id`.
  public let name: String
  /// An attribute by name.
  public init(_ name: String) { self.name = name }
  /// The name.
  public var description: String { name }
  /// Ordered by name.
  public static func < (a: AttributeName, b: AttributeName) -> Bool { a.name < b.name }
}

extension AttributeName {
  /// Cassandra's host id, the strongest identity of a node.
  public static let hostID = AttributeName("host_id")
  /// The address other nodes use.
  public static let address = AttributeName("address")
  /// The name of the host.
  public static let hostName = AttributeName("host_name")
  /// Cluster name.
  public static let cluster = AttributeName("cluster")
  /// Data center.
  public static let dataCenter = AttributeName("dc")
  /// Rack.
  public static let rack = AttributeName("rack")
  /// Cassandra's version.
  public static let version = AttributeName("version")
}

extension FieldName {
  /// The compaction's id, used to join records everywhere.
  public static let id = FieldName("id")
  /// Keyspace and table, written `keyspace.table`.
  public static let table = FieldName("table")
}
