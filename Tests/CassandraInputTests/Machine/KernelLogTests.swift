// Kernel logs, crash reports, heap dumps, compaction.log.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Kernel logs")
struct KernelLogTests {
  private static let messages = [
    "Out of memory: Killed process 4242 (java) total-vm:40000000kB, anon-rss:30000000kB, file-rss:0kB",
    "blk_update_request: I/O error, dev sdb, sector 1953520 op 0x0:(READ) flags 0x80700 phys_seg 1 prio class 0",
    "EXT4-fs (sdb1): Remounting filesystem read-only",
    "EXT4-fs error (device sdb1): ext4_find_entry:1455: inode #2: comm java: reading directory lblock 0",
    "INFO: task java:4242 blocked for more than 120 seconds.",
    "java[4243]: segfault at 7f0000000010 ip 00007f2b5c0d8a2e sp 00007f2b5c0d8a00 error 4 in libjvm.so",
    "usb 1-1: new high-speed USB device number 2 using xhci_hcd",
  ]
  private static let names: [EventName] = [
    .kernelOutOfMemory, .kernelIOError, .kernelReadOnly, .kernelFileSystemError, .kernelHungTask,
    .kernelSegmentationFault,
  ]

  @Test(arguments: [
    ("[12345.678901] ", nil), ("[    0.000000] ", nil),
    ("[Sat Nov 21 05:10:09 2026] ", Moment.local(LocalTime(milliseconds: 1_795_237_809_000))),
    (
      "2026-11-21T06:10:09.123456+01:00 db1 kernel: [12345.678901] ",
      .utc(Instant(milliseconds: 1_795_237_809_123))
    ),
    ("2026-11-21T05:10:09+0000 db1 kernel: ", .utc(Instant(milliseconds: 1_795_237_809_000))),
    ("Nov 21 05:10:09 db1 kernel: ", nil),
  ])
  func everyFormOfHeadIsRead(_ head: String, _ at: Moment?) throws {
    let text = Self.messages.map { head + $0 }.joined(separator: "\n") + "\n"
    let reading = try TextReading(text, file: "dmesg.txt")
    let found = reading.recorder.occurrences
    #expect(reading.kind == "kernel log")
    #expect(found.map(\.name) == Self.names)
    #expect(found.map(\.at) == Array(repeating: at, count: 6))
    #expect(found[0].fields.text(.process) == "java")
    #expect(found[0].fields.integer(.pid) == 4242)
    #expect(found[1].fields.text(.device) == "sdb")
    #expect(found[2].fields.text(.device) == "sdb1")
    #expect(found[3].fields.text(.device) == "sdb1")
    #expect(found[4].fields.text(.process) == "java")
    #expect(found[4].fields.integer(.seconds) == 120)
    #expect(found[5].fields.text(.process) == "java")
    #expect(found[0].message == Self.messages[0])
    #expect(reading.counts.known == 6)
    #expect(reading.counts.unknown == 1)
  }

  @Test(arguments: [
    (
      "Memory cgroup out of memory: Kill process 17 (java) score 1974 or sacrifice child",
      EventName.kernelOutOfMemory, "java"
    ),
    ("Out of memory: Kill process 99 (kworker/0:1) score 3", .kernelOutOfMemory, "kworker/0:1"),
    ("Buffer I/O error on dev dm-3, logical block 0, async page read", .kernelIOError, "dm-3"),
    ("Buffer I/O error on device sda1, logical block 5", .kernelIOError, "sda1"),
    ("critical medium error, dev nvme0n1, sector 2000 op 0x0:(READ)", .kernelIOError, "nvme0n1"),
    (
      "XFS (dm-0): metadata I/O error in \"xfs_trans_read_buf_map\" at daddr 0x1 len 1 error 5",
      .kernelFileSystemError, "dm-0"
    ),
    ("XFS (dm-0): Log I/O Error Detected. Shutting down filesystem", .kernelReadOnly, "dm-0"),
    ("BTRFS info (device sdc): forced readonly", .kernelReadOnly, "sdc"),
  ])
  func wordingsOfOldAndNewKernelsAreKnown(_ message: String, _ name: EventName, _ subject: String) throws {
    let found = try TextReading("[1.000000] " + message + "\n").recorder.occurrences
    #expect(found.map(\.name) == [name])
    #expect((found[0].fields.text(.device) ?? found[0].fields.text(.process)) == subject)
  }

  /// /var/log/messages has lines of all programs; only the kernel's own count.
  @Test func whatProgramsSayIsNotTheKernels() throws {
    let text = """
      Nov 21 05:10:08 db1 systemd[1]: Started Apache Cassandra.
      Nov 21 05:10:09 db1 app: Out of memory: Killed process 1 (x)
      Nov 21 05:10:10 db1 kernel: Linux version 6.1.0
      """
    let reading = try TextReading(text)
    #expect(reading.recorder.occurrences.isEmpty)
    #expect(reading.counts.unknown == 3)
  }

