import CassandraModel
import Testing

@testable import CassandraAnalysis
import TestSupport

@Suite struct SSTableMentionTests {
  static let folder = "/var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90"

  @Test(arguments: [
    "Corrupted: \(folder)/nb-2-big-Data.db",
    "Corrupted: \(folder)/nb-2-big",
    "(\(folder)/nb-2-big-Data.db): corruption detected, chunk at 6736876 of length 15394.",
    "Corrupted: RandomAccessReader:BufferManagingRebufferer.Aligned:CompressedChunkReader.Standard("
      + "\(folder)/nb-2-big-Data.db - LZ4Compressor, chunk length 16384, data length 3786604)",
    "insufficient space, BigTableReader(path='\(folder)/nb-2-big-Data.db') for compaction",
    "Scrubbing BigTableReader:big(path='\(folder)/nb-2-big-Data.db') (1.2MiB)",
    "org.apache.cassandra.io.util.MmappedRegions$Tidier@1624840255:\(folder)/nb-2-big-Data.db was not "
      + "released",
    "Corrupt sstable \(folder)/nb-2-big=[Statistics.db, Data.db]; skipping table",
    "java.nio.file.FileSystemException: \(folder)/nb-2-big-Index.db: Too many open files",
    "[\(folder)/nb-2-big-Data.db:level=0, ]",
    "see \(folder)/nb-2-big-Data.db.",
    "x=\(folder)/nb-2-big-Digest.crc32,y",
  ])
  func everyFormOfAPathIsFound(text: String) throws {
    let mentions = SSTableMention.all(in: text)
    #expect(mentions.count == 1)
    let mention = try #require(mentions.first)
    #expect(mention.name.base == Self.folder + "/nb-2-big")
    #expect(mention.name.dataDirectory == "/var/lib/cassandra/data")
    let bytes = Array(text.utf8)[mention.range]
    #expect(String(decoding: bytes, as: UTF8.self).hasPrefix(mention.name.base))
  }

  @Test func listsGiveEachFile() {
    let text =
      "Detected unreadable sstables \(Self.folder)/la-1-big-Data.db,\(Self.folder)/la-2-big-Data.db, please"
    #expect(SSTableMention.all(in: text).map(\.name.generation) == ["1", "2"])
  }

  @Test func foldersMayHoldBlanksAndDrivesHaveLetters() throws {
    let blanks = "Corrupted: /var/my data/shop/t-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-2-big-Data.db"
    #expect(SSTableMention.all(in: blanks).first?.name.dataDirectory == "/var/my data")
    let windows = "Corrupted: C:\\cassandra\\data\\shop\\t-db4c1000aa1e11ee9a3b5d2f6c7e8a90\\me-2-big-Data.db"
    let name = try #require(SSTableMention.all(in: windows).first?.name)
    #expect(name.base.hasPrefix("C:\\cassandra"))
    #expect(name.table == TableName(keyspace: "shop", table: "t"))
  }

  @Test func aRelativePathBeginsAfterTheWordBeforeIt() {
    let text = "writing into data/shop/t-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-2-big-Data.db"
    #expect(SSTableMention.all(in: text).first?.name.dataDirectory == "data")
  }

  @Test(
    "SSTables of 1.0 to 2.1 are found by version and generation",
    arguments: [
      "Compacting [SSTableReader(path='/d/shop/orders/shop-orders-jb-41-Data.db')]",
      "(/d/shop/orders/shop-orders-jb-41-Data.db): corruption detected, chunk at 1 of length 2.",
      "Corrupt sstable /d/shop/orders/shop-orders-jb-41=[Data.db, Index.db]; skipped",
      "java.io.FileNotFoundException: /d/shop/orders/shop-orders-jb-41-Data.db (Too many open files)",
      "in shop-orders-jb-41-Data.db of node 3", "shop-orders-jb-41-Data.db",
      "in shop/orders/shop-orders-jb-41-CompressionInfo.db.",
      "Key out of order in C:\\d\\shop\\orders\\shop-orders-jb-41-Data.db",
    ])
  func early(text: String) throws {
    let mentions = SSTableMention.all(in: text)
    #expect(mentions.count == 1)
    let name = try #require(mentions.first).name
    #expect(name.table?.description == "shop.orders" && name.shortName == "shop-orders-jb-41")
  }

  @Test(
    "a file name without its folders names an SSTable whose table is not known",
    arguments: ["Corrupted: nb-2-big-Data.db", "nb-2-big", "(nb-2-big-Data.db):", "/d/nb-2-big-Index.db,"])
  func withoutFolders(text: String) throws {
    let name = try #require(SSTableMention.all(in: text).first).name
    #expect(name.table == nil && name.shortName == "nb-2-big")
  }

  @Test("files of a snapshot are no live SSTable of a failure")
  func snapshots() {
    let path = Self.folder + "/snapshots/x/nb-2-big-Data.db"
    let evidence = FailureEvidence.example(["java.nio.file.NoSuchFileException: " + path])
    #expect(evidence.sstables.isEmpty)
    #expect(evidence.tableOfCopies?.description == "shop.orders")
    #expect(ErrorClassifier().classify(evidence).category.id == "io.missing_file")
  }

