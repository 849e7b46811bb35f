// Golden files: output of the program that a person has reviewed and accepted.

import Foundation
public import Testing

/// Files in the folder `Golden` next to a test.
public enum Golden {
  /// Expects `bytes` to equal the file `Golden/<name>`. With UPDATE_GOLDEN=1 the file is rewritten and the
  /// test fails, so that new output never passes without review.
  public static func expect(
    _ bytes: [UInt8], equals name: String, test: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = URL(filePath: test).deletingLastPathComponent().appending(path: "Golden/" + name)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try Data(bytes).write(to: file)
      Issue.record("recorded \(name): look at its diff", sourceLocation: sourceLocation)
      return
    }
    let expected = try Data(contentsOf: file)
    if Data(bytes) != expected { Attachment.record(bytes, named: name, sourceLocation: sourceLocation) }
    #expect(
      String(decoding: bytes, as: UTF8.self) == String(decoding: expected, as: UTF8.self),
      sourceLocation: sourceLocation)
    #expect(Data(bytes) == expected, "equal text, other bytes", sourceLocation: sourceLocation)
  }
}
