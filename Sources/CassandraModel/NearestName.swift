// Suggestions for mistyped names.

/// Finds the known name with the fewest differences.
package enum NearestName {
  /// Longer than every known name; bounds the work on a long input.
  private static let lengthLimit = 80

  /// The first of the `names` with the smallest edit distance from `typed`; nil if that distance is too large
  /// for a typing error.
  package static func of(_ typed: String, among names: [String]) -> String? {
    guard typed.utf8.count <= lengthLimit else { return nil }
    let ranked = names.map { (name: $0, edits: edits(from: Array(typed.lowercased()), to: Array($0))) }
    guard let nearest = ranked.min(by: { $0.edits < $1.edits }) else { return nil }
    return nearest.edits <= max(1, nearest.name.count / 3) ? nearest.name : nil
  }

  /// Edit distance: letters to insert, remove or replace (Levenshtein), one row of the table at a time.
  private static func edits(from typed: [Character], to name: [Character]) -> Int {
    var row = Array(0...name.count)
    for (i, letter) in typed.enumerated() {
      var diagonal = i
      row[0] = i + 1
      for (j, other) in name.enumerated() {
        let replaced = diagonal + (letter == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[name.count]
  }
}
