// The effect of a change in the minutes after it, and its outcome.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct ChangeEffectTests {
  private func effects(_ build: (inout NodeInSeries) -> Void) -> [ChangeEffect] {
    var node = NodeInSeries()
    build(&node)
    let findings = node.findings()
    return findings.changeEffects(RuleEngine().inputs(of: findings))
  }

  @Test("pending that falls after a change is said with both numbers")
  func falls() throws {
    let effects = effects {
      $0.add(.compactionThroughputLimit, "16x4 64x10")
      $0.add(.compactionPendingTasks, "100x5 80 60 40 20 10 5 0x3")
    }
    let one = try #require(effects.first)
    #expect(one.pendingBefore == 100)
    #expect(one.pendingAfter == 10)
    #expect(one.verdict == .fell)
    #expect(one.fate == .kept)
  }

  @Test("a value that is put back is restored, and what puts it back restores")
  func restored() {
    let effects = effects {
      $0.add(.streamThroughputLimit, "200x4 100x4 200x4")
    }
    #expect(effects.count == 2)
    #expect(effects.first?.fate == .restored(.utc(NodeInSeries.instant(480))))
    #expect(effects.last?.fate == .restores)
  }

  @Test("without samples of pending the effect is not known, and not level")
  func unknown() {
    let effects = effects { $0.add(.concurrentCompactors, "2x4 4x4") }
    #expect(effects.first?.verdict == .unknown)
    #expect(effects.first?.pendingBefore == nil)
  }

  @Test("pending within a twentieth is level")
  func level() {
    let effects = effects {
      $0.add(.concurrentCompactors, "2x4 4x10")
      $0.add(.compactionPendingTasks, "100x5 96x9")
    }
    #expect(effects.first?.verdict == .level)
  }

  @Test("a setting made at runtime is lost at the restart")
  func restart() {
    let effects = effects { node in
      node.add(.concurrentCompactors, "2x4 4x10")
      node.log(.processStarted, "process.starting", at: 100)
      node.log(.processStarted, "process.starting", at: 700)
    }
    #expect(effects.first?.fate == .lostAtRestart(.utc(NodeInSeries.instant(700))))
  }
}
