// First pass over a captured session: the machine of each line, and whether times precede or follow the
// outputs. Neighbouring lines resolve ambiguous ones: a name on a line of its own is a heading if an output
// follows it; a time belongs to every machine if a heading follows it.

import CassandraModel

struct SessionSurvey {
  private var outline = SessionOutline()
  private var names = HostNames()
  private var margin = TextMargin()
  private let namedCommand: NodetoolCommand?

  private var lineNumber = 0
  /// The last line of a block, until its end arrives.
  private var plain: [UInt8] = []

  /// The current speaker: a turn without its line.
  private struct Speaker: Equatable {
    var hosts: [Int] = []
    /// True if it was named on a command line, which applies to that command only.
    var isOfCommand = false
  }
  private var speaker = Speaker()
  /// The machine of an open shell whose prompt does not name it.
  private var entered: Int?
  /// The command typed before headings that name the machines.
  private var command: String?
  private var requested: NodetoolCommand?

  /// A possible heading; the next line decides.
  private struct Candidate {
    let line: Int
    let heading: HostHeading
    var lineCount: Int
    /// True for a possible first key of a document.
    let isKey: Bool
    let markerLine: Int?
    let command: String?
  }
  private var candidate: Candidate?
  /// Headings followed directly by another heading.
  private var empty: [Candidate] = []
  private var forms: Set<HostHeading.Form> = []
  /// Machines in headings of scripts whose names are ambiguous.
  private var uncertain: Set<Int> = []
  /// The commands whose outputs each machine has.
  private var outputs: [Int: Set<Int>] = [:]
  /// The first rule of a box, and the names between its rules.
  private var rule: (line: Int, length: Int)?
  private var boxed: (line: Int, heading: HostHeading)?
  /// The line of a time that is not yet followed by an output or a heading.
  private var markerLine: Int?

  /// Machines with outputs of their own; the last index is for outputs without a machine.
  private var speaking: Set<Int> = []
  private var begun: Set<String> = []
  private var restOutputs = 0
  /// Outputs before the first named machine.
  private var leadingOutputs = 0
  private var tally = TimeTally()
  private var tallies: [Int: TimeTally] = [:]
  /// True once a turn of a named machine began.
  private var hasNamedTurn = false

  /// A session that begins with `head`; `file` is its path.
  init(_ head: Span<UInt8>, file: String) {
    namedCommand = NodetoolCommand.named(after: file)
    outline.prefix = SessionSurvey.prefix(of: head)
  }

  /// The prefix of the first lines of a text.
  static func prefix(of head: Span<UInt8>) -> HostPrefix? {
    let lines = HeadLines(head)
    return HostPrefix.find(lines.output.text.span, lines.output.lines.map(\.bytes))
  }

  // MARK: Lines

  /// Takes the next bytes; see `CaptureTextReader`.
  mutating func consume(_ block: Span<UInt8>, continuesLine: Bool) {
    var start = 0
    if continuesLine {
      // Only JSON has such lines.
      start = block.firstIndex(of: UInt8(ascii: "\n"), in: block.all).map { $0 + 1 } ?? block.count
    }
    while start < block.count {
      let end = block.firstIndex(of: UInt8(ascii: "\n"), in: start..<block.count) ?? block.count
      lineNumber += 1
      plain.removeAll(keepingCapacity: true)
      appendPlain(block.extracting(start..<end), to: &plain)
      let bytes = plain
      look(bytes.span)
      start = end + 1
    }
  }

  private mutating func look(_ text: Span<UInt8>) {
    let line = margin.strip(text, text.all)
    if let prefix = outline.prefix {
      if let (host, content) = prefix.split(text, line) { look(text, content, of: host) }
      return
    }
    guard !text.trimmed(line).isEmpty else { return }
    if lookAtBox(text, line) { return }
    let kind = SessionLine(text, line)
    if case .prompt(let command) = kind { return prompt(command, text, line) }
    if case .noise = kind { return }
    if case .fence = kind { return }
    let begun = NodetoolCommand.begun(by: line, of: text)
    // A YAML key at column 0 looks like the heading `cass-01:`; the following lines decide.
    let isKey = begun.map { NodetoolCommand.all[$0].isDocument && !text.hasPrefix("{", in: line) } ?? false
    let heading = begun == nil || isKey || kind != .other ? HostHeading(text, line) : nil
    if let heading, heading.form.isOfCollector || isHeading(kind, heading) {
      return take(heading, line: lineNumber, count: 1, kind, isKey: isKey)
    }
    switch kind {
    case .marker: marker(hasHeading: false)
    case .banner(let banner):
      if banner.time != nil { marker(hasHeading: false) }
      if let command = banner.command { requested = NodetoolCommand.named(command) }
      if banner.time != nil || banner.command != nil { settle(isOutput: true) }
    case .refusal, .exception: output()
    case .exit: break
    case .other:
      if let begun {
        note(begun)
        output()
        for host in speaker.hosts { outputs[host, default: []].insert(begun) }
      } else if isOfSilentKind(text, line) {
        output()
      } else {
        settle(isOutput: false)
      }
    default: break
    }
    markerLine = isMarker(kind) ? markerLine : nil
  }

