// A command line in a shell transcript: the nodetool command and the machine it ran on. Programs that run a
// command on another machine are listed by name, so that a new one is one line of `carriers`.
//
//     oncall@bastion:~$ ssh root@cass-01 nodetool -h 127.0.0.1 info
//     prompt            carrier, host    host     nodetool, option  command
//
// The host option of nodetool takes precedence over the carrier's host, and the carrier's host over the
// prompt's.

/// A command line, with or without a prompt before it.
struct CommandLine: Equatable {
  /// The machine of a command, as far as its line names it.
  enum Place: Equatable {
    /// Not named: the machine of the shell before it.
    case same
    case host(String)
    /// Several machines, or one that a variable names.
    case unknown
  }

  /// The nodetool command, for example `compactionstats`; nil if the line runs another program.
  let nodetool: String?
  let place: Place
  /// The host of the shell in which the command was typed; nil if its prompt names none.
  let shell: String?
  /// The host on which the line opens a shell: later lines are typed there.
  let enters: String?
  /// True if the line leaves a shell.
  let leaves: Bool
  /// True if the command prints a time before the output of nodetool: `date; nodetool info`.
  let printsTime: Bool
  /// True in the report of a library, which has the exit status before the output.
  let isReport: Bool
  /// True without a prompt and without `set -x`: the line may be prose about the command.
  let isBare: Bool

  /// Reads `+ nodetool info`, `oncall@cass-01:~$ nodetool -h 10.0.0.1 status`, `[root@c1 ~]# nodetool info`,
  /// `db1$`, `Every 2.0s: nodetool tpstats`; nil if the line does not look like one.
  static func parse(_ text: Span<UInt8>, _ line: Range<Int>) -> CommandLine? {
    if let start = commandStart(text, line) {
      let shell = shellHost(text, line.lowerBound..<start)
      return CommandLine(text, start..<line.upperBound, shell: shell, isBare: false)
    }
    guard line.count <= longestCommand, beginsCommand(text, line), !isSentence(text, line),
      let command = nodetoolCommand(text, line).flatMap({ NodetoolCommand.named($0) }), command.name != "help"
    else { return nil }
    return CommandLine(text, line, shell: nil, isBare: true)
  }

  private init(_ text: Span<UInt8>, _ command: Range<Int>, shell: String?, isBare: Bool) {
    nodetool = Self.nodetoolCommand(text, command)
    self.shell = shell
    self.isBare = isBare
    isReport = Self.isReport(text, command.lowerBound)
    let words = command.count <= Self.longestCommand ? text.words(in: command) : []
    let told = nodetool == nil ? nil : Self.hostOption(text, words)
    let carried = Self.carrier(text, words)
    let own = words.firstIndex { text.hasSuffix("nodetool", in: Self.unquoted(text, $0)) } ?? 0
    printsTime = words[..<own].contains { text.equals("date", in: Self.unquoted(text, $0)) }
    leaves = words.first.map { text.equals("exit", in: $0) || text.equals("logout", in: $0) } == true
    if let carried, carried.opensShell, case .host(let host) = carried.place {
      (place, enters) = (.same, host)
    } else {
      (place, enters) = (told ?? carried?.place ?? .same, nil)
    }
  }

  /// True if `Command: ` stands before the command that begins at `start`.
  private static func isReport(_ text: Span<UInt8>, _ start: Int) -> Bool {
    start >= 9 && text.matches("Command: ", at: start - 9, before: start)
  }

  /// True for a sentence that begins with the command: `nodetool compactionstats shows that …`.
  private static func isSentence(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
    let words = text.words(in: line).dropFirst(2)
    return words.contains { word in sentenceWords.contains { text.equals($0, in: word) } }
  }

