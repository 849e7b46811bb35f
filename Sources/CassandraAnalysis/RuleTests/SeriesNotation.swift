// Series in the notation of promtool's rule tests:
//
//   0 10x20 _x5 5+1x10 1-2x4 stale
//
//   5        one value                       5
//   10x3     a value and three more of it    10 10 10 10
//   5+1x3    three steps up from a value     5 6 7 8
//   5-1x3    three steps down                5 4 3 2
//   _  _x3   no sample; three times none
//   stale    Prometheus ends a series at this sample; here it is a missing sample

/// The values of a series at a fixed interval; nil where there is no sample.
package enum SeriesNotation {
  /// An upper bound for any test: 500 days of one value a minute.
  package static let limit = 720_000

  package enum Failure: Error, Hashable {
    /// A word in none of the forms above.
    case form(String)
    /// More values than the limit.
    case length
  }

  /// The values of `text`.
  package static func values(_ text: String) throws(Failure) -> [Double?] {
    var values: [Double?] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      guard let part = Part(word) else { throw .form(String(word)) }
      // `_x3` is three missing samples; `5x3` is 5 and three more.
      let count = part.first == nil ? part.steps : part.steps + 1
      guard count <= limit - values.count else { throw .length }
      for step in 0..<count { values.append(part.first.map { $0 + Double(step) * part.step }) }
    }
    return values
  }

  /// One word of the notation.
  private struct Part {
    var first: Double?
    var step = 0.0
    var steps = 0

    init?(_ word: Substring) {
      if word == "stale" || word == "_" {
        steps = 1
        return
      }
      var head = word
      if let x = word.lastIndex(of: "x") {
        guard let count = Int(word[word.index(after: x)...]), (0...SeriesNotation.limit).contains(count)
        else {
          return nil
        }
        steps = count
        head = word[..<x]
      }
      if head == "_" {
        if !word.contains("x") { steps = 1 }
        return
      }
      // The sign between value and step neither begins the word nor belongs to an exponent.
      var sign: Substring.Index?
      for index in head.indices.dropFirst() where head[index] == "+" || head[index] == "-" {
        let before = head[head.index(before: index)]
        if before != "e", before != "E" {
          sign = index
          break
        }
      }
      if let sign {
        guard let value = Part.number(head[..<sign]),
          let step = Part.number(head[head.index(after: sign)...]), word != head
        else { return nil }
        first = value
        self.step = head[sign] == "-" ? -step : step
      } else {
        guard let value = Part.number(head) else { return nil }
        first = value
      }
    }

    private static func number(_ text: Substring) -> Double? {
      guard let value = Double(text), value.isFinite else { return nil }
      return value
    }
  }
}
