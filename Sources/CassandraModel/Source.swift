// Where a fact stands, so that every number in a report can be looked up by hand.

/// A line of a file of the capture. The path is relative to the capture's root; a member of an archive
/// follows a `!`.
public struct SourceLocation: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Path relative to the capture root, with `!member` for an archive member.
  public let file: String
  /// Line number from 1; 0 when the whole file is meant.
  public var line: Int

  /// A line of a file.
  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  /// `file:line`, or the file alone.
  public var description: String { line > 0 ? file + ":" + String(line) : file }
  /// Ordered by file, then line.
  public static func < (a: SourceLocation, b: SourceLocation) -> Bool {
    a.file != b.file ? a.file < b.file : a.line < b.line
  }
}

/// How an instant is known, strongest first.
public enum InstantKind: String, Hashable, Sendable, CaseIterable {
  /// The source itself says it.
  case content
  /// A time UUID in it says it.
  case id
  /// A line before it says it.
  case marker
  /// The name of its file or folder says it.
  case name
  /// The archive's entry says it.
  case archive
  /// The file's modification time says it.
  case mtime
  /// Placed between two neighbours that are known.
  case interpolated
}
