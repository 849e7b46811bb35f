// A folder for the files of one test.

import Foundation

/// A folder that is removed with everything in it when the test ends.
final class TemporaryFolder {
  let url: URL
  var path: [UInt8] { Array(url.path.utf8) }

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("hindsight-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file, and the folders above it; returns its path.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8] = []) throws -> [UInt8] {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return Array(file.path.utf8)
  }
}
