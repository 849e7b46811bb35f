// Virtual tables in cqlsh's two forms.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Virtual tables")
struct VirtualTableTests {
  private static let plain = """

     keyspace_name | table_name | task_id                              | completion_ratio | kind             | progress    | sstables | total        | unit
    ---------------+------------+--------------------------------------+------------------+------------------+-------------+----------+--------------+-------
               app |     events | 9a1c2b70-5f3e-11ef-8a1d-3f2b1c0d9e8f |          0.14333 | major compaction | 46170898432 |       12 | 322122547200 | bytes
                 * |          * | d5e6f700-5f3e-11ef-8a1d-3f2b1c0d9e8f |                1 |      view build |         412 |        0 |         1000 | token range parts

    (2 rows)

    """
  private static let expanded = """

    @ Row 1
    ------------------+--------------------------------------
     keyspace_name    | app
     table_name       | events
     task_id          | 9a1c2b70-5f3e-11ef-8a1d-3f2b1c0d9e8f
     completion_ratio | 0.14333
     kind             | major compaction
     progress         | 46170898432
     sstables         | 12
     total            | 322122547200
     unit             | bytes

    @ Row 2
    ------------------+--------------------------------------
     keyspace_name    | *
     table_name       | *
     task_id          | d5e6f700-5f3e-11ef-8a1d-3f2b1c0d9e8f
     completion_ratio | 1
     kind             | view build
     progress         | 412
     sstables         | 0
     total            | 1000
     unit             | token range parts

    (2 rows)
    """

  /// A row gives the same facts as compactionstats: the kind is spelled as there.
  @Test(arguments: [plain, expanded])
  func tasksAreTheSameInBothForms(_ text: String) {
    let reading = Reading(
      "2026-11-21T05:10:09Z\ncqlsh:shop> SELECT * FROM system_views.sstable_tasks;\n" + text)
    #expect(
      reading.values(.compactionTaskCompletedBytes) == [
        "id=9a1c2b70-5f3e-11ef-8a1d-3f2b1c0d9e8f,keyspace=app,kind=Major compaction,table=events,unit=bytes 46170898432"
      ])
    #expect(
      reading.values(.compactionTaskTotalUnits) == [
        "id=d5e6f700-5f3e-11ef-8a1d-3f2b1c0d9e8f,kind=View build,unit=token range parts 1000"
      ])
    #expect(reading.values(.compactionTaskSSTables).count == 1)
    #expect(reading.value(.compactionActive) == 2)
    #expect(reading.recorder.polls.map(\.command) == ["sstable_tasks"])
    #expect(reading.recorder.polls.map(\.failure) == [nil])
    #expect(reading.recorder.samples.allSatisfy { $0.atKind == .marker })
    #expect(reading.counts.unparsed == 0)
    #expect(reading.counts.total == reading.lineCount)
  }

  @Test func poolsGiveWhatTpstatsGives() {
    let text = """

       name      | active_tasks | active_tasks_limit | blocked_tasks | blocked_tasks_all_time | completed_tasks | pending_tasks
      -----------+--------------+--------------------+---------------+------------------------+-----------------+---------------
       ReadStage |            3 |                 32 |             0 |                     10 |             141 |          null

      (1 rows)
      """
    let reading = Reading(text)
    #expect(reading.value(.poolActive, [("pool", "ReadStage")]) == 3)
    #expect(reading.value(.poolBlockedTotal, [("pool", "ReadStage")]) == 10)
    #expect(reading.value(.poolPending, [("pool", "ReadStage")]) == nil)
    #expect(reading.counts.unparsed == 0)
  }

  @Test func aTableWithoutRowsIsNothingRunning() {
    let text = String(Self.plain.split(separator: "\n").prefix(2).joined(separator: "\n")) + "\n\n(0 rows)\n"
    #expect(Reading(text).value(.compactionActive) == 0)
  }

  @Test func aTableThatIsCutOffFails() {
    let lines = Self.plain.split(separator: "\n")
    let reading = Reading(lines.prefix(3).joined(separator: "\n"))
    #expect(reading.recorder.polls.map(\.failure) == ["sstable_tasks: it has not as many rows as it says"])
    #expect(reading.values(.compactionActive) == [])
  }

  /// Other tables are separated from their neighbours, and counted.
  @Test func otherTablesAreNoted() {
    let text =
      "\n name | value\n------+-------\n num_tokens | sixteen\n\n(1 rows)\n" + Self.plain
      + "\n@ Row 1\n---------+------\n name    | keys\n\n(1 rows)\n"
    let reading = Reading(text)
    #expect(reading.recorder.polls.map(\.command) == ["cqlsh", "sstable_tasks", "cqlsh"])
    #expect(reading.codes == ["nodetool.command"])
    #expect(reading.counts.unparsed == 0)
  }
}
