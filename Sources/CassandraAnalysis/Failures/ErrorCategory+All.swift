// All categories, in the order in which they are tried: the first whose test holds decides, so the order is
// part of the meaning. Words without a failure come first; then the innermost causes that other exceptions
// wrap (memory, space, device, limits); then damage from the specific to the suspected; then the rest.
// `unknown` takes every other failure.

public import CassandraModel

extension ErrorCategory {
  /// All categories, in order.
  public static let all: [ErrorCategory] =
    harmless + tombstones + network + memory + disk + io + unreadable + corruption + interruptions
    + partitions
    + commitLog + operations + bootstraps + streams + scrub + startFailures + knownErrors + otherIO
    + suspected
    + processes + rest

  /// The category with that id; nil if there is none.
  public static func named(_ id: CategoryID) -> ErrorCategory? { all.first { $0.id == id } }
}
