// Reduces the points of a line without changing the picture: keeps the minimum and the maximum of each pixel
// column and the ends of every stretch.

import CassandraModel

enum Decimation {
  static let pointLimit = 600

  /// With more stretches, the limit leaves no room for all their ends.
  private static let stretchLimit = pointLimit / 8

  /// `line` with at most `limit` points; a shorter line is unchanged. The extremes of the whole line are
  /// kept.
  static func thinned(_ line: Chart.Line, span: ClosedRange<Instant>, limit: Int = pointLimit) -> Chart.Line {
    let points = line.stretches.enumerated().flatMap { index, stretch in
      stretch.indices.map { (stretch: index, isEnd: $0 == 0 || $0 == stretch.count - 1, point: stretch[$0]) }
    }
    guard points.count > limit else { return line }
    let keepsEnds = line.stretches.count <= stretchLimit
    // Two points for each column, and two for the ends of each stretch.
    let columns = max(2, (limit - (keepsEnds ? 2 * line.stretches.count : 0)) / 2)
    let width = Double(max(1, span.upperBound.milliseconds - span.lowerBound.milliseconds))
    let column = { (at: Instant) -> Int in
      let offset = Double(at.milliseconds) - Double(span.lowerBound.milliseconds)
      return Int(min(max(0, offset / width), 1) * Double(columns - 1))
    }
    var stretches = [[Chart.Point]](repeating: [], count: line.stretches.count)
    var start = 0
    while start < points.count {
      let number = column(points[start].point.at)
      let end = points[start...].firstIndex { column($0.point.at) != number } ?? points.count
      let range = start..<end
      var picks = Set(keepsEnds ? range.filter { points[$0].isEnd } : [])
      if let least = range.min(by: { points[$0].point.value < points[$1].point.value }) {
        picks.insert(least)
      }
      if let most = range.max(by: { points[$0].point.value < points[$1].point.value }) { picks.insert(most) }
      for pick in picks.sorted() { stretches[points[pick].stretch].append(points[pick].point) }
      start = end
    }
    return Chart.Line(name: line.name, stretches: stretches, isStepped: line.isStepped)
  }
}