  @Test func identifiersMayBeLong() {
    let text = "Corrupted: \(Self.folder)/da-3gzl_0qe9_1k3a82sxdvyt6q0f7m-bti-Rows.db"
    #expect(SSTableMention.all(in: text).first?.name.component == "Rows.db")
  }

  @Test(arguments: [
    "", "-big", "a-big deal", "x-ka-2", "upgrade-to-ka-2 now", "well-known-jb-7-Stuff.db",
    "\(folder)/nb-2-bigger-Data.db", "\(folder)/nb_2_big",
  ])
  func otherTextNamesNone(text: String) {
    #expect(SSTableMention.all(in: text).isEmpty)
  }

  @Test func aChainNamesEachSSTableOnceAndItsChunk() throws {
    let chain = try #require(
      Throwable(written: [
        "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: \(Self.folder)/nb-2-big-Data.db",
        "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: \(Self.folder)/nb-2-big-Data.db",
        "org.apache.cassandra.io.compress.CorruptBlockException: (\(Self.folder)/nb-2-big-Data.db): "
          + "corruption detected, chunk at 6736876 of length 15394.",
      ]))
    #expect(chain.sstables.map(\.shortName) == ["nb-2-big"])
    #expect(chain.corruptChunk?.offset == 6_736_876)
    #expect(chain.corruptChunk?.length == 15394)
    #expect(chain.corruptChunk?.sstable?.component == "Data.db")
  }

  @Test(arguments: [
    "corruption detected, chunk at 99999999999999999999 of length 1.", "corruption detected, chunk at ",
    "corruption detected, chunk at 1 of length", "corruption detected, chunk at -1 of length 2.",
  ])
  func aChunkThatIsNoNumberIsNone(text: String) throws {
    let chain = try #require(Throwable(written: ["x.CorruptBlockException: " + text]))
    #expect(chain.corruptChunk == nil)
  }

  @Test func aTransactionLogNamesTableAndCompaction() throws {
    let file = "nb_txn_compaction_2dd63e00-e56c-11f1-b1d5-0124102653b3.log"
    let bracketed = FailureEvidence.example(
      record: "[\(file) in \(Self.folder)] was not completed, trying to abort it now")
    let path = FailureEvidence.example(["x.FSWriteError: y: \(Self.folder)/\(file): Read-only file system"])
    #expect(bracketed.transactionLogs == path.transactionLogs)
    let log = try #require(path.transactionLogs.first)
    #expect(log.table == TableName(keyspace: "shop", table: "orders"))
    #expect(log.id.description == "2dd63e00-e56c-11f1-b1d5-0124102653b3")
    let bare = FailureEvidence.example(record: "Verifying logfile transaction \(file)")
    #expect(bare.transactionLogs.first?.id == log.id)
    #expect(bare.transactionLogs.first?.table == nil)
  }
}

@Suite struct FailureSignatureTests {
  @Test func whatChangesEachTimeIsBlanked() {
    let texts = [
      "Error building row with data deserialized from "
        + "org.apache.cassandra.io.util.TrackedDataInputPlus@381e01fc",
      "Error building row with data deserialized from "
        + "org.apache.cassandra.io.util.TrackedDataInputPlus@b716d4e",
      "Error building row with data deserialized from "
        + "org.apache.cassandra.io.util.TrackedDataInputPlus@deadbeef",
    ]
    #expect(Set(texts.map { FailureSignature.blank($0) }).count == 1)
  }

  @Test(arguments: [
    ("chunk at 6736876 of length 15394.", "chunk at # of length #."),
    ("/var/lib/x y", "<path> y"), ("(/a/b): gone", "(<path>): gone"), ("L0 -> L1", "L# -> L#"),
    ("LZ4Exception", "LZ#Exception"), ("id 2dd63e00-e56c-11f1-b1d5-0124102653b3 gone", "id # gone"),
    ("DecoratedKey(-3485513579396041028, 6f72642d31303031)", "DecoratedKey(#, #)"),
    ("need 121.808945MiB", "need #.#MiB"), ("added face", "added face"), ("and/or", "and/or"), ("", ""),
    ("/", "/"),
    ("5 - 3", "# - #"),
  ])
  func blankingIsReadable(text: String, expected: String) {
    #expect(FailureSignature.blank(text) == expected)
  }

  @Test func thePlaceIsCassandrasOwnEvenUnderTheJDK() {
    let evidence = FailureEvidence.example([
      "org.apache.cassandra.io.FSWriteError: java.io.IOException: No space left on device",
      "at org.apache.cassandra.io.compress.CompressedSequentialWriter.flushData",
      "java.io.IOException: No space left on device", "at java.base/sun.nio.ch.FileDispatcherImpl.write0",
    ])
    let signature = FailureSignature(evidence)
    #expect(
      signature.description
        == "IOException | No space left on device | "
        + "org.apache.cassandra.io.compress.CompressedSequentialWriter.flushData")
  }

  @Test func aRecordWithoutExceptionIsKnownByItsLogger() {
    let signature = FailureSignature(.example(record: "Odd thing 7", logger: "Odd.java"))
    #expect(signature.description == " | Odd thing # | Odd.java")
  }

  @Test func aListOfThousandsStaysShort() {
    let list = (0..<5000).map { "/d/s/f\($0)" }.joined(separator: ", ")
    #expect(FailureSignature.blank(list).utf8.count <= 260)
  }
}
