// Lines of a log that are not records. Below a warning or an error they are its trace. Anywhere else a trace
// belongs to a record that was not understood, and so does the head of a record in any place.

import CassandraModel

/// Classifies the lines of one block.
struct UnreadLogLines {
  /// True while the previous lines belong to an error that was found.
  private var isInError = false
  /// True below a record about a lost connection.
  private var isInConnection = false
  private var count = 0

  /// Marks kept of one block; the log of diagnostics keeps fewer of a file.
  private static let limit = 8

  /// A record was understood.
  mutating func recordBegins() { (isInError, isInConnection) = (false, false) }

  /// The sign of an error in a line that is not a record. Nil if there is none, if an understood record
  /// explains it, and for further lines of an error that was found.
  ///
  /// - Parameter isUnderError: True if the record above is a warning or an error.
  mutating func marker(_ bytes: Span<UInt8>, _ line: Range<Int>, isUnderError: Bool) -> ErrorMarker? {
    guard count < UnreadLogLines.limit else { return nil }
    if isUnderError {
      guard !line.isEmpty, bytes[line.lowerBound] != UInt8(ascii: "\t") else { return nil }
      return found(ErrorMarker.record(bytes, line))
    }
    if let record = ErrorMarker.record(bytes, line) { return found(record) }
    if let trace = ErrorMarker.trace(bytes, line) {
      if ErrorMarker.isOfConnection(bytes, line) { isInConnection = true }
      return isInError || isInConnection ? nil : found(trace)
    }
    return isInError ? nil : found(ErrorMarker.systemError(bytes, line))
  }

  private mutating func found(_ marker: ErrorMarker?) -> ErrorMarker? {
    guard let marker else { return nil }
    isInError = true
    count += 1
    return marker
  }

  static func diagnostic(
    _ found: (line: Int, marker: ErrorMarker, sample: String), in file: String
  ) -> Diagnostic {
    Diagnostic(
      found.marker.code(ofRecord: .unreadLogLine), at: SourceLocation(file: file, line: found.line),
      ["layout": found.marker.layout, "sample": found.sample])
  }
}
