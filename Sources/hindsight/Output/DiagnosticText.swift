// Diagnostics of the input, as lines that editors can jump to.

import CassandraModel
import CassandraReport

enum DiagnosticText {
  /// One line for each kept diagnostic, `file:line: error: text [code]`, with a line end at the end. Notes
  /// are in the report only.
  static func lines(of log: DiagnosticLog, warnings: Bool, isColored: Bool) -> String {
    var text = ""
    for entry in log.entries {
      let diagnostic = entry.diagnostic
      switch diagnostic.code.severity {
      case .error: break
      case .warning: if !warnings { continue }
      case .note: continue
      }
      // File names and fields come from the capture.
      text += VisibleText.make(diagnostic.source.description) + ": "
      text += label(diagnostic.code.severity, isColored: isColored) + ": "
      text += VisibleText.make(diagnostic.message) + " [" + diagnostic.code.name + "]"
      if entry.more > 0 { text += " and " + HumanText.count(Int64(entry.more)) + " more like it" }
      text += "\n"
    }
    return text
  }

  /// All of `mistakes`, each on a line of the same form.
  static func lines(of mistakes: [Diagnostic]) -> String {
    mistakes.map { VisibleText.make($0.description) + "\n" }.joined()
  }

  static func place(_ diagnostic: Diagnostic) -> String { VisibleText.make(diagnostic.source.file) }

  /// Bold red and bold yellow (ECMA-48, SGR).
  private static func label(_ severity: DiagnosticSeverity, isColored: Bool) -> String {
    let color: String? =
      switch severity {
      case .error: "31"
      case .warning: "33"
      case .note: nil
      }
    guard isColored, let color else { return severity.rawValue }
    return "\u{1b}[1;" + color + "m" + severity.rawValue + "\u{1b}[0m"
  }
}
