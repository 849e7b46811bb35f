// The prefix that a collector adds to each line of an output to name its machine; lines of several machines
// may be mixed:
//
//     cass-01: pending tasks: 12                pdsh, dsh -M, mussh, clush
//     [cass-01] out: pending tasks: 12          fabric
//     [pod/cassandra-0/cassandra] pending …     kubectl logs --prefix
//     cassandra-1  | pending tasks: 12          docker compose
//     cass-01⇥pending tasks: 12                 parallel --tag
//      ** [out :: cass-01] pending tasks: 12    capistrano
//     node1/info.txt:ID             : …         grep

import CassandraModel

/// The form of the prefixes; a file has only one form.
enum HostPrefix: CaseIterable, Sendable {
  case fabric, capistrano, pod, compose, tab, colon, path

  /// The form of the prefixes in the first lines of a text; nil for a text without prefixes.
  static func find(_ text: Span<UInt8>, _ lines: some Collection<Range<Int>>) -> HostPrefix? {
    for form in allCases {
      var (all, own) = (0, 0)
      var isOutput = false
      for line in lines where !text.trimmed(line).isEmpty {
        all += 1
        guard let (_, content) = form.split(text, line) else { continue }
        own += 1
        if !isOutput, !content.isEmpty { isOutput = begins(text, content) }
      }
      if isOutput, own * 10 >= all * 7 { return form }
    }
    return nil
  }

  /// True for the first line of an output, or of a failure in its place.
  private static func begins(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
    if let begun = NodetoolCommand.begun(by: line, of: text), !NodetoolCommand.all[begun].isDocument {
      return true
    }
    return SessionLine(text, line) == .refusal
  }

  /// The machine of `line`, and the rest of the line; nil for a line without the prefix.
  func split(_ text: Span<UInt8>, _ line: Range<Int>) -> (host: String, content: Range<Int>)? {
    guard let first = line.first else { return nil }
    switch self {
    case .colon:
      guard let parts = Self.atColon(text, line) else { return nil }
      // `pdsh@admin: cass-01: ssh exited with exit code 255`, `clush: cass-01: exited with exit code 1`
      let speaker = text.text(in: line.lowerBound..<parts.end)
      if speaker == "clush" || speaker.hasPrefix("pdsh@") || speaker == "pdsh" {
        guard let own = Self.atColon(text, parts.content) else { return nil }
        return (own.host, own.content)
      }
      return (parts.host, parts.content)
    case .path:
      // A name and its content without a space in between: grep.
      guard let colon = text.firstIndex(of: UInt8(ascii: ":"), in: line), colon > first else { return nil }
      let path = text.text(in: first..<colon)
      guard path.contains("/") || path.contains("."), !path.contains(" ") else { return nil }
      let parts = path.split(separator: "/").map(String.init)
      let host =
        parts.last.flatMap { HostName.host(inFile: $0)?.name }
        ?? parts.dropLast().last(where: HostName.isHost)
      return host.map { ($0, (colon + 1)..<line.upperBound) }
    case .tab:
      guard let tab = text.firstIndex(of: UInt8(ascii: "\t"), in: line), tab > first,
        let host = HostToken.name(text, first..<tab)
      else { return nil }
      return (host, (tab + 1)..<line.upperBound)
    case .compose:
      guard let bar = text.firstRange(of: " |", in: line.prefix(80)),
        let host = HostToken.name(text, text.trimmed(first..<bar.lowerBound))
      else { return nil }
      return (host, Self.behindBlank(text, bar.upperBound..<line.upperBound))
    case .pod:
      guard text[first] == UInt8(ascii: "["), let end = text.firstIndex(of: UInt8(ascii: "]"), in: line),
        text.hasPrefix("pod/", in: (first + 1)..<end)
      else { return nil }
      let name = text.text(in: (first + 5)..<end).split(separator: "/").first.map(String.init)
      return name.map { ($0, Self.behindBlank(text, (end + 1)..<line.upperBound)) }
    case .capistrano:
      guard let open = text.firstRange(of: "** [", in: line.prefix(8)),
        let mark = text.firstRange(of: ":: ", in: open.upperBound..<line.upperBound),
        let end = text.firstIndex(of: UInt8(ascii: "]"), in: mark.upperBound..<line.upperBound),
        let host = HostToken.name(text, mark.upperBound..<end)
      else { return nil }
      return (host, Self.behindBlank(text, (end + 1)..<line.upperBound))
    case .fabric:
      guard text[first] == UInt8(ascii: "["), let end = text.firstIndex(of: UInt8(ascii: "]"), in: line),
        let host = HostToken.name(text, (first + 1)..<end)
      else { return nil }
      let rest = Self.behindBlank(text, (end + 1)..<line.upperBound)
      for stream: StaticString in ["out:", "err:"] where text.hasPrefix(stream, in: rest) {
        return (host, Self.behindBlank(text, (rest.lowerBound + 4)..<rest.upperBound))
      }
      // `[host] run: nodetool info`: the command, not its output.
      for action: StaticString in ["run: ", "sudo: ", "local: ", "Executing task "]
      where text.hasPrefix(action, in: rest) {
        return (host, line.upperBound..<line.upperBound)
      }
      return nil
    }
  }

  private static func atColon(
    _ text: Span<UInt8>, _ line: Range<Int>
  ) -> (host: String, content: Range<Int>, end: Int)? {
    guard let first = line.first, !isBlank(text[first]) else { return nil }
    // An IPv6 address contains colons: the prefix ends at a colon before a space, or at the line's end.
    var i = first
    while i < line.upperBound, i - first < 253, !isBlank(text[i]) {
      if text[i] == UInt8(ascii: ":"), i + 1 == line.upperBound || isBlank(text[i + 1]),
        let host = HostToken.name(text, first..<i) ?? speaker(text, first..<i)
      {
        return (host, behindBlank(text, (i + 1)..<line.upperBound), i)
      }
      i += 1
    }
    return nil
  }

  private static func speaker(_ text: Span<UInt8>, _ word: Range<Int>) -> String? {
    text.hasPrefix("pdsh@", in: word) ? text.text(in: word) : nil
  }

  /// `range` without the space after a prefix.
  private static func behindBlank(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    text.hasPrefix(" ", in: range) ? range.dropFirst() : range
  }
}