  private func isMarker(_ kind: SessionLine) -> Bool {
    switch kind {
    case .marker: true
    case .banner(let banner): banner.time != nil
    default: false
    }
  }

  /// True for the only line of an output that does not identify its command.
  private func isOfSilentKind(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
    let command = requested ?? namedCommand ?? self.command.flatMap { NodetoolCommand.named($0) }
    return candidate != nil && command?.anchors.isEmpty == true && command?.isSilent == false
  }

  /// Headings of scripts are banners, or lines that do not occur in any output.
  private func isHeading(_ kind: SessionLine, _ heading: HostHeading) -> Bool {
    switch kind {
    case .banner, .marker: true
    case .other: heading.form != .bare || requested?.anchors.isEmpty != true
    default: false
    }
  }

  // MARK: Boxes

  /// A name between two rules; true for a line of it.
  private mutating func lookAtBox(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
    let core = text.trimmed(line)
    let isRule =
      core.count >= 4 && core.allSatisfy { text[$0] == UInt8(ascii: "-") || text[$0] == UInt8(ascii: "=") }
    if isRule {
      if let boxed, let rule, lineNumber == boxed.line + 2, core.count == rule.length {
        candidate = nil
        self.rule = nil
        self.boxed = nil
        take(boxed.heading, line: boxed.line, count: 3, .other)
        return true
      }
      rule = (lineNumber, core.count)
      boxed = nil
      // A heading that is underlined.
      if let own = candidate, own.line + own.lineCount == lineNumber { candidate?.lineCount += 1 }
      return candidate != nil
    }
    boxed = nil
    guard let rule, rule.line == lineNumber - 1, let heading = HostHeading.box(text, line),
      heading.hosts.allSatisfy({ HostToken.isPossible($0) })
    else { return false }
    // Without a second rule it is a name on a line of its own, after an output that ends with a rule.
    boxed = (rule.line, heading)
    if let bare = HostHeading(text, line) { take(bare, line: lineNumber, count: 1, .other) }
    return true
  }

  // MARK: Headings

  private mutating func take(
    _ heading: HostHeading, line: Int, count: Int, _ kind: SessionLine, isKey: Bool = false
  ) {
    if let before = candidate { empty.append(before) }
    candidate = Candidate(
      line: line, heading: heading, lineCount: count, isKey: isKey, markerLine: markerLine, command: command)
    markerLine = nil
    requested = nil
    if case .banner(let banner) = kind {
      if let command = banner.command { requested = NodetoolCommand.named(command) }
      if banner.time != nil { marker(hasHeading: true) }
    }
    if heading.form.isOfCollector {
      settle(isOutput: true)
      // It failed, or its output is in the heading.
      if heading.failure != nil || heading.inline != nil || (heading.status ?? 0) != 0 { output() }
    }
  }

  /// Decides whether the last heading is one: an output must follow it.
  private mutating func settle(isOutput: Bool) {
    guard let own = candidate else { return }
    candidate = nil
    if isOutput { accept(own) } else if own.isKey { output() }
  }

  private mutating func accept(_ own: Candidate) {
    forms.insert(own.heading.form)
    let hosts = own.heading.hosts.map { names.index(of: $0) }
    if !own.heading.form.isOfCollector, !own.heading.hosts.allSatisfy({ HostToken.isCertain($0) }) {
      uncertain.formUnion(hosts)
    }
    if let line = own.markerLine { add(SessionOutline.Turn(line: line, hosts: hosts, isShared: true)) }
    add(SessionOutline.Turn(line: own.line, hosts: hosts, headingLines: own.lineCount, command: own.command))
    speaker = Speaker(hosts: hosts, isOfCommand: false)
  }

