// The completed compactions, from the records of a log.

import CassandraModel
import Testing

@testable import CassandraAnalysis

/// The completed compactions from the records of a log.
@Suite struct LedgerBookTests {
  @Test func aCompactionIsOneEntryFromItsStartToItsEnd() throws {
    var log = Log()
    log.start(1, at: 0, inputs: Log.path + ":level=1, " + Log.path + ":level=2, ")
    log.finish(1, started: 0, at: 500)
    let entry = try #require(log.history.ledger[Log.id(1, 0)])
    #expect(entry.result == .done && entry.inputs == 2 && entry.bytesIn == 100 && entry.milliseconds == 500)
    #expect(entry.table == "shop.orders")
  }

  @Test func whatFailsIsFailedAndWhatHasNoEndIsUnknown() throws {
    var log = Log()
    log.start(1, at: 0)
    log.fails(at: 10, chain: [(Log.corrupt, "Corrupted: " + Log.path)])
    log.start(2, at: 20_000)
    log.history.finish()
    #expect(log.history.ledger[Log.id(1, 0)]?.result == .failed)
    #expect(log.history.ledger[Log.id(2, 20_000)]?.result == .unknown)
  }
}
