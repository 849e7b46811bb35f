// cassandra.yaml, as people write it or as JSON, which is YAML, too. Names and units changed in 4.1
// (CASSANDRA-15234): `compaction_throughput_mb_per_sec: 16` became `compaction_throughput: 64MiB/s`, and the old
// spelling still works. Every setting at the margin is an attribute as it stands; the limits that rules need are
// samples in one unit. What is set in the file need not be what the node runs with: a getter says that.

import CassandraModel

extension CaptureFormat {
  static let cassandraYAML = CaptureFormat(
    name: "cassandra.yaml",
    recognises: { head, file in isCassandraYAML(head) },
    makeReader: { file, time in
      WholeTextReader("cassandra.yaml", file: file, time: time, read: readCassandraYAML)
    })
}

/// Settings that every version has and nothing else does. Two of them make a text cassandra.yaml.
private let witnesses: Set<String> = [
  "cluster_name", "num_tokens", "partitioner", "seed_provider", "endpoint_snitch", "data_file_directories",
  "commitlog_directory", "commitlog_sync", "disk_failure_policy", "commit_failure_policy",
  "concurrent_compactors",
  "listen_address", "rpc_address", "native_transport_port", "storage_port", "hinted_handoff_enabled",
]

private func isCassandraYAML(_ head: Span<UInt8>) -> Bool {
  var found = 0
  var start = 0
  while start < head.count, found < 2 {
    let end = head.firstIndex(of: UInt8(ascii: "\n"), in: start..<head.count) ?? head.count
    var line = head.trimmed(start..<end)
    // As JSON a setting stands in quotation marks, and perhaps behind the brace.
    if head.hasPrefix("{", in: line) { line = head.trimmed((line.lowerBound + 1)..<line.upperBound) }
    let isQuoted = head.hasPrefix("\"", in: line)
    let indent = line.lowerBound - start
    if let colon = head.firstIndex(of: UInt8(ascii: ":"), in: line), indent == 0 || isQuoted {
      let name =
        isQuoted
        ? (line.lowerBound + 1)..<max(
          line.lowerBound + 1, head.trimmed(line.lowerBound..<colon).upperBound - 1)
        : line.lowerBound..<colon
      if witnesses.contains(head.text(in: name)) { found += 1 }
    }
    start = end + 1
  }
  return found >= 2
}

/// What a setting limits, and what its number means when it has no unit: the old spelling.
private let limits: [String: (metric: MetricName, bytesPerSecond: Double)] = [
  "compaction_throughput_mb_per_sec": (.compactionThroughputLimit, 1_048_576),
  "compaction_throughput": (.compactionThroughputLimit, 1_048_576),
  "stream_throughput_outbound_megabits_per_sec": (.streamThroughputLimit, 125_000),
  "stream_throughput_outbound": (.streamThroughputLimit, 1_048_576),
  "inter_dc_stream_throughput_outbound_megabits_per_sec": (.interDCStreamThroughputLimit, 125_000),
  "inter_dc_stream_throughput_outbound": (.interDCStreamThroughputLimit, 1_048_576),
  "entire_sstable_stream_throughput_outbound": (.entireSSTableStreamThroughputLimit, 1_048_576),
]

private func readCassandraYAML(_ text: CommandOutput, _ reading: inout OutputReading) {
  let span = text.text.span
  for i in reading.fates.indices { reading.markUnlessBlank(i, .decoration) }
  do throws(DocumentError) {
    try text.visitLeaves { leaf in
      reading.mark(leaf.line, .known)
      guard let name = leaf.key(0) else { return true }
      let value = leaf.value.string(span)
      if name == "data_file_directories" || name == "local_system_data_file_directory" {
        reading.attribute(.dataDirectory, value, line: leaf.line)
      }
      // What is below a setting is its own world, and may hold passwords.
      guard leaf.path.count == 1, !name.contains("password") else { return true }
      reading.attribute(AttributeName("config_" + name), value, line: leaf.line)
      if name == "concurrent_compactors" {
        reading.sample(.concurrentCompactors, .none, span.decimal(in: leaf.value.range), line: leaf.line)
      } else if let limit = limits[name] {
        let rate = span.dataRate(in: leaf.value.range, plain: limit.bytesPerSecond)
        if rate == nil {
          reading.report(.configurationValue, ["name": name, "value": value], line: leaf.line)
        }
        reading.sample(limit.metric, .none, rate, line: leaf.line)
      }
      return true
    }
  } catch {
    for i in reading.fates.indices.dropFirst(error.line) where reading.fates[i] == .decoration {
      reading.mark(i, .unparsed)
    }
    reading.failure = error.reason
  }
}

extension Span<UInt8> {
  /// Bytes a second from `64MiB/s`, `200Mib/s` is none; a number without a unit is `plain` bytes a second each. nil
  /// for anything else. Source: DataRateSpec.java, 4.1 to 6.0: B/s, KiB/s and MiB/s are all there is.
  fileprivate func dataRate(in range: Range<Int>, plain: Double) -> Double? {
    if let number = decimal(in: range) { return number * plain }
    guard hasSuffix("/s", in: range) else { return nil }
    return bytes(in: trimmed(range.lowerBound..<(range.upperBound - 2)))
  }
}

extension DiagnosticCode {
  /// A setting whose value has no form that is known.
  static let configurationValue = DiagnosticCode(
    "configuration.value", .warning, "The value “{value}” of {name} is not understood and was left out.")
}
