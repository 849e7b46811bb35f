// `hindsight rules`: prints the effective rules as text, as JSON and for Prometheus, and runs tests of rules.

import CassandraAnalysis
import CassandraModel
import CassandraReport

struct RulesCommand {
  let options: Options
  static let testWord = "test"

  func run() async -> ExitStatus {
    guard let word = options.words.first else { return list() }
    guard word == RulesCommand.testWord else {
      StandardError.write(
        "hindsight: rules does not know " + VisibleText.make(word)
          + "; there is test\nTry 'hindsight rules --help'.\n")
      return .usage
    }
    return RulesTestCommand(files: Array(options.words.dropFirst()), options: options).run()
  }

  private func list() -> ExitStatus {
    if options.rules.showsPacks { return Printing.print(RulePackText.render()) }
    let settings = options.configuration.rules
    let node = options.rules.node?.name
    let rules = settings.effectiveRules(node: node)
    switch options.rules.listForm {
    case .text: return Printing.print(RuleText.render(rules))
    case .json: return Printing.print(RuleJSON.render(rules))
    case .prometheus:
      let inputs = node.map { settings.inputs(of: $0) } ?? settings.inputs
      let file = PrometheusRules(rules, inputs: inputs, runbooks: options.configuration.runbooks)
      if !options.isQuiet {
        for missing in file.missing {
          StandardError.write(
            "hindsight: " + missing.rule + " is not in the rule file, because " + missing.reason + "\n")
        }
      }
      return Printing.print(file.text)
    }
  }
}

enum Printing {
  /// Writes `text` to standard output, and returns the exit status.
  static func print(_ text: String) -> ExitStatus {
    do throws(OutputError) {
      try StandardOutput.write(Array(text.utf8))
      return .done
    } catch {
      StandardError.write(error.text)
      return .output
    }
  }
}
