// gc.log of both families.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("gc.log")
struct GCLogTests {
  /// JDK 17 with the options of Cassandra 5.0.
  private static let unified = """
    [2026-11-21T06:10:09.000+0100][0.005s][4242][4250][info ] Using G1
    [2026-11-21T06:10:09.001+0100][0.006s][4242][4250][info ] Heap Region Size: 16M
    [2026-11-21T06:10:12.345+0100][3.350s][4242][4260][info ] GC(0) Pause Young (Normal) (G1 Evacuation Pause)
    [2026-11-21T06:10:12.350+0100][3.355s][4242][4260][info ] GC(0)   Pre Evacuate Collection Set: 0.1ms
    [2026-11-21T06:10:12.357+0100][3.362s][4242][4260][info ] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 500M->120M(1024M) 12.345ms
    [2026-11-21T06:10:12.358+0100][3.363s][4242][4260][info ] Safepoint "G1CollectForAllocation", Time since last: 3350000000 ns, Reaching safepoint: 100000 ns, At safepoint: 12400000 ns, Total: 12500000 ns
    [2026-11-21T06:10:13.000+0100][4.005s][4242][4260][info ] GC(1) Concurrent Mark Cycle 90.123ms
    [2026-11-21T06:10:13.100+0100][4.105s][4242][4260][info ] GC(1) Pause Remark 300M->290M(1024M) 5.000ms
    [2026-11-21T06:10:13.200+0100][4.205s][4242][4260][info ] GC(2) Pause Full (G1 Compaction Pause) 1000M->900M(1024M) 2500.500ms
    """

  @Test func pausesOfTheUnifiedLogAreReadAtTheirInstants() throws {
    let reading = try TextReading(Self.unified, file: "logs/gc.log")
    #expect(reading.kind == "gc.log")
    let pauses = reading.recorder.samples.filter { $0.metric == .gcPauseSeconds }
    #expect(pauses.map { $0.labels["kind"] } == ["Young", "Remark", "Full"])
    #expect(pauses.map(\.value) == [0.012345, 0.005, 2.5005])
    #expect(pauses.first?.at?.iso8601 == "2026-11-21T05:10:12.357Z")
    #expect(pauses.allSatisfy { $0.atKind == .content })
    #expect(reading.value(.applicationStoppedSeconds) == 0.0125)
    #expect(reading.attribute("utc_offset") == "+01:00")
    #expect(reading.recorder.attributes.count == 1, "said once, not on every line")
    #expect(reading.period.first == .utc(Instant(milliseconds: 1_795_237_809_000)))
    #expect(reading.counts.known == 4)
    #expect(reading.counts.unknown == 5)
  }

  /// JDK 8 with CMS and tenuring details: a pause ends some lines after its beginning.
  @Test func pausesOfJDK8AreReadAcrossLines() throws {
    let text = """
      OpenJDK 64-Bit Server VM (25.402-b06) for linux-amd64 JRE (1.8.0_402-b06)
      Memory: 4k page, physical 16300000k(8150000k free), swap 0k(0k free)
      CommandLine flags: -XX:+CMSParallelRemarkEnabled -XX:+PrintGCDateStamps
      {Heap before GC invocations=0 (full 0):
       par new generation   total 184320K, used 163840K
      2026-11-21T05:10:12.345+0000: 3.350: [GC (Allocation Failure) 2026-11-21T05:10:12.345+0000: 3.350: [ParNew
      Desired survivor size 10485760 bytes, new threshold 1 (max 1)
      - age   1:   12345678 bytes,   12345678 total
      : 163840K->12345K(184320K), 0.0234567 secs] 163840K->12345K(1028096K), 0.0235678 secs] [Times: user=0.08 sys=0.01, real=0.02 secs] 
      2026-11-21T05:10:12.370+0000: 3.375: Total time for which application threads were stopped: 0.0238000 seconds, Stopping threads took: 0.0001000 seconds
      2026-11-21T05:10:13.000+0000: 4.000: [Full GC (Allocation Failure) 900M->800M(1000M), 3.5000000 secs]
      2026-11-21T05:10:14.000+0000: 5.000: [GC (CMS Initial Mark) [1 CMS-initial-mark: 100K(200K)] 150K(300K), 0.0012000 secs] [Times: user=0.00 sys=0.00, real=0.00 secs]
      2026-11-21T05:10:14.100+0000: 5.100: [CMS-concurrent-mark: 0.100/0.100 secs] [Times: user=0.20 sys=0.00, real=0.10 secs]
      """
    let reading = try TextReading(text, file: "gc.log.0.current")
    let pauses = reading.recorder.samples.filter { $0.metric == .gcPauseSeconds }
    #expect(pauses.map { $0.labels["kind"] } == ["Young", "Full", "Initial Mark"])
    #expect(pauses.map(\.value) == [0.0235678, 3.5, 0.0012])
    #expect(pauses[0].at?.iso8601 == "2026-11-21T05:10:12.345Z", "when it began, not when it ended")
    #expect(reading.value(.applicationStoppedSeconds) == 0.0238)
    #expect(reading.attribute("utc_offset") == "UTC")
    #expect(reading.counts.total == reading.lineCount)
  }

  /// The zone's clock was set back in that hour: evidence for each log time around it.
  @Test func aChangeOfTheOffsetIsSaid() throws {
    let text = """
      [2026-10-25T02:59:59.000+0200][1.0s][info][gc] GC(1) Pause Young (Normal) 5M->1M(9M) 1.000ms
      [2026-10-25T02:00:01.000+0100][3.0s][info][gc] GC(2) Pause Young (Normal) 5M->1M(9M) 1.000ms
      """
    let offsets = try TextReading(text).recorder.attributes
    #expect(offsets.map(\.value) == ["+02:00", "+01:00"])
    #expect(
      offsets.map(\.at) == [
        .utc(Instant(milliseconds: 1_792_889_999_000)), .utc(Instant(milliseconds: 1_792_890_001_000)),
      ])
  }

  /// A pause without a date is a pause without an instant.
  @Test func uptimeAloneIsNoInstant() throws {
    let text = "[0.015s][info][gc] Using ZGC\n[1.234s][info][gc] GC(0) Pause Mark Start 0.012ms\n"
    let reading = try TextReading(text)
    let pause = try #require(reading.recorder.samples.first)
    #expect(pause.at == nil)
    #expect(pause.labels["kind"] == "Mark Start")
    #expect(pause.value == 0.000012)
  }

  @Test(arguments: [
    "[0.015s] something\n", "2026-11-21T05:10:12.345+0000: started\n", "GC(0) Pause Young 1.0ms\n",
    "INFO  [Service Thread] 2026-11-21 05:10:09,123 GCInspector.java:285 - G1 Young Generation GC in 250ms.\n",
  ])
  func otherTextsAreNotTaken(_ text: String) {
    #expect(recognise(Array(text.utf8), file: "gc.log")?.name != "gc.log")
  }

  /// Found by damage: a pause with only its duration left.
  @Test func aPauseWithoutAKindIsNone() throws {
    let second = "[2026-11-21T06:10:13.357+0100][4.362s] GC(1) Pause Young (Normal) 5M->1M(9M) 2.345ms\n"
    let damaged = "[2026-11-21T06:10:12.357+0100][3.362s] GC(0) Pause 2.345ms\n" + second
    let whole = try TextReading("\n" + second, file: "gc.log")
    #expect(try TextReading(damaged, file: "gc.log").recorder.samples == whole.recorder.samples)
    #expect(!whole.recorder.samples.isEmpty)
  }
}