  private static let sentenceWords: [StaticString] = [
    "is", "are", "was", "were", "the", "an", "and", "that", "this", "which", "shows", "show", "showed",
    "says",
    "said", "gives", "gave", "reports", "reported", "returns", "hangs", "fails", "failed", "does", "should",
    "can", "cannot", "will", "but", "with", "when", "it", "we", "you", "I", "to", "of", "has", "have",
    "output",
  ]

  /// Longer prompts, and longer relevant commands, do not exist.
  private static let longestPrompt = 96
  private static let longestCommand = 400

  // MARK: The prompt

  private static func commandStart(_ text: Span<UInt8>, _ line: Range<Int>) -> Int? {
    let first = line.lowerBound
    // `set -x` repeats the plus for each level of substitution.
    if text[first] == UInt8(ascii: "+") {
      var i = first
      while i < line.upperBound, text[i] == UInt8(ascii: "+") { i += 1 }
      return i < line.upperBound && text[i] == UInt8(ascii: " ") ? i + 1 : nil
    }
    // A library that runs commands reports `Command: '/usr/bin/nodetool repair -pr'`.
    if text.hasPrefix("Command: ", in: line) {
      let rest = (first + 9)..<line.upperBound
      return nodetoolCommand(text, rest) == nil ? nil : rest.lowerBound
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
        let rest = (i + 1)..<line.upperBound
        if namesHost { return i + 1 }
        // `db1$`, and a prompt without input.
        if text.trimmed(rest).isEmpty {
          if byte == UInt8(ascii: "$") { return i + 1 }
          // Rows of tables end with `%`, and headings of ansible with `>>`.
          let isShort = byte != UInt8(ascii: "%") && text.words(in: first..<i).count <= 2
          return isShort && shellHost(text, first..<(i + 1)) != nil ? i + 1 : nil
        }
        // Without a host before it, only nodetool after it makes it a prompt: `# …` and `> …` are common
        // text. A comment may mention nodetool; a command begins with it, or with a program that runs it.
        if byte == UInt8(ascii: "#"), !beginsCommand(text, rest) { return nil }
        return nodetoolCommand(text, rest) != nil || (i > first && beginsCommand(text, rest)) ? i + 1 : nil
      // Two spaces occur in a table, not in a prompt.
      case UInt8(ascii: " ") where beforeBlank: return nil
      default: break
      }
      i += 1
    }
    return nil
  }

  /// The host in `[root@db1 ~]# `, `user@db1:~$`, `db1$`, `db1:~ #`; nil in `bash-4.2$`, `cassandra@cqlsh>`,
  /// `$`.
  private static func shellHost(_ text: Span<UInt8>, _ prompt: Range<Int>) -> String? {
    if let at = text.lastIndex(of: UInt8(ascii: "@"), in: prompt) {
      guard at > prompt.lowerBound, !isBlank(text[at - 1]) else { return nil }
      let name = hostName(text, (at + 1)..<prompt.upperBound)
      return name.flatMap { shells.contains($0.lowercased()) ? nil : $0 }
    }
    let start = text[prompt.lowerBound] == UInt8(ascii: "[") ? prompt.lowerBound + 1 : prompt.lowerBound
    guard let name = hostName(text, start..<prompt.upperBound), HostName.isHost(name),
      !shells.contains(String(name.lowercased().drop { $0 == "-" }.prefix { $0 != "-" }))
    else { return nil }
    return name
  }

  /// The name at the beginning of `range`, up to the first byte that no name has.
  private static func hostName(_ text: Span<UInt8>, _ range: Range<Int>) -> String? {
    // A colon separates it from the folder.
    let end =
      range.first { !HostToken.isPlain(text[$0]) || text[$0] == UInt8(ascii: ":") } ?? range.upperBound
    return HostToken.name(text, range.lowerBound..<end)
  }

  /// Names of shells, which occur in the position of a host.
  private static let shells: Set = [
    "bash", "sh", "zsh", "ksh", "dash", "fish", "csh", "tcsh", "cqlsh", "mysql",
  ]

  // MARK: The command

  private static func beginsCommand(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let word = text.firstWord(in: range) else { return false }
    if text.hasSuffix("/nodetool", in: word) { return true }
    for runner in runners where text.equals(runner, in: word) { return true }
    return false
  }

  private static let runners: [StaticString] = [
    "nodetool", "sudo", "time", "timeout", "watch", "docker", "kubectl", "ssh", "oc", "podman",
    "docker-compose",
    "dcos", "ccm", "pdsh", "pssh", "parallel-ssh", "clush", "ansible", "mussh", "dsh", "cstar", "fab", "for",
    "while",
    "gcloud", "vagrant", "nerdctl", "crictl", "lxc", "salt", "bolt", "exit", "logout", "task",
  ]

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
        let name = unquoted(text, word)
        isNodetool = text.equals("nodetool", in: name) || text.hasSuffix("/nodetool", in: name)
      } else if skipsValue {
        skipsValue = false
      } else if text[word.lowerBound] == UInt8(ascii: "-") {
        for option in optionsWithValue where text.equals(option, in: word) { skipsValue = true }
      } else {
        let name = unquoted(text, word)
        if !name.isEmpty { return text.text(in: name) }
      }
    }
    return isNodetool ? "help" : nil
  }

  /// A word without the shell's quotes and marks around it: `'nodetool`, `tpstats";`, `$(nodetool`.
  private static func unquoted(_ text: Span<UInt8>, _ word: Range<Int>) -> Range<Int> {
    var core = word
    while let i = core.first, isShellMark(text[i]) { core = (i + 1)..<core.upperBound }
    while let i = core.last, isShellMark(text[i]) { core = core.lowerBound..<i }
    return core
  }

  private static func isShellMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: ";"), UInt8(ascii: "$"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ":"):
      true
    default: false
    }
  }

  // MARK: The machine

  /// `-h HOST` or `--host=HOST` after nodetool; a separate port distinguishes nodes of one machine.
  private static func hostOption(_ text: Span<UInt8>, _ words: [Range<Int>]) -> Place? {
    guard let own = words.firstIndex(where: { text.hasSuffix("nodetool", in: unquoted(text, $0)) }) else {
      return nil
    }
    var (host, port): (Range<Int>?, Range<Int>?)
    for (i, word) in words.enumerated().dropFirst(own + 1) where i + 1 < words.count || word.count > 2 {
      if text.hasPrefix("--host=", in: word) {
        host = (word.lowerBound + 7)..<word.upperBound
      } else if text.equals("-h", in: word) || text.equals("--host", in: word) {
        host = i + 1 < words.count ? words[i + 1] : nil
      } else if text.equals("-p", in: word) || text.equals("--port", in: word) {
        port = i + 1 < words.count ? words[i + 1] : nil
      }
    }
    let isOwnPort = port.map { !text.equals("7199", in: $0) && text.integer(in: $0) != nil } == true
    guard let host else {
      return isOwnPort ? port.map { .host("localhost:" + text.text(in: $0)) } : nil
    }
    guard let name = HostToken.name(text, unquoted(text, host)) else { return .unknown }
    if isOwnPort, let port, HostToken.isLoopback(name) { return .host(name + ":" + text.text(in: port)) }
    return name == "localhost" || name == "::1" ? nil : .host(name)
  }

  /// A program that runs a command on another machine: its name, its subcommand if it needs one, and the
  /// options that take a value. The first later word that is not an option names the machine.
  private struct Carrier: Sendable {
    let name: StaticString
    var action: StaticString?
    var valued: [StaticString] = []
    var isMany = false
  }

  private static let carriers: [Carrier] = [
    Carrier(
      name: "ssh",
      valued: [
        "-p", "-l", "-i", "-o", "-F", "-J", "-L", "-R", "-D", "-W", "-c", "-m", "-b", "-e", "-S", "-E", "-B",
      ]),
    Carrier(
      name: "kubectl", action: "exec",
      valued: ["-n", "--namespace", "-c", "--container", "--context", "--kubeconfig"]),
    Carrier(name: "oc", action: "exec", valued: ["-n", "--namespace", "-c", "--container", "--context"]),
    Carrier(name: "oc", action: "rsh", valued: ["-n", "--namespace", "-c", "--container", "--shell"]),
    Carrier(
      name: "docker", action: "exec",
      valued: ["-u", "--user", "-e", "--env", "-w", "--workdir", "-f", "-p", "--index"]),
    Carrier(
      name: "docker-compose", action: "exec",
      valued: ["-u", "--user", "-e", "--env", "-w", "-f", "-p", "--index"]),
    Carrier(name: "podman", action: "exec", valued: ["-u", "--user", "-e", "--env", "-w", "--workdir"]),
    Carrier(name: "nerdctl", action: "exec", valued: ["-u", "--user", "-e", "--env", "-w", "--workdir"]),
    Carrier(name: "crictl", action: "exec"),
    Carrier(name: "lxc", action: "exec"),
    Carrier(name: "lxc-attach", action: nil, valued: []),
    Carrier(name: "task", action: "exec", valued: ["-u", "--user"]),
    Carrier(name: "vagrant", action: "ssh", valued: ["-c", "--command"]),
    Carrier(name: "gcloud", action: "ssh", valued: ["--zone", "--project", "--command"]),
    Carrier(name: "ccm", action: nil),
    Carrier(name: "pdsh", isMany: true), Carrier(name: "pssh", isMany: true),
    Carrier(name: "parallel-ssh", isMany: true), Carrier(name: "clush", isMany: true),
    Carrier(name: "ansible", isMany: true), Carrier(name: "mussh", isMany: true),
    Carrier(name: "dsh", isMany: true),
    Carrier(name: "cstar", isMany: true), Carrier(name: "fab", isMany: true),
    Carrier(name: "salt", isMany: true),
    Carrier(name: "bolt", isMany: true), Carrier(name: "parallel", isMany: true),
    Carrier(name: "knife", isMany: true),
  ]

  private static func carrier(
    _ text: Span<UInt8>, _ words: [Range<Int>]
  ) -> (place: Place, opensShell: Bool)? {
    var found: (place: Place, opensShell: Bool)?
    for (i, word) in words.enumerated() {
      let name = unquoted(text, word)
      // A comment, or the arguments of nodetool itself.
      if text.hasSuffix("nodetool", in: name) { break }
      for carrier in carriers where text.equals(carrier.name, in: name) {
        if carrier.isMany { return (.unknown, false) }
        guard let own = machine(text, words[(i + 1)...], carrier) else { continue }
        found = own
      }
    }
    return found
  }

  private static func machine(
    _ text: Span<UInt8>, _ words: ArraySlice<Range<Int>>, _ carrier: Carrier
  ) -> (place: Place, opensShell: Bool)? {
    var isActive = carrier.action == nil
    var skipsValue = false
    for (i, word) in zip(words.indices, words) {
      if skipsValue {
        skipsValue = false
      } else if text[word.lowerBound] == UInt8(ascii: "-") {
        if text.equals("--", in: word) { return nil }
        skipsValue = carrier.valued.contains { text.equals($0, in: word) }
      } else if let action = carrier.action, !isActive {
        // `docker compose exec`, `gcloud compute ssh`, `dcos task exec`, `kubectl -n x exec`.
        isActive = text.equals(action, in: word)
        if text.hasSuffix("nodetool", in: word) { return nil }
      } else {
        let place = HostToken.name(text, unquoted(text, word)).map { Place.host($0) } ?? .unknown
        let next = words[(i + 1)...].first { text[$0.lowerBound] != UInt8(ascii: "-") }
        let opens = next.map {
          shells.contains(text.text(in: $0).split(separator: "/").last.map(String.init) ?? "")
        }
        return (place, opens ?? true)
      }
    }
    return nil
  }
}
