// What stands between and around the outputs of commands in a capture: prompts, `set -x` traces, times,
// failures, noise of the shell and the JVM. Source of the failure texts: NodeTool.java and bin/nodetool of
// 3.11 to 6.0.

/// What one line is, as far as that can be said without knowing the command.
enum SessionLine: Equatable {
  /// White space only.
  case blank
  /// A time and nothing else.
  case marker(TimeMarker)
  /// A command line as a shell shows it; the nodetool command on it, if it runs nodetool.
  case prompt(command: String?)
  /// A heading that says what follows.
  case banner(Banner)
  /// Text of the shell, the JVM or the terminal that belongs to no output.
  case noise
  /// nodetool never got as far as printing anything: a failure that begins an output of its own.
  case refusal
  /// An exception, perhaps after half of the output.
  case exception
  /// How the command ended, as a script prints it.
  case exit(isFailure: Bool)
  /// Any other line.
  case other

  init(_ text: Span<UInt8>, _ line: Range<Int>) {
    guard let word = text.firstWord(in: line) else {
      self = .blank
      return
    }
    // Nothing below begins with white space, and most rows of tablestats do.
    guard word.lowerBound == line.lowerBound else {
      self = .other
      return
    }
    if let marker = TimeMarker(text, in: line) {
      self = .marker(marker)
      return
    }
    if let kind = Self.kind(text, line) {
      self = kind
    } else if let banner = Banner(text, line) {
      self = .banner(banner)
    } else if Self.isShellFailure(text, line) {
      self = .refusal
    } else if let isFailure = Self.exit(text, line) {
      self = .exit(isFailure: isFailure)
    } else if let command = CommandLine.parse(text, line) {
      self = .prompt(command: command.nodetool)
    } else {
      self = .other
    }
  }

  /// What lines are that begin with certain words; nil for all others.
  private static func kind(_ text: Span<UInt8>, _ line: Range<Int>) -> SessionLine? {
    for beginning in beginnings[Int(text[line.lowerBound])] where text.hasPrefix(beginning.words, in: line) {
      return beginning.kind
    }
    return nil
  }

  /// By the first byte: nearly every line of an output is asked.
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
  ]
  private static let exceptions: [StaticString] = ["error: ", "Error: ", "Exception in thread "]
  private static let noises: [StaticString] = [
    "Picked up ", "NOTE: Picked up ", "OpenJDK 64-Bit Server VM warning: ", "Java HotSpot(TM) ", "WARNING: ",
    "Script started on ", "Script done on ", "Command execution id: ", "TRACE ", "DEBUG ", "INFO  ", "WARN  ",
    "ERROR ",
    // ssh and kubectl around a command that runs elsewhere.
    "Connection to ", "Shared connection to ", "Warning: Permanently added ", "Pseudo-terminal will not be ",
    "** WARNING: connection ", "** This session may be ", "** The server may need ", "Defaulted container ",
    "Defaulting container ",
    // time(1)
    "real\t", "user\t", "sys\t",
  ]

  /// `exit code: 124`, `[rc=1]`, `command terminated with exit code 1`: whether the status is not 0; nil for any
  /// other line.
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
    "command exited with code", "exited with code", "exited with status",
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

/// A command line as a shell shows it, with or without a prompt before it.
struct CommandLine: Equatable {
  /// The nodetool command, for example `compactionstats`; nil if the line runs something else.
  let nodetool: String?

  /// Reads `+ nodetool info`, `oncall@cass-01:~$ nodetool -h 10.0.0.1 status`, `[root@c1 ~]# nodetool info`,
  /// `Every 2.0s: nodetool tpstats`; nil if the line does not look like one.
  static func parse(_ text: Span<UInt8>, _ line: Range<Int>) -> CommandLine? {
    guard let start = commandStart(text, line) else { return nil }
    return CommandLine(nodetool: nodetoolCommand(text, start..<line.upperBound))
  }

  /// A prompt is not longer than this.
  private static let longestPrompt = 96

  private static func commandStart(_ text: Span<UInt8>, _ line: Range<Int>) -> Int? {
    let first = line.lowerBound
    // `set -x` repeats the plus for each level of substitution.
    if text[first] == UInt8(ascii: "+") {
      var i = first
      while i < line.upperBound, text[i] == UInt8(ascii: "+") { i += 1 }
      return i < line.upperBound && text[i] == UInt8(ascii: " ") ? i + 1 : nil
    }
    if text.hasPrefix("Every ", in: line), let colon = text.firstIndex(of: UInt8(ascii: ":"), in: line) {
      return text.contains("nodetool", in: line) ? colon + 1 : nil
    }
    var namesHost = text[first] == UInt8(ascii: "[") || text.hasPrefix("cqlsh", in: line)
    var i = first
    let limit = min(line.upperBound, first + longestPrompt)
    while i < limit {
      let byte = text[i]
      let isLast = i + 1 == line.upperBound
      let beforeBlank = isLast || text[i + 1] == UInt8(ascii: " ")
      switch byte {
      case UInt8(ascii: "@"): namesHost = true
      case UInt8(ascii: "$"), UInt8(ascii: "#"), UInt8(ascii: ">"), UInt8(ascii: "%"):
        guard beforeBlank else { break }
        // Without a host before it, only nodetool after it makes it a prompt: `# …` and `> …` are common
        // text.
        let rest = (i + 1)..<line.upperBound
        if namesHost { return i + 1 }
        // A comment may speak of nodetool; a command begins with it, or with what runs it.
        if byte == UInt8(ascii: "#"), !beginsCommand(text, rest) { return nil }
        return nodetoolCommand(text, rest) != nil ? i + 1 : nil
      // Two blanks are a table, not a prompt.
      case UInt8(ascii: " ") where beforeBlank: return nil
      default: break
      }
      i += 1
    }
    return nil
  }

  private static func beginsCommand(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let word = text.firstWord(in: range) else { return false }
    if text.hasSuffix("/nodetool", in: word) { return true }
    for runner: StaticString in ["nodetool", "sudo", "time", "timeout", "watch", "docker", "kubectl"]
    where text.equals(runner, in: word) {
      return true
    }
    return false
  }

  /// Options of nodetool that take the next word as their value.
  private static let optionsWithValue: [StaticString] = [
    "-h", "--host", "-p", "--port", "-u", "--username", "-pw", "--password", "-pwf", "--password-file",
  ]

  /// The command in `… nodetool [options] command …`; nil if nodetool is not run.
  static func nodetoolCommand(_ text: Span<UInt8>, _ range: Range<Int>) -> String? {
    guard text.contains("nodetool", in: range) else { return nil }
    var isNodetool = false
    var skipsValue = false
    for word in text.words(in: range) {
      if !isNodetool {
        isNodetool = text.equals("nodetool", in: word) || text.hasSuffix("/nodetool", in: word)
      } else if skipsValue {
        skipsValue = false
      } else if text[word.lowerBound] == UInt8(ascii: "-") {
        for option in optionsWithValue where text.equals(option, in: word) { skipsValue = true }
      } else {
        return text.text(in: word)
      }
    }
    return isNodetool ? "help" : nil
  }
}
