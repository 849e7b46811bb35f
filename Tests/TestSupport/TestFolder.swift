// A folder for the files of a test.

public import Foundation

/// A folder that is removed after the test.
public final class TestFolder: Sendable {
  /// The folder's location.
  public let url = FileManager.default.temporaryDirectory.appending(path: "hindsight-" + UUID().uuidString)

  /// Creates the folder.
  public init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of `name` in the folder.
  public func path(_ name: String) -> String { url.appending(path: name).path }
}
