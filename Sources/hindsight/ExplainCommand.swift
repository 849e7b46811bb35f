struct ExplainCommand {
  let options: Options
  func run() async -> ExitStatus { .done }
}
