// sar, vmstat and dated reports of iostat.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("sar, vmstat and dated iostat")
struct SysstatTests {
  /// One hour east of UTC.
  private static let clock: WallClock = { Instant(milliseconds: $0.milliseconds - 3_600_000) }

  @Test(
    "Reports of iostat -t are read at their time in every locale",
    arguments: [
      ("11/21/2026", "11/21/2026 05:10:09 PM", "11/21/2026 05:10:19 PM"),
      ("21.11.2026", "21.11.2026 17:10:09", "21.11.2026 17:10:19"),
      ("11/21/26", "Time: 05:10:09 PM", "Time: 05:10:19 PM"),
      ("21/11/26", "21/11/26 17:10:09", "21/11/26 17:10:19"),
      ("2026-11-21", "2026-11-21 17:10:09", "2026-11-21 17:10:19"),
    ])
  func iostat(_ date: String, _ first: String, _ second: String) {
    let table =
      "Device:         rrqm/s   wrqm/s     r/s     w/s    rMB/s    wMB/s avgrq-sz avgqu-sz   await r_await w_await  svctm  %util\n"
      + "vda               0.00     0.00    0.00    0.00     0.00     2.00     0.00     0.25    0.00    0.00    0.00   0.00   97.00\n\n"
    let text = "Linux 4.4.0 (db1) \t\(date) \t_x86_64_\t(2 CPU)\n\n\(first)\n\(table)\(second)\n\(table)"
    let reading = Reading(text, clock: Self.clock)
    #expect(
      reading.recorder.samples.filter { $0.metric == .diskBusyRatio }.map { $0.at?.iso8601 } == [
        "2026-11-21T16:10:09.000Z", "2026-11-21T16:10:19.000Z",
      ])
    #expect(reading.counts.unparsed == 0)
  }

  @Test("sar's rows have the banner's date, and midnight passes")
  func sar() {
    let reading = Reading(
      """
      Linux 5.10.0 (db1) \t11/21/2026 \t_x86_64_\t(8 CPU)

      11:40:01 PM     CPU     %user     %nice   %system   %iowait    %steal     %idle
      11:50:01 PM     all      5.00      0.00      1.00      0.50      0.00     93.50
      11:50:01 PM       0      9.00      0.00      1.00      0.50      0.00     89.50
      12:00:01 AM     all      6.00      0.00      1.00     40.50      0.00     52.50
      Average:        all      5.50      0.00      1.00     20.50      0.00     73.00

      11:40:01 PM       DEV       tps     rkB/s     wkB/s   areq-sz    aqu-sz     await     svctm     %util
      11:50:01 PM   nvme0n1     12.00    512.00  20480.00     45.83      0.25     12.50      0.10     97.00

      11:40:01 PM kbmemfree   kbavail kbmemused  %memused kbbuffers  kbcached  kbcommit   %commit  kbactive   kbinact   kbdirty
      11:50:01 PM    396276   2602200   4764160     62.26      2000   2491004   5000000     60.00    100000    200000      1000
      """, clock: Self.clock)
    #expect(reading.recorder.polls.map(\.command) == ["sar"])
    #expect(
      reading.recorder.samples.filter { $0.labels["mode"] == "iowait" }.map {
        ($0.at?.iso8601 ?? "-") + " " + String($0.value)
      } == ["2026-11-21T22:50:01.000Z 0.005", "2026-11-21T23:00:01.000Z 0.405"])
    #expect(reading.value(.diskBusyRatio, [("device", "nvme0n1"), ("window", "interval")]) == 0.97)
    #expect(
      reading.value(.diskWrittenBytesPerSecond, [("device", "nvme0n1"), ("window", "interval")]) == 20_971_520
    )
    #expect(reading.value(.memoryAvailableBytes) == 2_664_652_800)
    #expect(reading.codes == [])
    #expect(reading.counts.unparsed == 0)
  }

  @Test("vmstat -t says when in the zone of its title")
  func vmstat() {
    let reading = Reading(
      """
      procs -----------------------memory---------------------- ---swap-- -----io---- -system-- --------cpu-------- -----timestamp-----
       r  b         swpd         free        inact       active   si   so    bi    bo   in   cs  us  sy  id  wa  st                 UTC
       0  0            0       396288      1998600      4998004    0    0     9    33   24   20   2   3  95   0   0 2020-07-21 13:04:02
       1  7            0       396488      1998596      4998392    0    8     0    56 38849 76501   7  12  71  10   0 2020-07-21 13:04:03
      """)
    #expect(reading.values(.processesBlocked) == ["0", "7"])
    #expect(reading.value(.cpuRatio, [("mode", "iowait"), ("window", "interval")]) == 0.1)
    #expect(reading.value(.swapOutBytesPerSecond, [("window", "interval")]) == 8192)
    #expect(
      reading.recorder.samples.filter { $0.metric == .memoryFreeBytes }.map { $0.at?.iso8601 } == [
        "2020-07-21T13:04:02.000Z", "2020-07-21T13:04:03.000Z",
      ])
    #expect(reading.codes == [])
  }

  @Test("Only the first row of a vmstat without times has an instant")
  func vmstatWithoutTimes() {
    let reading = Reading(
      """
      2026-11-21T05:10:09Z
      procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----
       r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st
       2  0   1024 527180 191324 285644    0    0     0     1    7    1  0  0 100  0  0
       3  0   1024 527181 191324 285644    0    0     0     1    7    1  0  0 100  0  0
      """)
    #expect(
      reading.recorder.samples.filter { $0.metric == .processesRunnable }.map { $0.at?.iso8601 } == [
        "2026-11-21T05:10:09.000Z", nil,
      ])
    #expect(reading.values(.swapUsedBytes) == ["1048576", "1048576"])
  }

  @Test("vmstat -d has counters of devices")
  func vmstatDisks() {
    let reading = Reading(
      """
      disk- ------------reads------------ ------------writes----------- -----IO------
             total merged sectors      ms  total merged sectors      ms    cur    sec
      vda   182827     21 25786321 542412 231734 236587 94916002 12397560      0    584
      """)
    #expect(reading.value(.diskReadBytesTotal, [("device", "vda")]) == 13_202_596_352)
    #expect(reading.value(.diskBusySecondsTotal, [("device", "vda")]) == 584)
    #expect(reading.codes == [])
  }
}
