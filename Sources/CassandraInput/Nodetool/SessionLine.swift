// Lines between and around the outputs of commands in a capture: prompts, `set -x` traces, times, failures,
// noise of the shell and the JVM. Source of the failure texts: NodeTool.java and bin/nodetool of 3.11 to 6.0.

/// The kind of one line, as far as it is known without the command.
enum SessionLine: Equatable {
  /// White space only.
  case blank
  /// Only a time.
  case marker(TimeMarker)
  /// A command line in a shell transcript, with the nodetool command on it, if it runs nodetool.
  case prompt(CommandLine)
  /// A heading for the lines after it.
  case banner(Banner)
  /// Text of the shell, the JVM or the terminal that belongs to no output.
  case noise
  /// A failure before nodetool printed any output: it begins an output of its own.
  case refusal
  /// An exception, possibly after a part of the output.
  case exception
  /// The exit status of the command, as a script prints it.
  case exit(isFailure: Bool)
  /// The beginning or end of a code block in a page: an output does not continue across it.
  case fence
  /// Any other line.
  case other

  init(_ text: Span<UInt8>, _ line: Range<Int>) {
    guard let word = text.firstWord(in: line) else {
      self = .blank
      return
    }
    // No kind below begins with white space, and most rows of tablestats do.
    guard word.lowerBound == line.lowerBound else {
      self = .other
      return
    }
    if let marker = TimeMarker(text, in: line) {
      self = .marker(marker)
      return
    }
    if Self.isFence(text, line) {
      self = .fence
    } else if let kind = Self.kind(text, line) {
      self = kind
    } else if let banner = Banner(text, line) {
      self = .banner(banner)
    } else if Self.isTiming(text, line) {
      self = .noise
    } else if Self.isShellFailure(text, line) {
      self = .refusal
    } else if let isFailure = Self.exit(text, line) {
      self = .exit(isFailure: isFailure)
    } else if let command = CommandLine.parse(text, line) {
      self = .prompt(command)
    } else {
      self = .other
    }
  }

  /// The kind of lines that begin with certain words; nil for all others.
  private static func kind(_ text: Span<UInt8>, _ line: Range<Int>) -> SessionLine? {
    for beginning in beginnings[Int(text[line.lowerBound])] where text.hasPrefix(beginning.words, in: line) {
      return beginning.kind
    }
    return nil
  }

  /// By the first byte, because nearly every line of an output is tested.
  private static let beginnings: [[(words: StaticString, kind: SessionLine)]] = {
    var table = [[(words: StaticString, kind: SessionLine)]](repeating: [], count: 256)
    for (kind, all) in [(.refusal, refusals), (.exception, exceptions), (SessionLine.noise, noises)] {
      for words in all {
        if let first = words.description.utf8.first { table[Int(first)].append((words, kind)) }
      }
    }
    return table
  }()

  private static let refusals: [StaticString] = [
    "nodetool: ", "Cassandra has shutdown.", "Unable to find java executable",
    "You must set the CASSANDRA_CONF", "timeout: ", "Terminated", "Killed",
    // The program that runs a command elsewhere could not connect.
    "ssh: ", "kex_exchange_identification: ", "ssh_exchange_identification: ", "Host key verification failed",
    "Permission denied (", "Error from server (", "Error response from daemon: ",
    "Unable to connect to the server",
    "Timed out, Killed by signal",
  ]
  private static let exceptions: [StaticString] = ["error: ", "Error: ", "Exception in thread "]
  private static let noises: [StaticString] = [
    "Picked up ", "NOTE: Picked up ", "OpenJDK 64-Bit Server VM warning: ", "Java HotSpot(TM) ", "WARNING: ",
    "Script started on ", "Script done on ", "Command execution id: ", "TRACE ", "DEBUG ", "INFO  ", "WARN  ",
    "ERROR ",
    // ssh and kubectl around a command that runs elsewhere.
    "Connection to ", "Shared connection to ", "Warning: Permanently added ", "Pseudo-terminal will not be ",
    "** WARNING: connection ", "** This session may be ", "** The server may need ", "Defaulted container ",
    "Defaulting container ", "logout", "Last login: ", "Authorized uses only", "Stderr:", "Stdout:",
    "Warning: ",
    "Use 'kubectl describe ", "non-zero return code",
    // time(1)
    "real\t", "user\t", "sys\t",
  ]

