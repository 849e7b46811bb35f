// The program: one page of wiring.

import Glibc

@main
struct Main {
  static func main() async {
    SystemCalls.ignoreBrokenPipes()
    UnfinishedFiles.removeOnSignals()
    exit(await run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

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

  /// Runs a command with its configuration, if that is without a mistake.
  private static func run(_ command: Command, _ options: Options) async -> ExitStatus {
    do throws(DocumentError) { return await RedactedRun.run(command, try options.configured()) } catch {
      StandardError.write(error.text)
      return .usage
    }
  }
}
