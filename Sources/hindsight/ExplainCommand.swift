// `hindsight explain`: describes a rule, a category of errors, a runbook or a known bug, and the state of a
// rule at an instant.

import CassandraAnalysis
import CassandraModel
import CassandraReport

struct ExplainCommand {
  let options: Options

  func run() async -> ExitStatus {
    let id = options.words.first ?? ""
    let configuration = options.configuration
    let team = ExplanationText.Team(routes: configuration.routes, runbooks: configuration.runbooks)
    let rules = configuration.rules.effectiveRules(node: options.rules.node?.name)
    if let rule = rules.first(where: { $0.rule.id.name == id }) { return await explain(rule, team) }
    if !options.paths.isEmpty || options.rules.at != nil,
      ErrorCategory.named(CategoryID(id)) != nil || KnownIssue.named(id) != nil
        || Runbook.all.contains(where: { $0.id == id })
    {
      return wrong("only a rule can be explained over captures, and " + id + " is none")
    }
    if let issue = KnownIssue.named(id) { return Printing.print(ExplanationText.page(of: issue)) }
    if let category = ErrorCategory.named(CategoryID(id)) {
      return Printing.print(ExplanationText.page(of: category, team: team))
    }
    if let runbook = Runbook.all.first(where: { $0.id.lowercased() == id.lowercased() }) {
      return Printing.print(ExplanationText.page(of: runbook, team: team))
    }
    if id.uppercased().hasPrefix(KnownIssue.prefix) {
      return wrong("'" + id + "' is not in the table of \(KnownIssue.all.count) known bugs")
    }
    let known = rules.map(\.rule.id.name) + ErrorCategory.all.map(\.id.name) + Runbook.all.map(\.id)
    return wrong(
      "'" + id + "' is neither a rule nor a category nor a runbook"
        + (NearestName.of(id, among: known).map { "; did you mean " + $0 + "?" } ?? ""))
  }

  private func explain(_ effective: EffectiveRule, _ team: ExplanationText.Team) async -> ExitStatus {
    let page = ExplanationText.page(of: effective, team: team)
    guard !options.paths.isEmpty else {
      return options.rules.at == nil
        ? Printing.print(page) : wrong("--at needs a PATH: the captures to look at")
    }
    guard let at = options.rules.at else { return wrong("captures need --at T: the moment to explain") }
    let read = await Reading.read(options)
    guard let reading = read.reading else { return read.status }
    var status = reading.status
    let engine = RuleEngine(settings: options.configuration.rules)
    let moments = reading.findings.nodes.map {
      RuleMoment(
        effective.rule.id, on: $0, at: at, window: options.rules.window ?? RuleOptions.defaultWindow,
        engine: engine)
    }
    status.merge(Printing.print(RuleMomentText.render(effective.rule, moments, at: at)))
    return status
  }

  private func wrong(_ message: String) -> ExitStatus {
    StandardError.write("hindsight: " + VisibleText.make(message) + "\nTry 'hindsight explain --help'.\n")
    return .usage
  }
}
