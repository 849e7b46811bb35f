// cassandra.yaml, in YAML or in its subset JSON. Names and units changed in 4.1 (CASSANDRA-15234):
// `compaction_throughput_mb_per_sec: 16` became `compaction_throughput: 64MiB/s`, and the old spelling still
// works. Every top-level setting is an attribute with its original text; the limits that rules need are
// samples in one unit. The running node may use other values than the file: a nodetool getter gives them.

import CassandraModel

extension CaptureFormat {
  static let cassandraYAML = CaptureFormat(
    name: "cassandra.yaml",
    recognises: { head, file in isCassandraYAML(head) },
    makeReader: { file, time in
      WholeTextReader("cassandra.yaml", file: file, time: time, read: readCassandraYAML)
    })
}

/// Settings that every version has and no other file has. Two of them identify cassandra.yaml.
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
    // In JSON a setting is quoted, and may follow the opening brace.
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

/// The metric that a setting limits, and the unit of a plain number: the old spelling.
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
      // Nested settings are skipped: they are unrelated and may hold passwords.
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
  /// Bytes a second from `64MiB/s`, but not from `200Mib/s`; a number without a unit counts `plain` bytes a
  /// second each. nil for any other text. Source: DataRateSpec.java, 4.1 to 6.0: the only units are B/s,
  /// KiB/s and MiB/s.
  fileprivate func dataRate(in range: Range<Int>, plain: Double) -> Double? {
    if let number = decimal(in: range) { return number * plain }
    guard hasSuffix("/s", in: range) else { return nil }
    return bytes(in: trimmed(range.lowerBound..<(range.upperBound - 2)))
  }
}

extension DiagnosticCode {
  /// A setting whose value has an unknown form.
  static let configurationValue = DiagnosticCode(
    "configuration.value", .warning, "The value “{value}” of {name} is not understood and was left out.")
}
