// What can be wrong with nodetool text, in words.

import CassandraModel

extension DiagnosticCode {
  /// A column or label that no layout has: a newer version, or another distribution.
  static let nodetoolColumn = DiagnosticCode(
    "nodetool.column", .note, "“{name}” of {command} is not known and was left out.")
  /// An output whose command is known by name only.
  static let nodetoolCommand = DiagnosticCode(
    "nodetool.command", .note, "The output of {command} is not read yet; it was skipped as a whole.")
  /// A time without an offset from UTC.
  static let nodetoolZone = DiagnosticCode(
    "nodetool.zone", .warning,
    "“{text}” does not say how far it is from UTC, so the samples after it have no instant from it.")
  /// Two outputs of a command without a time between them.
  static let nodetoolTime = DiagnosticCode(
    "nodetool.time", .warning,
    "This output of {command} follows another one without a time between them; its instant is not known.")
  /// An output beyond what is held in memory.
  static let nodetoolTooLong = DiagnosticCode(
    "nodetool.too-long", .warning,
    "This output of {command} is longer than {limit} bytes; the rest was not read.")
  /// Lines that belong to no output.
  static let nodetoolUnparsed = DiagnosticCode(
    "nodetool.unparsed", .note, "Lines from here on belong to no output that is known.")
  /// A row or value that does not fit its table.
  static let nodetoolRow = DiagnosticCode(
    "nodetool.row", .warning, "This line does not fit the output of {command} and was left out.")
  /// An output that ends too early or is empty.
  static let nodetoolIncomplete = DiagnosticCode(
    "nodetool.incomplete", .warning, "This output of {command} is of no use as a whole: {why}.")
}
