// Laws of the tables of links and causes: an entry with an unknown name would have no effect.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct CausalLinkTests {
  private static let others: Set<String> = [
    "process.ended", "process.ended_itself", "process.killed", "process.refused", "process.restarted",
    "backlog.lasting", "backlog.short", "tombstones.alert", "pauses", "setting.throughput", "outage",
    "setting.compactors", "setting.stream_throughput", "setting.heap", "setting.policy", "operation.truncate",
    "compaction.interrupted",
    "peer.down", "hints.sent", "hints.dropped", "repair", "stream.repair", "operation.scrub",
    "operation.verify", "operation.upgrade sstables",
  ]

  private func isKnown(_ pattern: String) -> Bool {
    let kinds = Self.others.union(ErrorCategory.all.map { "fault." + $0.id })
    return kinds.contains { kind in
      Sign(kind, "", node: 0, from: .utc(Instant(milliseconds: 0)), to: .utc(Instant(milliseconds: 0)))
        .matches(pattern)
    }
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

  private func sign(_ kind: String, _ node: Int, _ from: Moment, _ to: Moment) -> Sign {
    Sign(kind, kind, node: node, from: from, to: to)
  }

  private func utc(_ second: Int64) -> Moment { .utc(Instant(milliseconds: second * 1000)) }

  @Test func clocksThatAreNotKnownAreNotCompared() throws {
    let link = try #require(CausalLink.all.first { $0.id == "gone-is-seen-down" })
    let gone = sign("process.ended", 0, utc(100), utc(160))
    var down = sign("peer.down", 1, utc(120), utc(170))
    down.about = [PeerBook.key(0)]
    #expect(link.joins(gone, down))
    down = sign("peer.down", 1, .local(LocalTime(milliseconds: 120_000)), utc(170))
    down.about = [PeerBook.key(0)]
    #expect(!link.joins(gone, down))
  }

  @Test func anotherFileOfTheSameSSTableIsAnotherFault() throws {
    let link = try #require(CausalLink.all.first { $0.id == "same-file-other-symptom" })
    var statistics = sign("fault.corruption.metadata", 0, utc(100), utc(100))
    var index = sign("fault.corruption.sstable_not_loaded", 0, utc(110), utc(110))
    (statistics.sstables, index.sstables) = (["/d/k/t/nb-1-big"], ["/d/k/t/nb-1-big"])
    (statistics.components, index.components) = (["Statistics.db"], ["CompressionInfo.db"])
    #expect(!link.joins(statistics, index))
    index.components = ["Statistics.db"]
    #expect(link.joins(statistics, index))
  }
}
