// Consistency of the table: the examples of every entry have its category, and its advice can be followed.

import CassandraModel
import Testing

@testable import CassandraAnalysis
import TestSupport

@Suite struct ErrorCategoryTests {
  static let all = ErrorCategory.all

  @Test func idsAreUniqueAndSpelledAlike() {
    #expect(Set(Self.all.map(\.id)).count == Self.all.count)
    for category in Self.all {
      #expect(category.id.name.allSatisfy { $0.isLowercase || "._".contains($0) }, "\(category.id)")
      #expect(ErrorCategory.named(category.id) == category)
    }
  }

  @Test func everyFamilyHasACategory() {
    #expect(Set(Self.all.map(\.family)) == Set(ErrorCategory.Family.allCases))
  }

  @Test(arguments: all.map(\.id))
  func anExampleLandsInItsCategoryAndInNoEarlierOne(id: CategoryID) throws {
    let category = try #require(ErrorCategory.named(id))
    #expect(!category.examples.isEmpty)
    for example in category.examples {
      let verdict = ErrorClassifier().classify(example)
      #expect(verdict.category.id == category.id, "\(example.message) \(example.links.map(\.text))")
      #expect(!verdict.rootCause.isEmpty)
    }
  }

  @Test(arguments: all.map(\.id))
  func adviceIsThereAndShort(id: CategoryID) throws {
    let category = try #require(ErrorCategory.named(id))
    #expect(!category.title.isEmpty && category.title.count <= 60)
    #expect(category.title.first?.isUppercase == true && !category.title.hasSuffix("."))
    #expect(category.meaning.hasSuffix("."))
    // A sentence ends with a full stop, and no abbreviation has one: at most four, short enough to read at
    // night.
    #expect(category.meaning.split(separator: ". ").count <= 4)
    #expect(!category.check.isEmpty)
    for line in category.check + category.run + category.never {
      #expect(line == line.trimmed && line.count <= 400 && !line.contains("  "), "\(line)")
    }
    if category.isError {
      #expect(category.runbook != nil)
    } else {
      #expect(category.severity == .info && category.route == .note)
    }
    if category.severity == .critical {
      #expect(category.route == .page || category.route == .pageAndAct)
      #expect(!category.run.isEmpty && !category.never.isEmpty)
    } else {
      #expect(category.route == .note || category.route == .review)
    }
  }

  @Test(
    "a category is titled by what an operator searches for",
    arguments: [
      ("corruption.block_checksum", "Corrupt SSTable: chunk checksum mismatch"),
      ("corruption.truncated", "Corrupt SSTable: Data.db truncated"),
      ("corruption.metadata", "Corrupt SSTable: Statistics.db unreadable"),
      ("corruption.sstable_not_loaded", "Corrupt SSTable: skipped at startup"),
      ("corruption.data_file_lost", "SSTable lost: Data.db missing"),
      ("memory.heap", "OutOfMemoryError: Java heap space"),
      ("memory.process_exit", "JVM exited on OutOfMemoryError"),
      ("disk.no_space", "No space left on device (ENOSPC)"),
      ("disk.compaction_refused", "Compaction rejected: not enough disk space"),
      ("io.read_only", "Read-only file system (EROFS)"), ("io.device", "I/O error from the device (EIO)"),
      ("io.too_many_open_files", "Too many open files (EMFILE)"),
      ("tombstones.overload", "Query aborted: tombstone_failure_threshold exceeded"),
      ("tombstones.warning", "Tombstone warnings (tombstone_warn_threshold)"),
      ("process.abrupt_stop", "Unclean shutdown"), ("process.start_refused", "Startup failed"),
    ])
  func titles(id: CategoryID, title: String) {
    #expect(ErrorCategory.named(id)?.title == title)
  }

  @Test func theLastEntryTakesWhatIsLeft() {
    #expect(Self.all.last?.id == "unknown")
    #expect(Self.all.filter { $0.test == .always }.count == 1)
  }
}

@Suite struct AdviceTests {
  /// nodetool commands that 3.11 to 5.0 all have, and those whose version the advice must name.
  static let commands: Set<String> = [
    "stop", "compactionstats", "tpstats", "netstats", "tablestats", "tablehistograms", "status",
    "statusgossip",
    "statusbinary", "describecluster", "listsnapshots", "clearsnapshot", "verify", "scrub", "repair", "drain",
    "enablegossip", "enablebinary", "disablegossip", "disablebinary", "setcompactionthroughput",
    "getcompactionthroughput", "setconcurrentcompactors", "getconcurrentcompactors", "refresh",
    "upgradesstables", "gossipinfo", "rebuild_index", "resetlocalschema", "viewbuildstatus", "bootstrap",
  ]
  static let from4: Set<String> = ["import", "repair_admin"]
  static let rewriting = [
    "nodetool scrub", "nodetool cleanup", "nodetool upgradesstables", "nodetool garbagecollect",
    "nodetool compact ", "sstablescrub",
  ]

  static let lines: [(owner: String, line: String)] =
    ErrorCategory.all.flatMap { category in
      (category.check + category.run + category.never).map { (category.id.name, $0) }
    } + Runbook.all.flatMap { runbook in runbook.steps.map { (runbook.id, $0) } }

  @Test func everyCommandExists() {
    for (owner, line) in Self.lines {
      for rest in line.split(separator: "nodetool ", omittingEmptySubsequences: false).dropFirst() {
        let command = String(rest.prefix { $0.isLetter || $0 == "_" })
        if Self.from4.contains(command) {
          #expect(line.contains("4.0 and later"), "\(owner): \(line)")
        } else {
          #expect(Self.commands.contains(command), "\(owner): \(command)")
        }
      }
    }
  }

  @Test func nothingIsAskedForThatDoesNotExist() {
    for (owner, line) in Self.lines {
      // No version has this command, and the option was removed in 4.0.
      #expect(!line.contains("reloadyaml") && !line.contains("read_repair_chance"), "\(owner)")
    }
  }

  @Test func noScrubOrCleanupIsAskedForWhileSpaceIsShortOrABacklogLasts() {
    for category in ErrorCategory.all {
      let rewrites = category.run.contains { line in Self.rewriting.contains { line.contains($0) } }
      switch category.family {
      case .disk, .backlog, .tombstones, .partition, .io, .memory:
        #expect(!rewrites, "\(category.id)")
      default: break
      }
      if rewrites { #expect(category.never.contains(Prohibition.rewrite), "\(category.id)") }
      if [.disk, .backlog, .tombstones].contains(category.family) {
        #expect(category.never.contains(Prohibition.rewrite), "\(category.id)")
      }
    }
    for runbook in [Runbook.diskSpace, .backlog, .tombstones, .device, .outOfMemory] {
      for step in runbook.steps { #expect(!Self.rewriting.contains { step.contains($0) }, "\(step)") }
    }
  }

  @Test func runbooksAreReachableAndTheirIdsAreUnique() {
    #expect(Set(Runbook.all.map(\.id)).count == Runbook.all.count)
    let used = Set(ErrorCategory.all.compactMap { $0.runbook?.id })
    #expect(used == Set(Runbook.all.map(\.id)))
    for runbook in Runbook.all { #expect(!runbook.steps.isEmpty) }
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text.drop { $0.isWhitespace })
  }
}
