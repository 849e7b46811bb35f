import CassandraInput
import CassandraModel
import TestSupport
import Testing

@Suite struct ZipTests {
  typealias Member = ZipPacker.Member
  let text = logText(lines: 12)
  let more = logText(lines: 5)

  private func directory(_ bytes: [UInt8]) -> ZipDirectory {
    ZipDirectory(StoredBytes(bytes), name: "logs.zip")
  }

  private func codes(_ directory: ZipDirectory) -> [String] {
    directory.diagnostics.entries.map(\.diagnostic.code.name)
  }

  @Test func membersDecodeWhetherStoredOrDeflatedWithSizesBeforeOrBehind() {
    var stored = Member("a", text)
    stored.method = 0
    stored.flags = 0
    var before = Member("b", more)
    before.flags = 0
    let file = zip(stored, before, Member("c", text))
    #expect(directory(file).entries.map(\.label) == ["a", "b", "c"])
    #expect(unpackZip(file) == Unpacked(bytes: text + more + text))
  }

  @Test func wideNumbersAreRead() {
    var first = Member("a", text)
    var second = Member("b", more)
    first.isWide = true
    second.isWide = true
    let file = zip(first, second)
    #expect(directory(file).entries.map(\.declaredSize) == [Int64(text.count), Int64(more.count)])
    #expect(unpackZip(file) == Unpacked(bytes: text + more))
  }

  @Test func anEmptyArchiveHasNoMembersAndIsNoError() {
    let file = ZipPacker().finished()
    #expect(Container(firstBytes: file) == .zip)
    #expect(unpackZip(file) == Unpacked())
  }

  @Test func aCommentAndPaddingBehindTheEndAreNoDamage() {
    var packer = ZipPacker()
    packer.add(Member("a", text))
    #expect(unpackZip(packer.finished(comment: "taken by hand")) == Unpacked(bytes: text))
    #expect(unpackZip(packer.finished() + [0, 0, 0, 0]) == Unpacked(bytes: text))
  }

  @Test func aThousandMembersAreListedInOrder() {
    var packer = ZipPacker()
    for i in 0..<1000 { packer.add(Member("node\(i)", [])) }
    #expect(directory(packer.finished()).entries.map(\.label) == (0..<1000).map { "node\($0)" })
  }

  @Test func membersOfOneNameAreKeptApart() {
    // Cassandra 3.11 and older: two rollovers within a minute.
    let file = zip(Member("system.log", text), Member("system.log", more))
    let directory = directory(file)
    #expect(directory.entries.map(\.label) == ["system.log", "system.log (2)"])
    #expect(codes(directory) == ["zip.duplicate"])
    #expect(unpackZip(file).bytes == text + more)
  }

  @Test func namesAreMadePrintable() {
    var member = Member("", text)
    member.name = [0x1b, 0x5b, 0x41, 0xff, 0x0a]
    #expect(directory(zip(member)).entries.map(\.label) == ["\\u{1B}[A\\xFF\\u{A}"])
  }

  @Test func theTimeOfAMemberIsLocalUnlessItsExtraFieldsHaveIt() {
    var stamped = Member("b", text)
    stamped.extra = little16(0x5455) + little16(5) + [1] + little32(1_795_237_804)
    let times = directory(zip(Member("a", text), stamped)).entries.map { $0.modified?.text }
    #expect(times == ["2026-03-21 09:17:26.000", "2026-11-21T05:10:04.000Z"])
  }

  @Test(.timeLimit(.minutes(1)))
  func everyCutGivesAPrefixAndSaysSo() {
    var stored = Member("b", more)
    stored.method = 0
    stored.flags = 0
    let file = zip(Member("a", text), stored)
    // Up to 4 bytes are not recognised as a zip archive.
    for end in 4..<file.count {
      let cut = unpackZip(Array(file.prefix(end)))
      #expect((text + more).starts(with: cut.bytes), "cut at \(end)")
      #expect(!cut.codes.isDisjoint(with: ["zip.directory", "zip.unreadable"]), "cut at \(end)")
      #expect(cut.bytes == text || cut.bytes == text + more || cut.errors > 0, "cut at \(end)")
    }
  }

  @Test func withoutItsDirectoryAnArchiveIsReadFromItsHeaders() {
    var stored = Member("b", more)
    stored.method = 0
    var packer = ZipPacker()
    packer.add(Member("a", text))
    packer.add(stored)
    packer.add(Member("c", text))
    let directory = directory(packer.bytes)
    #expect(directory.isRecovered)
    #expect(directory.entries.map(\.label) == ["a", "b", "c"])
    #expect(unpackZip(packer.bytes) == Unpacked(bytes: text + more + text, codes: ["zip.directory"]))
  }

  @Test(.timeLimit(.minutes(2)))
  func noFlippedBitGoesUnnoticedIfItChangesTheContent() {
    let text = logText(lines: 2)
    let file = zip(Member("a", text), Member("b", text))
    for i in 4..<file.count {
      for bit in 0..<8 {
        var flipped = file
        flipped[i] ^= 1 << UInt8(bit)
        let result = unpackZip(flipped)
        #expect(result.bytes == text + text || !result.codes.isEmpty, "bit \(bit) of byte \(i)")
      }
    }
  }

