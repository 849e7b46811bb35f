// The place of a fact in the capture, so that a reader can look up every number of a report.

/// A line of a file of the capture. The path is relative to the capture's root; a member of an archive
/// follows a `!`.
public struct SourceLocation: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Path relative to the capture root, with `!member` for an archive member.
  public let file: String
  /// Line number from 1; 0 for the whole file.
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

/// The source of an instant, strongest first.
public enum InstantKind: String, Hashable, Sendable, CaseIterable {
  /// The output or record itself.
  case content
  /// A time UUID in it.
  case id
  /// An earlier line of the same file.
  case marker
  /// The name of its file or folder.
  case name
  /// The entry of the archive.
  case archive
  /// The file's modification time.
  case mtime
  /// Interpolated between two neighbours with known instants.
  case interpolated
}
