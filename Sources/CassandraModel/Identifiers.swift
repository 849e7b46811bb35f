// Ids of what the program knows. Code refers to one by the member that its definition declares, so a misspelt id
// does not compile; the initializers are for definitions, and for names that a person or a file gives.

/// The id of an alert rule, for example `pending-high`.
public struct RuleID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// For example `pending-high`.
  public let name: String
  /// A rule by name.
  public init(_ name: String) { self.name = name }
  /// The name.
  public var description: String { name }
  /// Ordered by name.
  public static func < (a: RuleID, b: RuleID) -> Bool { a.name < b.name }
}

/// The id of an error category, for example `corruption.block_checksum`.
public struct CategoryID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// For example `corruption.block_checksum`.
  public let name: String
  /// A category by name.
  public init(_ name: String) { self.name = name }
  /// The name.
  public var description: String { name }
  /// Ordered by name.
  public static func < (a: CategoryID, b: CategoryID) -> Bool { a.name < b.name }
}
