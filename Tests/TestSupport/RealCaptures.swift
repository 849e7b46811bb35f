// The captures of real nodes for tests: Tests/Captures/README.md has the history of each.

public import Foundation

/// The folder with one subfolder for each capture.
public enum RealCaptures {
  /// The folder `Tests` of the package.
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  /// The captures next to the package if they exist, otherwise those of the package, unpacked once for each
  /// test run.
  ///
  /// Developers of captures keep them unpacked in `../shared/captures`; that folder may have more of them
  /// than the package.
  public static let folder: URL = {
    let package = tests.deletingLastPathComponent()
    let beside = package.deletingLastPathComponent().appending(path: "shared/captures")
    return isThere(beside) ? beside : unpacked
  }()

  /// False only if the archives were removed from the package.
  public static let arePresent = isThere(folder.appending(path: "backlog-4.1"))

  private static let place = FileManager.default.temporaryDirectory
    .appending(path: "hindsight-captures-" + UUID().uuidString)

  /// The archives of the package, unpacked into a folder that is removed when the tests end.
  private static let unpacked: URL = {
    try? FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(at: RealCaptures.place) }
    let archives = tests.appending(path: "Captures")
    for name in (try? FileManager.default.contentsOfDirectory(atPath: archives.path))?.sorted() ?? [] {
      let file = archives.appending(path: name)
      if name.hasSuffix(".tar.gz") {
        // tar keeps the modification times of files, which are evidence.
        _ = try? OutsideProgram.run("/usr/bin/env", ["tar", "-xzf", file.path, "-C", place.path])
      } else {
        try? FileManager.default.copyItem(at: file, to: place.appending(path: name))
      }
    }
    return place
  }()

  private static func isThere(_ folder: URL) -> Bool { FileManager.default.fileExists(atPath: folder.path) }
}
