// The kind of text in a field, an attribute or a label: a table, an address, a key, or a word of Cassandra's
// own. Redaction decides by this kind which parts of a fact identify an owner, never by a field's name.

/// A kind of value.
public enum FieldKind: Sendable {
  /// `keyspace.table`.
  case table
  /// A table without its keyspace.
  case bareTable
  /// Tables without keyspaces, separated by commas or full stops.
  case bareTables
  case keyspace, index, cluster, dataCenter, rack, user
  /// An address, a host name, or both.
  case address
  case hostID
  /// A path on the node, or text that holds one.
  case path
  /// A name of a file or folder of the capture.
  case file
  /// A partition key, or a part of one.
  case key
  /// A token: the position of a key on the ring.
  case token
  /// A statement of CQL.
  case statement
  /// A number, a time, an id, a class, or a word of Cassandra's or of this program.
  case word
  /// Free text.
  case text
}

extension FieldName {
  /// The kind of text in the field.
  public var kind: FieldKind { FieldKind.fields[name] ?? .text }
}

extension AttributeName {
  /// The kind of text in the attribute.
  public var kind: FieldKind {
    FieldKind.attributes[name] ?? (name.hasSuffix("address") ? .address : .text)
  }
}

extension Labels {
  /// The kind of text in the label `name`.
  public static func kind(of name: String) -> FieldKind { FieldKind.labels[name] ?? .text }
}

extension FieldKind {
  fileprivate static let fields = byName([
    (.table, "table"), (.bareTable, "table_name"), (.bareTables, "tables table_twice"),
    (.keyspace, "keyspace"),
    (.index, "index"), (.address, "peer address first_peer second_peer other_peer host_name"),
    (.hostID, "host_id"),
    (.key, "key"), (.statement, "query"),
    (.path, "path folder file segment mount log_start setting directory directories device"),
    (.token, "token tokens"),
    (
      .word,
      """
      version dse_version sstable_version jvm_version sha collector command encryption kind level merge_counts operation policy \
      ranges rates session state status threshold_kind unit usage verb verdict direction
      """
    ),
  ])

  fileprivate static let attributes = byName([
    (.cluster, "cluster config_cluster_name"), (.dataCenter, "dc"), (.rack, "rack"), (.hostID, "host_id"),
    (.address, "host_name"), (.path, "data_directory jvm_heap_dump_path"),
    (
      .word,
      """
      version generation partitioner snitch jvm_user_timezone utc_offset logging_level operation_mode bootstrap_state
      """
    ),
  ])

  fileprivate static let labels = byName([
    (.keyspace, "keyspace"), (.bareTable, "table"), (.index, "index"),
    (.address, "peer address instance host"),
    (.path, "mount device"), (.file, "snapshot"), (.dataCenter, "dc"), (.rack, "rack"), (.cluster, "cluster"),
    (.user, "user role"),
    (
      .word,
      """
      id quantile unit window source form rows type cache collector kind operation direction result state request \
      session mode
      """
    ),
  ])

  private static func byName(_ kinds: [(kind: FieldKind, names: String)]) -> [String: FieldKind] {
    var byName: [String: FieldKind] = [:]
    for (kind, names) in kinds {
      for name in names.split(separator: " ") { byName[String(name)] = kind }
    }
    return byName
  }
}
