// Limits, kernel settings, hardware and clock of a machine, as collectors save them.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite struct MachineLimitTests {
  @Test("/proc/PID/limits gives open files, processes and the address space")
  func limits() {
    let reading = Reading(
      """
      Limit                     Soft Limit           Hard Limit           Units
      Max processes             4096                 32768                processes
      Max open files            1048576              1048576              files
      Max address space         unlimited            unlimited            bytes
      Max nice priority         0                    0
      """)
    #expect(reading.values(.processMaxOpenFiles) == ["1048576"])
    #expect(reading.values(.processMaxProcesses) == ["4096"])
    #expect(reading.recorder.attributes.map(\.value) == ["unlimited"])
    #expect(reading.counts.unparsed == 0)
  }

  @Test("sysctl gives vm.max_map_count; its other lines begin nothing")
  func sysctl() {
    let reading = Reading(
      """
      abi.vsyscall32 = 1
      fs.file-nr = 1824\t0\t796772
      kernel.hostname = db-1
      vm.max_map_count = 65530
      vm.swappiness = 60
      """)
    #expect(reading.values(.kernelMaxMapCount) == ["65530"])
    #expect(reading.recorder.polls.map(\.command) == ["sysctl"])
    #expect(reading.counts.unparsed == 0)
  }

  @Test(
    "the word in brackets is the state of transparent huge pages; the file defrag says nothing about it",
    arguments: [
      ("os/hugepage_enabled", "[always] madvise never", ["always"]),
      ("os/hugepage_enabled", "always [madvise] never", ["madvise"]),
      ("os/hugepage_defrag", "always madvise [never]", []),
      ("os/enabled", "always defer defer+madvise [madvise] never", []),
    ])
  func hugePages(file: String, text: String, states: [String]) {
    let reading = Reading(text + "\n", file: file)
    #expect(reading.recorder.attributes.map(\.value) == states)
    #expect(reading.counts.unparsed == 0)
  }

  @Test("blockdev --report gives the read-ahead of each device in bytes")
  func readAhead() {
    let reading = Reading(
      """
      RO    RA   SSZ   BSZ   StartSec            Size   Device
      rw   256   512  4096          0     85899345920   /dev/vda
      rw  8192   512   512          0     85899345920   /dev/vdb
      """)
    #expect(
      reading.values(.diskReadAheadBytes) == ["device=/dev/vda 131072", "device=/dev/vdb 4194304"])
  }

  @Test("the memory limit of a container is known by the name of its file; max is no limit")
  func container() {
    #expect(NodetoolReader.recognises(Array("8589934592\n".utf8).span, file: "os/memory.max") == "memory.max")
    #expect(NodetoolReader.recognises(Array("8589934592\n".utf8).span, file: "os/uptime") == nil)
    #expect(Reading("8589934592\n", file: "os/memory.max").values(.memoryLimitBytes) == ["8589934592"])
    #expect(Reading("max\n", file: "os/memory.max").values(.memoryLimitBytes).isEmpty)
    #expect(
      Reading("9223372036854771712\n", file: "memory.limit_in_bytes").values(.memoryLimitBytes).isEmpty)
  }

  @Test("lscpu and meminfo give processors, memory and swap")
  func hardware() {
    let processors = Reading(
      "Architecture:          x86_64\nCPU(s):                8\nThread(s) per core:    2\n")
    #expect(processors.values(.cpuCount) == ["8"])
    #expect(processors.recorder.attributes.map(\.value) == ["2"])
    let memory = Reading("MemTotal:     8174944 kB\nSwapTotal:  100 kB\nSwapFree:    40 kB\n")
    #expect(memory.values(.memoryTotalBytes) == ["8371142656"])
    #expect(memory.values(.swapUsedBytes) == ["61440"])
    #expect(Reading("mem total: 7983\nswap total: 0\n").values(.memoryTotalBytes) == ["8370782208"])
  }

  @Test(
    "each program about the clock says whether it is synchronised, and how far it is off",
    arguments: [
      (
        "synchronised to NTP server (10.0.0.1) at stratum 3\n   time correct to within 42 ms\n", ["true"],
        ["0.042"]
      ),
      ("unsynchronised\n", ["false"], []),
      (
        "ntp_gettime() returns code 0 (OK)\nntp_adjtime() returns code 0 (OK)\n  offset 500.000 us, frequency 2.156 ppm, interval 1 s,\n  status 0x2041 (PLL,UNSYNC,NANO),\n",
        ["false"], ["0.0005"]
      ),
      (
        "Reference ID    : A29FC87B (ntp1)\nSystem time     : 0.250000000 seconds slow of NTP time\nLeap status     : Normal\n",
        ["true"], ["0.25"]
      ),
      (
        "               Local time: Sat 2026-11-21 05:10:00 UTC\nSystem clock synchronized: no\n", ["false"],
        []
      ),
    ])
  func clock(text: String, states: [String], offsets: [String]) {
    let reading = Reading(text)
    #expect(reading.recorder.attributes.filter { $0.name == .clockSynchronized }.map(\.value) == states)
    #expect(reading.values(.clockOffsetSeconds) == offsets)
    #expect(reading.counts.unparsed == 0)
  }
}