  @Test(arguments: [
    "Nov 21 05:10:08 db1 systemd[1]: Started Apache Cassandra.\n", "[2026-11-21 05:10:09] text\n",
    "[1.5] text\n",
    "[Sat Nov 21 05:10:09 2026] [error] no kernel\n", "text\n", "",
  ])
  func otherTextsAreNotTaken(_ text: String) {
    #expect(recognise(Array(text.utf8), file: "dmesg.txt") == nil)
  }
}

@Suite("Crash reports and heap dumps")
struct CrashFileTests {
  @Test func aCrashReportIsAnOccurrence() throws {
    let text = """
      #
      # A fatal error has been detected by the Java Runtime Environment:
      #
      #  SIGBUS (0x7) at pc=0x00007f2b5c0d8a2e, pid=4242, tid=4250
      #
      # JRE version: OpenJDK Runtime Environment (11.0.23+9)
      ---------------  S U M M A R Y ------------
      """
    let reading = try TextReading(text, file: "hs_err_pid4242.log")
    let found = reading.recorder.occurrences
    #expect(found.map(\.name) == [.jvmCrash])
    #expect(found.first?.fields.integer(.pid) == 4242)
    #expect(found.first?.fields.text(.reason)?.hasPrefix("SIGBUS (0x7)") == true)
    #expect(found.first?.source.line == 4)
    #expect(reading.counts.total == reading.lineCount)
  }

  @Test func aProcessWithoutMemoryLeavesAReportToo() throws {
    let text =
      "#\n# There is insufficient memory for the Java Runtime Environment to continue.\n# Native memory allocation (mmap) failed\n"
    let found = try TextReading(text).recorder.occurrences
    #expect(found.map(\.name) == [.jvmCrash])
  }

  /// Only the beginning of gigabytes is read.
  @Test func aHeapDumpSaysWhenItWasWritten() throws {
    let milliseconds: UInt64 = 1_795_237_809_123
    let head =
      Array("JAVA PROFILE 1.0.2".utf8) + [0, 0, 0, 0, 8]
      + (0..<8).map { UInt8(truncatingIfNeeded: milliseconds >> UInt64(56 - 8 * $0)) }
    let reading = try TextReading(head + [UInt8](repeating: 10, count: 100), blockSize: 50)
    #expect(reading.recorder.occurrences.map(\.name) == [.jvmHeapDump])
    #expect(reading.recorder.occurrences.map(\.at) == [.utc(Instant(milliseconds: 1_795_237_809_123))])
    let cut = try TextReading(Array(head.prefix(25)))
    #expect(cut.recorder.occurrences.map(\.at) == [nil])
  }
}

@Suite("compaction.log")
struct CompactionLogTests {
  private static let compaction =
    #"{"type":"compaction","keyspace":"shop","table":"orders","time":1715483655940,"start":"1715483571700","end":"1715483655931","input":[{"strategyId":"1","table":{"generation":"4407","version":"nb","size":2684354560}},{"strategyId":"1","table":{"generation":"4408","version":"nb","size":1,"details":{"size":7}}}],"output":[{"strategyId":"1","table":{"generation":"4412","version":"nb","size":2415919104}}]}"#
  private static let pending =
    #"{"type":"pending","keyspace":"shop","table":"orders","time":1715483656001,"strategyId":"1","pending":37}"#

  @Test func compactionsAreExact() throws {
    let reading = try TextReading(Self.compaction + "\n" + Self.pending + "\n", file: "compaction.log")
    #expect(reading.kind == "compaction.log")
    let found = try #require(reading.recorder.occurrences.first)
    #expect(found.name == .compactionLogged)
    #expect(found.at == .utc(Instant(milliseconds: 1_715_483_655_931)))
    #expect(found.fields.text(.table) == "shop.orders")
    #expect(found.fields.integer(FieldName("bytes_in")) == 2_684_354_561)
    #expect(found.fields.integer(FieldName("bytes_out")) == 2_415_919_104)
    #expect(found.fields.integer(FieldName("inputs")) == 2)
    #expect(found.fields.integer(FieldName("duration_ms")) == 84_231)
    let sample = try #require(reading.recorder.samples.first)
    #expect(sample.metric == .compactionPendingTasks)
    #expect(sample.value == 37)
    #expect(sample.at == Instant(milliseconds: 1_715_483_656_001))
    #expect(reading.counts.known == 2)
  }

  /// A roll cuts no line, a crash does; sums beyond Int64 are invalid.
  @Test(arguments: [
    String(compaction.prefix(200)), #"{"type":"other","keyspace":"a","table":"b","time":1}"#,
    #"{"type":"compaction","keyspace":"a","table":"b","time":1,"start":"-9223372036854775808","end":"9","input":[]}"#,
    #"{"type":"compaction","keyspace":"a","table":"b","time":1,"start":"1","end":"9","input":[{"table":{"size":9223372036854775807}},{"table":{"size":1}}]}"#,
  ])
  func aLineThatIsNoRecordIsLeftOut(_ line: String) throws {
    let reading = try TextReading(Self.pending + "\n" + line + "\n")
    #expect(reading.recorder.occurrences.isEmpty)
    #expect(reading.recorder.diagnostics.map(\.code.name) == ["compaction-log.line"])
    #expect(reading.counts.unparsed == 1)
  }
}
