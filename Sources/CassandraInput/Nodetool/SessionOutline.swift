// The result of a first pass over a captured session, before any output is read: the machine of each line,
// and whether times precede or follow the outputs.

import CassandraModel

/// The order of times and outputs in a capture.
enum TimeOrder: Sendable {
  /// A time applies to the outputs after it.
  case before
  /// A time applies to the outputs before it.
  case after
  /// Either is possible.
  case unknown
}

/// The machines of the lines in one file.
struct SessionOutline: Sendable {
  /// A range of lines of one machine, from `line` to the next turn.
  struct Turn: Sendable, Equatable {
    let line: Int
    /// Indexes in `hosts`; several for a shared output, none where the machine is unknown.
    var hosts: [Int]
    /// Number of lines of the heading before it; 0 without one.
    var headingLines = 0
    /// The command that runs on every machine, if a prompt before the headings has it.
    var command: String?
    /// True for a time that applies to all machines.
    var isShared = false
  }

  /// The machines, in order of first occurrence in the file.
  var hosts: [String] = []
  /// The prefix of every line; nil where headings and prompts name the machine.
  var prefix: HostPrefix?
  /// In line order.
  var turns: [Turn] = []
  /// True if there are outputs without a known machine.
  var hasRest = false
  /// The only command with outputs in the file; nil if there are several.
  var onlyCommand: String?
  /// Evidence for the order of times and outputs.
  var tally = TimeTally()
  /// The same for each machine of lines with prefixes.
  var tallies: [TimeTally] = []

  /// True if all lines are of one machine.
  var isOfOne: Bool { hosts.count == 1 && !hasRest }
}

/// The part of a session for one reader.
struct SessionPart: Sendable {
  let outline: SessionOutline
  /// The order of times and outputs, shared by rotated files.
  var order: TimeOrder
  /// The index of the machine; nil for lines without a known machine, or for a file without machines.
  let host: Int?

  init(outline: SessionOutline, host: Int?) {
    self.outline = outline
    self.host = host
    order = .before
    order = tally.order
  }

  var name: String? { host.map { outline.hosts[$0] } }
  /// Evidence for the order of its times and outputs.
  var tally: TimeTally {
    host.flatMap { outline.tallies.isEmpty ? nil : outline.tallies[$0] } ?? outline.tally
  }

  /// True if this reader counts the lines without a machine, and those of all machines.
  var countsStrays: Bool { outline.hasRest || outline.hosts.isEmpty ? host == nil : host == 0 }
}

/// Determines the role of each line for the reader of one part.
struct PartLines {
  /// The role of a line.
  enum Line: Equatable {
    /// Another reader reads it; `isHeaded` if a heading assigns it.
    case foreign(isHeaded: Bool)
    /// Read from `start` on; `counts` if this reader counts it.
    case own(Range<Int>, counts: Bool, isShared: Bool)
    /// A line of the heading of this reader's machine; the first of them begins a turn.
    case heading(isFirst: Bool, command: String?, counts: Bool)
  }

  private let part: SessionPart?
  private var next = 0
  private var turn: SessionOutline.Turn?
  private let isWhole: Bool

  init(_ part: SessionPart?) {
    self.part = part
    isWhole = part.map { $0.outline.hosts.isEmpty || $0.outline.isOfOne } ?? true
  }

  mutating func kind(_ text: Span<UInt8>, _ line: Range<Int>, number: Int) -> Line {
    guard let part else { return .own(line, counts: true, isShared: false) }
    if let prefix = part.outline.prefix {
      guard let (host, content) = prefix.split(text, line) else {
        return part.countsStrays ? .own(line, counts: true, isShared: false) : .foreign(isHeaded: false)
      }
      guard let own = part.name else { return .foreign(isHeaded: false) }
      return HostNames.areSame(host, own)
        ? .own(content, counts: true, isShared: false) : .foreign(isHeaded: false)
    }
    let turns = part.outline.turns
    while next < turns.count, turns[next].line <= number {
      turn = turns[next]
      next += 1
    }
    guard let turn else {
      return isWhole || part.countsStrays
        ? .own(line, counts: true, isShared: false) : .foreign(isHeaded: false)
    }
    let isNobodys = turn.hosts.isEmpty
    let isMine =
      isWhole || turn.isShared || (part.host.map { turn.hosts.contains($0) } ?? isNobodys)
      || (isNobodys && part.countsStrays)
    guard isMine else { return .foreign(isHeaded: turn.headingLines > 0) }
    let counts = isWhole || (isNobodys || turn.isShared ? part.countsStrays : turn.hosts.first == part.host)
    if number - turn.line < turn.headingLines {
      return .heading(isFirst: number == turn.line, command: turn.command, counts: counts)
    }
    return .own(line, counts: counts, isShared: turn.isShared)
  }
}

/// Names of machines, with short and full names of one machine joined.
struct HostNames {
  private(set) var names: [String] = []
  /// The longest name of each machine.
  private var full: [String] = []

  /// The index of `name`; a short name and the same name with a domain share one.
  mutating func index(of name: String) -> Int {
    if let index = full.firstIndex(where: { HostNames.areSame($0, name) }) {
      if name.utf8.count > full[index].utf8.count { full[index] = name }
      return index
    }
    names.append(name)
    full.append(name)
    return names.count - 1
  }

  /// True if two names are of one machine: equal, or one is the other without its domain.
  static func areSame(_ a: String, _ b: String) -> Bool {
    let (a, b) = (a.lowercased(), b.lowercased())
    if a == b { return true }
    let (short, long) = a.utf8.count < b.utf8.count ? (a, b) : (b, a)
    return !short.contains(".") && !short.contains(":") && long.hasPrefix(short + ".")
      && HostName.address(in: long) == nil
  }
}
