// Sets of indices that grow together.

import Testing

@testable import CassandraAnalysis

@Suite struct DisjointSetsTests {
  @Test("a set that is added to another takes its root, with all its members")
  func roots() {
    var sets = DisjointSets(count: 6)
    sets.add(3, to: 1)
    sets.add(4, to: 3)
    sets.add(1, to: 5)
    #expect((0..<6).map { sets.root($0) } == [0, 5, 2, 5, 5, 5])
    #expect(sets.members() == [0: [0], 2: [2], 5: [1, 3, 4, 5]])
    // Once more changes nothing.
    sets.add(4, to: 5)
    #expect(sets.members().count == 3)
  }

  @Test("a chain of 100,000 members has one root")
  func longChain() {
    var sets = DisjointSets(count: 100_000)
    for index in 1..<100_000 { sets.add(index - 1, to: index) }
    #expect(sets.root(0) == 99_999 && sets.members().count == 1)
  }
}
