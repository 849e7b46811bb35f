// Free space of a directory's volume over time, by df and exporters.

import CassandraModel

extension SampleStore {
  /// Free bytes of the volume that holds `directory`: of several mount points the innermost; nil when not in
  /// the capture.
  func freeSpace(of directory: String) -> SampleSeries? {
    volume(of: directory, .diskFreeBytes)
  }

  /// Used bytes of the same volume.
  func usedSpace(of directory: String) -> SampleSeries? { volume(of: directory, .diskUsedBytes) }

  private func volume(of directory: String, _ metric: MetricName) -> SampleSeries? {
    let length = { (series: SampleSeries) in series.key.labels["mount"]?.utf8.count ?? 0 }
    return all(of: metric).filter { series in
      guard let mount = series.key.labels["mount"] else { return false }
      return directory == mount || mount == "/" || directory.hasPrefix(mount + "/")
    }.max { length($0) < length($1) }
  }

  /// `Outcome.Evidence` for a point of this store.
  func evidence(_ point: SamplePoint) -> Outcome.Evidence {
    Outcome.Evidence(at: .utc(point.at), source: source(of: point))
  }

  /// The first sample after `moment` from which on `needed` bytes stayed free; nil where the last one has
  /// less.
  func freed(_ needed: Int64, on directory: String, after moment: Moment) -> Outcome.Evidence? {
    guard moment.isUTC, let points = freeSpace(of: directory)?.points else { return nil }
    let later = points.drop { $0.at.milliseconds <= moment.sortKey }
    guard let short = later.lastIndex(where: { $0.value < Double(needed) }) else {
      return later.first.map(evidence)
    }
    return later[(short + 1)...].first.map(evidence)
  }

  /// The first sample after `moment` with less than `needed` bytes, if the last one has less, too.
  func short(of needed: Int64, on directory: String, after moment: Moment) -> Outcome.Evidence? {
    guard moment.isUTC, let points = freeSpace(of: directory)?.points, let last = points.last,
      last.value < Double(needed)
    else { return nil }
    return points.first { $0.at.milliseconds > moment.sortKey && $0.value < Double(needed) }.map(evidence)
  }
}
