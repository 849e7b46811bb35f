// Prometheus' responses to queries.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Answers of Prometheus")
struct QueryAnswerTests {
  private static let matrix = """
    {"status":"success","data":{"resultType":"matrix","result":[
      {"metric":{"__name__":"cassandra_compaction_pendingtasks_value","instance":"10.0.0.1:9500"},
       "values":[[1795237804,"0"],[1795237834.5,"736"],[1795237864,"NaN"]]},
      {"metric":{},"values":[[1795237804,"5"]]},
      {"metric":{"__name__":"cassandra_table_livesstablecount_value","keyspace":"shop","table":"orders"},
       "values":[[1795237804,"12"]]}
    ]}}
    """

  @Test func everyValueHasItsTime() throws {
    let reading = try TextReading(Self.matrix)
    #expect(reading.kind == "prometheus query")
    #expect(
      reading.recorder.samples.map {
        ($0.at?.iso8601 ?? "-") + " " + $0.metric.name + " " + String($0.value) + " " + String($0.source.line)
      } == [
        "2026-11-21T05:10:04.000Z compaction_pending_tasks 0.0 2",
        "2026-11-21T05:10:34.500Z compaction_pending_tasks 736.0 2",
        "2026-11-21T05:10:04.000Z table_sstables 12.0 5",
      ])
    #expect(reading.recorder.samples.allSatisfy { $0.atKind == .content })
    #expect(reading.counts.known == 2)
    #expect(reading.counts.unknown == 1)
    #expect(reading.counts.total == reading.lineCount)
    #expect(reading.recorder.polls.map(\.failure) == [nil])
  }

  @Test func aVectorIsOneMoment() throws {
    let reading = try TextReading(
      #"{"status":"success","data":{"resultType":"vector","result":[{"value":[1795237804,"3"],"metric":{"__name__":"cassandra_compaction_pendingtasks"}}]}}"#
    )
    #expect(reading.recorder.samples.map(\.value) == [3])
  }

  @Test func anErrorIsAFailedPoll() throws {
    let reading = try TextReading(
      #"{"status":"error","errorType":"timeout","error":"query timed out"}"# + "\n")
    #expect(reading.recorder.polls.map(\.failure) == ["query timed out"])
    #expect(reading.recorder.samples.isEmpty)
  }

  @Test func seriesOfSeveralNodesAreNobodys() throws {
    let reading = try TextReading(
      Self.matrix.replacing(#""keyspace":"#, with: #""instance":"10.0.0.2:9500","keyspace":"#))
    #expect(reading.recorder.samples.isEmpty)
    #expect(reading.recorder.diagnostics.map(\.code) == [.expositionInstances])
  }

  @Test func damageNeverTrapsAndEveryLineIsCounted() {
    let interesting = Array(" \n{}[]\"\\,:.-0123456789eN".utf8) + [0, 0x80, 0xFF]
    for seed in UInt64(1)...300 {
      let bytes = mutated(Array(Self.matrix.utf8), interesting: interesting, seed: seed)
      _ = recognise(bytes)
      let reading = TextReading(bytes, .queryAnswer)
      #expect(reading.counts.total == reading.lineCount, "seed \(seed)")
      #expect(reading.recorder.samples.allSatisfy { $0.value.isFinite }, "seed \(seed)")
    }
  }
}
