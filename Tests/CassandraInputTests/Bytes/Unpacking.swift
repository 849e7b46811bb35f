// Reads whole streams for tests, and generates their text.

import CassandraInput
import CassandraModel

/// The result of reading a stream.
struct Unpacked: Equatable {
  var bytes: [UInt8] = []
  var codes: Set<String> = []
  var errors = 0

  mutating func add(_ log: DiagnosticLog) {
    codes.formUnion(log.entries.map(\.diagnostic.code.name))
    errors += log.count(.error)
  }
}

/// A split function: full blocks end at their last newline.
func lastNewline(_ bytes: Span<UInt8>) -> Int {
  var i = bytes.count
  while i > 0, bytes[i - 1] != UInt8(ascii: "\n") { i -= 1 }
  return i
}

/// All blocks of `source`.
func blocks(_ source: consuming ByteSource, size: Int = 4096) -> (blocks: [Block], log: DiagnosticLog) {
  var reader = BlockReader(source, size: size)
  var blocks: [Block] = []
  while let block = reader.next(splitAt: lastNewline) { blocks.append(block) }
  return (blocks, reader.diagnostics)
}

/// All content of `source`.
func unpack(_ source: consuming ByteSource, size: Int = 4096) -> Unpacked {
  let (blocks, log) = blocks(source, size: size)
  var result = Unpacked(bytes: blocks.flatMap(\.bytes))
  result.add(log)
  return result
}

/// All content of a file that is plain or gzip.
func unpack(_ bytes: [UInt8], size: Int = 4096, limit: ExpansionLimit = ExpansionLimit()) -> Unpacked {
  unpack(ByteSource(StoredBytes(bytes), name: "system.log", limit: limit), size: size)
}

/// The content of all members of an archive, concatenated.
func unpackZip(_ bytes: [UInt8], limit: ExpansionLimit = ExpansionLimit()) -> Unpacked {
  let stored = StoredBytes(bytes)
  let directory = ZipDirectory(stored, name: "logs.zip", limit: limit)
  var all = Unpacked()
  all.add(directory.diagnostics)
  for entry in directory.entries {
    let member = unpack(ByteSource(entry, of: stored, name: "logs.zip", limit: limit))
    all.bytes += member.bytes
    all.codes.formUnion(member.codes)
    all.errors += member.errors
  }
  return all
}

/// Lines like those of a log: similar, but all different.
func logText(lines: Int) -> [UInt8] {
  var text = ""
  for i in 0..<lines {
    text += "INFO  [CompactionExecutor:\(i % 7)] 2026-11-21 05:03:\(i % 60),13\(i % 10) "
    text += "CompactionTask.java:241 - \(i * 7919)\n"
  }
  return Array(text.utf8)
}
