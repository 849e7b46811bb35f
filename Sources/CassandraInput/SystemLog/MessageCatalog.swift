// Lookup in the catalog: messages grouped by the file that logs them, so that a line costs one lookup and a
// few comparisons. A search reads only a few arrays of plain numbers: blocks are searched in parallel, and
// reference counts of shared objects would make the tasks wait for each other.

import CassandraModel

/// All messages of the catalog, ready for matching. Made once; lookups only read.
package struct MessageCatalog: Sendable {
  /// A message with its parsed wordings.
  final class Entry: Sendable {
    let message: MessageTemplate
    let wordings: [Wording]

    init(_ message: MessageTemplate) {
      self.message = message
      wordings = message.wordings.map { Wording($0) }
    }
  }

  /// One wording to compare with a message.
  private struct Candidate: Sendable {
    let beginning: Wording.Beginning
    let role: EventRole
    let entry: Int32
    /// The index of its kind.
    let kind: Int32
    /// Its range in the array of all steps.
    let steps: Range<Int>
    /// Its range in the array of thread prefixes; empty for any thread.
    let threads: Range<Int>
  }

  /// One logger: the ranges of its name and its candidates.
  private struct Group: Sendable {
    let name: Range<Int>
    let members: Range<Int>
  }

  struct Match {
    let role: EventRole
    /// The index of the message.
    let entry: Int
    /// The index of the event kind.
    let kind: Int
  }

  /// Slots of the hash table of loggers: a power of two, several times their number.
  private static let slotCount = 1024

  let entries: [Entry]
  /// The event kind of each wording.
  let kinds: [EventKind]
  private let groups: [Group]
  private let names: [UInt8]
  /// The candidates of each logger, concatenated; a message of several loggers occurs several times.
  private let members: [Candidate]
  private let steps: [Wording.Step]
  private let literals: [UInt8]
  /// Ranges of thread prefixes in `literals`.
  private let threads: [Range<Int>]
  /// Open addressing by the hash of the logger's name: the index of a group, or -1.
  private let slots: [Int16]
  private let anyLogger: Range<Int>
  private let bare: Range<Int>
  /// Wordings that are unique by their text alone, for layouts without a source.
  private let telling: Range<Int>
  /// Messages logged through Cassandra's rate limiter: their source file is the limiter's, not the class's.
  private let limited: Range<Int>

  /// The catalog of `messages`, tried in this order.
  package init(_ messages: [MessageTemplate]) {
    let entries = messages.map { Entry($0) }
    var kinds: [EventKind] = []
    var steps: [Wording.Step] = []
    var literals: [UInt8] = []
    var threads: [Range<Int>] = []
    var candidates: [[Candidate]] = []
    for (number, entry) in entries.enumerated() {
      let message = entry.message
      let firstThread = threads.count
      for thread in message.threads {
        threads.append(literals.count..<(literals.count + thread.utf8.count))
        literals += Array(thread.utf8)
      }
      candidates.append(
        entry.wordings.map { wording in
          let first = steps.count
          steps += wording.steps.map { $0.moved(by: literals.count) }
          literals += wording.literals
          kinds.append(
            EventKind(
              name: message.name, role: message.role, severity: message.severity, fields: wording.fields))
          return Candidate(
            beginning: wording.beginning, role: message.role, entry: Int32(truncatingIfNeeded: number),
            kind: Int32(truncatingIfNeeded: kinds.count - 1), steps: first..<steps.count,
            threads: firstThread..<threads.count)
        })
    }

    // Every start runs this: once over the messages, not once for each logger.
    var numbers: [String: Int] = [:]
    var loggers: [(name: String, messages: [Int])] = []
    for (number, message) in messages.enumerated() where !message.isBare {
      for logger in message.loggers {
        let place = numbers[logger, default: loggers.count]
        if place == loggers.count {
          numbers[logger] = place
          loggers.append((logger, []))
        }
        if loggers[place].messages.last != number { loggers[place].messages.append(number) }
      }
    }
    var groups: [Group] = []
    var names: [UInt8] = []
    var members: [Candidate] = []
    let add = { (messages: [Int]) -> Range<Int> in
      let first = members.count
      for number in messages { members += candidates[number] }
      return first..<members.count
    }
    var slots = [Int16](repeating: -1, count: MessageCatalog.slotCount)
    for (logger, own) in loggers {
      let group = Group(
        name: names.count..<(names.count + logger.utf8.count), members: add(own))
      names += Array(logger.utf8)
      var slot = MessageCatalog.slot(names.span, group.name)
      while slots[slot] >= 0 { slot = (slot + 1) & (MessageCatalog.slotCount - 1) }
      slots[slot] = Int16(groups.count)
      groups.append(group)
    }
    anyLogger = add(messages.indices.filter { !messages[$0].isBare && messages[$0].loggers.isEmpty })
    bare = add(messages.indices.filter { messages[$0].isBare })
    let first = members.count
    for number in messages.indices where !messages[number].isBare {
      for (wording, candidate) in zip(entries[number].wordings, candidates[number])
      where wording.literals.count >= MessageCatalog.tellingLength {
        members.append(candidate)
      }
    }
    telling = first..<members.count
    limited = add(messages.indices.filter { messages[$0].loggers.contains("NoSpamLogger.java") })
    self.entries = entries
    self.kinds = kinds
    self.groups = groups
    self.names = names
    self.members = members
    self.steps = steps
    self.literals = literals
    self.threads = threads
    self.slots = slots
  }

  /// Wordings with less text are ambiguous.
  private static let tellingLength = 12

  private static func slot(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    Int(truncatingIfNeeded: bytes.hash(in: range) & UInt64(slotCount - 1))
  }

  /// The candidates for a line of `logger`; none when the catalog has no message of it.
  private func group(_ bytes: Span<UInt8>, _ logger: Range<Int>) -> Range<Int> {
    var slot = MessageCatalog.slot(bytes, logger)
    while slots[slot] >= 0 {
      let group = groups[Int(slots[slot])]
      if group.name.count == logger.count, bytes.matches(names.span, group.name, at: logger.lowerBound) {
        return group.members
      }
      slot = (slot + 1) & (MessageCatalog.slotCount - 1)
    }
    return 0..<0
  }

  /// The message of `header`; nil when the catalog does not have it. `matcher` then has the values of its
  /// fields.
  func find(_ bytes: Span<UInt8>, _ header: LogHeader, _ matcher: inout WordingMatcher) -> Match? {
    let group = group(bytes, header.logger)
    if let found = find(in: group, bytes, header.message, header.thread, &matcher)
      ?? find(in: anyLogger, bytes, header.message, header.thread, &matcher)
    {
      return found
    }
    // Nearly every record names its source file.
    if bytes.hasSuffix(".java", in: header.logger) { return nil }
    return findWithoutFile(bytes, header, &matcher)
  }

  /// The same for a record with a class name, or without a source.
  private func findWithoutFile(
    _ bytes: Span<UInt8>, _ header: LogHeader, _ matcher: inout WordingMatcher
  ) -> Match? {
    let name = header.logger
    let start = bytes.lastIndex(of: UInt8(ascii: "."), in: name).map { $0 + 1 } ?? name.lowerBound
    let end = bytes.firstIndex(of: UInt8(ascii: "$"), in: start..<name.upperBound) ?? name.upperBound
    if start == end || bytes.equals("?", in: name) {
      return find(in: telling, bytes, header.message, header.thread, &matcher)
    }
    var file: [UInt8] = []
    file.append(bytes.extracting(start..<end))
    file += Array(".java".utf8)
    return find(in: group(file.span, 0..<file.count), bytes, header.message, header.thread, &matcher)
      ?? find(in: limited, bytes, header.message, header.thread, &matcher)
  }

  /// The same for a bare line (printed by the JVM, without a head).
  func findBare(_ bytes: Span<UInt8>, _ line: Range<Int>, _ matcher: inout WordingMatcher) -> Match? {
    find(in: bare, bytes, line, 0..<0, &matcher)
  }

  private func find(
    in candidates: Range<Int>, _ bytes: Span<UInt8>, _ message: Range<Int>, _ thread: Range<Int>,
    _ matcher: inout WordingMatcher
  ) -> Match? {
    if candidates.isEmpty { return nil }
    let first = bytes.beginning(of: message)
    let steps = steps.span
    let literals = literals.span
    for index in candidates {
      let candidate = members[index]
      guard candidate.beginning.fits(first) else { continue }
      if !candidate.threads.isEmpty, !thread.isEmpty {
        let isOn = candidate.threads.contains {
          threads[$0].count <= thread.count && bytes.matches(literals, threads[$0], at: thread.lowerBound)
        }
        if !isOn { continue }
      }
      if matcher.fits(steps, candidate.steps, literals, bytes, message) {
        return Match(role: candidate.role, entry: Int(candidate.entry), kind: Int(candidate.kind))
      }
    }
    return nil
  }
}
