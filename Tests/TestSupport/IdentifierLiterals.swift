// Tests write ids as users do: in quotes.

public import CassandraModel

extension RuleID: ExpressibleByStringLiteral {
  /// The id in quotes.
  public init(stringLiteral name: String) { self.init(name) }
}

extension CategoryID: ExpressibleByStringLiteral {
  /// The id in quotes.
  public init(stringLiteral name: String) { self.init(name) }
}
