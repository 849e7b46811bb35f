// The catalog at work: messages grouped by the file that logs them, so that a line costs one lookup and a
// few comparisons.

import CassandraModel

/// All known messages, ready for matching. Made once; its lookups only read.
package struct MessageCatalog: Sendable {
  /// A message with its wordings taken apart.
  struct Entry: Sendable {
    let message: MessageTemplate
    let wordings: [Wording]
    let threads: [[UInt8]]
  }

  /// One logger: its name, and where its entries are.
  private struct Group: Sendable {
    let name: [UInt8]
    var entries: [Int]
  }

  let entries: [Entry]
  private let groups: [Group]
  /// Open addressing by the hash of the logger's name: the index of a group, or -1.
  private let slots: [Int16]
  private let anyLogger: [Int]
  let bare: [Int]

  /// The catalog of `messages`, in the order in which they are tried.
  package init(_ messages: [MessageTemplate]) {
    entries = messages.map { message in
      Entry(
        message: message, wordings: message.wordings.map { Wording($0) },
        threads: message.threads.map { Array($0.utf8) })
    }
    var groups: [Group] = []
    var groupOf: [String: Int] = [:]
    for (index, message) in messages.enumerated() where !message.isBare {
      for logger in message.loggers {
        if let group = groupOf[logger] {
          groups[group].entries.append(index)
        } else {
          groupOf[logger] = groups.count
          groups.append(Group(name: Array(logger.utf8), entries: [index]))
        }
      }
    }
    var slots = [Int16](repeating: -1, count: 1024)
    for (index, group) in groups.enumerated() {
      var slot = MessageCatalog.slot(group.name.span, 0..<group.name.count)
      while slots[slot] >= 0 { slot = (slot + 1) & 1023 }
      slots[slot] = Int16(index)
    }
    self.groups = groups
    self.slots = slots
    anyLogger = messages.indices.filter { messages[$0].loggers.isEmpty && !messages[$0].isBare }
    bare = messages.indices.filter { messages[$0].isBare }
  }

  private static func slot(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    Int(truncatingIfNeeded: bytes.hash(in: range) & 1023)
  }

  /// The entries to try for a line of `logger`: those of its own group; none when no message comes from it.
  private func group(_ bytes: Span<UInt8>, _ logger: Range<Int>) -> [Int] {
    var slot = MessageCatalog.slot(bytes, logger)
    while slots[slot] >= 0 {
      let group = groups[Int(slots[slot])]
      if group.name.count == logger.count, bytes.matches(group.name, at: logger.lowerBound) {
        return group.entries
      }
      slot = (slot + 1) & 1023
    }
    return []
  }

  /// The message that `header` carries, with the values of its fields; nil when no entry matches.
  func match(
    _ bytes: Span<UInt8>, _ header: LogHeader, _ matcher: inout WordingMatcher
  ) -> (entry: Entry, fields: EventFields)? {
    for index in group(bytes, header.logger) {
      if let found = match(entries[index], bytes, header, &matcher) { return (entries[index], found) }
    }
    for index in anyLogger {
      if let found = match(entries[index], bytes, header, &matcher) { return (entries[index], found) }
    }
    return nil
  }

  private func match(
    _ entry: Entry, _ bytes: Span<UInt8>, _ header: LogHeader, _ matcher: inout WordingMatcher
  ) -> EventFields? {
    if !entry.threads.isEmpty {
      let isOn = entry.threads.contains {
        $0.count <= header.thread.count && bytes.matches($0, at: header.thread.lowerBound)
      }
      if !isOn { return nil }
    }
    for wording in entry.wordings {
      if let values = matcher.match(wording, bytes, header.message) {
        return EventFields(names: wording.fields, values: values)
      }
    }
    return nil
  }

  /// The bare line (printed by the JVM, without a head) in `line`, or nil.
  func matchBare(
    _ bytes: Span<UInt8>, _ line: Range<Int>, _ matcher: inout WordingMatcher
  ) -> (entry: Entry, fields: EventFields)? {
    for index in bare {
      for wording in entries[index].wordings {
        if let values = matcher.match(wording, bytes, line) {
          return (entries[index], EventFields(names: wording.fields, values: values))
        }
      }
    }
    return nil
  }
}
