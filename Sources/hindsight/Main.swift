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
      case .help(let command): return Printing.print(HelpText.page(of: command))
      case .version: return Printing.print("hindsight " + hindsightVersion + "\n")
      case .run(let command, let options): return await run(command, options)
      }
    } catch {
      StandardError.write(error.text)
      return .usage
    }
  }

  /// Runs a command with its configuration, if that is without a mistake.
  private static func run(_ command: Command, _ options: Options) async -> ExitStatus {
    do throws(DocumentError) { return await command.run?(try options.configured()) ?? .done } catch {
      StandardError.write(error.text)
      return .usage
    }
  }
}
