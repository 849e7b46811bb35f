// The benchmark program: `benchmark run` generates logs, measures, and prints a table of the aims.

import Glibc

/// The reason why the benchmark stopped.
struct BenchmarkError: Error {
  let text: String
  init(_ text: String) { self.text = text }
}

@main
struct Main {
  private static let usage = """
    benchmark generate --size SIZE [--kind system|debug] [--seed N] [--gzip] FILE
        writes a log, and what is in it to standard output as JSON
    benchmark check [--size SIZE] [--seed N]
        counts a generated log a second time, from its text
    benchmark run [--size SIZE] [--large SIZE] [--kind system|debug] [--runs N] [--hindsight PATH]
        measures and prints a table in Markdown
    benchmark growth [--hindsight PATH] [WORDS]
        ten times of whatever a capture may have much of; of rows whose name has these words
    benchmark rules
        all rules over a month of a hundred nodes, made in memory
    SIZE is a number of bytes, or of kB, MB or GB, as in 200MB

    """

  static func main() {
    do throws(BenchmarkError) {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      fail(error.text)
    }
  }

  private static func run(_ words: [String]) throws(BenchmarkError) {
    let options = try Options(words.dropFirst())
    switch words.first {
    case "generate":
      guard let path = options.path else { throw BenchmarkError("generate needs a FILE") }
      let log = LogRecipe(kind: options.kind, seed: options.seed, size: options.size ?? 200_000_000)
      print(try log.write(to: path, isGzip: options.isGzip).json, terminator: "")
    case "check":
      for kind in [LogKind.system, .debug] {
        try GeneratorCheck.run(
          LogRecipe(kind: kind, seed: options.seed, size: options.size ?? 5_000_000))
      }
    case "run":
      // The exit status repeats the result for scripts.
      if !(try Suite(options).run()) { exit(1) }
    case "growth": if !(try Growth(options).run()) { exit(1) }
    case "rules": if !RuleBenchmark.run() { exit(1) }
    case BareInflate.word:
      guard let path = options.path else { throw BenchmarkError("inflate needs a FILE") }
      try BareInflate.run(path)
    default: throw BenchmarkError(usage)
    }
  }

  private static func fail(_ text: String) -> Never {
    // Safe: the system reads within the bytes, which are lent for the call.
    _ = unsafe Array((text + "\n").utf8).withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
    exit(1)
  }
}

/// Options from the command line.
struct Options {
  var size: Int64?
  var large: Int64 = 2_000_000_000
  var kind = LogKind.debug
  var seed: UInt64 = 1
  var runs = 7
  var isGzip = false
  var hindsight: String?
  var path: String?

  init(_ words: ArraySlice<String>) throws(BenchmarkError) {
    var rest = words
    while let word = rest.popFirst() {
      switch word {
      case "--gzip": isGzip = true
      case "--size": size = try Options.size(rest.popFirst())
      case "--large": large = try Options.size(rest.popFirst())
      case "--seed": seed = UInt64(try Options.number(rest.popFirst()))
      case "--runs": runs = Int(try Options.number(rest.popFirst()))
      case "--hindsight": hindsight = rest.popFirst()
      case "--kind":
        guard let kind = rest.popFirst().flatMap({ LogKind(rawValue: $0) }) else {
          throw BenchmarkError("--kind is system or debug")
        }
        self.kind = kind
      default:
        guard !word.hasPrefix("-"), path == nil else { throw BenchmarkError("what is " + word + "?") }
        path = word
      }
    }
  }

  private static func number(_ word: String?) throws(BenchmarkError) -> UInt32 {
    guard let number = word.flatMap({ UInt32($0) }), number > 0 else {
      throw BenchmarkError((word ?? "nothing") + " is not a number from 1 on")
    }
    return number
  }

  private static func size(_ word: String?) throws(BenchmarkError) -> Int64 {
    let units: [(String, Int64)] = [("kB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("", 1)]
    for (unit, factor) in units {
      if let word, word.hasSuffix(unit), let number = UInt32(word.dropLast(unit.count)), number > 0 {
        return Int64(number) * factor
      }
    }
    throw BenchmarkError((word ?? "nothing") + " is not a size")
  }
}
