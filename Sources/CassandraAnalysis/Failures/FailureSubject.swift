// The subject of a failure: the part of the error's key that comes after node and category.
//
// A corrupt SSTable fails every compaction that reads it, so the SSTable is the subject. A full, failing or
// read-only disk fails whatever thread comes next, with or without a path in the text, so the node's disks
// are one subject: keyed by file or directory, one error would be reported once a thread. An OutOfMemoryError
// is keyed by table where one is known, since the same large partition or cell fails each attempt and
// operators change the table; otherwise by node. It is never keyed by signature: the trace of an
// OutOfMemoryError shows where the last allocation failed, not the cause, and later ones carry no trace at
// all.

/// The property, besides node and category, that all occurrences of one error share.
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
}
