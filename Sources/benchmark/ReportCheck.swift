// Whether a report says what is in the log.

/// Compares a report's tables with the truth.
struct ReportCheck {
  private let truth: Truth

  init(_ truth: Truth) { self.truth = truth }

  func outcomes(of command: Command, into folder: String) throws(BenchmarkError) -> [Outcome] {
    []
  }
}
