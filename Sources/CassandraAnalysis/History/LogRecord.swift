// The interface of frequent records, so that the history can read them packed as well as whole.

import CassandraModel

/// A log record, packed or whole.
protocol LogRecord {
  var name: EventName { get }
  var at: LocalTime { get }
  var role: EventRole { get }
  var thread: String { get }
  var source: SourceLocation { get }
  /// The record's first line after the head; empty where its fields have all of it.
  var message: String { get }
  func integer(_ name: FieldName) -> Int64?
  func uuid(_ name: FieldName) -> TimeUUID?
  func text(_ name: FieldName) -> String?
  /// Number of SSTables in the list `name`; nil if there is none.
  func items(_ name: FieldName) -> Int64?
  /// Lends the text of `name`; does nothing if there is none.
  func withText(_ name: FieldName, _ body: (Span<UInt8>) -> Void)
}

extension PackedEvent: LogRecord {}

extension Event: LogRecord {
  func integer(_ name: FieldName) -> Int64? { fields.integer(name) }
  func uuid(_ name: FieldName) -> TimeUUID? { fields.uuid(name) }
  func text(_ name: FieldName) -> String? { fields.text(name) }

  /// Names in a list are separated by commas, and a comma may be the last byte.
  func items(_ name: FieldName) -> Int64? {
    guard let list = fields.text(name) else { return nil }
    var count: Int64 = 0
    var hasName = false
    for byte in list.utf8 {
      if byte == UInt8(ascii: ",") {
        if hasName { count += 1 }
        hasName = false
      } else if byte != UInt8(ascii: " ") {
        hasName = true
      }
    }
    return hasName ? count + 1 : count
  }

  func withText(_ name: FieldName, _ body: (Span<UInt8>) -> Void) {
    if let text = fields.text(name) { body(text.utf8Span.span) }
  }
}
