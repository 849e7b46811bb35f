import CassandraModel
import Testing

@Suite struct TransactionLogNameTests {
  let file = "nb_txn_compaction_2dd63e00-e56c-11f1-b1d5-0124102653b3.log"
  let folder = "/var/lib/cassandra/data/shop/events_by_day-10919100e56c11f1b1d50124102653b3"

  @Test func namesTheTableAndTheCompaction() throws {
    let name = try #require(TransactionLogName(path: folder + "/" + file))
    #expect(name.operation == "compaction")
    #expect(name.version == "nb")
    #expect(name.id.description == "2dd63e00-e56c-11f1-b1d5-0124102653b3")
    #expect(name.table == TableName(keyspace: "shop", table: "events_by_day"))
    #expect(name.dataDirectory == "/var/lib/cassandra/data")
    #expect(TransactionLogName(file: file, folder: folder) == name)
  }

  @Test func aFolderThatIsNoTablesLeavesOnlyTheID() throws {
    let name = try #require(TransactionLogName(file: file, folder: "/tmp"))
    #expect(name.table == nil)
    #expect(name.dataDirectory == nil)
  }

  @Test(arguments: [
    "", "/", "nb_txn_compaction_.log", "/d/nb_txn_compaction_2dd63e00.log", "/d/nb-1-big-Data.db",
    "/d/nb_txn_2dd63e00-e56c-11f1-b1d5-0124102653b3.log", "/d/txn_compaction.log",
  ])
  func otherPathsAreNoTransactionLog(path: String) {
    #expect(TransactionLogName(path: path) == nil)
  }
}
