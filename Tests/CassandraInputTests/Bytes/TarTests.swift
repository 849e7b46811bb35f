import CassandraModel
import TestSupport
import Testing

@testable import CassandraInput

private typealias Member = TarPacker.Member

/// The result of reading an archive.
private struct Walked: Equatable {
  var names: [String] = []
  var contents: [[UInt8]] = []
  var codes: [String] = []

  init(_ bytes: [UInt8]) {
    let stored = StoredBytes(bytes)
    var reader = TarReader(stored, name: "a.tar")
    while let entry = reader.next() {
      names.append(entry.label)
      // An entry that claims more than exists is read to the end.
      let part = StoredBytes(part: stored, offset: entry.offset, size: entry.size)
      contents.append(unpack(ByteSource(part, name: entry.label)).bytes)
    }
    codes = reader.diagnostics.entries.map(\.diagnostic.code.name)
  }
}

@Suite struct TarTests {
  let text = logText(lines: 9)
  let more = logText(lines: 2)

  @Test func membersAreListedAndReadWhereTheyLie() {
    for padded in [false, true] {
      var packer = TarPacker()
      packer.add(Member("5", "nodes/"))
      packer.add(Member("nodes/a", text))
      packer.add(Member("nodes/empty", []))
      packer.add(Member("./nodes/b", more))
      let walked = Walked(packer.finished(padded: padded))
      #expect(walked.names == ["nodes/a", "nodes/empty", "nodes/b"])
      #expect(walked.contents == [text, [], more])
      #expect(walked.codes == [])
    }
  }

  @Test func longNamesComeInThreeForms() {
    let long = String(repeating: "folder/", count: 20) + "system.log"
    var prefixed = Member("system.log", text)
    prefixed.prefix = Array(String(repeating: "folder/", count: 20).utf8.dropLast())
    var gnu = TarPacker()
    gnu.add(longName: long)
    gnu.add(Member("folder/folder/truncat", text))
    var pax = TarPacker()
    pax.add(pax: [("path", long)])
    pax.add(Member("folder/folder/truncat", text))
    for archive in [tar(prefixed), gnu.finished(), pax.finished()] {
      #expect(Walked(archive).names == [long])
      #expect(Walked(archive).contents == [text])
    }
  }

  @Test func paxRecordsReplaceTheFieldsOfOneMember() {
    var packer = TarPacker()
    packer.add(pax: [("mtime", "1795239453.75"), ("size", String(text.count)), ("comment", "a = b\nc")])
    var member = Member("a", text)
    member.size = 0
    packer.add(member)
    packer.add(Member("b", more))
    let stored = StoredBytes(packer.finished())
    var reader = TarReader(stored, name: "a.tar")
    let entries = [reader.next(), reader.next()].compactMap { $0 }
    #expect(entries.map(\.size) == [Int64(text.count), Int64(more.count)])
    #expect(entries.map { $0.modified?.milliseconds } == [1_795_239_453_000, 1_795_237_804_000])
  }

  @Test func globalPaxRecordsHoldUntilReplaced() {
    var packer = TarPacker()
    packer.add(pax: [("mtime", "1795000000")], type: "g")
    packer.add(Member("a", text))
    packer.add(pax: [("mtime", "1795000001")])
    packer.add(Member("b", text))
    var reader = TarReader(StoredBytes(packer.finished()), name: "a.tar")
    let times = [reader.next(), reader.next()].map { $0?.modified?.milliseconds }
    #expect(times == [1_795_000_000_000, 1_795_000_001_000])
  }

  @Test func sizesBeyondEightGigabytesAreRead() {
    var member = Member("heap.hprof", text)
    member.isBase256 = true
    #expect(Walked(tar(member)).contents == [text])
    member.size = 1 << 40
    let walked = Walked(tar(member))
    #expect(walked.names == ["heap.hprof"])
    #expect(walked.codes == ["tar.truncated"], "a terabyte that is not there")
  }

  @Test(arguments: ["1", "2"]) func linksAreNotedAndNotFollowed(type: Character) {
    let walked = Walked(tar(Member("a", text), Member(type, "current", to: "../../etc"), Member("b", more)))
    #expect(walked.names == ["a", "b"])
    #expect(walked.contents == [text, more])
    #expect(walked.codes == ["archive.link"])
  }

  @Test func aHardLinkMayStateTheSizeOfItsTargetOrReallyHaveContent() {
    var stated = Member("1", "link", to: "a")
    stated.size = 4096
    #expect(Walked(tar(stated, Member("b", text))).contents == [text])
    var stored = Member("link", more)
    stored.type = UInt8(ascii: "1")
    #expect(Walked(tar(stored, Member("b", text))).contents == [text])
  }

  @Test func sparseMembersAreNamed() {
    var packer = TarPacker()
    packer.add(pax: [("GNU.sparse.major", "1"), ("GNU.sparse.name", "core")])
    packer.add(Member("GNUSparseFile.1/core", text))
    packer.add(Member("b", more))
    var old = Member("old", text)
    old.type = UInt8(ascii: "S")
    packer.add(old)
    packer.add(Member("c", more))
    var reader = TarReader(StoredBytes(packer.finished()), name: "a.tar")
    var sparse: [String: Bool] = [:]
    while let entry = reader.next() { sparse[entry.label] = entry.isSparse }
    #expect(sparse == ["core": true, "b": false, "old": true, "c": false])
  }

  @Test func namesThatLeadOutsideAreReadUnderSafeOnes() {
    let walked = Walked(
      tar(Member("../../etc/passwd", text), Member("/var/log/system.log", more), Member("a!b/../c", text)))
    #expect(walked.names == ["etc/passwd", "var/log/system.log", "a\\u{21}b/c"])
    #expect(walked.codes == ["archive.name", "archive.name", "archive.name"].sorted())
    #expect(walked.contents == [text, more, text])
  }

