// The catalog over the logs of real nodes: its counts equal those of a plain text search, and it has every
// warning and error of them.

import CassandraModel
import Foundation
import TestSupport
import Testing

@testable import CassandraInput

/// Every log of the captures, unpacked and joined into one text.
private struct CapturedLogs {
  /// Prints every log below the given folder, from any archive. The shell unpacks them, so that this program
  /// does not check itself.
  private static let unpack = """
    cd "$0" || exit 1
    bundles=$(mktemp -d) && trap 'rm -rf "$bundles"' EXIT || exit 1
    find . -name 'bundle-*.tar.gz' | sort | while read -r file; do
      mkdir "$bundles/$(basename "$file")" && tar -xzf "$file" -C "$bundles/$(basename "$file")" || exit 1
    done
    find . "$bundles" -path '*/logs/*' -type f \\( -name '*.log' -o -name '*.log.*' \\) | sort |
    while read -r file; do
      case "$file" in *.zip) unzip -p "$file";; *.gz) gzip -dc "$file";; *) cat "$file";; esac; echo
    done
    """

  /// The text, in a temporary file while `body` runs.
  static func with(_ body: (URL, [UInt8]) throws -> Void) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "catalog-\(UUID().uuidString).log")
    defer { try? FileManager.default.removeItem(at: file) }
    try #require(FileManager.default.createFile(atPath: file.path, contents: nil))
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", unpack, RealCaptures.folder.path]
    shell.standardOutput = try FileHandle(forWritingTo: file)
    try shell.run()
    shell.waitUntilExit()
    try #require(shell.terminationStatus == 0)
    try body(file, [UInt8](Data(contentsOf: file)))
  }

  /// The number of lines of `file` that match the extended regular expression `pattern`.
  static func lines(of file: URL, matching pattern: String) throws -> Int {
    let grep = Process()
    grep.executableURL = URL(filePath: "/usr/bin/env")
    grep.arguments = ["LC_ALL=C", "grep", "-a", "-c", "-E", pattern, file.path]
    let output = Pipe()
    grep.standardOutput = output
    try grep.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    grep.waitUntilExit()
    return try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
  }
}

