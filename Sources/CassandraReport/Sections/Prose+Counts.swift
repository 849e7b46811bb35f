// Counts with their nouns, and lists within a sentence.

extension Prose.Interpolation {
  /// `1 failure`, `6 failures`; `plural` is for nouns whose plural is not formed with an s.
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
  /// Concatenated with `separator` between them.
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
  /// An identifier or value from the machine.
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
  /// With a capital first letter if it begins with a word.
  var capitalized: Prose {
    let shown = runs.drop { $0 == .plain("") }
    guard case .plain(let text)? = shown.first else { return self }
    return Prose([.plain(text.prefix(1).uppercased() + text.dropFirst())] + shown.dropFirst())
  }
}
