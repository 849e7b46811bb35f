// Outputs of repair, cleanup and other operations.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Output of operations")
struct OperationOutputTests {
  private static let start = """
    [2026-11-21 05:10:11,123] Starting repair command #1 (5d0e1f20-5f3d-11ef-8a1d-3f2b1c0d9e8f), repairing keyspace shop with repair options (parallelism: parallel, primary range: false, incremental: true, job threads: 1, ColumnFamilies: [], dataCenters: [], hosts: [], previewKind: NONE, # of ranges: 3, pull repair: false)
    [2026-11-21 05:10:13,456] Repair session 6a0e1f20-5f3d-11ef-8a1d-3f2b1c0d9e8f for range [(-3074457345618258603,3074457345618258602]] finished (progress: 66%)

    """

  @Test("A repair that ends well is a good sample")
  func success() {
    let reading = Reading(
      "$ nodetool repair shop\n" + Self.start
        + "[2026-11-21 05:10:13,501] Repair completed successfully\n[2026-11-21 05:10:13,502] Repair command #1 finished in 2 seconds\n"
    )
    #expect(reading.recorder.polls.map(\.command) == ["repair"])
    #expect(reading.recorder.polls.map(\.failure) == [nil])
    #expect(
      reading.recorder.occurrences.map(\.name.name) == ["repair.command_started", "repair.command_finished"])
    #expect(reading.recorder.occurrences.first?.fields.text(FieldName("keyspace")) == "shop")
    #expect(reading.codes == [])
  }

  @Test("A repair session that fails is why the repair failed")
  func failure() {
    let reading = Reading(
      Self.start
        + """
        [2026-11-21 05:10:14,001] Repair session 7b0e1f20-5f3d-11ef-8a1d-3f2b1c0d9e8f for range [(1,2]] failed with error [repair #7b0e on shop/orders, [(1,2]]] Validation failed in /10.0.0.2:7000 (progress: 100%)
        [2026-11-21 05:10:14,002] Some repair failed
        [2026-11-21 05:10:14,003] Repair command #1 finished in 3 seconds
        """)
    #expect(
      reading.recorder.polls.map { $0.failure?.contains("Validation failed in /10.0.0.2:7000") } == [true])
    #expect(
      reading.recorder.occurrences.map(\.name.name) == [
        "repair.command_started", "repair.session_failed", "repair.command_failed",
      ])
  }

  @Test("A repair whose end is not in the paste is not called done")
  func unfinished() {
    #expect(Reading(Self.start).recorder.polls.map(\.failure) == ["repair: it ends before the repair does"])
  }

  @Test("A repair of 2.1 is read")
  func old() {
    let reading = Reading(
      """
      [2016-02-09 16:16:40,917] Starting repair command #2, repairing 256 ranges for keyspace shop (parallelism=SEQUENTIAL, full=true)
      [2016-02-09 16:16:41,000] Repair session 6a0e1f20-5f3d-11ef-8a1d-3f2b1c0d9e8f for range (-3,3] finished
      [2016-02-09 16:16:42,000] Repair command #2 finished
      [2016-02-09 16:16:43,000] Nothing to repair for keyspace 'system'
      """)
    #expect(reading.recorder.polls.map(\.failure) == [nil])
    #expect(reading.codes == [])
  }

  @Test(
    "What an operation says of why it did not do its work is its failure",
    arguments: [
      (
        "cleanup",
        "Aborted cleaning up at least one table in keyspace shop, check server logs for more information."
      ),
      (
        "scrub",
        "Aborted scrubbing at least one table in keyspace shop, check server logs for more information."
      ),
      ("compact", "Keyspace [shopp] does not exist."),
    ])
  func aborted(_ command: String, _ line: String) {
    let reading = Reading(
      "$ nodetool \(command) shop\n\(line)\n$ nodetool flush\n$ nodetool version\nReleaseVersion: 4.1.3\n")
    #expect(reading.recorder.polls.map(\.command) == [command, "flush", "version"])
    #expect(reading.recorder.polls.map(\.failure) == [line, nil, nil])
  }
}
