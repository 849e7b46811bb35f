// Foreign code in a trace: a plugin, an agent, a custom strategy or compressor.

public import CassandraModel

extension Throwable {
  /// A frame that is neither Cassandra's nor of a library that it ships.
  public struct ForeignFrame: Hashable, Sendable {
    /// Class and method.
    public let frame: String
    /// True when it threw the innermost exception itself; false when it is further out in the trace.
    public let hasThrown: Bool
  }
}
