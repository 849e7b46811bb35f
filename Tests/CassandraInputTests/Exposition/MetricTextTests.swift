// Metrics in formats other than Prometheus': JMX clients, Telegraf, Grafana, HTTP services of a node.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Texts of metrics")
struct MetricTextTests {
  private func values(_ reading: TextReading, _ metric: MetricName) -> [String] {
    reading.recorder.samples.filter { $0.metric == metric }.map { sample in
      let labels = sample.labels.pairs.map { $0.name + "=" + $0.value }.joined(separator: ",")
      return (sample.at?.iso8601 ?? "-") + " " + labels + " " + String(sample.value)
    }
  }

  @Test("jmxterm prints attributes below their MBean")
  func jmxterm() throws {
    let reading = try TextReading(
      """
      $>get -b org.apache.cassandra.metrics:type=Compaction,name=PendingTasks Value
      #mbean = org.apache.cassandra.metrics:name=PendingTasks,type=Compaction:
      Value = 12;

      #mbean = java.lang:type=Memory:
      HeapMemoryUsage = {
        committed = 8589934592;
        used = 4294967296;
       };
      """)
    #expect(reading.kind == "JMX text")
    #expect(values(reading, .compactionPendingTasks) == ["-  12.0"])
    #expect(values(reading, .heapUsedBytes) == ["-  4294967296.0"])
    #expect(reading.recorder.polls.map(\.failure) == [nil])
  }

  @Test("mxdump is read although it is no JSON where a histogram is empty")
  func mxdump() throws {
    let reading = try TextReading(
      """
      {
        "beans" : [ {
          "name" : "org.apache.cassandra.metrics:type=Table,keyspace=shop,scope=orders,name=LiveSSTableCount",
          "modelerType" : "org.apache.cassandra.metrics.CassandraMetricsRegistry$JmxGauge",
          "Value" : 14
        }, {
          "name" : "org.apache.cassandra.metrics:type=Keyspace,keyspace=shop,name=PartitionsValidated",
          "modelerType" : "org.apache.cassandra.metrics.CassandraMetricsRegistry$JmxHistogram",
          "Mean" : NaN,
          "RecentValues" : [ 0, 0, 0 ],
          "Count" : 0
        } ]
      }
      """)
    #expect(values(reading, .tableSSTables) == ["- keyspace=shop,table=orders 14.0"])
    #expect(reading.counts.unparsed == 0)
  }

  @Test(
    "One line may hold an MBean and its attribute",
    arguments: [
      "org.apache.cassandra.metrics:type=Compaction,name=PendingTasks Value=12",
      "org.apache.cassandra.metrics:type=Compaction,name=PendingTasks/Value: 12",
      "<MBean classname=\"x\" objectname=\"org.apache.cassandra.metrics:type=Compaction,name=PendingTasks\">\n<Attribute classname=\"x\" isnull=\"false\" name=\"Value\" type=\"int\" value=\"12\"/>\n</MBean>",
    ])
  func lines(_ text: String) throws {
    #expect(values(try TextReading(text + "\n"), .compactionPendingTasks) == ["-  12.0"])
  }

  @Test("Telegraf's lines are named after MBeans")
  func telegraf() throws {
    let reading = try TextReading(
      """
      cassandra_Compaction,host=db1,jolokia_agent_url=http://localhost:8778/jolokia,name=PendingTasks Value=12 1795237804000000000
      cassandra_Table,host=db1,keyspace=shop,name=LiveSSTableCount,scope=orders LiveSSTableCount_Value=14i 1795237804000000000
      cassandraThreadPools,cassandra_host=db1,mname=PendingTasks,path=internal,scope=CompactionExecutor Value=7 1795237804000000000
      java_Memory,host=db1 HeapMemoryUsage.used=4294967296,HeapMemoryUsage.max=8589934592 1795237804000000000
      cpu,cpu=cpu0,host=db1 usage_idle=93.5 1795237804000000000

      """)
    #expect(reading.kind == "line protocol")
    #expect(values(reading, .compactionPendingTasks) == ["2026-11-21T05:10:04.000Z  12.0"])
    #expect(values(reading, .tableSSTables) == ["2026-11-21T05:10:04.000Z keyspace=shop,table=orders 14.0"])
    #expect(values(reading, .poolPending) == ["2026-11-21T05:10:04.000Z pool=CompactionExecutor 7.0"])
    #expect(values(reading, .heapUsedBytes) == ["2026-11-21T05:10:04.000Z  4294967296.0"])
    #expect(reading.counts.unknown == 1)
    #expect(reading.recorder.polls.count == 1)
  }

