struct RulesTestCommand {
  let files: [String]
  let options: Options
  func run() -> ExitStatus { .done }
}
