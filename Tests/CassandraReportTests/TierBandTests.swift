// The band of tiers: every span of every period has a column, also one that is a single sample at the end of all.

import CassandraModel
import Testing

@testable import CassandraAnalysis
@testable import CassandraReport

@Suite struct TierBandTests {
  private func span(_ from: Int64, _ to: Int64, _ tier: Tier) -> TierSpan {
    TierSpan(
      tier: tier, from: Instant(milliseconds: from), to: Instant(milliseconds: to), reason: "", source: nil)
  }

  @Test func aLastSampleHasAColumnWhateverTheLength() {
    for length in Int64(1)...300 {
      let period = Instant(milliseconds: 1000)...Instant(milliseconds: 1000 + length)
      let spans = [
        span(1000, 1000 + length, .healthy), span(1000 + length, 1000 + length, .emergency),
      ]
      let band = TierBand.text(spans, period)
      #expect(band.count <= 72)
      #expect(band.last == Tier.emergency.block, "\(length) ms")
    }
  }

  @Test func eachTierFillsItsColumns() {
    let period = Instant(milliseconds: 0)...Instant(milliseconds: 7200)
    let band = TierBand.text([span(0, 3600, .healthy), span(3600, 7200, .critical)], period)
    #expect(
      band == String(repeating: Tier.healthy.block, count: 36)
        + String(repeating: Tier.critical.block, count: 36))
  }
}
