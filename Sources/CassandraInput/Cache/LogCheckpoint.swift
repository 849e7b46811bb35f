// Where the reading of a node's logs stood at a moment: what the records so far came to, which files they were, and how
// far those are read that are not at their end. A later run that begins with the same files goes on from here.

import CassandraModel

/// A checkpoint and what its files were called, in the order of time. Places in a state are renamed from these, so they
/// are known before it is read.
struct NamedCheckpoint: Codable {
  let names: [String]
  let checkpoint: StateBytes

  init(_ checkpoint: LogCheckpoint, names: [String]) throws {
    self.names = names
    self.checkpoint = StateBytes(try State.bytes(of: checkpoint))
  }
}

/// The reading of a node's logs at a moment.
struct LogCheckpoint: Codable {
  /// A file of which records are still to come.
  struct OpenFile: Codable {
    /// Its number among the files, in the order of time.
    let index: Int
    /// How many of its events were taken.
    let taken: Int
    /// The latest time seen in it.
    let reached: LocalTime
  }

  /// A diagnostic, and how many like it were not kept.
  struct Told: Codable {
    let diagnostic: Diagnostic
    let more: Int
  }

  /// The next file must not begin before this: then its records would have stood among those that were taken.
  let boundary: LocalTime
  /// The latest time seen in any file.
  let latest: LocalTime
  let open: [OpenFile]
  let copies: RecordDeduplication
  let coverage: [Coverage]
  let told: [Told]
  let clock: [ClockReading]
  let copied: Int
  /// What the sink came to.
  let sink: StateBytes

  init(
    boundary: LocalTime, latest: LocalTime, open: [OpenFile], copies: RecordDeduplication,
    account: NodeLogAccount, sink: [UInt8]
  ) {
    self.boundary = boundary
    self.latest = latest
    self.open = open
    self.copies = copies
    coverage = account.coverage
    told = account.diagnostics.entries.map { Told(diagnostic: $0.diagnostic, more: $0.more) }
    clock = account.clock
    copied = account.copies
    self.sink = StateBytes(sink)
  }

  /// The account of the files that were read to their end, which are called otherwise by now.
  func account(renamed: [String: String]) -> NodeLogAccount {
    var account = NodeLogAccount()
    account.coverage = coverage.map { file in
      Coverage(
        file: renamed[file.file] ?? file.file, format: file.format, bytes: file.bytes, lines: file.lines,
        first: file.first, last: file.last)
    }
    for entry in told { account.diagnostics.report(entry.diagnostic, more: entry.more) }
    account.clock = clock
    account.copies = copied
    return account
  }
}