@Suite(.enabled(if: RealCaptures.arePresent, "needs Tests/Captures"))
struct CaptureCatalogTests {
  /// A text search for each message, written independently of its template.
  private static let searches: [(name: String, pattern: String)] = [
    ("compaction.started", #" CompactionTask\.java:[0-9]+ - Compacting \("#),
    ("compaction.finished", #" CompactionTask\.java:[0-9]+ - Compacted \("#),
    ("compaction.interrupted", #" - Compaction interrupted: "#),
    ("compaction.space_reduced", #" - Not enough space for compaction.*Reducing scope"#),
    ("compaction.space_refused", #"^WARN.* - Not enough space for compaction.*estimated sstables"#),
    ("compaction.space_detail.inputs", #" - insufficient space to compact all requested files"#),
    ("compaction.space_detail.level", #" - insufficient space to do L"#),
    ("compaction.space_detail.removed", #" LeveledCompactionTask\.java:[0-9]+ - Removing "#),
    ("compaction.space_detail.across", #" Directories\.java:[0-9]+ - Insufficient disk space"#),
    ("compaction.space_detail.directory", #" Directories\.java:.*is the minimum write size"#),
    ("compaction.space_checked", #" Directories\.java:.*checking if we can write"#),
    ("failure.uncaught_exception", #" - Exception in thread Thread"#),
    ("failure.uncaught_on_stage", #" - Uncaught exception on thread Thread"#),
    ("failure.unexpected_while_handling", #" - Unexpected error while handling unexpected error"#),
    ("failure.transaction_log", #"^ERROR.* LogReplica\.java"#),
    ("failure.commit_log", #"^ERROR.* CommitLog\.java.*terminating thread"#),
    ("failure.hints_directory", #" HintsCatalog\.java:.*Unable to sync"#),
    ("failure.startup_refused", #" - Exiting forcefully due to file system exception on startup"#),
    ("oom.handled", #" - OutOfMemory error letting the JVM handle the error"#),
    ("policy.transports_stopped", #" - Stopping transports as disk_failure_policy"#),
    ("policy.native_transport_stopped", #" - Stopping native transport"#),
    ("policy.gossip_stopped", #" - Stopping gossiper"#),
    ("policy.shutdown_announced", #"\[(Compaction|Hints|PERIODIC)[^]]*\].* - Announcing shutdown"#),
    ("process.stopping", #"\[(StorageService|RMI)[^]]*\].* - Announcing shutdown"#),
    ("process.starting", #" - Configuration location: "#),
    ("process.version", #" - Cassandra version: "#),
    ("process.ready", #" - Startup complete"#),
    ("process.drained", #" - DRAINED"#),
    ("config.node_configuration", #" - Node configuration:\["#),
    ("config.throughput_changed", #" - compactionthroughput: throttle set to "#),
    ("node.host_id_created", #" - No host ID found, created "#),
    ("node.state_jump", #" state jump to "#),
    ("peer.up", #" is now UP$"#),
    ("peer.down", #" is now DOWN$"#),
    ("sstable.opened", #"(Reader|Builder)\.java:[0-9]+ - Opening /"#),
    ("sstable.deleted", #" - Deleting sstable: "#),
    ("sstable.orphans_removed", #" - Removing orphans for "#),
    ("leak.detected", #" - LEAK DETECTED: "#),
    ("scrub.started", #" - Scrubbing B"#),
    ("scrub.finished", #" - Scrub of B"#),
    ("scrub.seek_failed", #" - Failed to seek to next partition position"#),
    ("tombstones.warning", #" tombstone cells for query "#),
    ("tombstones.aborted", #"^ERROR.* - Scanned over [0-9]+ tombstones"#),
    ("gc.pause", #" GCInspector\.java:[0-9]+ - .* GC in [0-9]+ms"#),
    ("flush.started", #" - Enqueuing flush of "#),
    ("flush.finished", #" - Completed flushing "#),
    ("status.pool", #" StatusLogger\.java:[0-9]+ - [^ ]+( +[0-9]+){5} *$"#),
    ("status.compaction_manager", #" StatusLogger\.java:[0-9]+ - CompactionManager +[0-9]+ +[0-9]+ *$"#),
    ("stream.finished", #" StreamResultFuture\.java:.* All sessions completed"#),
    ("repair.out_of_sync", #" range\(s\) out of sync for "#),
    ("process.oom_exit", #"^Terminating due to java\.lang\.OutOfMemoryError"#),
  ]

  @Test func countsAreThoseOfATextSearch() throws {
    try CapturedLogs.with { file, bytes in
      var counts: [String: Int] = [:]
      var unknown: Set<String> = []
      CaptureCatalogTests.forEachLine(of: bytes) { event in
        switch event {
        case .known(let entry, _): counts[entry.message.name.name, default: 0] += 1
        case .unknown(let text): unknown.insert(text)
        }
      }
      for (name, pattern) in CaptureCatalogTests.searches {
        let expected = try CapturedLogs.lines(of: file, matching: pattern)
        #expect(expected > 0, "the captures no longer have \(name)")
        #expect(counts[name, default: 0] == expected, "\(name)")
      }
      #expect(unknown.isEmpty, "\(unknown.sorted().joined(separator: "\n"))")
    }
  }

  @Test func endsOfCompactionsFitTheirStarts() throws {
    try CapturedLogs.with { _, bytes in
      var starts: [TimeUUID: (inputs: Int, table: String?)] = [:]
      var pairs = 0
      CaptureCatalogTests.forEachLine(of: bytes) { event in
        guard case .known(let entry, let fields) = event, let id = fields.uuid(.id) else { return }
        switch entry.message.role {
        case .compactionStarted:
          let inputs = fields.text("inputs") ?? ""
          starts[id] = (inputs.split(separator: ",").count { $0.contains("Data.db") }, fields.text(.table))
        case .compactionFinished:
          guard let start = starts[id] else { return }
          pairs += 1
          #expect(fields.integer("input_count") == Int64(start.inputs), "\(id)")
          // A compaction without output names no output, so no table either.
          if fields.text("outputs") != "" { #expect(fields.text(.table) == start.table, "\(id)") }
          #expect(fields.integer("bytes_in") != nil && fields.integer("duration_ms") != nil, "\(id)")
        default:
          break
        }
      }
      #expect(pairs > 3000)
    }
  }

  private enum CapturedLine {
    case known(MessageCatalog.Entry, EventFields)
    /// A warning or error without an entry.
    case unknown(String)
  }

  private static func forEachLine(of bytes: [UInt8], _ body: (CapturedLine) -> Void) {
    var heads = LogHeaderParser()
    var matcher = WordingMatcher()
    let span = bytes.span
    var start = 0
    while start < span.count {
      let end = span.firstIndex(of: UInt8(ascii: "\n"), in: start..<span.count) ?? span.count
      let line = start..<end
      if case .head(let header) = heads.parse(span, line) {
        if let found = MessageCatalog.all.match(span, header, &matcher) {
          body(.known(found.entry, found.fields))
        } else if header.level == .warn || header.level == .error {
          body(.unknown(span.text(in: header.logger) + ": " + span.text(in: header.message)))
        }
      } else if let found = MessageCatalog.all.matchBare(span, line, &matcher) {
        body(.known(found.entry, found.fields))
      }
      start = end + 1
    }
  }
}