  /// "```", `~~~`, `</pre>`, `{noformat}`: the marks of a code block in Markdown, HTML and trackers.
  private static func isFence(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
    switch text[line.lowerBound] {
    case UInt8(ascii: "`"): return text.hasPrefix("```", in: line)
    case UInt8(ascii: "~"): return text.hasPrefix("~~~", in: line)
    case UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: "["):
      guard line.count <= 40 else { return false }
      for mark in fences where text.hasPrefix(mark, in: line) {
        let end = text[text.trimmed(line).upperBound - 1]
        return end == UInt8(ascii: ">") || end == UInt8(ascii: "}") || end == UInt8(ascii: "]")
      }
      return false
    default: return false
    }
  }

  private static let fences: [StaticString] = [
    "<pre", "</pre", "<code", "</code", "{code", "{noformat", "{quote", "[code", "[/code", "[pre", "[/pre",
  ]

  /// `real 0m1.204s`, `sys 0.10`: time(1) where its tabs were lost.
  static func isTiming(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
    let words = line.count <= 40 ? text.words(in: line) : []
    guard words.count == 2, digit(text[words[1].lowerBound]) != nil else { return false }
    return ["real", "user", "sys"].contains { text.text(in: words[0]) == $0 }
      && (text.hasSuffix("s", in: words[1]) || text.firstIndex(of: UInt8(ascii: "."), in: words[1]) != nil)
  }

  /// `exit code: 124`, `[rc=1]`, `command terminated with exit code 1`: true if the status is not 0; nil for
  /// any other line.
  private static func exit(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool? {
    guard line.count <= 48, let last = line.last(where: { !isExitDress(text[$0]) }), digit(text[last]) != nil,
      let first = line.first(where: { !isExitDress(text[$0]) })
    else { return nil }
    let core = first..<(last + 1)
    for label in exitLabels where text.hasPrefix(label, in: core) {
      var rest = text.trimmed((first + label.utf8CodeUnitCount)..<core.upperBound)
      // `exits1` is a word.
      guard
        rest.lowerBound > first + label.utf8CodeUnitCount || rest.first.map({ isExitMark(text[$0]) }) == true
      else { continue }
      if let mark = rest.first, isExitMark(text[mark]) { rest = text.trimmed((mark + 1)..<rest.upperBound) }
      if rest.count <= 3, let status = text.integer(in: rest), status >= 0 { return status != 0 }
    }
    return nil
  }

  private static func isExitMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=")
  }

  private static func isExitDress(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "#"), UInt8(ascii: "="), UInt8(ascii: "-"),
      UInt8(ascii: "("), UInt8(ascii: ")"):
      true
    default: isBlank(byte)
    }
  }

  private static let exitLabels: [StaticString] = [
    "exit code", "exit status", "exit", "Exit code", "Exit status", "Exit", "EXIT CODE", "EXIT STATUS",
    "EXIT",
    "rc", "RC", "return code", "Return code", "command terminated with exit code", "Command exited with code",
    "command exited with code", "exited with code", "exited with status", "ssh exited with exit code",
    "exited with exit code", "Exited with error code",
  ]

  /// `-bash: nodetool: command not found`, `Cassandra 5.0 requires Java 11 or Java 17.`, `Command
  /// '['nodetool', …]' timed out after 10 seconds`.
  private static func isShellFailure(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
    switch text[line.lowerBound] {
    case UInt8(ascii: "C"):
      (text.hasPrefix("Cassandra ", in: line) && text.contains(" requires Java", in: line))
        || (text.hasPrefix("Command ", in: line) && text.contains("nodetool", in: line)
          && text.contains(" timed out", in: line))
    case UInt8(ascii: "-"), UInt8(ascii: "b"), UInt8(ascii: "s"), UInt8(ascii: "z"):
      text.contains("nodetool: ", in: line)
        && (text.contains("not found", in: line) || text.contains("ermission denied", in: line))
    default: false
    }
  }
}
