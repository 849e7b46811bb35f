import CassandraModel
import Testing

@testable import CassandraInput

@Suite("compactionstats")
struct CompactionStatsTests {
  /// The figures of one capture; the checks common to all captures are elsewhere.
  struct Case: CustomTestStringConvertible, Sendable {
    let file: String
    let pending: [String]
    let completed: [String]
    let total: [String]
    let remaining: [String]
    var testDescription: String { file }
  }

  static let cases = [
    Case(
      file: "compactionstats-3.11.txt",
      pending: ["9", "keyspace=shop,table=orders 8", "keyspace=shop,table=events_by_day 1"],
      completed: [
        "id=3b97c6e0-e56b-11f1-b2f2-13b4a66b7911,keyspace=shop,kind=Compaction,table=orders,unit=bytes 0",
        "id=3b6d5b80-e56b-11f1-b2f2-13b4a66b7911,keyspace=shop,kind=Compaction,table=events_by_day,unit=bytes"
          + " 7767608",
      ],
      total: [
        "id=3b97c6e0-e56b-11f1-b2f2-13b4a66b7911,keyspace=shop,kind=Compaction,table=orders,unit=bytes 12684850",
        "id=3b6d5b80-e56b-11f1-b2f2-13b4a66b7911,keyspace=shop,kind=Compaction,table=events_by_day,unit=bytes"
          + " 12663964",
      ], remaining: ["16"]),
    Case(
      file: "compactionstats-H-4.1.txt",
      pending: ["7", "keyspace=shop,table=orders 6", "keyspace=shop,table=events_by_day 1"],
      completed: [
        // 1.97 MiB, and 7 MiB without decimals.
        "id=b19e77d0-e56b-11f1-ad89-e330752d9e38,keyspace=shop,kind=Compaction,table=orders,unit=bytes 2065694.72",
        "id=b21de100-e56b-11f1-ad89-e330752d9e38,keyspace=shop,kind=Compaction,table=events_by_day,unit=bytes"
          + " 7340032",
      ],
      total: [
        "id=b19e77d0-e56b-11f1-ad89-e330752d9e38,keyspace=shop,kind=Compaction,table=orders,unit=bytes 9300869.12",
        "id=b21de100-e56b-11f1-ad89-e330752d9e38,keyspace=shop,kind=Compaction,table=events_by_day,unit=bytes"
          + " 9279897.6",
      ], remaining: ["8"]),
    Case(
      file: "compactionstats-6.0.txt",
      pending: ["9", "keyspace=shop,table=orders 8", "keyspace=shop,table=events_by_day 1"],
      completed: [
        "id=63baef20-e56c-11f1-8b53-c11771edde05,keyspace=shop,kind=Major compaction,table=orders,unit=bytes"
          + " 5254123",
        "id=63cb42d0-e56c-11f1-8b53-c11771edde05,keyspace=shop,kind=Major compaction,table=events_by_day,unit=bytes"
          + " 7028462",
      ],
      total: [
        "id=63baef20-e56c-11f1-8b53-c11771edde05,keyspace=shop,kind=Major compaction,table=orders,unit=bytes"
          + " 11171631",
        "id=63cb42d0-e56c-11f1-8b53-c11771edde05,keyspace=shop,kind=Major compaction,table=events_by_day,unit=bytes"
          + " 11181857",
      ], remaining: ["9"]),
    Case(
      file: "compactionstats-V-5.0.txt", pending: ["7", "keyspace=shop,table=orders 7"],
      completed: [
        "id=19218530-e569-11f1-8cfa-e1da35a7f33c,keyspace=shop,kind=Major compaction,table=orders,unit=bytes 5784673"
      ],
      total: [
        "id=19218530-e569-11f1-8cfa-e1da35a7f33c,keyspace=shop,kind=Major compaction,table=orders,unit=bytes 9680955"
      ], remaining: ["3"]),
  ]

  @Test(arguments: cases)
  func everyFigureIsRead(_ expected: Case) throws {
    let reading = Reading(try Texts.fixture(expected.file))
    #expect(reading.values(.compactionPendingTasks) == expected.pending)
    #expect(reading.values(.compactionTaskCompletedBytes) == expected.completed)
    #expect(reading.values(.compactionTaskTotalBytes) == expected.total)
    #expect(reading.values(.compactionRemainingSeconds) == expected.remaining)
    #expect(reading.value(.compactionActive) == Double(expected.total.count))
    #expect(reading.recorder.polls.map(\.failure) == [nil])
    #expect(reading.counts.unparsed == 0)
    #expect(reading.counts.total == reading.lineCount)
    #expect(reading.codes == [])
  }

  @Test func theTotalsOfFivePointZeroAreRead() throws {
    let reading = Reading(try Texts.fixture("compactionstats-6.0.txt"))
    let source = [("source", "compactionstats")]
    #expect(reading.value(.concurrentCompactors) == 3)
    #expect(reading.value(.compactionsCompletedTotal, source) == 12)
    #expect(reading.value(.compactionBytesCompactedTotal, source) == 11_296_374)
    #expect(reading.value(.compactionCompressedBytesCompactedTotal, source) == 11_211_104)
    #expect(reading.value(.compactionsAbortedTotal) == 0)
    #expect(reading.value(.compactionsReducedTotal) == 0)
    #expect(reading.value(.compactionSSTablesDroppedTotal) == 0)
    #expect(reading.value(.compactionsPerSecond, [("window", "15m")]) == 9.94 / 60)
    #expect(reading.value(.compactionsPerSecond, [("window", "start")]) == 185.78 / 3600)
    #expect(reading.value(.compactionThroughputLimit) == 1_048_576)
    #expect(reading.value(.compactionThroughput, [("window", "1m")]) == 0.160 * 1_048_576)
  }

