// Fewer points that draw the same picture: of each column of the picture the least and the greatest value stay, and
// so do the ends of every stretch.

import CassandraModel

/// Thins out lines.
enum Decimation {
  /// The most points of one line.
  static let pointLimit = 600

  /// With more stretches than this their ends are left to chance: there is no room for all of them.
  private static let stretchLimit = pointLimit / 8

  /// `line` with at most `limit` points; a line with fewer stays as it is. The extremes of the whole stay.
  static func thinned(_ line: Chart.Line, span: ClosedRange<Instant>, limit: Int = pointLimit) -> Chart.Line {
    let points = line.stretches.enumerated().flatMap { index, stretch in
      stretch.indices.map { (stretch: index, isEnd: $0 == 0 || $0 == stretch.count - 1, point: stretch[$0]) }
    }
    guard points.count > limit else { return line }
    let keepsEnds = line.stretches.count <= stretchLimit
    // Two points a column, and two for the ends of each stretch.
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
