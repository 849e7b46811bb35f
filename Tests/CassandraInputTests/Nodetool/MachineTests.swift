// Commands that capture loops run together with nodetool: iostat, /proc/diskstats, free.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Commands about the machine")
struct MachineTests {
  private static let banner = "Linux 6.1.0-18-amd64 (db1) \t11/21/2026 \t_x86_64_\t(8 CPU)\n\n"
  private static let processors = """
    avg-cpu:  %user   %nice %system %iowait  %steal   %idle
               5.01    0.00    1.25   40.50    0.00   53.24

    """
  private static let devices = """
    Device            r/s     rkB/s   rrqm/s  %rrqm r_await rareq-sz     w/s     wkB/s   wrqm/s  %wrqm w_await wareq-sz     d/s     dkB/s   drqm/s  %drqm d_await dareq-sz     f/s f_await  aqu-sz  %util
    nvme0n1         12.00    512.00     0.03  19.23    0.50    45.83  100.00  20480.00     2.01  39.00   12.50    13.00    0.00      0.00     0.00   0.00    0.00     0.00    0.00    0.00    0.25  97.00

    """

  @Test func theFirstReportIsTheMeanSinceBootAndOnlyItHasAnInstant() {
    let reading = Reading(
      "2026-11-21T05:10:09Z\n" + Self.banner + Self.processors + "\n" + Self.devices + "\n" + Self.processors
        + "\n"
        + Self.devices)
    let boot = [("device", "nvme0n1"), ("window", "boot")]
    #expect(reading.value(.diskWrittenBytesPerSecond, boot) == 20_971_520)
    #expect(reading.value(.diskWriteWaitSeconds, boot) == 0.0125)
    #expect(reading.value(.diskBusyRatio, boot) == 0.97)
    #expect(reading.value(.diskQueue, [("device", "nvme0n1"), ("window", "interval")]) == 0.25)
    #expect(reading.value(.cpuRatio, [("mode", "iowait"), ("window", "boot")]) == 0.405)
    #expect(reading.recorder.polls.map(\.command) == ["iostat"])
    #expect(
      Set(reading.recorder.samples.map { ($0.at == nil) == ($0.labels["window"] == "interval") }) == [true])
    #expect(reading.codes == [])
    #expect(reading.counts.unparsed == 0)
  }

  /// With S_TIME_FORMAT=ISO each report has its time, and the banner precedes only the first.
  @Test func reportsWithTheirTimeAreReadAtIt() {
    let time = "2026-11-21T05:10:09+0100\n"
    let later = "2026-11-21T05:10:19+0100\n"
    let reading = Reading(
      Self.banner + time + Self.processors + "\n" + Self.devices + "\n" + later + Self.processors + "\n"
        + Self.devices)
    #expect(
      reading.recorder.samples.filter { $0.metric == .diskQueue }.map { $0.at?.iso8601 } == [
        "2026-11-21T04:10:09.000Z", "2026-11-21T04:10:19.000Z",
      ])
    #expect(reading.counts.unparsed == 0)
  }

  /// sysstat 9 to 11: a colon after the title, a different order; without -x different columns.
  @Test(arguments: [
    (
      "Device:         rrqm/s   wrqm/s     r/s     w/s    rkB/s    wkB/s avgrq-sz avgqu-sz   await r_await w_await  svctm  %util\nsda               0.00     1.10    0.50   10.25     8.00    64.00    33.37     0.05    4.60    2.00    4.90   0.30  1.03\n",
      65_536.0
    ),
    (
      "Device             tps    kB_read/s    kB_wrtn/s    kB_dscd/s    kB_read    kB_wrtn    kB_dscd\nsda              10.06       195.99        64.00         0.00    6246231    9640488          0\n",
      65_536
    ),
    ("Device: rMB/s wMB/s\nsda: 1.00 0,50\n", 524_288),
  ])
  func otherVersionsAndOptionsAreRead(_ text: String, _ written: Double) {
    let reading = Reading(text)
    let labels = [("device", "sda"), ("window", "interval")]
    #expect(reading.value(.diskWrittenBytesPerSecond, labels) == written)
    #expect(reading.codes == [])
    #expect(reading.counts.unparsed == 0)
  }

  @Test func columnsThatAreNotKnownAreNoted() {
    let reading = Reading("Device wkB/s zorp/s\nsda 1.00 2.00\n")
    #expect(reading.codes == ["nodetool.column"])
    #expect(reading.values(.diskWrittenBytesPerSecond) == ["device=sda,window=interval 1024"])
  }

  /// 14 fields before Linux 4.18, 18 from then on, 20 from 5.5 on.
  @Test func countersOfDisksAreReadInAllWidths() {
    let old = "   8       0 sda 100 1 2000 1500 200 2 4000 2500 3 1700 4000"
    let reading = Reading(old + "\n" + "   8      16 sdb 1 0 8 1 1 0 8 1 0 1 2 0 0 0 0 5 7\n")
    #expect(reading.value(.diskReadBytesTotal, [("device", "sda")]) == 1_024_000)
    #expect(reading.value(.diskWrittenBytesTotal, [("device", "sda")]) == 2_048_000)
    #expect(reading.value(.diskWriteSecondsTotal, [("device", "sda")]) == 2.5)
    #expect(reading.value(.diskInFlight, [("device", "sda")]) == 3)
    #expect(reading.value(.diskBusySecondsTotal, [("device", "sda")]) == 1.7)
    #expect(reading.value(.diskQueueSecondsTotal, [("device", "sdb")]) == 0.002)
    #expect(reading.recorder.polls.map(\.command) == ["diskstats"])
    let twice = Reading("2026-11-21T05:10:09Z\n" + old + "\n" + old + "\n")
    #expect(
      twice.recorder.samples.filter { $0.metric == .diskInFlight }.map { $0.at == nil } == [false, true])
  }

  private static let titles =
    "               total        used        free      shared  buff/cache   available\n"

  @Test(arguments: [
    ("Mem:        16300000     8150000     1000000      100000     7150000     8000000\n", 16_691_200_000.0),
    ("Mem:           15917        7959         976          97        6982        7812\n", 16_690_184_192),
    ("Mem:     16691200000  8345600000  1024000000   102400000  7321600000  8192000000\n", 16_691_200_000),
    ("Mem:            15Gi       7.8Gi       976Mi        97Mi       6.8Gi       7.6Gi\n", 16_106_127_360),
    ("Mem:             15G        7.8G        976M         97M        6.8G        7.6G\n", 16_106_127_360),
  ])
  func memoryIsReadInEveryUnit(_ row: String, _ total: Double) {
    let reading = Reading(Self.titles + row + "Swap:              0           0           0\n")
    #expect(reading.value(.memoryTotalBytes) == total)
    #expect(reading.value(.swapTotalBytes) == 0)
    #expect((reading.value(.memoryAvailableBytes) ?? 0) > 7e9)
    #expect(reading.recorder.polls.map(\.command) == ["free"])
    #expect(reading.counts.unparsed == 0)
  }

  /// 12 is not a plausible memory size in any unit.
  @Test func aTotalThatFitsNoUnitGivesNothing() {
    let reading = Reading(Self.titles + "Mem:  12  4  4  0  4  8\n")
    #expect(reading.recorder.samples.isEmpty)
    #expect(reading.recorder.polls.map(\.failure) == ["free: it has no rows that can be read"])
  }

  @Test func sumsOfOldVersionsAreKnown() {
    let text = """
                   total       used       free     shared    buffers     cached
      Mem:      16300000    8150000    8150000          0     150000    4000000
      -/+ buffers/cache:    4000000   12300000
      Swap:      2097148          0    2097148
      """
    let reading = Reading(text)
    #expect(reading.value(.memoryCacheBytes) == 4_096_000_000)
    #expect(reading.value(.swapTotalBytes) == 2_147_479_552)
    #expect(reading.counts.unparsed == 0)
  }
}