  private mutating func add(_ turn: SessionOutline.Turn) {
    if !turn.hosts.isEmpty { hasNamedTurn = true }
    outline.turns.append(turn)
  }

  // MARK: Commands

  private mutating func prompt(_ line: CommandLine, _ text: Span<UInt8>, _ range: Range<Int>) {
    settle(isOutput: line.nodetool != nil)
    markerLine = nil
    tally.sawCommand(text, range)
    requested = line.nodetool.flatMap { NodetoolCommand.named($0) }
    if line.leaves { entered = nil }
    let shell = line.shell ?? watched(text, range)
    var next = speaker
    switch line.place {
    case .host(let host):
      next = Speaker(hosts: [names.index(of: host)], isOfCommand: true)
    case .unknown:
      command = line.nodetool
      next = Speaker(hosts: [], isOfCommand: true)
    case .same:
      if let shell {
        let isContainer = shell.utf8.count == 12 && shell.allSatisfy(\.isHexDigit)
        next = Speaker(hosts: [isContainer ? entered ?? names.index(of: shell) : names.index(of: shell)])
      } else if speaker.isOfCommand || entered != nil {
        next = Speaker(hosts: entered.map { [$0] } ?? [])
      }
    }
    if line.place != .unknown { command = nil }
    if next != speaker { add(SessionOutline.Turn(line: lineNumber, hosts: next.hosts)) }
    speaker = next
    if let requested, requested.name != "help", !line.isBare { speaking.formUnion(next.hosts) }
    if let host = line.enters { entered = names.index(of: host) }
  }

  /// The machine that watch(1) names at the end of its line.
  private func watched(_ text: Span<UInt8>, _ line: Range<Int>) -> String? {
    guard text.hasPrefix("Every ", in: line), let banner = Banner(text, line) else { return nil }
    return banner.names.first.flatMap { HostToken.isPossible($0) ? $0 : nil }
  }

  // MARK: Times and outputs

  private mutating func marker(hasHeading: Bool) {
    if hasHeading {
      settle(isOutput: true)
    } else {
      // A heading may precede the time.
      if let own = candidate, own.heading.form.isOfCollector || HostToken.isCertain(own.heading.hosts[0]) {
        settle(isOutput: true)
      }
      if speaker.hosts.isEmpty {
        add(SessionOutline.Turn(line: lineNumber, hosts: [], isShared: true))
        add(SessionOutline.Turn(line: lineNumber + 1, hosts: []))
      }
      markerLine = lineNumber
    }
    tally.sawTime()
  }

  private mutating func output() {
    settle(isOutput: true)
    tally.sawOutput()
    if speaker.hosts.isEmpty {
      restOutputs += 1
      if !hasNamedTurn { leadingOutputs += 1 }
    }
    speaking.formUnion(speaker.hosts)
  }

  /// Several commands may begin with the same line.
  private mutating func note(_ index: Int) {
    let command = NodetoolCommand.all[index]
    if !command.isDocument { begun.insert(command.doubles.isEmpty ? command.name : "") }
  }

  /// A line of a text with prefixes.
  private mutating func look(_ text: Span<UInt8>, _ content: Range<Int>, of host: String) {
    let index = names.index(of: host)
    guard !text.trimmed(content).isEmpty else { return }
    speaking.insert(index)
    switch SessionLine(text, content) {
    case .marker: tallies[index, default: TimeTally()].sawTime()
    case .banner(let banner) where banner.time != nil: tallies[index, default: TimeTally()].sawTime()
    case .refusal, .exception: tallies[index, default: TimeTally()].sawOutput()
    case .other:
      if let begun = NodetoolCommand.begun(by: content, of: text) {
        note(begun)
        tallies[index, default: TimeTally()].sawOutput()
      }
    default: break
    }
  }

  // MARK: The end

