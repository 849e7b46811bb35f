// Diagnostics for lines that look like errors and were not understood. A node with one of them cannot be
// called healthy. They travel in facts like all other diagnostics.

extension DiagnosticCode {
  /// A line of a log that is no record and no part of an understood one, and looks like an error.
  public static let unreadLogLine = DiagnosticCode(
    "unread.log_line", .warning,
    "error not understood; it looks like {layout}: {sample}")
  /// A line that looks like an error, in any other file.
  public static let unreadFileLine = DiagnosticCode(
    "unread.file_line", .warning,
    "error in a file that was not read as a log; it looks like {layout}: {sample}")
  /// A part of a stack trace, or the text of an errno, in any file. It may belong to an error that the logs
  /// have, too.
  public static let unreadTrace = DiagnosticCode(
    "unread.trace", .warning, "error without its log record; it looks like {layout}: {sample}")
  /// A file that is a log, in an unknown layout.
  public static let unreadLog = DiagnosticCode(
    "unread.log", .warning, "not read; it looks like {layout}: {sample}")

  /// True for a code that keeps a node from being called healthy.
  public var isUnreadError: Bool { name.hasPrefix("unread.") }
}
