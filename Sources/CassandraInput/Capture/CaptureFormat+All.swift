// Every kind of text that is no log of Cassandra: the table of contents of what captures may hold.

extension CaptureFormat {
  /// The order decides where a text could be two.
  static let all: [CaptureFormat] = [
    .heapDump, .crashReport, .compactionLog, .nodetool, .monitors, .exposition, .queryAnswer, .gcLog,
    .cassandraYAML, .javaOptions, .schema, .kernelLog, .influxLines, .grafanaCSV, .jmxText,
  ]
}
