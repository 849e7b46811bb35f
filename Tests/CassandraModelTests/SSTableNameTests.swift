import CassandraModel
import Testing

@Suite struct SSTableNameTests {
  @Test func takesApartAPathOfAComponent() throws {
    let path = "/var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-4411-big-Data.db"
    let name = try #require(SSTableName(path: path))
    #expect(name.table == TableName(keyspace: "shop", table: "orders"))
    #expect(name.dataDirectory == "/var/lib/cassandra/data")
    #expect(name.generation == "4411")
    #expect(name.component == "Data.db")
    #expect(name.base.hasSuffix("/nb-4411-big"))
  }

  @Test func aUUIDGenerationKeepsItsUnderscores() throws {
    let path = "/d/shop/t-db4c1000aa1e11ee9a3b5d2f6c7e8a90/da-3gzl_0qe9_1k3a82sxdvyt6q0f7m-bti-Data.db"
    #expect(SSTableName(path: path)?.generation == "3gzl_0qe9_1k3a82sxdvyt6q0f7m")
  }

  @Test func anIndexBelongsToItsTable() throws {
    let path = "/d/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/.orders_customer/nb-7-big-Index.db"
    #expect(SSTableName(path: path)?.table.table == "orders.orders_customer")
  }

  @Test func aWindowsPathIsTakenApartAlike() throws {
    let path = #"C:\data\shop\orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90\nb-7-big-Data.db"#
    let name = try #require(SSTableName(path: path))
    #expect(name.table == TableName(keyspace: "shop", table: "orders"))
    #expect(name.dataDirectory == "C:/data")
    #expect(name.base == #"C:\data\shop\orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90\nb-7-big"#)
  }

  @Test(arguments: [
    "/d/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-4411-big",
    "/d/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-4411-big-Data.db",
    // The component may hold dashes of its own; folders may too.
    "/my-data-on-a-disk/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/.by-name/nb-7-big-SI-by-name.db",
    #"C:\d\shop\orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90\da-3gzl_0qe9_1k3a82sxdvyt6q0f7m-bti-Data.db"#,
  ])
  func theBaseIsFoundWithoutTheRest(path: String) {
    #expect(SSTableName.base(ofPath: path) == SSTableName(path: path)?.base)
  }

  @Test(arguments: ["", "/", "nb-1", "/var/lib-with-many-dashes/x", "/a-b-c-d/nb-1-big"])
  func aPathWithoutAComponentIsItsOwnBase(path: String) {
    #expect(SSTableName.base(ofPath: path) == path)
  }

  @Test(arguments: [
    "", "/var/lib", "nb-1-big-Data.db", "/d/shop/orders/nb-1-big-Data.db",
    "/d/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/snapshots/x/nb-1-big-Data.db",
    "/d/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb_txn_compaction_1.log",
    "/d/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/n1-1-big-Data.db",
    "/d/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8-90/nb-1-big-Data.db",
  ])
  func otherPathsAreNoSSTable(path: String) {
    #expect(SSTableName(path: path) == nil)
  }
}

@Suite struct TimeTests {
  @Test func aCompactionIDCarriesItsInstant() throws {
    // captures/corrupt-5.0: header 06:07:08,405 in Europe/Berlin, id 05:07:08.391 in UTC.
    let id = try #require(TimeUUID("2e32f570-be34-11ed-9a3b-5d2f6c7e8a90"))
    #expect(id.description == "2e32f570-be34-11ed-9a3b-5d2f6c7e8a90")
    #expect(id.instant?.iso8601.hasPrefix("2023-03-09T") == true)
    #expect(TimeUUID("b1cbd039-5fa1-452a-8612-5db31b63e939")?.instant == nil, "version 4 has no time")
  }

  @Test(arguments: [Int64(0), -1, 951_782_400_000, 1_795_235_674_123, -62_135_596_800_000])
  func civilTimeGoesThereAndBack(milliseconds: Int64) {
    #expect(CivilTime(milliseconds: milliseconds).milliseconds == milliseconds)
  }

  @Test func datesThatDoNotExistAreRefused() {
    #expect(CivilTime(year: 2026, month: 2, day: 29) == nil)
    #expect(CivilTime(year: 2024, month: 2, day: 29) != nil)
    #expect(CivilTime(year: 2026, month: 1, day: 1, hour: 24) == nil)
  }
}
