// Responses of Jolokia, and the table of MBeans.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Jolokia")
struct JolokiaTests {
  private static let metrics = "org.apache.cassandra.metrics:"

  private func reply(_ request: String, _ rest: String) -> String {
    #"{"request": {"type": "read", \#(request)}, \#(rest)}"#
  }

  @Test func oneAttributeIsOneSample() throws {
    let reading = try TextReading(
      reply(
        #""mbean": "org.apache.cassandra.metrics:type=Compaction,name=PendingTasks", "attribute": "Value""#,
        #""value": 9, "timestamp": 1795237804, "status": 200"#))
    #expect(reading.format == "Jolokia")
    let sample = try #require(reading.recorder.samples.first)
    #expect(sample.metric == .compactionPendingTasks)
    #expect(sample.value == 9)
    #expect(sample.at == Instant(milliseconds: 1_795_237_804_000))
    #expect(reading.recorder.polls.map(\.command) == ["jolokia"])
  }

  /// Properties of names come in any order; a bulk of single reads is an array.
  @Test func aBulkIsReadReplyByReply() throws {
    let text =
      "["
      + [
        reply(
          #""mbean": "org.apache.cassandra.metrics:name=BytesCompacted,type=Compaction""#,
          #""value": {"Count": 84203613}, "timestamp": 1795237804, "status": 200"#),
        reply(
          #""mbean": "org.apache.cassandra.metrics:name=ActiveTasks,path=internal,scope=CompactionExecutor,type=ThreadPools", "attribute": ["Value"]"#,
          #""value": {"Value": 2}, "timestamp": 1795237804, "status": 200"#),
        reply(
          #""mbean": "java.lang:type=Memory", "attribute": "HeapMemoryUsage""#,
          #""value": {"init": 1, "committed": 2, "max": 1000, "used": 600}, "timestamp": 1795237804, "status": 200"#
        ),
        reply(
          #""mbean": "java.lang:type=Memory", "attribute": "HeapMemoryUsage", "path": "used""#,
          #""value": 700, "timestamp": 1795237805, "status": 200"#),
        reply(
          #""mbean": "org.apache.cassandra.metrics:type=Compaction,name=PendingTasksByTableName", "attribute": "Value""#,
          #""value": {"shop": {"orders": 7, "cart": 2}}, "timestamp": 1795237804, "status": 200"#),
        reply(
          #""mbean": "org.apache.cassandra.metrics:type=Nothing,name=Such", "attribute": "Value""#,
          #""error_type": "javax.management.InstanceNotFoundException", "error": "no such MBean", "status": 404"#
        ),
      ].joined(separator: ",\n") + "]"
    let reading = try TextReading(text)
    let values = reading.recorder.samples.map { sample in
      sample.metric.name + sample.labels.pairs.map { " " + $0.name + "=" + $0.value }.joined()
        + " \(Int64(sample.value))"
    }
    #expect(
      values == [
        "compaction_bytes_compacted_total source=jmx 84203613", "pool_active pool=CompactionExecutor 2",
        "heap_max_bytes 1000", "heap_used_bytes 600", "heap_used_bytes 700",
        "compaction_pending_tasks keyspace=shop table=orders 7",
        "compaction_pending_tasks keyspace=shop table=cart 2",
      ])
    #expect(reading.recorder.polls.count == 6)
    #expect(reading.recorder.polls.last?.failure == "status 404: no such MBean")
    #expect(reading.counts.known == 6)
  }

  @Test func aPatternAnswersByMBean() throws {
    let reading = try TextReading(
      reply(
        #""mbean": "org.apache.cassandra.metrics:type=Table,keyspace=*,scope=*,name=LiveSSTableCount", "attribute": "Value""#,
        #"""
        "value": {
          "org.apache.cassandra.metrics:keyspace=shop,name=LiveSSTableCount,scope=orders,type=Table": {"Value": 12},
          "org.apache.cassandra.metrics:keyspace=shop,name=LiveSSTableCount,scope=cart,type=Table": {"Value": 3},
          "org.apache.cassandra.metrics:name=Latency,scope=CASRead,type=ClientRequest":
            {"Count": 0, "99thPercentile": 1500.0, "50thPercentile": 0.0, "Mean": null}
        }, "timestamp": 1795237804, "status": 200
        """#))
    #expect(
      reading.recorder.samples.map(\.metric) == [.tableSSTables, .tableSSTables, .requestLatencySeconds])
    #expect(reading.recorder.samples.map(\.value) == [12, 3, 0.0015])
    #expect(
      reading.recorder.samples.dropFirst().map(\.labels) == [
        Labels([("keyspace", "shop"), ("table", "cart")]),
        Labels([("quantile", "0.99"), ("request", "cas_read")]),
      ])
  }

  @Test func noAttributeStandsTwiceInTheTable() {
    let keys = MBeanMetric.all.map { $0.type + " " + $0.name + " \($0.attribute)" }
    #expect(Set(keys).count == keys.count)
    #expect(MBeanMetric.all.allSatisfy { $0.scale > 0 })
  }

  @Test(arguments: [
    ("org.apache.cassandra.metrics:type=Table,keyspace=a,scope=b,name=ReadLatency", true),
    ("com.example:type=Compaction,name=PendingTasks", false), ("no name at all", false),
    ("org.apache.cassandra.metrics:type", false),
  ])
  func namesAreTakenApart(_ text: String, _ isName: Bool) {
    #expect((MBeanName(text) != nil) == isName)
  }
}
