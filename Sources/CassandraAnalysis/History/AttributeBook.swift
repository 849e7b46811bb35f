// What a node's log says about the node itself: version, host id, address, settings. Each value that an
// attribute had is kept once, with its first place, so that a change between two starts can be seen.

import CassandraModel

/// Attributes of one node, from its log.
struct AttributeBook: Sendable, Codable {
  struct Value: Sendable, Codable {
    let value: String
    let at: LocalTime
    let source: SourceLocation
  }

  private(set) var values: [AttributeName: [Value]] = [:]
  /// A hostile log may change an attribute with every line.
  private static let limit = 50

  mutating func add(_ event: Event) {
    for (index, field) in event.fields.names.enumerated() {
      let text = event.fields.values[index].text
      if field.name == "settings" {
        settings(text, event)
      } else {
        add(AttributeName(field.name), text, event)
      }
    }
  }

  private mutating func add(_ name: AttributeName, _ text: String, _ event: Event) {
    let known = values[name] ?? []
    guard known.count < AttributeBook.limit, !known.contains(where: { $0.value == text }) else { return }
    values[name, default: []].append(Value(value: text, at: event.at, source: event.source))
  }

  /// `k=v; k=v`, where a value may hold `; ` itself only if what follows is not a name and `=`.
  private mutating func settings(_ text: String, _ event: Event) {
    for part in text.split(separator: "; ") {
      guard let equals = part.firstIndex(of: "=") else { continue }
      let name = String(part[..<equals])
      guard AttributeBook.kept.contains(name) else { continue }
      var value = String(part[part.index(after: equals)...])
      if value.hasSuffix("]"), !value.contains("[") { value.removeLast() }
      add(AttributeName("config_" + name), value, event)
    }
  }

  /// Settings that explain what compaction did. `null` means not set.
  private static let kept: Set<String> = [
    "cluster_name", "listen_address", "broadcast_address", "rpc_address", "disk_failure_policy",
    "commit_failure_policy", "concurrent_compactors", "compaction_throughput_mb_per_sec",
    "compaction_throughput", "tombstone_warn_threshold", "tombstone_failure_threshold",
    "min_free_space_per_drive_in_mb", "min_free_space_per_drive", "stream_throughput_outbound",
    "stream_throughput_outbound_megabits_per_sec", "concurrent_validations",
  ]
}