  @Test func damageInOneMemberLeavesTheOthers() {
    var packer = ZipPacker()
    packer.add(Member("a", logText(lines: 100)))
    let end = packer.bytes.count
    packer.add(Member("b", text))
    var file = packer.finished()
    for i in (end / 2)..<(end / 2 + 40) { file[i] = 0xff }
    let result = unpackZip(file)
    #expect(result.codes == ["zip.damaged"])
    #expect(result.bytes.suffix(text.count) == text[...])
    // The same without the directory: the search continues after the damage.
    let searched = unpackZip(Array(file.prefix(packer.bytes.count)))
    #expect(searched.codes == ["zip.damaged", "zip.directory"])
    #expect(searched.bytes == result.bytes)
  }

  @Test func withoutADirectoryTheChecksumBehindTheContentCounts() {
    var packer = ZipPacker()
    packer.add(Member("a", text))
    var file = packer.bytes
    file[file.count - 12] ^= 1
    #expect(unpackZip(file) == Unpacked(bytes: text, codes: ["zip.crc", "zip.directory"], errors: 1))
  }

  @Test func aWrongChecksumIsReportedAndTheContentStays() {
    var packer = ZipPacker()
    packer.add(Member("a", text))
    var file = packer.finished()
    file[packer.bytes.count + 16] ^= 1
    #expect(unpackZip(file) == Unpacked(bytes: text, codes: ["zip.crc"], errors: 1))
  }

  @Test func whatCannotBeReadIsNamed() {
    var encrypted = Member("a", text)
    encrypted.flags |= 1
    var other = Member("b", text)
    other.method = 12
    let stored = StoredBytes(zip(encrypted, other))
    let messages = ZipDirectory(stored, name: "logs.zip").entries.map { entry in
      blocks(ByteSource(entry, of: stored, name: "logs.zip")).log.entries.map(\.diagnostic.description)
    }
    #expect(
      messages == [
        ["logs.zip!a: error: is encrypted and was not read [zip.encrypted]"],
        ["logs.zip!b: error: is packed in a way we cannot read (bzip2); unzip it and run again [zip.method]"],
      ])
  }

  @Test func membersThatShareBytesAreReadOnce() {
    // Two directory entries for the same content: both have the same offset.
    var packer = ZipPacker()
    packer.add(Member("a", text))
    let header = packer.bytes.count
    packer.add(Member("b", text))
    var file = packer.finished()
    let secondOffset = packer.bytes.count + 46 + 1 + 42
    #expect(Array(file[secondOffset..<(secondOffset + 4)]) == little32(UInt32(header)), "the field to change")
    file.replaceSubrange(secondOffset..<(secondOffset + 4), with: [0, 0, 0, 0])
    #expect(directory(file).isRecovered)
    #expect(unpackZip(file).bytes == text + text, "as the headers have it")
  }

  @Test func aMemberThatClaimsItsNeighboursBytesIsReadByItsHeader() {
    var packer = ZipPacker()
    packer.add(Member("a", text))
    packer.add(Member("b", more))
    var file = packer.finished()
    let packedSize = packer.bytes.count + 20
    file.replaceSubrange(packedSize..<(packedSize + 4), with: little32(UInt32(packer.bytes.count - 60)))
    #expect(directory(file).isRecovered)
    #expect(unpackZip(file) == Unpacked(bytes: text + more, codes: ["zip.directory"]))
  }

  @Test func aBombStopsAtTheLimitWithAndWithoutADirectory() {
    var packer = ZipPacker()
    packer.add(Member("a", [UInt8](repeating: 0, count: 4 << 20)))
    let limit = ExpansionLimit(ratio: 100, ratioAppliesAfter: 1 << 20)
    for file in [packer.finished(), packer.bytes] {
      let result = unpackZip(file, limit: limit)
      #expect(result.codes.contains("expansion.limit"))
      #expect(result.bytes.count < 2 << 20)
    }
  }

  @Test func hugeNumbersInTheDirectoryDoNotTrap() {
    for value in [UInt64.max, UInt64(Int64.max), UInt64(Int64.max) + 1, 1 << 40] {
      var member = Member("a", text)
      member.isWide = true
      var packer = ZipPacker()
      packer.add(member)
      let file = packer.finished()
      // Size, packed size and offset of the member; then count, size and offset of the directory.
      let wide = packer.bytes.count + 46 + 1 + 4
      let end = wide + 24
      for place in [wide, wide + 8, wide + 16, end + 24, end + 32, end + 40, end + 48, end + 64] {
        var changed = file
        changed.replaceSubrange(place..<(place + 8), with: little64(value))
        let result = unpackZip(changed)
        #expect(result.bytes == text, "\(value) at \(place): found by its header at the worst")
      }
    }
  }
}
