// A Java exception as logback prints it, reduced to the parts that classification needs.

/// An exception and its causes, outermost first.
public struct Throwable: Hashable, Sendable {
  /// One exception of the chain.
  public struct Link: Hashable, Sendable {
    /// Fully qualified class, for example `java.io.IOException`.
    public let className: String
    /// The message; empty when it has none (logback prints `null`).
    public let message: String
    /// Frames of Cassandra and the JDK, innermost first, as `package.Class.method`, without line numbers
    /// (they move in every patch release). At most `Throwable.frameLimit` are kept.
    public var frames: [String]
    /// True for an exception that was suppressed, not a cause.
    public let isSuppressed: Bool
    /// The class without its package. Stored, because every test of a category reads it.
    public let simpleName: String
    /// The inner name of `Outer$Inner`; the same as `simpleName` for any other class.
    public let innerName: String

    /// One exception of a chain.
    public init(className: String, message: String, frames: [String] = [], isSuppressed: Bool = false) {
      self.className = className
      self.message = message
      self.frames = frames
      self.isSuppressed = isSuppressed
      simpleName = Link.end(of: className, behind: UInt8(ascii: "."))
      innerName = Link.end(of: simpleName, behind: UInt8(ascii: "$"))
    }

    private static func end(of name: String, behind mark: UInt8) -> String {
      guard let last = name.utf8.lastIndex(of: mark) else { return name }
      return String(name[name.utf8.index(after: last)...])
    }

    /// `Class: message`, or the class alone.
    public var text: String { message.isEmpty ? simpleName : simpleName + ": " + message }
  }

  /// Outermost first. Never empty.
  public let links: [Link]
  /// The release in the jar name of Cassandra's first frame, for example `2.2.3`; nil if no frame names one.
  /// Pasted text often has no other evidence of the release.
  public let release: String?

  /// Frames kept for each link.
  public static let frameLimit = 64

  /// A chain; nil when there is no link.
  public init?(links: [Link], release: String? = nil) {
    guard !links.isEmpty else { return nil }
    self.links = links
    self.release = release
  }

  /// The outermost exception.
  public var outermost: Link { links[0] }

  /// The root: the innermost exception that was not suppressed.
  public var root: Link { links.last { !$0.isSuppressed } ?? links[0] }

  /// True when any link's class is `simpleName`.
  public func contains(className simpleName: String) -> Bool {
    links.contains { $0.simpleName == simpleName }
  }
}
