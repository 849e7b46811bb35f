// The aims, one by one: runs Hindsight and the programs for comparison, and prints a table.

import Glibc

/// One run of the benchmark.
struct Suite {
  private let logs: BenchmarkFolder
  private let sizes: (log: Int64, large: Int64)
  private let runs: Int
  private let hindsight: String
  private let me: String

  init(_ options: Options) throws(BenchmarkError) {
    me = try Suite.ownPath()
    if let given = options.hindsight { hindsight = given } else { hindsight = try Suite.builtProgram() }
    sizes = (options.size ?? 200_000_000, options.large)
    runs = options.runs
    logs = try BenchmarkFolder(
      kind: options.kind, seed: options.seed, size: sizes.log, large: options.large)
  }

  /// Measures everything and prints it. Returns whether every measurable aim was reached.
  func run() throws(BenchmarkError) -> Bool {
    var outcomes = try inflateAims()
    outcomes.append(try filesAim())
    outcomes.append(try tenfoldAim())
    outcomes += try grepAims()
    outcomes += try unpackingAims()
    outcomes.append(try capturedAim())
    outcomes += try memoryAims()
    outcomes.append(try startAim())
    outcomes += try sameBytesAims()
    outcomes.append(try countsAim())
    print(Page.text(outcomes, logs.truth, runs: runs), terminator: "")
    return outcomes.allSatisfy { $0.standing != .notReached }
  }

  private func inflateAims() throws(BenchmarkError) -> [Outcome] {
    let two = try Comparison(
      report(logs.packed, jobs: 2, cores: 2), inflate(logs.packed, cores: 2), runs: runs)
    let one = try Comparison(
      report(logs.packed, jobs: 1, cores: 1), inflate(logs.packed, cores: 1), runs: runs)
    return [
      Outcome("one gzip log on two cores, beside inflating it", .atMost(1.10), "×", two),
      Outcome("one gzip log on one core, beside inflating it", .atMost(1.5), "×", one),
    ]
  }

  private func filesAim() throws(BenchmarkError) -> Outcome {
    let files = try Comparison(
      report(logs.parts, jobs: 1, cores: 1), report(logs.parts, jobs: 2, cores: 2), runs: runs)
    return Outcome("four gzip logs on one core, beside two", .atLeast(1.9), "×", files)
  }

  private func tenfoldAim() throws(BenchmarkError) -> Outcome {
    let times = try Comparison(
      report(logs.tenfold, jobs: 2, cores: 2), report(logs.packed, jobs: 2, cores: 2), runs: min(runs, 3))
    return Outcome("ten times the input, beside the input", .atMost(10.5), "×", times)
  }

  /// Comparison with other programs that decompress: `zcat` with a line count, for information; ripgrep, if
  /// it is installed.
  private func unpackingAims() throws(BenchmarkError) -> [Outcome] {
    let own = report(logs.packed, jobs: 2, cores: 2)
    var zcat = Command(
      program: "sh", arguments: ["-c", "zcat \"$1\" | wc -l", "sh", logs.packed], cores: 2)
    zcat.output = logs.output
    var outcomes = [
      Outcome(
        "one gzip log on two cores, beside `zcat \\| wc -l`", nil, "×", try Comparison(own, zcat, runs: runs))
    ]
    let ripgrep = Command(
      program: "rg", arguments: ["-z", "-c", Truth.searched.joined(separator: "|"), logs.packed], cores: 2,
      output: logs.output, statuses: [0, 1])
    let aim = "one gzip log on two cores, beside `rg -z -c`"
    if (try? ripgrep.run()) != nil {
      outcomes.append(Outcome(aim, .atMost(0.4), "×", try Comparison(own, ripgrep, runs: runs)))
    } else {
      outcomes.append(Outcome(aim, .atMost(0.4), "×", skipped: "ripgrep is not installed"))
    }
    return outcomes
  }

