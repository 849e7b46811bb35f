// Sets of indices that grow together: signs of one incident, nodes of one page. Each set is known by its root.

struct DisjointSets {
  private var parents: [Int]

  /// Each of `count` indices in a set of its own.
  init(count: Int) { parents = Array(0..<count) }

  /// The root of the set with `index`. Shortens the path to it, so that long chains stay cheap.
  mutating func root(_ index: Int) -> Int {
    var at = index
    while parents[at] != at {
      parents[at] = parents[parents[at]]
      at = parents[at]
    }
    return at
  }

  /// Adds the set with `member` to the set with `other`, whose root stays.
  mutating func add(_ member: Int, to other: Int) { parents[root(member)] = root(other) }

  /// The members of each set, by its root, in ascending order.
  mutating func members() -> [Int: [Int]] {
    var all: [Int: [Int]] = [:]
    for index in parents.indices { all[root(index), default: []].append(index) }
    return all
  }
}
