// Lines that carry the marks of an error and belong to nothing that was understood. While there is one, nobody can say that
// a node is healthy: its diagnostics have these codes, and travel in facts like all others.

extension DiagnosticCode {
  /// A line of a log that is no record, no part of an understood one, and tells of an error.
  public static let unreadLogLine = DiagnosticCode(
    "unread.log_line", .warning,
    "error not understood; it looks like {layout}: {sample}")
  /// A line in any other file.
  public static let unreadFileLine = DiagnosticCode(
    "unread.file_line", .warning,
    "error in a file that was not read as a log; it looks like {layout}: {sample}")
  /// A part of a stack trace, or the text of an errno, in any file: it may be of an error that the logs tell.
  public static let unreadTrace = DiagnosticCode(
    "unread.trace", .warning, "error without its log record; it looks like {layout}: {sample}")
  /// A file that is a log, in a layout that is not known.
  public static let unreadLog = DiagnosticCode(
    "unread.log", .warning, "not read; it looks like {layout}: {sample}")

  /// True for a code that forbids to call a node healthy.
  public var isUnreadError: Bool { name.hasPrefix("unread.") }
}
