struct SweepCommand {
  let options: Options
  func run() async -> ExitStatus { .done }
}
