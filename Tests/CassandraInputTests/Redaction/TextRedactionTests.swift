// Replaced and unchanged parts of text.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraInput

@Suite struct TextRedactionTests {
  /// A redactor that knows a few names, as from facts.
  private static func redactor(key: String? = nil) -> Redactor {
    let book = NameBook()
    let finding = Redactor(collectingInto: book)
    _ = finding.cluster("Acme Payments (EU)")
    _ = finding.dataCenter("dc-west")
    _ = finding.rack("r1")
    _ = finding.hostID("8e2dff84-4e42-491d-99dc-a708243a672d")
    for name in ["pay-a1", "db-03.acme.internal"] { _ = finding.host(name) }
    for (keyspace, table) in [
      ("shop", "orders"), ("shop", "orders.orders_customer"), ("shop", "data"), ("1", "2"), ("x", "tables"),
      ("system", "local"),
    ] { _ = finding.table(TableName(keyspace: keyspace, table: table)) }
    return Redactor(book, key: key.map { Array($0.utf8) })
  }

  /// A text, and the words that must not remain in it.
  @Test(arguments: [
    ("Writing shop.orders", ["shop", "orders"]),
    ("Compacted shop/orders-1b255f4def2540a60000000000000000/nb-1-big-Data.db", ["shop", "orders"]),
    ("orders-1b255f4def2540a60000000000000000", ["orders"]),
    ("index orders_customer of orders", ["orders_customer", "orders"]),
    // Up to 2.1 a file's name has keyspace and table, which may be known from nowhere else.
    ("EOF in salesks-custcf-he-1-Data.db.", ["salesks", "custcf"]),
    ("Deleting 'salesks-custcf-tmp-jb-12-Index.db'", ["salesks", "custcf"]),
    (
      "salesks-custcf-tmplink-ka-3-Statistics.db salesks-custcf.mail_idx-ic-9-Data.db",
      ["salesks", "custcf", "mail_idx"]
    ),
    ("custcf-hc-3-Filter.db", ["custcf"]),
    ("/srv/x/salesks/custcf/salesks-custcf.custcf_mail_idx-ka-7", ["custcf", "mail"]),
    (
      "from 10.1.2.3:7000 and /10.1.2.4:9042, pay-a1/10.1.2.5",
      ["10.1.2.3", "10.1.2.4", "10.1.2.5", "pay-a1"]
    ),
    ("MessagingService-Outgoing-/10.1.2.3-Gossip tpstats_10.1.2.4", ["10.1.2.3", "10.1.2.4"]),
    ("/[2001:db8:1:0:0:0:0:7]:7000 fe80::1:2%eth0", ["2001:db8:1:0:0:0:0:7", "fe80::1:2"]),
    ("at db-03.acme.internal or unknown.acme.internal", ["db-03", "acme", "unknown.acme.internal"]),
    ("ip-10-1-2-3.eu-west-1.compute", ["ip-10-1-2-3", "10-1-2-3"]),
    ("cluster Acme Payments (EU), dc-west, rack r1", ["Acme", "Payments", "dc-west", "r1"]),
    ("user bob, role 'billing', mail bob@acme.com", ["bob", "billing", "acme"]),
    ("Unknown thing 'Jane Roe' and \"X99-1\"", ["Jane", "Roe", "X99"]),
    ("rejected key=K-4711; customer=zeppelin", ["4711", "zeppelin"]),
    ("SELECT * FROM shop.orders WHERE id = 4711 AND name = 'Roe' LIMIT 5", ["4711", "Roe", "shop"]),
    ("<SELECT * FROM other.thing WHERE id = 4711 LIMIT 5>, time 3 msec", ["4711", "other", "thing"]),
    ("INSERT INTO shop.orders (a, b) VALUES (4711, 'Roe')", ["4711", "Roe"]),
    ("host 8e2dff84-4e42-491d-99dc-a708243a672d-1795239264773-2.hints", ["8e2dff84"]),
    (
      "/srv/zeppelin/data/shop/orders-1b255f4def2540a60000000000000000/nb-1-big-Data.db:level=0",
      ["zeppelin", "shop"]
    ),
    ("C:\\zeppelin\\data", ["zeppelin"]),
    ("http://wiki.acme.com:80/zeppelin?q=roe", ["acme", "zeppelin", "roe"]),
    (
      "while reading partition DecoratedKey(-3485513579396041028, 6f72642d31303031) from stream",
      ["3485513579396041028", "6f72642d31303031"]
    ),
    ("Out of order partition detected (DecoratedKey(-30699, aabbcc) found after x", ["30699", "aabbcc"]),
    (
      "scanned row token was -277555814228923215 and partion key was ((u4), 100000))",
      ["277555", "u4", "100000"]
    ),
    ("Writing large partition shop/orders:cust-77:2024 (12 MiB) to sstable", ["cust-77", "2024", "shop"]),
    (
      "partition key cust-77 in x, row key [a-1, b-2], clustering Clustering(roe-1)",
      ["cust-77", "a-1", "b-2", "roe-1"]
    ),
    ("forceFlush requested but everything is clean in data", [" data"]), ("of table data.", ["data"]),
    ("java.lang.RuntimeException: com.acme.db.AuditTrigger failed", ["acme", "AuditTrigger"]),
    ("keyspace 'x', table 'tables', '1'.", ["'x'", "'tables'", "'1'"]), ("x.tables", ["x.tables"]),
  ])
  func namesAndValuesAreReplaced(text: String, gone: [String]) {
    let redacted = Self.redactor().text(text)
    for name in gone { #expect(!redacted.contains(name), "\(redacted)") }
  }

  /// Texts without names of an owner.
  @Test(arguments: [
    "Compacted (5d65f3a0-e56b-11f1-92e7-c9720afd52ed) 4 sstables to [nb-6-big,] to level=0.",
    "2026-11-21 05:03:00,130 took 12:34:56; 1.5GiB of 3, 87%, ratio 0.5, and/or, version 4.0.19.1.2",
    "error: Connection refused (Connection refused)", "java.io.IOException: No space left on device",
    "Corrupted: /var/lib/cassandra/data/system/local-7ad54392bcdd35a684174e047860b377/nb-5-big-Data.db",
    "org.apache.cassandra.db.compaction.CompactionTask in system.local and system_schema.tables",
    "couldn't read; doesn't exist", "disk failure policy \"stop\"", "listening on 0.0.0.0 and ::1",
    "Read 0 live rows and 1200 tombstone cells (see tombstone_warn_threshold)", "Foo::bar State@4ec7b2c3",
    "CompactionExecutor:12", "Thread[ReadStage-2,5,main]", "the data of a table: 1 of 2",
    "memtable_flush_writers=2, level=0, size=5827303, disk_failure_policy=stop",
  ])
  func ordinaryTextStays(text: String) {
    #expect(Self.redactor().text(text) == text)
  }

  @Test func aClassOfSomebodysIsReplacedAndTheKindOfExceptionStays() {
    let redactor = Self.redactor()
    let own = redactor.className("com.acme.cassandra.AcmeAuditException")
    #expect(own.hasPrefix("com.package_") && own.hasSuffix("Exception") && !own.lowercased().contains("acme"))
    #expect(own == redactor.className("com.acme.cassandra.AcmeAuditException"))
    for name in [
      "java.io.IOException", "org.apache.cassandra.db.ColumnFamilyStore$Flush.run",
      "io.netty.channel.Channel",
      "com.datastax.bdp.db.Node.run", "RuntimeException",
    ] { #expect(redactor.className(name) == name) }
  }

  @Test func aFieldIsReplacedByWhatItHolds() {
    let fields = EventFields(
      names: [FieldName("table_name"), FieldName("key"), FieldName("verb"), FieldName("token")],
      values: [.text("data"), .text("(u4, roe)"), .text("data"), .text("-88172645463325252")])
    let own = Self.redactor().fields(fields, isLenient: false)
    #expect(own.text(FieldName("table_name")) != "data" && own.text(FieldName("verb")) == "data")
    #expect(own.text(FieldName("key"))?.contains("roe") == false)
    #expect(own.text(FieldName("token"))?.contains("88172645463325252") == false)
    let message = Self.redactor().message("compacting the data of (u4, roe)", fields, isLenient: false)
    #expect(!message.contains("data") && !message.contains("roe"))
  }

  @Test func pathsKeepTheirShape() {
    let redactor = Self.redactor()
    let path = "/var/lib/cassandra/data/shop/orders-1b255f4def2540a60000000000000000/nb-1-big-Data.db"
    let own = SSTableName(path: redactor.path(path))
    #expect(own?.table == redactor.table(TableName(keyspace: "shop", table: "orders")))
    #expect(own?.dataDirectory == "/var/lib/cassandra/data")
    #expect(own?.shortName == "nb-1-big")
    let index = "/x/shop/orders-1b255f4def2540a60000000000000000/.orders_customer/nb-1-big-Data.db"
    #expect(
      SSTableName(path: redactor.path(index))?.table
        == redactor.table(TableName(keyspace: "shop", table: "orders.orders_customer")))
  }

  /// File names in captures: the kind of file and its time stay visible.
  @Test func namesOfFilesKeepWhatTheySay() {
    let redactor = Self.redactor()
    let name = redactor.fileName("nodes/10.1.2.3/tpstats_20261121T050300Z.txt")
    #expect(name.hasPrefix("nodes/10.") && name.hasSuffix("/tpstats_20261121T050300Z.txt"))
    #expect(!name.contains("10.1.2.3"))
    #expect(redactor.fileName("zeppelin/logs/system.log.1.gz").hasSuffix("/logs/system.log.1.gz"))
    #expect(!redactor.fileName("zeppelin/logs/system.log.1.gz").contains("zeppelin"))
    #expect(redactor.node("10.1.2.3") == redactor.fileName("10.1.2.3"))
    // A user may type a pseudonym from a redacted report.
    let node = redactor.node("pay-a1")
    #expect(redactor.node(node) == node && node != "pay-a1")
  }

  @Test func aKeyDecidesThePseudonyms() {
    let texts = ["shop.orders", "10.1.2.3", "user bob", "pay-a1"]
    for text in texts {
      #expect(Self.redactor(key: "a").text(text) == Self.redactor(key: "a").text(text))
      #expect(Self.redactor(key: "a").text(text) != Self.redactor(key: "b").text(text))
      #expect(Self.redactor(key: "a").text(text) != Self.redactor().text(text))
    }
  }

  /// Pseudonyms are valid in their place.
  @Test func pseudonymsAreValid() {
    let redactor = Self.redactor()
    #expect(redactor.replace(.keyspace, "shop").wholeMatch(of: /keyspace_[0-9a-f]{6}/) != nil)
    #expect(redactor.replace(.ipv4, "192.168.3.4").wholeMatch(of: /10(\.\d{1,3}){3}/) != nil)
    #expect(redactor.replace(.ipv4, "127.0.0.5").hasPrefix("127."))
    #expect(redactor.replace(.ipv6, "1:2:3:4:5:6:7:8").hasPrefix("2001:db8:"))
    #expect(TimeUUID(redactor.hostID("8e2dff84-4e42-491d-99dc-a708243a672d")) != nil)
    #expect(redactor.values("4711, (u4)").wholeMatch(of: /\d{6}, \(value_[0-9a-f]{10}\)/) != nil)
    // A reader can match both names of a host.
    let short = redactor.host("db-03")
    #expect(redactor.host("db-03.acme.internal").hasPrefix(short + "."))
  }

  /// More addresses than could differ by chance, and no pseudonym is an original.
  @Test func noTwoGetTheSame() {
    let book = NameBook()
    let finding = Redactor(collectingInto: book)
    let names = (0..<20_000).map { "10.\($0 >> 16).\($0 >> 8 & 255).\($0 & 255)" }
    for name in names { _ = finding.text(name) }
    for number in 0..<20_000 { _ = finding.table(TableName(keyspace: "ks", table: "t\(number)")) }
    let redactor = Redactor(book, key: nil)
    let pseudonyms = Set(names.map { redactor.text($0) })
    #expect(pseudonyms.count == names.count)
    #expect(pseudonyms.isDisjoint(with: names))
    let tables = (0..<20_000).map { redactor.tableAndIndex("t\($0)") }
    #expect(Set(tables).count == tables.count)
  }

  /// Names between all kinds of punctuation are found, and the rest is unchanged.
  @Test(arguments: 0..<200)
  func namesAreFoundBetweenAnyMarks(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let redactor = Self.redactor()
    let names = ["shop", "orders", "pay-a1", "dc-west", "10.1.2.3", "8e2dff84-4e42-491d-99dc-a708243a672d"]
    let marks = [
      " ", ", ", "; ", "(", ")", "[", "]", "=> ", " - ", "#", "\u{1b}[1m ", "|", "<", "> ", "…", "\n", "%",
    ]
    var text = ""
    var expected = ""
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      let mark = marks[Int.random(in: 0..<marks.count, using: &random)]
      text += mark
      expected += mark
      if mark.unicodeScalars.last.map({ $0.value >= 0x80 }) ?? false {
        text += " "
        expected += " "
      }
      if Bool.random(using: &random) {
        let name = names[Int.random(in: 0..<names.count, using: &random)]
        text += name
        expected += redactor.text(name)
      } else {
        text += "level 42"
        expected += "level 42"
      }
      text += " "
      expected += " "
    }
    #expect(redactor.text(text) == expected)
  }

  /// No bytes trap, and text without letters or digits stays.
  @Test(arguments: 0..<200)
  func anyBytesAreWalkedOver(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let alphabet = Array("'\"/\\:;.,=<>@!-_()[]{} %0a1f:/::10.1.2.3C:\\x'SELECT FROM LIMIT =".unicodeScalars)
    let redactor = Self.redactor()
    var text = ""
    for _ in 0..<Int.random(in: 0...60, using: &random) {
      text.unicodeScalars.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
    }
    _ = redactor.text(text)
    _ = redactor.statement(text)
    _ = redactor.path(text)
    _ = redactor.values(text)
    _ = redactor.address(text)
    let marks = text.filter { !$0.isLetter && !$0.isNumber && $0 != "_" }
    #expect(redactor.text(String(marks)) == String(marks))
  }
}
