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
    #expect(SSTableName(path: path)?.table?.table == "orders.orders_customer")
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
    // The component may contain dashes; folders may too.
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

  private static let hex = "db4c1000aa1e11ee9a3b5d2f6c7e8a90"

  /// A path of a release, and its parts.
  struct Named: Sendable, CustomTestStringConvertible {
    let path: String
    let table: String
    let version: String
    var generation = "41"
    var directory = "/d"
    var component: String? = "Data.db"
    var testDescription: String { path }
  }

  @Test(
    "an SSTable of every release is known by its name",
    arguments: [
      Named(path: "/d/shop/orders-g-41-Data.db", table: "shop.orders", version: "g"),
      Named(path: "/d/shop/orders/shop-orders-hc-41-Data.db", table: "shop.orders", version: "hc"),
      Named(path: "/d/shop/orders/shop-orders-he-41-Data.db", table: "shop.orders", version: "he"),
      Named(
        path: "/d/shop/orders/shop-orders-hf-41-Statistics.db", table: "shop.orders", version: "hf",
        component: "Statistics.db"),
      Named(path: "/d/shop/orders/shop-orders-ic-41-Data.db", table: "shop.orders", version: "ic"),
      Named(path: "/d/shop/orders/shop-orders-jb-41-Data.db", table: "shop.orders", version: "jb"),
      Named(
        path: "/d/shop/orders/shop-orders-tmp-jb-41-Index.db", table: "shop.orders", version: "jb",
        component: "Index.db"),
      Named(
        path: "/d/shop/orders/shop-orders.by_day-jb-41-Data.db", table: "shop.orders.by_day",
        version: "jb"),
      Named(path: "/d/shop/orders-\(hex)/shop-orders-ka-41-Data.db", table: "shop.orders", version: "ka"),
      Named(
        path: "/d/shop/orders-\(hex)/shop-orders-tmplink-ka-41-Data.db", table: "shop.orders",
        version: "ka"),
      Named(
        path: "/d/shop/orders-\(hex)/shop-orders.by_day-ka-41-Data.db", table: "shop.orders.by_day",
        version: "ka"),
      Named(
        path: "/d/shop/orders-\(hex)/shop-orders-ka-41", table: "shop.orders", version: "ka",
        component: nil),
      Named(path: "/d/shop/orders-\(hex)/la-41-big-Data.db", table: "shop.orders", version: "la"),
      Named(path: "/d/shop/orders-\(hex)/tmp-la-41-big-Data.db", table: "shop.orders", version: "la"),
      Named(path: "/d/shop/orders-\(hex)/tmplink-la-41-big-Data.db", table: "shop.orders", version: "la"),
      Named(
        path: "/d/shop/orders-\(hex)/ma-41-big-Digest.crc32", table: "shop.orders", version: "ma",
        component: "Digest.crc32"),
      Named(path: "/d/shop/orders-\(hex)/md-41-big-Data.db", table: "shop.orders", version: "md"),
      Named(path: "/d/shop/orders-\(hex)/me-41-big", table: "shop.orders", version: "me", component: nil),
      Named(
        path: "/d/shop/orders-\(hex)/.by_day/na-41-big-Data.db", table: "shop.orders.by_day",
        version: "na"),
      Named(
        path: "/d/shop/orders-\(hex)/oa-3gzl_0qe9_1k3a82sxdvyt6q0f7m-big-Data.db", table: "shop.orders",
        version: "oa", generation: "3gzl_0qe9_1k3a82sxdvyt6q0f7m"),
      Named(
        path: "/d/shop/orders-\(hex)/da-41-bti-SAI+aa+idx+Meta.db", table: "shop.orders", version: "da",
        component: "SAI+aa+idx+Meta.db"),
      // A table created before 2.1 keeps its folder.
      Named(
        path: "/data/shop/orders/nb-41-big-Data.db", table: "shop.orders", version: "nb",
        directory: "/data"),
      Named(
        path: "data/shop/orders-\(hex)/nb-41-big-Data.db", table: "shop.orders", version: "nb",
        directory: "data"),
      Named(path: "shop/orders-\(hex)/nb-41-big-Data.db", table: "shop.orders", version: "nb", directory: ""),
      Named(path: "shop-orders-jb-41-Data.db", table: "shop.orders", version: "jb", directory: ""),
      Named(
        path: #"D:\cass\shop\orders\shop-orders-jb-41-Data.db"#, table: "shop.orders", version: "jb",
        directory: "D:/cass"),
      Named(
        path: #"D:\cass\shop\orders-\#(hex)\shop-orders-ka-41-Data.db"#, table: "shop.orders",
        version: "ka", directory: "D:/cass"),
    ])
  func everyRelease(named: Named) throws {
    let name = try #require(SSTableName(path: named.path))
    #expect(name.table?.description == named.table)
    #expect(name.version == named.version)
    #expect(name.generation == named.generation)
    #expect(name.component == named.component)
    #expect(name.dataDirectory == named.directory)
    #expect(name.isTemporary == named.path.contains("tmp"))
    #expect(name.copy == nil)
    #expect(named.path == name.base + (name.component.map { "-" + $0 } ?? ""))
    #expect(name.base.hasSuffix(name.shortName))
    #expect(SSTableName.base(ofPath: named.path) == name.base)
  }

  @Test("a copy in a snapshot or a backup is known as one")
  func copies() throws {
    let folder = "/d/shop/orders-\(Self.hex)"
    let copy = try #require(SSTableName(path: folder + "/snapshots/before/nb-1-big-Data.db"))
    #expect(copy.copy == .snapshot("before"))
    #expect(copy.table == TableName(keyspace: "shop", table: "orders") && copy.dataDirectory == "/d")
    let index = try #require(SSTableName(path: folder + "/snapshots/before/.by_day/nb-1-big-Data.db"))
    #expect(index.copy == .snapshot("before") && index.table?.table == "orders.by_day")
    #expect(SSTableName(path: folder + "/backups/nb-1-big-Data.db")?.copy == .backup)
    let old = try #require(SSTableName(path: "/d/shop/orders/snapshots/7/shop-orders-ic-1-Data.db"))
    #expect(old.copy == .snapshot("7") && old.table?.description == "shop.orders")
    // A data directory may have the name of one.
    #expect(SSTableName(path: "/backups/data/shop/orders-\(Self.hex)/nb-1-big-Data.db")?.copy == nil)
  }

  @Test(
    "a name that does not say its table has none",
    arguments: [
      "nb-41-big-Data.db", "/d/nb-41-big-Data.db", "/mnt/rescue/files/nb-41-big-Data.db",
      "orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-41-big-Data.db", "orders-hc-41-Data.db",
    ])
  func noTable(path: String) throws {
    let name = try #require(SSTableName(path: path))
    #expect(name.table == nil && name.dataDirectory.isEmpty && name.generation == "41")
  }

  @Test(arguments: [
    "", "/var/lib", "/", "-", "--", "-big", "nb--big", "nb-1-bigger", "a-b-c-d-e-f-g-h",
    "/d/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb_txn_compaction_1.log",
    "/d/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/n1-1-big-Data.db",
    "shop-orders-ka-41", "shop-orders-zz-41-Data.db", "shop-orders-ka-x-Data.db", "shop-orders-ka-41-Foo.db",
    "CommitLog-5-1447358040710.log", "a-b-c-ka-41-Data.db",
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
