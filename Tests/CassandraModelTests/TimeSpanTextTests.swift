// Durations in the notation of Prometheus.

import CassandraModel
import Testing

@Suite struct TimeSpanTextTests {
  @Test(arguments: [
    ("0", 0), ("15m", 900_000), ("1h30m", 5_400_000), ("250ms", 250), ("1d12h", 129_600_000),
    ("2w", 1_209_600_000), ("1y", 31_536_000_000), ("90s", 90_000),
  ])
  func lengthsAreRead(text: String, milliseconds: Int64) {
    #expect(TimeSpan(prometheus: text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "5", "m", "5 m", "1m1h", "1m1m", "-5m", "1.5h", "5M", "99999999999999999999s", "999999999999y",
    "1001y", "5minutes",
  ])
  func anythingElseIsNoLength(text: String) {
    #expect(TimeSpan(prometheus: text) == nil)
  }

  @Test(arguments: [
    ("0", "0s"), ("90s", "1m30s"), ("3600s", "1h"), ("250ms", "250ms"), ("1d1ms", "1d1ms"), ("2w", "14d"),
  ])
  func whatIsWrittenIsRead(text: String, written: String) {
    let span = TimeSpan(prometheus: text)
    #expect(span?.prometheusText == written)
    #expect(TimeSpan(prometheus: written) == span)
  }
}