  /// The outline, after the last line.
  mutating func finish() -> SessionOutline {
    outline.onlyCommand = begun.count == 1 ? begun.first.flatMap { $0.isEmpty ? nil : $0 } : nil
    if outline.prefix != nil {
      outline.hosts = names.names
      outline.tallies = names.names.indices.map { tallies[$0] ?? TimeTally() }
      return outline
    }
    outline.tally = tally
    takeEmpty()
    // An ambiguous name is a machine only among others.
    let isAmongOthers = speaking.count > 1
    var kept: [Int: Int] = [:]
    let own = speaking.filter { !uncertain.contains($0) || isAmongOthers && isConfirmed($0) }.sorted()
    let locals = own.filter { names.names[$0] == "127.0.0.1" }
    let hasOtherLoopbacks = own.contains {
      names.names[$0].hasPrefix("127.") && names.names[$0] != "127.0.0.1"
    }
    for host in own where hasOtherLoopbacks || !locals.contains(host) {
      kept[host] = outline.hosts.count
      outline.hosts.append(names.names[host])
    }
    let isUnnamed = speaking.contains { kept[$0] == nil }
    outline.hasRest = restOutputs > 0 || isUnnamed
    if outline.hosts.isEmpty {
      outline.turns = []
      outline.hasRest = false
      return outline
    }
    outline.turns = outline.turns.compactMap { turn in
      var turn = turn
      turn.hosts = turn.hosts.compactMap { kept[$0] }
      // A heading without a machine is an ordinary line.
      if turn.hosts.isEmpty { turn.headingLines = 0 }
      return turn
    }
    // Output before the first prompt of the only machine was printed in the same terminal.
    if outline.hosts.count == 1, restOutputs == leadingOutputs, !isUnnamed { outline.hasRest = false }
    return outline
  }

  /// False for a plain word above an output whose like no other machine has: it names the output.
  private func isConfirmed(_ host: Int) -> Bool {
    guard HostToken.isWord(names.names[host]), let own = outputs[host] else { return true }
    return speaking.contains { $0 != host && !own.isDisjoint(with: outputs[$0] ?? own) }
  }

  /// Adds machines whose headings have no lines: they printed nothing.
  private mutating func takeEmpty() {
    if let candidate { empty.append(candidate) }
    candidate = nil
    for own in empty where forms.contains(own.heading.form) || own.heading.form.isOfCollector {
      guard own.heading.hosts.allSatisfy({ HostToken.isCertain($0) || own.heading.form.isOfCollector }) else {
        continue
      }
      let hosts = own.heading.hosts.map { names.index(of: $0) }
      speaking.formUnion(hosts)
      add(
        SessionOutline.Turn(line: own.line, hosts: hosts, headingLines: own.lineCount, command: own.command))
    }
    outline.turns.sort { $0.line != $1.line ? $0.line < $1.line : $0.isShared && !$1.isShared }
  }
}

/// Evidence for the order of times and outputs.
struct TimeTally: Sendable {
  private enum Item { case time, output }
  private var first: Item?
  private var last: Item?
  private var times = 0
  /// The order in a loop on a command line: the first of the two commands prints first.
  private var told: TimeOrder?

  /// The evidence in a text that continues with `next`.
  func followed(by next: TimeTally) -> TimeTally {
    var both = self
    both.first = first ?? next.first
    both.last = next.last ?? last
    both.times += next.times
    if let order = next.told { both.told = told == nil || told == order ? order : .unknown }
    return both
  }

  mutating func sawTime() {
    first = first ?? .time
    last = .time
    times += 1
  }

  mutating func sawOutput() {
    first = first ?? .output
    last = .output
  }

  /// A command line may contain the loop: `while true; do nodetool compactionstats; date; sleep 60; done`.
  mutating func sawCommand(_ text: Span<UInt8>, _ line: Range<Int>) {
    var (date, nodetool): (Int?, Int?)
    for word in text.words(in: line) {
      let name = text.text(in: word).drop { "'\"(`$".contains($0) }
      if name == "date" || name == "date;" { date = date ?? word.lowerBound }
      if name == "nodetool" || name.hasSuffix("/nodetool") { nodetool = nodetool ?? word.lowerBound }
    }
    guard let date, let nodetool else { return }
    let order: TimeOrder = date < nodetool ? .before : .after
    told = told == nil || told == order ? order : .unknown
  }

  /// Times follow outputs if there is no time before the first output and no output after the last time. If
  /// only the first holds, the order is unknown.
  var order: TimeOrder {
    guard times > 0 else { return .before }
    if let told, told != .unknown { return told }
    switch (first, last) {
    case (.output, .time): return .after
    case (.output, _): return .unknown
    default: return .before
    }
  }
}