  @Test func humanReadableTotalsAreBytes() throws {
    let reading = Reading(try Texts.fixture("compactionstats-H-5.0.txt"))
    #expect(
      reading.value(.compactionBytesCompactedTotal, [("source", "compactionstats")]) == 9.33 * 1_048_576)
  }

  @Test func theViewFormAlsoGivesWhatIsOnDisk() throws {
    let reading = Reading(try Texts.fixture("compactionstats-V-5.0.txt"))
    #expect(
      reading.recorder.samples.first { $0.metric == .compactionTaskCompressedBytes }?.value == 9_479_443)
    #expect(reading.recorder.samples.first { $0.metric == .compactionTaskSSTables }?.value == 5)
  }

  /// Estimates may be pending while no operation is running.
  @Test func noRowsAreZeroActiveAndNoFailure() throws {
    let reading = Reading(try Texts.fixture("compactionstats-idle-5.0.txt"))
    #expect(reading.value(.compactionActive) == 0)
    #expect(reading.value(.compactionPendingTasks) == 6)
    #expect(reading.recorder.polls.map(\.failure) == [nil])
  }

  @Test func noThrottleIsALimitOfZero() {
    let text = """
      concurrent compactors            2
      pending tasks                    0
      compaction throughput (MiB/s)    throttling disabled (0)
      """
    #expect(Reading(text).value(.compactionThroughputLimit) == 0)
  }

  /// Kinds of several words, a unit of three, blank names, a blank id, no progress: the layout of 4.0, from source.
  @Test func blankCellsAndLongWordsKeepTheirColumns() {
    let text = """
      pending tasks: 3
      - app.users: 1

      id                                   compaction type              keyspace table    completed total    unit              progress
      a2b3c4d0-5f3e-11ef-8a1d-3f2b1c0d9e8f Anticompaction after repair  app      sessions 1 GiB     5 GiB    bytes             20.00%  
      b3c4d5e0-5f3e-11ef-8a1d-3f2b1c0d9e8f View build                   app      users    412       1000     token range parts 41.20%  
                                           Index summary redistribution                   40 MiB    51.2 MiB bytes             n/a     
      Active compaction remaining time :        n/a
      """
    let reading = Reading(text)
    #expect(
      reading.values(.compactionTaskTotalBytes) == [
        "id=a2b3c4d0-5f3e-11ef-8a1d-3f2b1c0d9e8f,keyspace=app,kind=Anticompaction after repair,table=sessions,unit=bytes"
          + " 5368709120",
        "kind=Index summary redistribution,unit=bytes 53687091.2",
      ])
    #expect(
      reading.values(.compactionTaskCompletedUnits) == [
        "id=b3c4d5e0-5f3e-11ef-8a1d-3f2b1c0d9e8f,keyspace=app,kind=View build,table=users,unit=token range parts 412"
      ])
    #expect(reading.values(.compactionRemainingSeconds) == [], "n/a is no time, and not zero")
    #expect(reading.counts.unparsed == 0)
    #expect(reading.value(.compactionActive) == 3)
  }

  @Test(arguments: ["compactionstats-3.11.txt", "compactionstats-H-4.1.txt", "compactionstats-6.0.txt"])
  func aCaptureThatLostItsBlanksGivesTheSameFacts(_ file: String) throws {
    let bytes = try Texts.fixture(file)
    var collapsed: [UInt8] = []
    for byte in bytes where !(byte == UInt8(ascii: " ") && collapsed.last == byte) { collapsed.append(byte) }
    let plain = Reading(bytes)
    let squeezed = Reading(collapsed)
    #expect(squeezed.recorder.samples == plain.recorder.samples)
    #expect(squeezed.counts == plain.counts)
  }

  @Test func namesThatLookLikeLabelsAreTables() {
    let text = """
      concurrent compactors            2
      pending tasks                    7
      compactions                      completed 5
      mean                             rate      2
      compactions completed            11
      compaction throughput (MiB/s)    64.0
      """
    let reading = Reading(text)
    #expect(
      reading.values(.compactionPendingTasks) == [
        "7", "keyspace=compactions,table=completed 5", "keyspace=mean,table=rate 2",
      ])
    #expect(reading.value(.compactionsCompletedTotal, [("source", "compactionstats")]) == 11)
  }

  @Test func aRemainingTimeBelowZeroIsKept() {
    let text = """
      pending tasks: 1

      id                                   compaction type keyspace table  completed total unit  progress
      a2b3c4d0-5f3e-11ef-8a1d-3f2b1c0d9e8f Compaction      app      events 120       100   bytes 120.00% 
      Active compaction remaining time :  0h00m-5s
      """
    #expect(Reading(text).values(.compactionRemainingSeconds) == ["-5"])
  }
}
