// `hindsight sweep`: tries other parameters of a rule on captures.

import CassandraAnalysis
import CassandraModel
import CassandraReport

struct SweepCommand {
  let options: Options
  /// The maximum number of pairs: each costs an evaluation, and a longer table is unreadable.
  private static let pairLimit = 2000

  func run() async -> ExitStatus {
    let settings = options.configuration.rules
    let rules = settings.effectiveRules(node: options.rules.node?.name).map(\.rule)
    let id = options.words.first ?? ""
    guard let rule = rules.first(where: { $0.id.name == id }) else {
      return wrong(
        "'" + id + "' is no rule"
          + (NearestName.of(id, among: rules.map(\.id.name)).map { "; did you mean " + $0 + "?" }
            ?? "; hindsight rules lists them"))
    }
    if options.rules.thresholds != nil, !RuleSweep.isVariable(rule) {
      return wrong(rule.id.name + " has no number that --threshold could change")
    }
    let pairs = (options.rules.thresholds?.count ?? 1) * (options.rules.spans?.count ?? 1)
    guard pairs <= SweepCommand.pairLimit else {
      return wrong(
        "--threshold and --for make " + String(pairs) + " pairs; at most " + String(SweepCommand.pairLimit)
          + " are tried")
    }
    let read = await Reading.read(options)
    guard let reading = read.reading else { return read.status }
    var status = reading.status
    let sweep = RuleSweep(
      rule, over: reading.findings, settings: settings, thresholds: options.rules.thresholds,
      spans: options.rules.spans, node: options.rules.node)
    let text =
      switch options.rules.sweepForm {
      case .table: RuleSweepText.table(sweep)
      case .csv: RuleSweepText.csv(sweep)
      case .json: RuleSweepText.json(sweep)
      }
    status.merge(Printing.print(text))
    return status
  }

  private func wrong(_ message: String) -> ExitStatus {
    StandardError.write("hindsight: " + VisibleText.make(message) + "\nTry 'hindsight sweep --help'.\n")
    return .usage
  }
}
