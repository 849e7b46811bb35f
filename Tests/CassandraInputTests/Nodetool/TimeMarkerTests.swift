// Lines with the time of the following output.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Times in lines of their own")
struct TimeMarkerTests {
  private func marker(_ line: String) -> TimeMarker? {
    let bytes = Array(line.utf8)
    return TimeMarker(bytes.span, in: bytes.span.all)
  }

  @Test(arguments: [
    "Sat Nov 21 05:10:09 UTC 2026", "Sat 21 Nov 2026 05:10:09 AM UTC", "Sat Nov 21 05:10:09 AM GMT 2026",
    "2026-11-21T05:10:09Z", "===== 2026-11-21T05:10:09Z =====", "--- Sat Nov 21 05:10:09 UTC 2026 ---",
    "# 2026-11-21 05:10:09 UTC", "[2026-11-21T05:10:09Z]", "1795237809", "1795237809.000", "1795237809000",
    "Sat, 21 Nov 2026 05:10:09 +0000", "21 Nov 2026 06:10:09 +0100", "2026-11-21T06:10:09+01:00",
    "2026-11-20 23:40:09-0530", "2026-11-21T05:10:09.000Z", "2026-11-21 05:10:09,000+00",
    "Sat, 21 Nov 2026 05:10:09 GMT (UTC)", "Saturday, November 21, 2026 05:10:09 AM UTC",
    "Sat Nov 21 05:10:09 +00 2026", "20261121T051009Z", "20261121T051009+0000", "=== 20261121T051009Z ===",
    "2026/11/21 05:10:09 UTC", "2026-11-21T05:10:09,000000000+00:00", "@1795237809",
    "Time: 2026-11-21T05:10:09Z",
    "timestamp=1795237809", "# Date: Sat Nov 21 05:10:09 UTC 2026", "### 1795237809 ###", "[1795237809]",
  ])
  func aTimeWithItsOffsetIsAnInstant(_ line: String) {
    #expect(marker(line) == .utc(Instant(milliseconds: 1_795_237_809_000)))
  }

  @Test(arguments: [
    "Sat Nov 21 05:10:09 CET 2026", "2026-11-21 05:10:09,000", "Sat Nov 21 05:10:09 2026", "20261121-051009",
    "20261121051009", "20261121_051009", "2026-11-21_05-10-09", "2026-11-21-05-10-09",
    "--- 20261121-051009 ---",
    "Sat Nov 21 05:10:09 EST 2026",
  ])
  func aTimeWithoutItsOffsetIsNotGuessed(_ line: String) {
    #expect(marker(line) == .unknownOffset(LocalTime(milliseconds: 1_795_237_809_000)))
  }

  @Test func fractionsAreMilliseconds() {
    #expect(marker("2026-11-21T05:10:09.5Z") == .utc(Instant(milliseconds: 1_795_237_809_500)))
    #expect(marker("1795237809.123456789") == .utc(Instant(milliseconds: 1_795_237_809_123)))
  }

  @Test(arguments: [
    "", "4", "2026-11-21", "05:10:09", "1234567", "99999999999999999999", "2026-02-30T05:10:09Z",
    "2026-11-21T25:10:09Z", "2026-11-21T05:10:09Z idle snapshot", "Sat Nov 21 13:10:09 AM UTC 2026",
    "MutationStage                  0      0       271", "Message type", " 2026-11-21T05:10:09Z",
    "2026-11-21 05:10:09,846 [INFO] Executing", "--- -- ---", "Sat Sat Sat Sat", "2026-11-21T05:10:09+99:00",
    "20261121", "20261121-0", "20263021-051009", "Time: 4", "Date: today", "Timestamp: 1795237809 1795237810",
    "2026-11-21T05:10:09+1", "Sat Nov 21 -5:10:09 UTC 2026",
  ])
  func anythingElseIsNoTime(_ line: String) {
    #expect(marker(line) == nil)
  }
}
