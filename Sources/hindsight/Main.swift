// The entry point: wiring only.

import Glibc

@main
struct Main {
  static func main() async {
    SystemCalls.openStandardStreams()
    SystemCalls.ignoreBrokenPipes()
    let limit = SystemCalls.openFileLimit
    guard limit < 0 || limit >= leastOpenFiles else {
      StandardError.write(
        "hindsight: the limit of open files is \(limit), and \(leastOpenFiles) are needed: ulimit -n 1024\n"
      )
      exit(ExitStatus.output.rawValue)
    }
    if let refusal = MemoryLimit.refusal() {
      StandardError.write("hindsight: " + refusal + "\n")
      exit(ExitStatus.output.rawValue)
    }
    UnfinishedFiles.removeOnSignals()
    exit(await run(CommandLine.words).rawValue)
  }

  /// The runtime needs some files, and nested archives need one for each level.
  private static let leastOpenFiles = 16

  private static func run(_ words: [String]) async -> ExitStatus {
    do {
      switch try CommandLine.parse(words) {
      case .help(let command, let isComplete):
        return Printing.print(HelpText.page(of: command, isComplete: isComplete))
      case .manual: return Printing.print(ManualPage.text)
      case .completions(let shell): return Printing.print(Completions.script(for: shell))
      case .version: return Printing.print(hindsightVersionLine + "\n")
      case .run(let command, let options): return await run(command, options)
      }
    } catch {
      StandardError.write(error.text)
      return .usage
    }
  }

  /// Runs a command after reading its configuration; stops at a mistake in it.
  private static func run(_ command: Command, _ options: Options) async -> ExitStatus {
    do throws(DocumentError) { return await RedactedRun.run(command, try options.configured()) } catch {
      StandardError.write(error.text)
      return .usage
    }
  }
}
