// Node against node: settings that differ between nodes of one capture, and settings of a file that differ
// from those of the running process. A single node is not compared.

public import CassandraModel

/// A setting that differs between nodes.
public struct SettingDifference: Sendable, Hashable {
  /// The kind of value that differs.
  public enum Kind: String, Sendable, Hashable {
    /// The nodes have different values.
    case nodes = "between nodes"
    /// The file has another value than the running process.
    case file = "file and process"
  }

  /// The kind of value that differs.
  public let kind: Kind
  /// The setting: `config_num_tokens`, `version`, `jvm_heap_max`, `schema`.
  public let name: String
  /// Nodes that have the value.
  public let nodes: [NodeID]
  /// The value.
  public let value: String
  /// The value of most other nodes, or of the file.
  public let usual: String
  /// File and line of the value.
  public let source: SourceLocation
}

extension Findings {
  /// Settings that differ, in order of name, then of value.
  public var settingDifferences: [SettingDifference] {
    (SettingDifference.betweenNodes(nodes) + nodes.flatMap(SettingDifference.againstFile)
      + SettingDifference.schemas(nodes))
      .sorted { a, b in
        if a.kind != b.kind { return a.kind == .nodes }
        return a.name != b.name ? a.name < b.name : a.value < b.value
      }
  }
}

extension SettingDifference {
  /// Attributes that differ on every node by design.
  private static let own: Set<String> = [
    "address", "host_id", "host_name", "rack", "dc", "generation", "arguments", "nic", "utc_offset",
    "data_directory", "decommissioning", "decommission_failed", "bootstrap_state", "bootstrap_failed",
    "gossip_active", "native_transport_active", "thrift_active", "operation_mode", "logging_level",
    "heap_bytes",
  ]
  private static let ownParts = ["address", "interface", "seeds", "initial_token", "rack", "hostname"]

  private static func isOwn(_ name: String) -> Bool {
    own.contains(name) || ownParts.contains { name.contains($0) }
  }

  private struct Value {
    let node: NodeID
    let text: String
    let source: SourceLocation
  }

  fileprivate static func betweenNodes(_ nodes: [NodeFindings]) -> [SettingDifference] {
    guard nodes.count > 1 else { return [] }
    var byName: [String: [Value]] = [:]
    for node in nodes {
      for (name, values) in node.attributes where !isOwn(name.name) {
        guard let last = values.filter({ $0.value != "null" && !$0.value.isEmpty }).last else { continue }
        byName[name.name, default: []].append(
          Value(node: node.node, text: plain(last.value), source: last.source))
      }
    }
    return byName.flatMap { name, values in differences(name, values) }
  }

  /// `64.0MiB/s` is `64MiB/s`.
  private static func plain(_ text: String) -> String {
    guard let point = text.firstIndex(of: "."), text[..<point].allSatisfy(\.isNumber),
      point != text.startIndex
    else { return text }
    let rest = text[text.index(after: point)...].drop { $0 == "0" }
    return rest.first?.isNumber ?? false ? text : String(text[..<point]) + rest
  }

  private static func differences(_ name: String, _ values: [Value]) -> [SettingDifference] {
    let groups = Dictionary(grouping: values, by: \.text)
    guard groups.count > 1 else { return [] }
    // Where every node has its own value, there is no usual one; with two nodes either value serves as the
    // usual one.
    guard groups.count < values.count || values.count == 2 else { return [] }
    let usual = groups.max { a, b in
      a.value.count != b.value.count ? a.value.count < b.value.count : a.key > b.key
    }
    guard let usual else { return [] }
    return groups.filter { $0.key != usual.key }.compactMap { text, values in
      guard let first = values.min(by: { $0.source < $1.source }) else { return nil }
      return SettingDifference(
        kind: .nodes, name: name, nodes: values.map(\.node).sorted(), value: text, usual: usual.key,
        source: first.source)
    }
  }

  /// Settings whose value in the file differs from the log or a getter.
  fileprivate static func againstFile(_ node: NodeFindings) -> [SettingDifference] {
    var found: [SettingDifference] = []
    for (name, values) in node.attributes where name.name.hasPrefix("config_") && !isOwn(name.name) {
      let known = values.filter { $0.value != "null" && !$0.value.isEmpty }
      guard let file = known.last(where: { $0.source.isConfiguration }),
        let running = known.last(where: { !$0.source.isConfiguration }),
        plain(file.value) != plain(running.value), !running.value.hasPrefix("<"), !file.value.hasPrefix("[")
      else { continue }
      found.append(
        SettingDifference(
          kind: .file, name: name.name, nodes: [node.node], value: running.value, usual: file.value,
          source: running.source))
    }
    for metric in [MetricName.compactionThroughputLimit, .concurrentCompactors, .streamThroughputLimit] {
      let points = node.samples[metric]?.points ?? []
      let isFile = { (point: SamplePoint) in node.samples.source(of: point).isConfiguration }
      guard let file = points.last(where: isFile), let running = points.last(where: { !isFile($0) }),
        abs(file.value - running.value) > 0.05 * max(file.value, running.value)
      else { continue }
      found.append(
        SettingDifference(
          kind: .file, name: metric.name, nodes: [node.node], value: number(running.value),
          usual: number(file.value), source: node.samples.source(of: running)))
    }
    return found
  }

  private static func number(_ value: Double) -> String {
    Int64(exactly: value.rounded()).map(String.init) ?? String(value)
  }

  /// Schema versions from gossip: nodes that are up and have another one than most.
  fileprivate static func schemas(_ nodes: [NodeFindings]) -> [SettingDifference] {
    var seen: [String: GossipEntry] = [:]
    for entry in nodes.flatMap(\.gossip)
    where entry.schema != nil && entry.status?.hasPrefix("NORMAL") ?? true {
      guard let known = seen[entry.address] else {
        seen[entry.address] = entry
        continue
      }
      if (entry.at?.milliseconds ?? .min) > (known.at?.milliseconds ?? .min) { seen[entry.address] = entry }
    }
    let values = seen.values.map {
      Value(node: NodeID($0.address), text: $0.schema ?? "", source: $0.source)
    }
    return differences("schema", values)
  }
}
