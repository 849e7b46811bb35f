// Paths with wildcards, for manifests.

/// A path in which `*` and `?` match characters of one name, and `**` any number of folders. Archives are
/// folders. A match of a folder is a match of all files in it.
struct GlobPattern: Hashable {
  private let parts: [[UInt8]]

  /// Any text is a pattern.
  init(_ text: String) { parts = GlobPattern.parts(of: text) }

  /// The folders of `path` and its file; a member follows its archive.
  static func parts(of path: String) -> [[UInt8]] {
    path.utf8.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "!") }.map { Array($0) }
  }

  /// The components before the first wildcard: a matching path begins with them.
  var literalParts: ArraySlice<[UInt8]> {
    parts.prefix { !$0.contains(UInt8(ascii: "*")) && !$0.contains(UInt8(ascii: "?")) }
  }

  /// True if the components of a path, or of a folder around it, match. Takes time in proportion to the two
  /// lengths, whatever the wildcards.
  func matches(_ path: [[UInt8]]) -> Bool {
    var states: Set = [0]
    for name in path {
      states = closure(states)
      if states.contains(parts.count) { return true }
      var next: Set<Int> = []
      for state in states {
        if parts[state].elementsEqual("**".utf8) { next.insert(state) }
        if GlobPattern.matches(parts[state], name) { next.insert(state + 1) }
      }
      states = next
    }
    return closure(states).contains(parts.count)
  }

  /// Adds the states after each `**`, which also matches no folder.
  private func closure(_ states: Set<Int>) -> Set<Int> {
    var all = states
    for state in states.sorted() {
      var next = state
      while next < parts.count, parts[next].elementsEqual("**".utf8) {
        next += 1
        all.insert(next)
      }
    }
    return all
  }

  /// Matches one name. On a mismatch the last `*` takes one more character: no other choice can do better.
  private static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
    var (p, n) = (0, 0)
    var star: (p: Int, n: Int)?
    while n < name.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        star = (p, n)
        p += 1
      } else if p < pattern.count, pattern[p] == name[n] || pattern[p] == UInt8(ascii: "?") {
        p += 1
        n += 1
      } else if let last = star {
        star = (last.p, last.n + 1)
        p = last.p + 1
        n = last.n + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
