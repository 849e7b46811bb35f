// What going once through a captured session tells, before any output of it is read: which lines are whose, and whether
// times stand before or after the outputs.

import CassandraModel

/// The order of times and outputs in a capture.
enum TimeOrder: Sendable {
  /// A time holds for what follows it.
  case before
  /// A time holds for what stands before it.
  case after
  /// Either may be.
  case unknown
}

/// Whose lines are whose in one file.
struct SessionOutline: Sendable {
  /// From a line on, to the next turn, a machine speaks.
  struct Turn: Sendable, Equatable {
    let line: Int
    /// Places in `hosts`; several for an output that several gave, none where nothing says who.
    var hosts: [Int]
    /// The number of lines of the heading that begins it; 0 without one.
    var headingLines = 0
    /// The command that runs on every machine, as far as a prompt before the headings tells.
    var command: String?
    /// True for a time that holds for all machines.
    var isShared = false
  }

  /// The machines, in the order in which they first stand in the file.
  var hosts: [String] = []
  /// The prefix of every line; nil where headings and prompts say who speaks.
  var prefix: HostPrefix?
  /// In order of lines.
  var turns: [Turn] = []
  /// True if there are outputs of which nothing says whose they are.
  var hasRest = false
  /// The only command whose outputs are in the file; nil if there are several.
  var onlyCommand: String?
  /// What tells the order of times and outputs.
  var tally = TimeTally()
  /// The same for each machine of lines with prefixes.
  var tallies: [TimeTally] = []

  /// Whether the file is one machine's, so that none of it has to be left to others.
  var isOfOne: Bool { hosts.count == 1 && !hasRest }
}

/// The part of a session that one reader reads.
struct SessionPart: Sendable {
  let outline: SessionOutline
  /// The order of times and outputs, which rotated files share.
  var order: TimeOrder
  /// Whose lines; nil for those of which nothing says whose they are, or of a file without machines.
  let host: Int?

  init(outline: SessionOutline, host: Int?) {
    self.outline = outline
    self.host = host
    order = .before
    order = tally.order
  }

  var name: String? { host.map { outline.hosts[$0] } }
  /// What tells the order of its times and outputs.
  var tally: TimeTally {
    host.flatMap { outline.tallies.isEmpty ? nil : outline.tallies[$0] } ?? outline.tally
  }

  /// Whether it accounts for the lines that are nobody's, or everybody's.
  var countsStrays: Bool { outline.hasRest || outline.hosts.isEmpty ? host == nil : host == 0 }
}

/// Finds out what a line is for the reader of one part, line after line.
struct PartLines {
  /// What becomes of a line.
  enum Line: Equatable {
    /// Another reader reads it; `isHeaded` if a heading says so.
    case foreign(isHeaded: Bool)
    /// Read from `start` on; `counts` if this reader accounts for it.
    case own(Range<Int>, counts: Bool, isShared: Bool)
    /// A line of the heading of this reader's machine; the first of them says that a turn begins.
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

/// Names of machines, and which of them are one.
struct HostNames {
  private(set) var names: [String] = []
  /// The longest name that each was called by.
  private var full: [String] = []

  /// The place of `name`, which a short name and a name with a domain share.
  mutating func index(of name: String) -> Int {
    if let index = full.firstIndex(where: { HostNames.areSame($0, name) }) {
      if name.utf8.count > full[index].utf8.count { full[index] = name }
      return index
    }
    names.append(name)
    full.append(name)
    return names.count - 1
  }

  /// Whether two names are of one machine: equal, or one is the other without its domain.
  static func areSame(_ a: String, _ b: String) -> Bool {
    let (a, b) = (a.lowercased(), b.lowercased())
    if a == b { return true }
    let (short, long) = a.utf8.count < b.utf8.count ? (a, b) : (b, a)
    return !short.contains(".") && !short.contains(":") && long.hasPrefix(short + ".")
      && HostName.address(in: long) == nil
  }
}
