// The program under test: the one built together with these tests.

import Foundation

/// Products of the same build.
public enum BuiltProgram {
  /// The path of the executable `name`, next to the tests in the build folder.
  public static func path(_ name: String) -> String { folder.appending(path: name).path }

  /// The folder of the running tests.
  private static let folder: URL = {
    let link = "/proc/self/exe"
    let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) ?? CommandLine.arguments[0]
    return URL(filePath: path).deletingLastPathComponent()
  }()
}
