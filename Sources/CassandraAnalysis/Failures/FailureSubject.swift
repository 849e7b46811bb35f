// What a failure is about: the part of the fault key that comes after node and category.
//
// A corrupt SSTable fails every compaction that reads it, so the SSTable is the subject. A full, failing or
// read-only disk fails whatever thread comes next, with or without a path in the text, so the node's disks
// are one subject: keyed by file or directory, one fault would be reported once a thread. Memory that ran out
// is keyed by table where one is known, since the same large partition or cell fails each attempt and the
// table is what people change; otherwise by node. It is never keyed by signature: the place of an
// OutOfMemoryError is wherever the last straw fell, and later ones carry no trace at all.

public import CassandraModel

/// What occurrences of one fault have in common, besides node and category.
public enum FailureSubject: String, Hashable, Sendable, CaseIterable {
  /// One SSTable, by its base path; else its table; else the signature.
  case sstable
  /// One table; else the signature.
  case table
  /// The disks of the node.
  case disk
  /// The heap: one table's use of it where known, else the node's.
  case heap
  /// The process and its limits.
  case process
  /// The node among its peers and clients.
  case node
  /// A place in the code: the signature.
  case signature

  /// The key of this subject. `sstable` and `table` may come from the record itself or be inferred from the
  /// compaction that ran on the thread; nil when not known.
  public func key(sstable: SSTableName?, table: TableName?, signature: FailureSignature) -> String {
    let table = (table ?? sstable?.table).map { "table " + $0.description }
    switch self {
    case .sstable:
      return sstable.map { "sstable " + $0.base } ?? table ?? "signature " + signature.description
    case .table: return table ?? "signature " + signature.description
    case .disk: return "disk"
    case .heap: return table ?? "heap"
    case .process: return "process"
    case .node: return "node"
    case .signature: return "signature " + signature.description
    }
  }
}