  @Test("Cassandra Sidecar's statistics of compactions are a compactionstats")
  func sidecar() throws {
    let reading = try TextReading(
      #"{"concurrentCompactors":2,"pendingTasks":{"shop":{"orders":7}},"totalPendingTasks":9,"completedCompactions":91,"dataCompacted":84203613,"abortedCompactions":0,"reducedCompactions":0,"sstablesDroppedFromCompaction":0,"completedCompactionsRate":{"meanRate":0.5,"fifteenMinuteRate":0.25},"activeCompactions":[{"id":"b19e77d0-e56b-11f1-ad89-e330752d9e38","taskType":"Compaction","keyspace":"shop","table":"orders","completed":2066268,"total":9296692,"unit":"bytes"}],"activeCompactionsCount":1,"activeCompactionsRemainingTime":-1}"#
        + "\n")
    #expect(values(reading, .compactionPendingTasks) == ["-  9.0", "- keyspace=shop,table=orders 7.0"])
    #expect(values(reading, .compactionActive) == ["-  1.0"])
    #expect(values(reading, .compactionTaskTotalBytes).count == 1)
    #expect(values(reading, .compactionsPerSecond) == ["- window=15m 0.25", "- window=start 0.5"])
    #expect(reading.recorder.polls.map(\.command) == ["compactionstats"])
  }

  @Test("The list of operations of the management API is read with its numbers in quotes")
  func managementAPI() throws {
    let reading = try TextReading(
      #"{"entity":[{"compactionId":"b19e77d0-e56b-11f1-ad89-e330752d9e38","taskType":"Compaction","keyspace":"shop","columnfamily":"orders","completed":"2066268","total":"9296692","unit":"bytes"}]}"#
        + "\n")
    #expect(values(reading, .compactionActive) == ["-  1.0"])
    #expect(
      values(reading, .compactionTaskTotalBytes) == [
        "- id=b19e77d0-e56b-11f1-ad89-e330752d9e38,keyspace=shop,kind=Compaction,table=orders,unit=bytes 9296692.0"
      ])
  }

  @Test("A panel that Grafana saved is read where its series are known")
  func grafana() throws {
    let columns = try TextReading(
      "\u{FEFF}\"Time\",\"cassandra_compaction_pendingtasks_value{job=\"\"cassandra\"\"}\",\"sum(rate(x[5m]))\"\n2026-11-21T05:10:00Z,12,3\n1795237810000,13,3\n"
    )
    #expect(columns.kind == "Grafana CSV")
    #expect(
      values(columns, .compactionPendingTasks) == [
        "2026-11-21T05:10:00.000Z  12.0", "2026-11-21T05:10:10.000Z  13.0",
      ])
    let rows = try TextReading(
      "Series;Time;Value\ncassandra_compaction_pendingtasks_value;2026-11-21T05:10:00+00:00;12\n")
    #expect(values(rows, .compactionPendingTasks) == ["2026-11-21T05:10:00.000Z  12.0"])
  }

  // MARK: Several machines

  @Test(
    "What several machines gave to one file is each one's own",
    arguments: [
      (
        "telegraf.txt",
        """
        cassandra_Compaction,host=db1,jolokia_agent_url=http://localhost:8778/jolokia,name=PendingTasks Value=12 1795237804000000000
        cpu,cpu=cpu0,host=db1 usage_idle=93.5 1795237804000000000
        cassandra_Compaction,host=db2.example.com,jolokia_agent_url=http://localhost:8778/jolokia,name=PendingTasks Value=7 1795237804000000000

        """
      ),
      (
        "asked.txt",
        """
        cassandra_Compaction,host=monitor,jolokia_agent_url=http://db1:8778/jolokia,name=PendingTasks Value=12 1795237804000000000
        cassandra_Compaction,host=monitor,jolokia_agent_url=http://db2.example.com:8778/jolokia,name=PendingTasks Value=7 1795237804000000000
        cpu,cpu=cpu0,host=monitor usage_idle=93.5 1795237804000000000

        """
      ),
      (
        "panel.csv",
        """
        "Time","cassandra_compaction_pendingtasks_value{instance=""db1:9500""}","cassandra_compaction_pendingtasks_value{instance=""db2.example.com:9500""}"
        2026-11-21T05:10:00Z,12,7

        """
      ),
      (
        "rows.csv",
        """
        Series;Time;Value
        "cassandra_compaction_pendingtasks_value{instance=""db1:9500""}";2026-11-21T05:10:00+00:00;12
        "cassandra_compaction_pendingtasks_value{instance=""db2.example.com:9500""}";2026-11-21T05:10:00+00:00;7

        """
      ),
      (
        "Pending compactions-data-2026-11-21 05_10_11.csv",
        """
        "Time","db1:9500","db2.example.com:9500"
        2026-11-21T05:10:00Z,12,7

        """
      ),
    ])
  func machines(_ file: String, _ text: String) async {
    let reading = await CollectedReading(text, file: file)
    #expect(reading.pending("db1") == [12])
    #expect(reading.pending("db2.example.com") == [7])
    #expect(reading.nodes.count == 2)
    #expect(reading.lineCount == text.split(separator: "\n").count)
  }

  @Test("Machines that cannot be taken apart are left out, and that is said")
  func mixed() throws {
    let reading = try TextReading(
      """
      cassandra_Compaction,host=db1,name=PendingTasks Value=12 1795237804000000000
      cassandra_Compaction,host=db2,name=PendingTasks Value=7 1795237804000000000

      """)
    #expect(reading.recorder.samples.isEmpty)
    #expect(reading.recorder.diagnostics.map(\.code) == [.metricsMachines])
    #expect(reading.counts.unknown == 2)
  }
}
