// Attributes of a node from its log: version, host id, address, settings. Each value that an attribute had is
// kept once, with its first place; of settings each change, also back to an earlier value.

import CassandraModel

/// Attributes of one node, from its log.
struct AttributeBook: Sendable {
  struct Value: Sendable {
    let value: String
    let at: LocalTime
    let source: SourceLocation
  }

  private(set) var values: [AttributeName: [Value]] = [:]
  /// Limit for a hostile log that changes an attribute with every line.
  private static let limit = 50

  mutating func add(_ event: Event) {
    for (index, field) in event.fields.names.enumerated() {
      let text = event.fields.values[index].text
      if field.name == "settings" {
        settings(text, event)
      } else if field.name == "version" {
        add(.version, CassandraVersion.text(ofRelease: text), event)
      } else if field.name == "dse_version" {
        add(.version, CassandraVersion.textOfDSE(text), event)
      } else {
        add(AttributeName(field.name), text, event)
      }
    }
  }

  private mutating func add(_ name: AttributeName, _ text: String, _ event: Event) {
    let known = values[name] ?? []
    // A setting that is reverted changes twice; the attributes of a node's identity may be logged in turns.
    let isSetting = name == AttributeName("heap_max_bytes") || name.name.hasPrefix("config_")
    let isKnown = isSetting ? known.last?.value == text : known.contains { $0.value == text }
    guard known.count < AttributeBook.limit, !isKnown else { return }
    if name == .version, known.contains(where: { CassandraVersion.isVaguer(text, than: $0.value) }) { return }
    values[name, default: []].append(Value(value: text, at: event.at, source: event.source))
  }

  /// `k=v; k=v`, where a value may hold `; ` itself only if no name and `=` follow. A start prints some
  /// hundred settings, so they are parsed as bytes, and only those that are kept become text.
  private mutating func settings(_ text: String, _ event: Event) {
    let bytes = text.utf8Span.span
    var start = 0
    while start < bytes.count {
      var end = start
      var equals: Int?
      while end < bytes.count, !bytes.isBreak(at: end) {
        if equals == nil, bytes[end] == UInt8(ascii: "=") { equals = end }
        end += 1
      }
      if let equals, let name = AttributeBook.kept.first(where: { bytes.equals($0, in: start..<equals) }) {
        var value = bytes.text(in: (equals + 1)..<end)
        if value.hasSuffix("]"), !value.contains("[") { value.removeLast() }
        add(AttributeName("config_" + name), value, event)
      }
      start = end + 2
    }
  }

  /// Settings that explain the work of compactions. `null` means not set.
  private static let kept = [
    "cluster_name", "listen_address", "broadcast_address", "rpc_address", "disk_failure_policy",
    "commit_failure_policy", "concurrent_compactors", "compaction_throughput_mb_per_sec",
    "compaction_throughput", "tombstone_warn_threshold", "tombstone_failure_threshold",
    "min_free_space_per_drive_in_mb", "min_free_space_per_drive", "stream_throughput_outbound",
    "stream_throughput_outbound_megabits_per_sec", "concurrent_validations",
  ]
}

/// Releases that frames of traces name: `[apache-cassandra-3.11.0.jar:3.11.0]`.
struct StatedReleases: Sendable {
  private(set) var values: [AttributeBook.Value] = []
  private static let limit = 8

  mutating func add(_ release: String, _ event: Event) {
    let text = CassandraVersion.text(ofRelease: release)
    guard values.count < Self.limit, !values.contains(where: { $0.value == text }) else { return }
    values.append(AttributeBook.Value(value: text, at: event.at, source: event.source))
  }
}

extension Span<UInt8> {
  /// True where one setting ends and the next begins, `; `.
  fileprivate func isBreak(at index: Int) -> Bool {
    self[index] == UInt8(ascii: ";") && index + 1 < count && self[index + 1] == UInt8(ascii: " ")
  }

  fileprivate func equals(_ text: String, in range: Range<Int>) -> Bool {
    let other = text.utf8Span.span
    guard other.count == range.count else { return false }
    for index in 0..<other.count where self[range.lowerBound + index] != other[index] { return false }
    return true
  }

  fileprivate func text(in range: Range<Int>) -> String {
    guard let utf8 = try? UTF8Span(validating: extracting(range)) else { return "" }
    return String(copying: utf8)
  }
}
