// The catalog checks itself: every wording has a line that it matches, and no other entry matches that line.

import CassandraModel
import Testing

@testable import CassandraInput

/// One line after the head parser and the catalog, as in the log reader.
struct MatchedLine {
  let entry: MessageCatalog.Entry
  let fields: EventFields

  init?(_ line: String) {
    let bytes = Array(line.utf8)
    var heads = LogHeaderParser()
    var matcher = WordingMatcher()
    switch heads.parse(bytes.span, 0..<bytes.count) {
    case .head(let header):
      guard let found = MessageCatalog.all.match(bytes.span, header, &matcher) else { return nil }
      (entry, fields) = found
    case .other:
      guard let found = MessageCatalog.all.matchBare(bytes.span, 0..<bytes.count, &matcher) else {
        return nil
      }
      (entry, fields) = found
    case .impossibleDate:
      return nil
    }
  }
}

extension MessageCatalog {
  /// The message of `header`, with the values of its fields; nil when no entry matches.
  func match(
    _ bytes: Span<UInt8>, _ header: LogHeader, _ matcher: inout WordingMatcher
  ) -> (entry: Entry, fields: EventFields)? {
    guard let found = find(bytes, header, &matcher) else { return nil }
    return (entries[found.entry], EventFields(names: kinds[found.kind].fields, values: matcher.values(bytes)))
  }

  /// The same for a line without a head.
  func matchBare(
    _ bytes: Span<UInt8>, _ line: Range<Int>, _ matcher: inout WordingMatcher
  ) -> (entry: Entry, fields: EventFields)? {
    guard let found = findBare(bytes, line, &matcher) else { return nil }
    return (entries[found.entry], EventFields(names: kinds[found.kind].fields, values: matcher.values(bytes)))
  }
}

@Suite struct CatalogTests {
  static let messages = MessageCatalog.messages

  @Test func idsAreUniqueAndHaveAFamily() {
    let names = CatalogTests.messages.map(\.name.name)
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(name.contains("."), "\(name)")
      #expect(
        name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "." || $0 == "_" }, "\(name)")
    }
  }

  @Test(arguments: messages)
  func aMessageHasLoggersOrIsBare(message: MessageTemplate) {
    // An entry for any logger would be compared with every line.
    #expect(message.isBare == message.loggers.isEmpty)
    #expect(message.loggers.allSatisfy { $0.hasSuffix(".java") })
    #expect(!message.origin.isEmpty)
  }

  @Test(arguments: messages)
  func wordingsAreWellFormed(message: MessageTemplate) {
    #expect(!message.wordings.isEmpty)
    for text in message.wordings {
      let wording = Wording(text)
      var previousIsHole = false
      for step in wording.steps {
        if step.hole == nil {
          // A brace in a literal is a misspelled hole.
          let literal = wording.literals[step.literal]
          #expect(!literal.contains(UInt8(ascii: "{")) && !literal.contains(UInt8(ascii: "}")), "\(text)")
          previousIsHole = false
        } else {
          #expect(!previousIsHole, "two holes without text between: \(text)")
          previousIsHole = true
        }
      }
      let fields = wording.fields.map(\.name)
      #expect(Set(fields).count == fields.count, "a field twice: \(text)")
      #expect(fields.allSatisfy { $0.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" } }, "\(text)")
    }
  }

  @Test(arguments: messages)
  func everySampleIsTakenByItsOwnEntry(message: MessageTemplate) throws {
    for sample in message.samples {
      let line = try #require(MatchedLine(sample), "nothing takes \(sample)")
      #expect(line.entry.message.name == message.name, "\(sample)")
    }
  }

  @Test(arguments: messages)
  func everyWordingIsTheFirstToTakeASample(message: MessageTemplate) {
    var matcher = WordingMatcher()
    var taken = Set<Int>()
    for sample in message.samples {
      let bytes = Array(sample.utf8)
      var heads = LogHeaderParser()
      var text = 0..<bytes.count
      if case .head(let header) = heads.parse(bytes.span, text) { text = header.message }
      let first = message.wordings.firstIndex { matcher.match(Wording($0), bytes.span, text) != nil }
      if let first { taken.insert(first) }
    }
    for (index, wording) in message.wordings.enumerated() {
      #expect(taken.contains(index), "no sample needs: \(wording)")
    }
  }

  @Test(arguments: messages)
  func whatStartsAlwaysWarnOfIsNoWarning(message: MessageTemplate) {
    guard message.name.name.hasPrefix("startup.") else { return }
    #expect(message.severity == .info)
    #expect([.telemetry, .pressure].contains(message.role))
  }

  @Test func userTextDoesNotChangeTheMessage() throws {
    let query = "SELECT * FROM shop.corrupt_orders WHERE note = 'x; token 1 (see tombstone_warn_threshold)'"
    let line = try #require(
      MatchedLine(
        "WARN  [ReadStage-1] 2026-11-21 04:55:29,201 ReadCommand.java:576 - Read 0 live rows and 1200 "
          + "tombstone cells for query \(query); token -5 (see tombstone_warn_threshold)"))
    #expect(line.fields.text("query") == query)
    #expect(line.fields.text("token") == "-5")
  }

  @Test(arguments: ["StorageServiceShutdownHook", "RMI TCP Connection(2)-127.0.0.1"])
  func anAnnouncedShutdownIsAStopOnTheseThreads(thread: String) {
    #expect(announcedShutdown(on: thread) == "process.stopping")
  }

  @Test(arguments: ["CompactionExecutor:2", "HintsWriteExecutor:1", "PERIODIC-COMMIT-LOG-SYNCER"])
  func anAnnouncedShutdownElsewhereIsThePolicyAtWork(thread: String) {
    #expect(announcedShutdown(on: thread) == "policy.shutdown_announced")
  }

  private func announcedShutdown(on thread: String) -> String? {
    let line = "INFO  [\(thread)] 2026-11-21 05:03:13,161 Gossiper.java:2139 - Announcing shutdown"
    return MatchedLine(line)?.entry.message.name.name
  }
}

extension MessageTemplate: CustomTestStringConvertible {
  /// The id, so that a failure does not print the whole entry.
  public var testDescription: String { name.name }
}

extension EventFields {
  func text(_ name: String) -> String? { text(FieldName(name)) }
  func integer(_ name: String) -> Int64? { integer(FieldName(name)) }
}
