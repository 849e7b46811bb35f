// The long run over damaged inputs: `fuzz --count 10000000 --seed 1 --jobs 2`. What a worker process dies of, hangs in,
// takes too much memory for or says is wrong is a finding: its input is written to a file, and the run goes on.

import FuzzSupport
import Glibc

@main
struct Main {
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

  static func main() async {
    let options: FuzzOptions
    do throws(FuzzError) { options = try FuzzOptions(CommandLine.arguments.dropFirst()) } catch {
      say(error.text)
      exit(2)
    }
    if let file = options.file { return await read(file) }
    // What lies elsewhere would be a run that leaves out most formats and says nothing of it.
    for folder in options.folders where unsafe access(folder, R_OK | X_OK) != 0 {
      say("cannot read \(folder): start this in the package's folder, or name folders with --corpus\n")
      exit(2)
    }
    let corpus = await FuzzCorpus(folders: options.folders)
    if let kind = options.kind, !FuzzInput.kinds(corpus).contains(kind) {
      say("--kind is one of " + FuzzInput.kinds(corpus).joined(separator: ", ") + "\n")
      exit(2)
    }
    if let number = options.shown {
      return put(FuzzInput(number, seed: options.seed, of: corpus, kind: options.kind).bytes, to: 1)
    }
    if let status = options.status { return await Worker(options, corpus, status: status).run() }
    do throws(FuzzError) {
      var supervisor = Supervisor(options, corpus)
      let findings = try supervisor.run()
      exit(findings == 0 ? 0 : 1)
    } catch {
      say(error.text)
      exit(2)
    }
  }

  private static func read(_ file: String) async {
    guard let bytes = Files.bytes(file) else {
      say("cannot read " + file + "\n")
      exit(2)
    }
    let name = file.split(separator: "/").last.map(String.init) ?? file
    // A reproducer is called after what it was.
    let complaint = await FuzzInput(
      name: name.split(separator: "@").last.map(String.init) ?? name, bytes: bytes
    )
    .complaint()
    say((complaint ?? "nothing is wrong with it") + "\n")
    exit(complaint == nil ? 0 : 1)
  }

  static func say(_ text: String) { put(Array(text.utf8), to: 2) }

  static func put(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // Safe: the call reads within the bytes, which are lent for it.
      let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
      if count <= 0, errno != EINTR { return }
      rest = rest.dropFirst(max(0, count))
    }
  }
}

/// Why there is no run.
struct FuzzError: Error {
  let text: String
}

/// What was asked for.
struct FuzzOptions {
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
  /// For a worker: the file in which it says how far it is.
  var status: String?
  /// For a worker: it reads every so many inputs.
  var stride: UInt64 = 1
  /// Behind the last input.
  var end: UInt64 { first + count }

  init(_ words: ArraySlice<String>) throws(FuzzError) {
    var rest = words
    while let word = rest.popFirst() {
      guard let value = rest.popFirst() else { throw FuzzError(text: Main.usage) }
      switch word {
      case "--kind": kind = value
      case "--output": output = value
      case "--corpus": folders.append(value)
      case "--file": file = value
      case "--status": status = value
      default:
        guard let number = UInt64(value), number < 1 << 48 else { throw FuzzError(text: Main.usage) }
        switch word {
        case "--count": count = number
        case "--first": first = number
        case "--seed": seed = number
        case "--jobs": jobs = max(1, min(number, 256))
        case "--seconds": seconds = number
        case "--show": shown = number
        case "--stride": stride = max(1, number)
        default: throw FuzzError(text: Main.usage)
        }
      }
    }
    if folders.isEmpty { folders = ["Tests/CassandraInputTests/Nodetool/Fixtures", "SampleData"] }
  }
}
