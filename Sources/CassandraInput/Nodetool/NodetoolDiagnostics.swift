// Diagnostics of nodetool text.

import CassandraModel

extension DiagnosticCode {
  /// A column or label that no layout has: a newer version, or another distribution.
  static let nodetoolColumn = DiagnosticCode(
    "nodetool.column", .note, "“{name}” of {command} is not known and was left out.")
  /// An output whose command is known by name only.
  static let nodetoolCommand = DiagnosticCode(
    "nodetool.command", .note, "The output of {command} is not read yet; it was skipped as a whole.")
  /// A time without an offset from UTC, on a node whose clock is not known.
  static let nodetoolZone = DiagnosticCode(
    "nodetool.zone", .warning,
    "“{text}” does not say how far it is from UTC, so the samples after it have no instant from it; --log-zone tells it."
  )
  /// A time without an offset from UTC.
  static let nodetoolClock = DiagnosticCode(
    "nodetool.clock", .note,
    "Times such as “{text}” do not say how far they are from UTC; they were taken for the node's own clock's."
  )
  /// Outputs of several nodes.
  static let nodetoolNodes = DiagnosticCode(
    "nodetool.nodes", .warning,
    "From here on outputs are of host id {id}, before of {other}: all of this file is taken for one node's. Give each node files of its own."
  )
  /// Two outputs of a command without a time between them.
  static let nodetoolTime = DiagnosticCode(
    "nodetool.time", .warning,
    "This output of {command} follows another one without a time between them; its instant is not known.")
  /// An output larger than the memory limit.
  static let nodetoolTooLong = DiagnosticCode(
    "nodetool.too-long", .warning,
    "This output of {command} is longer than {limit} bytes; the rest was not read.")
  /// Lines that belong to no output.
  static let nodetoolUnparsed = DiagnosticCode(
    "nodetool.unparsed", .note, "Lines from here on belong to no output that is known.")
  /// A row or value that does not fit its table.
  static let nodetoolRow = DiagnosticCode(
    "nodetool.row", .warning, "{command}: line not understood.")
  /// Lines after an output that are not part of it.
  static let nodetoolRest = DiagnosticCode(
    "nodetool.rest", .note,
    "{command}: line {line} not understood; the {rows} rows before it were read.")
  /// Times whose order relative to the outputs is ambiguous.
  static let nodetoolOrder = DiagnosticCode(
    "nodetool.order", .warning,
    "Times such as “{text}” may stand before or after the outputs; the samples of this file have no instant.")
  /// An output that ends too early or is empty.
  static let nodetoolIncomplete = DiagnosticCode(
    "nodetool.incomplete", .warning, "This output of {command} is of no use as a whole: {why}.")
}