  @Test func membersOfOneNameAreKeptApart() {
    let walked = Walked(tar(Member("a", text), Member("./a", more)))
    #expect(walked.names == ["a", "a (2)"])
    #expect(walked.contents == [text, more])
    #expect(walked.codes == ["tar.duplicate"])
  }

  @Test func archivesBehindEachOtherAreOne() {
    #expect(Walked(tar(Member("a", text)) + tar(Member("b", more))).names == ["a", "b"])
  }

  @Test func anArchiveFromBeforePosixHasNoMark() {
    var member = Member("logs/system.log", text)
    member.mark = []
    member.type = 0
    var folder = Member("logs/", [])
    folder.mark = []
    folder.type = 0
    let bytes = tar(folder, member)
    #expect(Container(firstBytes: bytes) == .tar)
    #expect(Walked(bytes).names == ["logs/system.log"])
  }

  @Test func somethingBehindTheEndMarkIsReported() {
    let walked = Walked(tar(Member("a", text)) + Array("uploaded by shipper".utf8) + text)
    #expect(walked.names == ["a"])
    #expect(walked.codes == ["tar.trailing"])
  }

  @Test(.timeLimit(.minutes(1)))
  func everyCutKeepsWhatIsThereAndSaysSo() {
    var packer = TarPacker()
    packer.add(Member("a", more))
    packer.add(pax: [("path", "b")])
    packer.add(Member("x", text))
    let whole = packer.finished()
    for end in stride(from: 512, to: whole.count, by: 7) {
      let walked = Walked(Array(whole.prefix(end)))
      let intact = more + text
      #expect(intact.starts(with: walked.contents.flatMap { $0 }), "cut at \(end)")
      // Within the end mark only zeros are missing.
      if end < packer.bytes.count + 512 {
        #expect(walked.codes.count == 1, "cut at \(end)")
        #expect(["tar.truncated", "tar.cut", "tar.unfinished"].contains(walked.codes.first), "cut at \(end)")
      }
    }
  }

  @Test func behindADamagedHeaderReadingGoesOn() {
    var packer = TarPacker()
    packer.add(Member("a", text))
    let second = packer.bytes.count
    packer.add(Member("b", text))
    packer.add(Member("c", more))
    var bytes = packer.finished()
    bytes[second + 3] ^= 1
    let walked = Walked(bytes)
    #expect(walked.names == ["a", "c"])
    #expect(walked.codes == ["tar.damaged"])
    // Also with missing bytes, so that headers are at any offset.
    bytes.removeSubrange((second + 10)..<(second + 31))
    #expect(Walked(bytes).names == ["a", "c"])
  }

  @Test(.timeLimit(.minutes(2)))
  func noFlippedBitOfAHeaderGoesUnnoticed() {
    var packer = TarPacker()
    packer.add(longName: "nodes/10.0.0.1/logs/system.log")
    packer.add(Member("nodes", more))
    packer.add(Member("b", more))
    let bytes = packer.finished()
    let whole = Walked(bytes)
    for i in stride(from: 0, to: bytes.count, by: 5) {
      var flipped = bytes
      flipped[i] ^= 1 << UInt8(i % 8)
      let walked = Walked(flipped)
      let isHeader = !(512..<1024).contains(i) && TarTests.isHeader(i, bytes)
      #expect(!isHeader || walked == whole || !walked.codes.isEmpty, "bit \(i % 8) of byte \(i)")
    }
  }

  /// True if byte `i` belongs to a header, and not to content, which tar does not protect.
  private static func isHeader(_ i: Int, _ bytes: [UInt8]) -> Bool {
    let block = i / 512 * 512
    return TarHeader(Array(bytes[block..<(block + 512)])) != nil
  }

  @Test func oddNumbersDoNotTrap() {
    let fields: [(Int, [UInt8])] = [
      (124, [0xff] + [UInt8](repeating: 0xff, count: 11)),
      (124, [0x80] + [UInt8](repeating: 0xff, count: 11)),
      (124, [0x80, 0, 0, 0, 0x7f] + [UInt8](repeating: 0xff, count: 7)), (124, Array("77777777777".utf8)),
      (124, Array("-0000000001".utf8)), (136, [0xff] + [UInt8](repeating: 0, count: 11)),
      (136, [0x80, 0, 0, 0, 0x7f] + [UInt8](repeating: 0xff, count: 7)),
    ]
    for (offset, field) in fields {
      for type in "0LKxg1S5V" {
        var member = Member("a", more)
        member.type = type.asciiValue ?? 0
        var bytes = tar(member, Member("b", more))
        bytes.put(field, at: offset)
        bytes.put([UInt8](repeating: 0x20, count: 8), at: 148)
        let sum = bytes.prefix(512).reduce(0) { $0 + Int64($1) }
        bytes.put(Array(("0" + String(sum, radix: 8)).utf8) + [0], at: 148)
        _ = Walked(bytes)
      }
    }
  }

  @Test(arguments: [
    "", "9 a=b\n", "99999999999999999999 a=b\n", "5 a=\n6 b=c", "-1 a=b\n", "0 \n", "6 ab c\n",
  ])
  func damagedPaxRecordsAreNoTrap(records: String) {
    var extra = Member("x", Array(records.utf8))
    extra.type = UInt8(ascii: "x")
    let walked = Walked(tar(extra, Member("b", more)))
    #expect(walked.names == ["b"])
    #expect(walked.codes == (records.isEmpty ? [] : ["tar.damaged"]))
  }
}
