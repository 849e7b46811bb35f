// A folder for what a test writes.

public import Foundation

/// A folder that is gone after the test.
public final class TestFolder: Sendable {
  /// Where it is.
  public let url = FileManager.default.temporaryDirectory.appending(path: "hindsight-" + UUID().uuidString)

  /// Makes it.
  public init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of what is in it under `name`.
  public func path(_ name: String) -> String { url.appending(path: name).path }
}
