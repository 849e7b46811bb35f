// Counts with their nouns, and lists as a sentence has them.

extension Prose.Interpolation {
  /// `1 failure`, `6 failures`; a plural that is not formed with an s is given.
  mutating func appendInterpolation(_ count: Int, _ noun: String, _ plural: String? = nil) {
    appendInterpolation(count)
    appendLiteral(" " + (count == 1 ? noun : plural ?? noun + "s"))
  }
}

extension [Prose] {
  /// `a`, `a and b`, `a, b and c`.
  var listed: Prose {
    guard let last, count > 1 else { return first ?? "" }
    return "\(dropLast().joined(by: ", ")) and \(last)"
  }

  /// `a`, `a and b`, `a, b and 12 more`: at most `limit` of them.
  func listed(atMost limit: Int) -> Prose {
    guard count > limit else { return listed }
    return (prefix(limit) + ["\(count - limit) more"]).listed
  }
}

extension Sequence<Prose> {
  /// One after the other, with `separator` between them.
  func joined(by separator: String) -> Prose {
    var runs: [Prose.Run] = []
    for prose in self {
      if !runs.isEmpty { runs.append(.plain(separator)) }
      runs += prose.runs
    }
    return Prose(runs)
  }
}

extension Prose {
  /// A name or a value of a machine.
  static func code(_ text: String) -> Prose { Prose([.value(.code(text))]) }
}

extension [Prose] {
  /// `a; b; c; and 12 more`: for parts that have commas in them.
  func listedWithSemicolons(atMost limit: Int) -> Prose {
    let shown: Prose = prefix(limit).joined(by: "; ")
    return count > limit ? "\(shown); and \(count - limit) more" : shown
  }
}

extension Prose {
  /// The same with a capital at the beginning, if that is a word.
  var capitalized: Prose {
    guard case .plain(let text)? = runs.first else { return self }
    return Prose([.plain(text.prefix(1).uppercased() + text.dropFirst())] + runs.dropFirst())
  }
}
