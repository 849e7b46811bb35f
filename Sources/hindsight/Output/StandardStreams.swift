// Standard output and standard error.

import CassandraReport

/// The stream of results.
enum StandardOutput {
  /// Writes `bytes`. A closed pipe is not an error: in `hindsight … | head`, the reader has all it needs.
  static func write(_ bytes: [UInt8], to descriptor: Int32 = 1) throws(OutputError) {
    do { try SystemCalls.write(bytes, to: descriptor) } catch {
      if !error.isClosedPipe { throw OutputError(place: "standard output", reason: error.reason) }
    }
  }

  static var isTerminal: Bool { SystemCalls.isTerminal(1) }
}

/// The stream of messages and progress.
enum StandardError {
  /// Writes `text`, and ignores errors: there is no place to report them.
  static func write(_ text: String) { try? SystemCalls.write(Array(text.utf8), to: 2) }

  static var isTerminal: Bool { SystemCalls.isTerminal(2) }
}

extension OutputError {
  /// The printed message.
  var text: String { "hindsight: " + VisibleText.make(place) + ": " + reason + "\n" }
}
