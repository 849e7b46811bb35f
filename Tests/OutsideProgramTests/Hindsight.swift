// The program that was built beside these tests, and what it is given.

import Foundation
import TestSupport
import Testing

/// The built program.
enum Hindsight {
  /// The package's folder.
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let path = BuiltProgram.path("hindsight")
  static let sample = package.appending(path: "SampleData").path

  /// Runs it, and expects it to end well.
  static func run(_ arguments: String...) throws -> String {
    let run = try OutsideProgram.run(path, arguments)
    #expect(run.status == 0, "\(arguments): \(run.errors)")
    return run.output
  }
}
