// Streams that the monitors' scripts wrote: their files, and how well their decisions agree with the replay.
// Figures agree within 5 % or one second: the streams carry times in whole seconds.

import CassandraAnalysis
import CassandraModel

/// Counts of agreement between a replay and the script's own output.
public struct ReplayAgreement: Sendable, Hashable {
  /// Instants with a decision by both.
  public internal(set) var compared = 0
  /// Instants at which all figures and decisions agree.
  public internal(set) var agreed = 0

  mutating func add(_ isAgreed: Bool) {
    compared += 1
    if isAgreed { agreed += 1 }
  }

  /// Figures agree within this share of the recorded one.
  static let share = 0.05

  static func isNear(_ value: Double, _ recorded: Double, within distance: Double = 0) -> Bool {
    abs(value - recorded) <= max(distance, share * abs(recorded))
  }
}

extension NodeFindings {
  /// Files that the latency tracker wrote.
  var trackerStreams: [String] { texts(of: files(of: [.monitorTrackerSnapshot])) }

  /// Logs and results of the async poller.
  var pollerStreams: [String] { texts(of: files(of: [.monitorPoll, .monitorPollWarning])) }

  /// Logs of the triage: its decisions, without the counter.
  var triageLogs: [String] { texts(of: files(of: [.monitorTriage, .monitorTriageVerdict])) }

  /// Logs of the tombstone monitor.
  var tombstoneLogs: [String] { texts(of: files(of: [.monitorTombstoneRun, .monitorTombstoneAlert])) }

  /// All output of the tombstone monitor.
  var tombstoneStreams: Set<String> {
    Set(
      files(of: [
        .monitorTombstoneRun, .monitorTombstoneAlert, .monitorTombstonePayload, .monitorTombstoneState,
      ]))
  }

  /// Logs of the backlog resolver.
  var resolverLogs: [String] { texts(of: files(of: [.monitorResolverTarget, .monitorResolverRefused])) }

  /// Files with the collected answers of an endpoint: the input of the triage.
  var metricsStreams: [String] { texts(of: metricsFiles) }

  private var metricsFiles: [String] {
    var counts: [String: Int] = [:]
    for series in samples.all(of: .compactionBytesCompactedTotal) where series.key.labels["source"] == "jmx" {
      for point in samples.everyPoint(of: series) { counts[samples.source(of: point).file, default: 0] += 1 }
    }
    return counts.filter { $0.value > 1 }.keys.sorted()
  }

  /// Files that a script wrote: their content is not a capture of the node.
  var recordedStreams: Set<String> {
    Set(
      files(of: [
        .monitorTrackerSnapshot, .monitorPoll, .monitorPollWarning, .monitorTriage, .monitorTriageVerdict,
      ]))
  }

  /// The files of the text `name`, which rotation may have cut.
  func files(ofText name: String) -> Set<String> {
    let written = recordedStreams.union(tombstoneStreams).union(
      files(of: [.monitorResolverTarget, .monitorResolverRefused])
    )
    .union(metricsFiles)
    return written.filter { NodeFindings.isPart($0, of: name) }.union([name])
  }

  /// The texts of `files`: parts that rotation cut are one text, by the name of the newest.
  private func texts(of files: [String]) -> [String] {
    let names = Dictionary(grouping: files) { file in
      let name = RotatedName(file)
      return name.mayRotate ? name.stem : file
    }
    return names.map { $0.value.count == 1 ? $0.value[0] : $0.key }.sorted()
  }

  private static func isPart(_ file: String, of text: String) -> Bool {
    if file == text { return true }
    let name = RotatedName(file)
    return name.mayRotate && name.stem == text
  }

  /// The instant of a record: in UTC, or a wall-clock time converted with the node's zone.
  func instant(of occurrence: Occurrence) -> Instant? {
    switch occurrence.at {
    case .utc(let instant)?: instant
    case .local(let time)?: zone.rule?.instant(time)
    case nil: nil
    }
  }

  private func files(of names: [EventName]) -> [String] {
    Set(names.flatMap { monitors[$0].map(\.source.file) }).sorted()
  }

  /// Records of this kind that a script wrote into the text `text`, in order of lines.
  func recorded(_ name: EventName, in text: String) -> [Occurrence] {
    monitors[name].filter { NodeFindings.isPart($0.source.file, of: text) }
      .sorted { $0.source.positionInText < $1.source.positionInText }
  }
}

extension Occurrence {
  /// The instant, if it is known in UTC.
  var instant: Instant? { if case .utc(let instant)? = at { instant } else { nil } }

  /// The number in a field.
  func number(_ name: String) -> Double? {
    switch fields[FieldName(name)] {
    case .integer(let value)?: Double(value)
    case .decimal(let value)?: value
    default: nil
    }
  }

  /// The text or the id in a field.
  func word(_ name: String) -> String? {
    switch fields[FieldName(name)] {
    case .text(let text)?: text
    case .uuid(let id)?: id.description
    default: nil
    }
  }
}
