// All kinds of text other than Cassandra's log: the table of contents of what a capture may hold.

extension CaptureFormat {
  /// If a text matches two formats, the first in this order wins.
  static let all: [CaptureFormat] = [
    .heapDump, .crashReport, .compactionLog, .nodetool, .monitors, .exposition, .queryAnswer, .gcLog,
    .cassandraYAML, .javaOptions, .schema, .kernelLog, .influxLines, .grafanaCSV, .jmxText,
  ]
}
