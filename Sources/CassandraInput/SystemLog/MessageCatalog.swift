// The catalog at work: messages grouped by the file that logs them, so that a line costs one lookup and a
// few comparisons.

import CassandraModel

/// All known messages, ready for matching. Made once; its lookups only read.
package struct MessageCatalog: Sendable {
  /// A message with its wordings taken apart. A class, so that trying one costs no copies of its arrays.
  final class Entry: Sendable {
    let message: MessageTemplate
    let wordings: [Wording]
    let threads: [[UInt8]]

    init(_ message: MessageTemplate) {
      self.message = message
      wordings = message.wordings.map { Wording($0) }
      threads = message.threads.map { Array($0.utf8) }
    }
  }

  /// One logger: where its name and its entries are.
  private struct Group: Sendable {
    let name: Range<Int>
    let members: Range<Int>
  }

  /// Slots of the table of loggers: a power of two, several times their number.
  private static let slotCount = 1024

  let entries: [Entry]
  private let groups: [Group]
  private let names: [UInt8]
  /// The entries of each group, one group after the other; an entry of several loggers is in several.
  private let members: [Entry]
  /// Open addressing by the hash of the logger's name: the index of a group, or -1.
  private let slots: [Int16]
  private let anyLogger: [Entry]
  private let bare: [Entry]

  /// The catalog of `messages`, in the order in which they are tried.
  package init(_ messages: [MessageTemplate]) {
    let entries = messages.map { Entry($0) }
    var loggers: [String] = []
    for message in messages where !message.isBare {
      for logger in message.loggers where !loggers.contains(logger) { loggers.append(logger) }
    }
    var groups: [Group] = []
    var names: [UInt8] = []
    var members: [Entry] = []
    var slots = [Int16](repeating: -1, count: MessageCatalog.slotCount)
    for logger in loggers {
      let own = entries.filter { !$0.message.isBare && $0.message.loggers.contains(logger) }
      let group = Group(
        name: names.count..<(names.count + logger.utf8.count),
        members: members.count..<(members.count + own.count))
      names += Array(logger.utf8)
      members += own
      var slot = MessageCatalog.slot(names.span, group.name)
      while slots[slot] >= 0 { slot = (slot + 1) & (MessageCatalog.slotCount - 1) }
      slots[slot] = Int16(groups.count)
      groups.append(group)
    }
    self.entries = entries
    self.groups = groups
    self.names = names
    self.members = members
    self.slots = slots
    anyLogger = entries.filter { $0.message.loggers.isEmpty && !$0.message.isBare }
    bare = entries.filter(\.message.isBare)
  }

  private static func slot(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    Int(truncatingIfNeeded: bytes.hash(in: range) & UInt64(slotCount - 1))
  }

  /// The entries to try for a line of `logger`; none when no message comes from it.
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

  /// The message that `header` carries, with the values of its fields; nil when no entry matches.
  ///
  /// - Parameter telemetryFields: false leaves out the values of messages that are only counted.
  func match(
    _ bytes: Span<UInt8>, _ header: LogHeader, _ matcher: inout WordingMatcher, telemetryFields: Bool = true
  ) -> (entry: Entry, fields: EventFields)? {
    for index in group(bytes, header.logger) {
      let entry = members[index]
      let wantsFields = telemetryFields || entry.message.role != .telemetry
      if let fields = match(entry, bytes, header, &matcher, wantsFields) { return (entry, fields) }
    }
    for entry in anyLogger {
      if let fields = match(entry, bytes, header, &matcher, true) { return (entry, fields) }
    }
    return nil
  }

  private func match(
    _ entry: Entry, _ bytes: Span<UInt8>, _ header: LogHeader, _ matcher: inout WordingMatcher,
    _ wantsFields: Bool
  ) -> EventFields? {
    if !entry.threads.isEmpty {
      let isOn = entry.threads.contains {
        $0.count <= header.thread.count && bytes.matches($0, at: header.thread.lowerBound)
      }
      if !isOn { return nil }
    }
    for wording in entry.wordings {
      guard matcher.fits(wording, bytes, header.message) else { continue }
      return wantsFields
        ? EventFields(names: wording.fields, values: matcher.values(of: wording, bytes)) : .none
    }
    return nil
  }

  /// The bare line (printed by the JVM, without a head) in `line`, or nil.
  func matchBare(
    _ bytes: Span<UInt8>, _ line: Range<Int>, _ matcher: inout WordingMatcher
  ) -> (entry: Entry, fields: EventFields)? {
    for entry in bare {
      for wording in entry.wordings {
        if let values = matcher.match(wording, bytes, line) {
          return (entry, EventFields(names: wording.fields, values: values))
        }
      }
    }
    return nil
  }
}
