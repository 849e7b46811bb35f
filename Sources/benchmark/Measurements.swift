// Numbers from several runs, compared with an aim.

/// Repeated measurements of one quantity.
struct Measurements {
  private(set) var values: [Double]

  init(_ values: [Double]) { self.values = values.sorted() }

  var least: Double { values.first ?? 0 }
  var most: Double { values.last ?? 0 }

  var median: Double {
    guard !values.isEmpty else { return 0 }
    let middle = values.count / 2
    return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
  }

  /// Median, least and most with two decimals.
  var text: String { decimal(median) + " (" + decimal(least) + " to " + decimal(most) + ")" }
}

/// The required range of a measured number.
enum Limit {
  case atMost(Double)
  case atLeast(Double)

  func holds(for value: Double) -> Bool {
    switch self {
    case .atMost(let limit): value <= limit
    case .atLeast(let limit): value >= limit
    }
  }

  var text: String {
    switch self {
    case .atMost(let limit): "at most " + decimal(limit)
    case .atLeast(let limit): "at least " + decimal(limit)
    }
  }
}

/// One row of the table.
struct Outcome {
  let aim: String
  let wanted: String
  let measured: String
  let standing: Standing

  /// The relation of a measurement to its aim.
  enum Standing: String {
    case reached
    case notReached = "not reached"
    /// The program for comparison is missing.
    case skipped
    /// No aim: for information only.
    case noAim = ""

    init(_ isReached: Bool) { self = isReached ? .reached : .notReached }
  }

  /// An aim for the median of a number.
  init(_ aim: String, _ limit: Limit, _ unit: String, _ values: Measurements) {
    self.aim = aim
    wanted = limit.text + unit
    measured = values.text + unit
    standing = Standing(limit.holds(for: values.median))
  }

  /// An aim for the times of two commands: the ratio of each pair, and the medians in seconds.
  init(_ aim: String, _ limit: Limit?, _ unit: String, _ times: Comparison) {
    self.aim = aim
    wanted = limit.map { $0.text + unit } ?? "–"
    let first = Measurements(times.first.map(\.wall))
    let second = Measurements(times.second.map(\.wall))
    measured =
      times.ratios.text + unit + "; " + decimal(first.median) + " s, " + decimal(second.median) + " s"
    standing = limit.map { Standing($0.holds(for: times.ratios.median)) } ?? .noAim
  }

  /// A measurement that was not possible, with the reason.
  init(_ aim: String, _ limit: Limit, _ unit: String, skipped reason: String) {
    self.aim = aim
    wanted = limit.text + unit
    measured = reason
    standing = .skipped
  }

  /// An aim that is reached or not.
  init(_ aim: String, wanted: String, measured: String, isReached: Bool) {
    self.aim = aim
    self.wanted = wanted
    self.measured = measured
    standing = Standing(isReached)
  }
}

/// Two commands run alternately, so that both meet the same disturbances.
struct Comparison {
  let first: [Cost]
  let second: [Cost]

  /// Runs each once without measuring, so that the files are cached, then both `runs` times.
  init(_ first: Command, _ second: Command, runs: Int) throws(BenchmarkError) {
    _ = try first.run()
    _ = try second.run()
    var costs: (first: [Cost], second: [Cost]) = ([], [])
    for _ in 0..<runs {
      costs.first.append(try first.run())
      costs.second.append(try second.run())
    }
    self.first = costs.first
    self.second = costs.second
  }

  /// Time of the first divided by time of the second, for each pair.
  var ratios: Measurements { Measurements(zip(first, second).map { $0.wall / $1.wall }) }
}

/// A number with two decimals.
func decimal(_ value: Double) -> String {
  let hundredths = Int64((value * 100).rounded())
  let digits = String(hundredths.magnitude % 100)
  return (hundredths < 0 ? "-" : "") + String(hundredths.magnitude / 100) + "."
    + (digits.utf8.count < 2 ? "0" : "") + digits
}
