// Limits of the process and of the kernel: /proc/PID/limits, sysctl, transparent huge pages, read-ahead of
// block devices, the memory limit of a container. Sources: proc(5), sysctl(8), blockdev(8) --report, kernel
// Documentation/admin-guide/mm/transhuge.rst and cgroup-v2.rst.
//
//     Max open files            1048576              1048576              files
//     vm.max_map_count = 1048575
//     always [madvise] never                          /sys/kernel/mm/transparent_hugepage/enabled
//     rw   256   512  4096          0     85899345920   /dev/vda

import CassandraModel

extension NodetoolCommand {
  static let processLimits = NodetoolCommand(
    name: "limits", anchors: [.header("Limit ", with: "Soft Limit")], read: readProcessLimits)

  static let sysctl = NodetoolCommand(
    name: "sysctl",
    anchors: ["abi.", "crypto.", "debug.", "dev.", "fs.", "kernel.", "net.", "sunrpc.", "user.", "vm."].map {
      .header($0, with: " = ")
    }, hasManyBlocks: true, repeatsBlocks: true, read: readSysctl)

  static let hugePages = NodetoolCommand(
    name: "transparent_hugepage",
    anchors: [.prefix("[always] "), .prefix("always [madvise] never"), .prefix("always madvise [never]")]
      + [
        "[defer] ", "[defer+madvise] ", "[madvise] ", "[never]",
      ].map { .header("always defer ", with: $0) }, read: readHugePages)

  static let blockdev = NodetoolCommand(
    name: "blockdev", anchors: [.header("RO ", with: " StartSec")], read: readBlockDevices)

  static let containerMemory = NodetoolCommand(
    name: "memory.max", aliases: ["memory.limit_in_bytes"], lone: .byteLimit, read: readContainerMemory)
}

private let limits: [(name: StaticString, metric: MetricName)] = [
  ("Max open files ", .processMaxOpenFiles), ("Max processes ", .processMaxProcesses),
]

private func readProcessLimits(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    if text.hasPrefix("Limit ", in: line.bytes) {
      reading.mark(i, .decoration)
      continue
    }
    guard text.hasPrefix("Max ", in: line.bytes) else {
      reading.report(.nodetoolRow, ["command": "limits"], line: i)
      continue
    }
    reading.mark(i, .known)
    // `unlimited` gives no sample: a number is needed for comparison.
    for limit in limits where text.hasPrefix(limit.name, in: line.bytes) {
      let values = (line.bytes.lowerBound + limit.name.utf8CodeUnitCount)..<line.bytes.upperBound
      let soft = text.firstWord(in: values).flatMap { text.integer(in: $0) }
      reading.sample(limit.metric, .none, soft.map(Double.init), line: i)
    }
    let addressSpace: StaticString = "Max address space "
    if text.hasPrefix(addressSpace, in: line.bytes),
      let soft = text.firstWord(
        in: (line.bytes.lowerBound + addressSpace.utf8CodeUnitCount)..<line.bytes.upperBound)
    {
      reading.attribute(.addressSpaceLimit, text.text(in: soft), line: i)
    }
  }
}

private func readSysctl(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    reading.mark(i, .known)
    let words = text.words(in: line.bytes)
    guard words.count == 3, text.equals("=", in: words[1]), let value = text.integer(in: words[2]) else {
      continue
    }
    if text.equals("vm.max_map_count", in: words[0]) {
      reading.sample(.kernelMaxMapCount, .none, Double(value), line: i)
    } else if text.equals("vm.swappiness", in: words[0]) {
      reading.attribute(.swappiness, String(value), line: i)
    }
  }
}

/// The word in brackets. The file `defrag` beside `enabled` looks alike and says how, not whether, huge pages
/// are made.
private func readHugePages(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    reading.mark(i, .known)
    guard !reading.file.hasSuffix("defrag"), !text.contains("defer", in: line.bytes) else { continue }
    guard let open = text.firstIndex(of: UInt8(ascii: "["), in: line.bytes),
      let close = text.firstIndex(of: UInt8(ascii: "]"), in: open..<line.bytes.upperBound)
    else { continue }
    reading.attribute(.transparentHugePages, text.text(in: (open + 1)..<close), line: i)
  }
}

/// The second column has sectors of 512 bytes.
private func readBlockDevices(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    let words = text.words(in: line.bytes)
    if text.hasPrefix("RO ", in: line.bytes) {
      reading.mark(i, .decoration)
    } else if words.count == 7, let sectors = text.integer(in: words[1]), sectors >= 0 {
      reading.mark(i, .known)
      let labels = Labels([("device", text.text(in: words[6]))])
      reading.sample(.diskReadAheadBytes, labels, Double(sectors) * 512, line: i)
    } else {
      reading.report(.nodetoolRow, ["command": "blockdev"], line: i)
    }
  }
}

/// A number, or `max` without a limit. Version 1 prints a number near 2^63 where there is none.
private func readContainerMemory(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    reading.mark(i, .known)
    guard let limit = text.integer(in: text.trimmed(line.bytes)), limit > 0, limit < 1 << 60 else { continue }
    reading.sample(.memoryLimitBytes, .none, Double(limit), line: i)
  }
}