  private func capturedAim() throws(BenchmarkError) -> Outcome {
    guard let captured = logs.captured else {
      return Outcome(
        "real logs, repeated, on two cores, beside inflating them", .atMost(1.1), "×",
        skipped: "there are no captures in " + CapturedLogs.folder)
    }
    var own = report(captured.path, jobs: 2, cores: 2)
    // 3: the captured logs contain damage.
    own.statuses = [0, 3]
    let times = try Comparison(own, inflate(captured.path, cores: 2), runs: runs)
    return Outcome(
      Page.size(captured.bytes) + " of real logs, repeated, on two cores, beside inflating them",
      .atMost(1.1),
      "×", times)
  }

  /// Empty if grep is not installed.
  private func grepAims() throws(BenchmarkError) -> [Outcome] {
    // 1: grep found no match, as in a small log.
    let grep = Command(
      program: "grep", arguments: ["-cE", Truth.searched.joined(separator: "|"), logs.plain], cores: 2,
      output: logs.output, statuses: [0, 1])
    guard (try? grep.run()) != nil else { return [] }
    let found = try WholeFile.text(logs.output).prefix { $0 != "\n" }
    guard Int64(found) == logs.truth.hits else { throw BenchmarkError("grep found " + found + " lines") }
    let times = try Comparison(report(logs.plain, jobs: 2, cores: 2), grep, runs: runs)
    return [Outcome("a plain log on two cores, beside grep", .atMost(1), "×", times)]
  }

  private func memoryAims() throws(BenchmarkError) -> [Outcome] {
    var outcomes: [Outcome] = []
    for (path, size) in [(logs.packed, sizes.log), (logs.large, sizes.large)] {
      let peak = try report(path, jobs: 2, cores: 2).run().peak
      outcomes.append(
        Outcome(
          "memory for " + Page.size(size), .atMost(64), " MiB", Measurements([Double(peak) / 1_048_576])))
    }
    return outcomes
  }

  private func startAim() throws(BenchmarkError) -> Outcome {
    let command = report(logs.tiny, jobs: 2, cores: 2)
    _ = try command.run()
    var times: [Double] = []
    for _ in 0..<max(20, runs) { times.append(try command.run().wall * 1000) }
    return Outcome("start and a tiny capture", .atMost(20), " ms", Measurements(times))
  }

  private func sameBytesAims() throws(BenchmarkError) -> [Outcome] {
    var outcomes: [Outcome] = []
    for (path, what) in [(logs.packed, "one log"), (logs.parts, "four logs")] {
      var reports: [[UInt8]] = []
      for jobs in [1, 2, 7] {
        var command = report(path, jobs: jobs, cores: 2)
        command.output = logs.output
        _ = try command.run()
        reports.append(try WholeFile.bytes(logs.output))
      }
      let isSame = reports[0] == reports[1] && reports[0] == reports[2] && !reports[0].isEmpty
      outcomes.append(
        Outcome(
          what + " with 1, 2 and 7 jobs", wanted: "same bytes", measured: isSame ? "same" : "different",
          isReached: isSame))
    }
    return outcomes
  }

  private func countsAim() throws(BenchmarkError) -> Outcome {
    var command = report(logs.packed, jobs: 2, cores: 2)
    command.arguments += ["--output", logs.reports, "--format", "csv"]
    return try ReportCheck(logs.truth).outcome(of: command, in: logs.reports)
  }

  private func report(_ path: String, jobs: Int, cores: Int) -> Command {
    Command(program: hindsight, arguments: ["report", path, "--quiet", "--jobs", String(jobs)], cores: cores)
  }

  private func inflate(_ path: String, cores: Int) -> Command {
    Command(program: me, arguments: [BareInflate.word, path], cores: cores)
  }

  /// Hindsight from the same build as the benchmark.
  static func builtProgram() throws(BenchmarkError) -> String {
    try ownPath().split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/hindsight"
  }

  private static func ownPath() throws(BenchmarkError) -> String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    // Safe: the system writes at most as many bytes as the buffer holds, and returns their number.
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      guard let start = buffer.baseAddress else { return 0 }
      return unsafe readlink("/proc/self/exe", start.assumingMemoryBound(to: CChar.self), buffer.count)
    }
    guard count > 0 else { throw BenchmarkError("/proc is not there") }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
