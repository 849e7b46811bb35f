// The program: one page of wiring.

import Glibc

@main
struct Main {
  static func main() async {
    SystemCalls.ignoreBrokenPipes()
    exit(await run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  private static func run(_ words: [String]) async -> ExitStatus {
    do {
      switch try CommandLine.parse(words) {
      case .help(let command): return print(HelpText.page(of: command))
      case .version: return print("hindsight " + hindsightVersion + "\n")
      case .run(let command, let options): return await command.run?(options) ?? .done
      }
    } catch {
      StandardError.write(error.text)
      return .usage
    }
  }

  private static func print(_ text: String) -> ExitStatus {
    do {
      try StandardOutput.write(Array(text.utf8))
      return .done
    } catch {
      StandardError.write(error.text)
      return .output
    }
  }
}
