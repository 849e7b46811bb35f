// The most common signature of a bug: an innermost exception with certain methods in its trace.

extension ChainTest {
  /// The innermost exception is of one of `classes`, and for each of `methods` a frame begins with it.
  /// Methods of Cassandra are named without `org.apache.cassandra.`.
  static func thrown(
    _ classes: String..., saying phrases: [String] = [], through methods: String...,
    on threads: [ThreadKind] = []
  ) -> ChainTest {
    var tests: [ChainTest] = [.rootException(classes)]
    if !threads.isEmpty { tests.append(.thread(threads)) }
    tests += phrases.map { .rootMessage([$0]) }
    tests += methods.map { .frame([inCassandra($0)]) }
    return .all(tests)
  }

  /// A frame of one of these methods of Cassandra is in the trace.
  static func passes(_ methods: String...) -> ChainTest { .frame(methods.map(inCassandra)) }

  private static func inCassandra(_ method: String) -> String {
    method.hasPrefix("java.") ? method : "org.apache.cassandra." + method
  }
}
