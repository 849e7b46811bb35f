// The built program, and its input.

import Foundation
import TestSupport
import Testing

enum Hindsight {
  /// The package's folder.
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let path = BuiltProgram.path("hindsight")
  static let sample = package.appending(path: "SampleData").path

  /// Runs the program, and expects success.
  static func run(_ arguments: String...) throws -> String {
    let run = try OutsideProgram.run(path, arguments)
    #expect(run.status == 0, "\(arguments): \(run.errors)")
    return run.output
  }
}
