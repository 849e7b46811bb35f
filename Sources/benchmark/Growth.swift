// The cost of a report as its input grows: each dimension at one size and at ten times that.

struct Growth {
  /// Limit of the cost of ten times the input: n log n, with an allowance for small sizes.
  private static let limit = 12.0
  /// Smaller costs are mostly noise.
  private static let least = 0.02

  private let hindsight: String
  private let folder: String
  private let cases: [GrowthCase]

  init(_ options: Options) throws(BenchmarkError) {
    if let given = options.hindsight { hindsight = given } else { hindsight = try Suite.builtProgram() }
    folder = try BenchmarkFolder.make()
    let wanted = options.path
    cases = GrowthCase.all.filter { one in wanted.map { one.name.contains($0) } ?? true }
  }

  /// Measures and prints, row by row. Returns whether every row is within the limit.
  func run() throws(BenchmarkError) -> Bool {
    defer { _ = try? Command(program: "rm", arguments: ["-rf", folder]).run() }
    let empty = try GrowthFolder(folder + "/start")
    try empty.file("system.log") { _, text in text.flush(1, 0) }
    let start = try cost(empty.path)
    print(
      "Ten times of each, `report` in all formats on one core; the start of the program taken off the times.\n"
    )
    print("| what | n | CPU for n | for 10 n | ratio | memory for n | for 10 n | output for 10 n | |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    var isGood = true
    for one in cases { if !(try row(one, start)) { isGood = false } }
    return isGood
  }

  private func row(_ one: GrowthCase, _ start: Cost) throws(BenchmarkError) -> Bool {
    var costs: [Cost] = []
    var output: Int64 = 0
    for count in [one.count, one.count * 10] {
      let capture = try GrowthFolder(folder + "/capture")
      try one.write(count, capture)
      costs.append(try cost(capture.path))
      output = try Growth.bytes(of: folder + "/report", folder + "/size")
    }
    let times = costs.map { $0.user + $0.system - start.user - start.system }
    let ratio = max(times[1], 0) / max(times[0], Growth.least)
    let isGood = ratio <= Growth.limit
    let memory = costs.map { String($0.peak / 1_048_576) + " MiB" }
    print(
      "| \(one.name) | \(one.count) | \(decimal(times[0])) s | \(decimal(times[1])) s | \(decimal(ratio)) × "
        + "| \(memory[0]) | \(memory[1]) | \(Page.size(output)) | \(isGood ? "" : "above \(Int(Growth.limit)) ×") |"
    )
    return isGood
  }

  private func cost(_ capture: String) throws(BenchmarkError) -> Cost {
    let report = folder + "/report"
    _ = try Command(program: "rm", arguments: ["-rf", report]).run()
    // 3: the input contains errors on purpose.
    return try Command(
      program: hindsight,
      arguments: [
        "report", capture, "--quiet", "--jobs", "1", "--format", "markdown,html,json,csv", "--output", report,
      ], cores: 1, statuses: [0, 3]
    ).run()
  }

  private static func bytes(of path: String, _ output: String) throws(BenchmarkError) -> Int64 {
    _ = try Command(program: "du", arguments: ["-sb", path], output: output).run()
    return Int64(try WholeFile.text(output).prefix { $0.isNumber }) ?? 0
  }
}
