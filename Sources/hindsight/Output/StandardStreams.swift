// Standard output and standard error.

import CassandraReport

/// Where results go.
enum StandardOutput {
  /// Writes `bytes`. A reader that has gone away is no failure: whoever runs `hindsight … | head` has what he
  /// wanted.
  static func write(_ bytes: [UInt8], to descriptor: Int32 = 1) throws(OutputError) {
    do { try SystemCalls.write(bytes, to: descriptor) } catch {
      if !error.isClosedPipe { throw OutputError(place: "standard output", reason: error.reason) }
    }
  }

  static var isTerminal: Bool { SystemCalls.isTerminal(1) }
}

/// Where messages and progress go.
enum StandardError {
  /// Writes `text` as far as possible: there is nowhere left to say that it was not.
  static func write(_ text: String) { try? SystemCalls.write(Array(text.utf8), to: 2) }

  static var isTerminal: Bool { SystemCalls.isTerminal(2) }
}

extension OutputError {
  /// The message as it is printed.
  var text: String { "hindsight: " + VisibleText.make(place) + ": " + reason + "\n" }
}
