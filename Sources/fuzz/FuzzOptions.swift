// Options of a long run over damaged inputs.

import Glibc

/// The reason why a run is not possible.
struct FuzzError: Error {
  let text: String
}

/// Options from the command line.
struct FuzzOptions {
  static let usage = """
    fuzz [--count N] [--seed N] [--jobs N] [--first N] [--kind KIND] [--seconds N] [--output DIR] [--corpus DIR]…
        reads N inputs (100,000), which are the same for the same seed (1) and number (from --first on), in as many
        processes as --jobs says (1), for at most so many seconds; findings go to DIR (fuzz-findings).
        Corpora are folders of small captures, by default those of this package.
    fuzz --file FILE
        reads one input that was found, in this process
    fuzz --show N [--seed N] [--kind KIND]
        writes input N to standard output

    """

  var count: UInt64 = 100_000
  var first: UInt64 = 0
  var seed: UInt64 = 1
  var jobs: UInt64 = 1
  var seconds: UInt64?
  var kind: String?
  var output = "fuzz-findings"
  var folders: [String] = []
  var file: String?
  var shown: UInt64?
  /// For a worker: the file in which it records its progress.
  var status: String?
  /// For a worker: the distance between its inputs.
  var stride: UInt64 = 1
  /// The number after the last input.
  var end: UInt64 { first + count }

  /// The folders of small captures in this package.
  static let ownFolders = ["Tests/CassandraInputTests/Nodetool/Fixtures", "SampleData"]

  /// The first of `folders` that cannot be read; nil if all can. Without this check, a run over a missing
  /// folder would silently leave out most formats.
  static func unreadable(of folders: [String]) -> String? {
    folders.first { unsafe access($0, R_OK | X_OK) != 0 }
  }

  init(_ words: ArraySlice<String>) throws(FuzzError) {
    var rest = words
    while let word = rest.popFirst() {
      guard let value = rest.popFirst() else { throw FuzzError(text: FuzzOptions.usage) }
      switch word {
      case "--kind": kind = value
      case "--output": output = value
      case "--corpus": folders.append(value)
      case "--file": file = value
      case "--status": status = value
      default:
        guard let number = UInt64(value), number < 1 << 48 else { throw FuzzError(text: FuzzOptions.usage) }
        switch word {
        case "--count": count = number
        case "--first": first = number
        case "--seed": seed = number
        case "--jobs": jobs = max(1, min(number, 256))
        case "--seconds": seconds = number
        case "--show": shown = number
        case "--stride": stride = max(1, number)
        default: throw FuzzError(text: FuzzOptions.usage)
        }
      }
    }
    if folders.isEmpty { folders = FuzzOptions.ownFolders }
  }
}
