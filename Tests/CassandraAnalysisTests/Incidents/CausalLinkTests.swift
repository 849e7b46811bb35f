// Laws of the tables of links and causes: an entry with an unknown name would have no effect.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct CausalLinkTests {
  private static let others: [SignKind] = [
    .processEnded, .processEndedItself, .processKilled, .processRefused, .processRestarted, .backlogLasting,
    .backlogShort, .tombstoneAlert, .pauses, .outage, .throughputChanged, .compactorsChanged,
    .streamThroughputChanged, .heapChanged, .policyChanged, .truncate, .compactionInterrupted, .peerDown,
    .hintsSent, .hintsDropped, .repair, .repairStream, .scrub, .verify, .upgradeSSTables,
  ]

  private func isKnown(_ kind: SignKind) -> Bool {
    (Self.others + ErrorCategory.all.map { .error($0.id) }).contains { $0.matches(kind) }
  }

  @Test func everyKindThatALinkNamesExists() {
    for link in CausalLink.all {
      for pattern in link.from + link.to { #expect(isKnown(pattern), "\(link.id): \(pattern)") }
      #expect(!link.why.isEmpty && !link.origin.isEmpty && (1...3).contains(link.strength), "\(link.id)")
      #expect(!link.why.hasSuffix("."), "\(link.id): a clause has no full stop")
    }
    #expect(Set(CausalLink.all.map(\.id)).count == CausalLink.all.count)
  }

  @Test func everyKindThatACauseExplainsExists() {
    for cause in CauseHypothesis.all {
      for pattern in cause.explains { #expect(isKnown(pattern), "\(cause.id): \(pattern)") }
    }
    #expect(Set(CauseHypothesis.all.map(\.id)).count == CauseHypothesis.all.count)
  }

  private func sign(_ kind: SignKind, _ node: Int, _ from: Moment, _ to: Moment) -> Sign {
    Sign(kind, "", node: node, from: from, to: to)
  }

  private func utc(_ second: Int64) -> Moment { .utc(Instant(milliseconds: second * 1000)) }

  @Test func clocksThatAreNotKnownAreNotCompared() throws {
    let link = try #require(CausalLink.all.first { $0.id == "gone-is-seen-down" })
    let gone = sign(.processEnded, 0, utc(100), utc(160))
    var down = sign(.peerDown, 1, utc(120), utc(170))
    down.about = [PeerBook.key(0)]
    #expect(link.joins(gone, down))
    down = sign(.peerDown, 1, .local(LocalTime(milliseconds: 120_000)), utc(170))
    down.about = [PeerBook.key(0)]
    #expect(!link.joins(gone, down))
  }

  @Test func anotherFileOfTheSameSSTableIsAnotherFault() throws {
    let link = try #require(CausalLink.all.first { $0.id == "same-file-other-symptom" })
    var statistics = sign(.error(.corruptionMetadata), 0, utc(100), utc(100))
    var index = sign(.error(.corruptionSSTableNotLoaded), 0, utc(110), utc(110))
    (statistics.sstables, index.sstables) = (["/d/k/t/nb-1-big"], ["/d/k/t/nb-1-big"])
    (statistics.components, index.components) = (["Statistics.db"], ["CompressionInfo.db"])
    #expect(!link.joins(statistics, index))
    index.components = ["Statistics.db"]
    #expect(link.joins(statistics, index))
  }
}
