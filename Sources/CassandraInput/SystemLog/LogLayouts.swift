// The prefixes of a log's lines and the layouts of its records' heads. Both are learned from a sample of the
// file's beginning, and further ones where the file changes; the current ones are tried first, earlier ones
// are kept.

import CassandraModel

struct LogLayouts: Sendable {
  /// Patterns of prefixes.
  private(set) var prefixes: [LinePrefix] = []
  /// Layouts of heads, the most frequent first.
  private(set) var layouts: [LogLayout] = []
  /// The words of this log's prefixes, if the file contains several logs: its host, its pod, its file.
  private(set) var own: [[UInt8]]?
  /// The words of the other logs in the file, which are read separately.
  private(set) var siblings: Set<[[UInt8]]> = []
  /// True for the log that counts lines outside all logs: the first one of its file.
  private(set) var countsStrays = true
  /// The date of the first time without a date; nil if it is not known.
  private(set) var firstDay: Int64?
  /// True if some heads have no date, so that one record's day follows from the one before.
  private(set) var isUndated = false

  /// True if the text before the level is a prefix in this file, even if it is a time: it precedes other
  /// lines, too.
  private var isLevelFirst = false

  /// At most this many prefixes are kept; a dropped one is learned again.
  private static let prefixLimit = 64
  private static let layoutLimit = 16

  /// Only the layouts that the user gave.
  init(given: [LogLayout] = []) { layouts = given }

  // MARK: Lines

  enum Line {
    /// A record's first line in the default layout, after its prefix.
    case plainHead(Range<Int>)
    /// A record's first line in another layout.
    case head(HeadParts)
    case other
  }

  /// A line and its prefix.
  struct Reading {
    var line: Line
    /// The text that the node wrote.
    var content: Range<Int>
    /// A time in the prefix.
    var time: Range<Int>?
    /// The words of the prefix; nil without one.
    var words: [[UInt8]]?
  }

  mutating func read(_ bytes: Span<UInt8>, _ line: Range<Int>, _ heads: inout LogHeaderParser) -> Reading {
    var stripped: Reading?
    // The prefix of the previous line is first.
    for index in prefixes.indices {
      guard let (end, time) = prefixes[index].match(bytes, line) else { continue }
      let content = end..<line.upperBound
      let reading = Reading(line: .other, content: content, time: time, words: prefixes[index].words)
      if let head = head(bytes, content, &heads) {
        use(prefix: index)
        return with(head, reading)
      }
      if stripped == nil { stripped = reading }
    }
    let whole = Reading(line: .other, content: line, time: nil, words: nil)
    if let head = head(bytes, line, &heads) { return with(head, whole) }
    if LogLayouts.mayHoldHead(bytes, line), let found = FoundHead(bytes, line, isLevelFirst: isLevelFirst) {
      let prefix = learn(found, bytes, line)
      let content = found.start..<line.upperBound
      let time = prefix.flatMap { $0.match(bytes, line)?.time }
      let reading = Reading(line: .other, content: content, time: time, words: prefix?.words)
      if let head = head(bytes, content, &heads) { return with(head, reading) }
    }
    return stripped ?? whole
  }

  private func with(_ head: Line, _ reading: Reading) -> Reading {
    var reading = reading
    reading.line = head
    return reading
  }

  private mutating func head(_ bytes: Span<UInt8>, _ content: Range<Int>, _ heads: inout LogHeaderParser)
    -> Line?
  {
    if LogHeaderParser.mayStartRecord(bytes, at: content.lowerBound), case .head = heads.parse(bytes, content)
    {
      return .plainHead(content)
    }
    for layout in layouts {
      if let parts = layout.match(bytes, content) { return .head(parts) }
    }
    return nil
  }

  private mutating func use(prefix index: Int) {
    if index > 0 { prefixes.insert(prefixes.remove(at: index), at: 0) }
  }

  /// Adds the layout and prefix of `found`, and returns the prefix.
  private mutating func learn(_ found: FoundHead, _ bytes: Span<UInt8>, _ line: Range<Int>) -> LinePrefix? {
    if !layouts.contains(found.layout) {
      layouts.append(found.layout)
      if layouts.count > LogLayouts.layoutLimit { layouts.remove(at: layouts.count - 2) }
    }
    let start = found.start
    let prefix = LinePrefix(bytes, line.lowerBound..<LogLayouts.endOfPrefix(bytes, line, start))
    guard !prefix.isEmpty else { return nil }
    if let index = prefixes.firstIndex(of: prefix) {
      use(prefix: index)
    } else {
      prefixes.insert(prefix, at: 0)
      if prefixes.count > LogLayouts.prefixLimit { prefixes.removeLast() }
    }
    return prefix
  }

  /// The end of the prefix before the head at `start`: `%5p` adds a space before a level of four letters.
  private static func endOfPrefix(_ bytes: Span<UInt8>, _ line: Range<Int>, _ start: Int) -> Int {
    guard start > line.lowerBound, bytes[start - 1] == UInt8(ascii: " "),
      let (_, end) = LogLevel.word(bytes, at: start, before: line.upperBound), end - start == 4,
      end + 1 < line.upperBound, isBlank(bytes[end]), !isBlank(bytes[end + 1])
    else { return start }
    return start - 1
  }

  /// False for nearly all lines without a head: there is no level among the first words.
  static func mayHoldHead(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    // Nearly all such lines are frames of a trace.
    if bytes.hasPrefix("\tat ", in: line) { return false }
    let limit = min(line.upperBound, line.lowerBound + FoundHead.longestPrefix)
    var at = line.lowerBound
    while at < limit {
      if LogLevel.word(bytes, at: at, before: limit) != nil,
        at == line.lowerBound || !isWordByte(bytes[at - 1])
      {
        return true
      }
      at += 1
    }
    return false
  }
}

// MARK: The beginning of a file

extension LogLayouts {
  /// The logs in a file that begins with `sample`; none if it contains no log of Cassandra.
  static func all(in sample: UnwrappedBlock, given: [LogLayout] = []) -> [LogLayouts] {
    let bytes = sample.bytes.span
    let isNamed = isOfCassandra(bytes)
    guard isNamed || !given.isEmpty else { return [] }
    var learned = LogLayouts(given: given)
    learned.isLevelFirst = hasPrefixesWithTimes(bytes)
    var votes: [LogLayout: Int] = [:]
    var heads = LogHeaderParser()
    var sources: [(words: [[UInt8]], shape: [LinePrefix.Element], heads: Int)] = []
    var found = 0
    var isGiven = false
    forEachLine(bytes) { line in
      // Each line separately, so that a layout that fits a line by chance is outvoted.
      var fresh = LogLayouts(given: given)
      fresh.prefixes = learned.prefixes
      fresh.isLevelFirst = learned.isLevelFirst
      let reading = fresh.read(bytes, line, &heads)
      switch reading.line {
      case .other: return
      case .plainHead: break
      case .head(let parts):
        if let layout = fresh.layouts.last {
          if given.contains(layout) { isGiven = true } else { votes[layout, default: 0] += 1 }
        }
        if parts.time.map({ if case .full = $0.day { false } else { true } }) ?? true {
          learned.isUndated = true
        }
      }
      found += 1
      learned.prefixes = fresh.prefixes
      guard let words = reading.words, let prefix = learned.prefixes.first(where: { $0.words == words })
      else { return }
      if let index = sources.firstIndex(where: { $0.words == words }) {
        sources[index].heads += 1
      } else if sources.count < prefixLimit {
        sources.append((words, prefix.shape, 1))
      }
    }
    guard found > 0, isNamed || isGiven else { return [] }
    learned.settle(votes, given: given)
    if learned.isUndated { learned.findFirstDay(sample) }
    return learned.split(by: sources.filter { $0.shape == sources[0].shape && !$0.words.isEmpty })
  }

  /// True if the time before the levels of heads also precedes most other lines.
  private static func hasPrefixesWithTimes(_ bytes: Span<UInt8>) -> Bool {
    var prefixes: Set<LinePrefix> = []
    var others: [Range<Int>] = []
    forEachLine(bytes) { line in
      guard !line.isEmpty else { return }
      guard mayHoldHead(bytes, line), let head = FoundHead(bytes, line) else { return others.append(line) }
      guard
        let level = (head.start..<line.upperBound).first(where: {
          LogLevel.word(bytes, at: $0, before: line.upperBound) != nil
        }), level > head.start, prefixes.count < prefixLimit
      else { return }
      prefixes.insert(LinePrefix(bytes, line.lowerBound..<level))
    }
    let dated = prefixes.filter { $0.elements.contains(.time) }
    guard !dated.isEmpty, !others.isEmpty else { return false }
    let alike = others.count { line in dated.contains { $0.match(bytes, line) != nil } }
    return alike * 2 > others.count
  }

  /// Orders the layouts by their number of heads. A layout with few heads that another layout reads as well
  /// comes from a message that looks like a name.
  private mutating func settle(_ votes: [LogLayout: Int], given: [LogLayout]) {
    let ranked = votes.sorted {
      $0.value != $1.value ? $0.value > $1.value : $0.key.richness > $1.key.richness
    }.map(\.key)
    let top = ranked.first.flatMap { votes[$0] } ?? 0
    let frequent = ranked.filter { (votes[$0] ?? 0) * 5 >= top }
    // The richer one reads fewer lines, so it is tried first.
    layouts = given + frequent.sorted { $0.richness > $1.richness }
    if frequent.count < ranked.count { layouts += ranked.dropFirst(frequent.count) }
    layouts = Array(layouts.prefix(LogLayouts.layoutLimit))
  }

  /// One log for each of several sources.
  private func split(by sources: [(words: [[UInt8]], shape: [LinePrefix.Element], heads: Int)])
    -> [LogLayouts]
  {
    let heads = sources.reduce(0) { $0 + $1.heads }
    // A word that differs on nearly every line does not identify a source.
    guard sources.count > 1, sources.count <= 8 || sources.count * 2 <= heads else { return [self] }
    let all = Set(sources.map(\.words))
    return sources.enumerated().map { index, source in
      var log = self
      log.own = source.words
      log.siblings = all.subtracting([source.words])
      log.countsStrays = index == 0
      return log
    }
  }

  /// Distinguishes this log from the others in its file; nil if it is the only one.
  var part: String? {
    guard let own else { return nil }
    // Words that all sources share do not distinguish them.
    let telling = own.indices.filter { i in siblings.contains { $0.count != own.count || $0[i] != own[i] } }
    let name = telling.map { printableName(own[$0]) }.joined(separator: "-")
    return String(name.map { $0 == "/" || $0 == "!" ? "-" : $0 })
  }

  /// The day of the first time without a date in `sample`, from other evidence of the time: the envelope of a
  /// line, a head with a date, the id of a compaction.
  private mutating func findFirstDay(_ sample: UnwrappedBlock) {
    var reader = self
    var heads = LogHeaderParser()
    let bytes = sample.bytes.span
    var index = -1
    // Number of midnights between the first record and this one.
    var midnights: Int64 = 0
    var last: Int64 = 0
    LogLayouts.forEachLine(bytes) { line in
      index += 1
      guard firstDay == nil else { return }
      let known: Int64?
      let clock: Int64
      switch reader.read(bytes, line, &heads).line {
      case .other: return
      case .plainHead(let content):
        guard case .head(let header) = heads.parse(bytes, content) else { return }
        known = header.at.milliseconds
        clock = header.at.milliseconds.quotientAndRemainder(flooringBy: 86_400_000).remainder
      case .head(let parts):
        guard let time = parts.time else { return }
        clock = time.milliseconds
        if case .full(let day) = time.day {
          known = day + clock
        } else {
          let stamp = index < sample.stamps.count ? sample.stamps[index] : nil
          known = (stamp ?? LogLayouts.compactionTime(bytes, parts.message))?.milliseconds
        }
      }
      if clock < last - 43_200_000 { midnights += 1 }
      last = clock
      guard let known else { return }
      let day = RecordDays.nearest(clock, to: known) - clock
      firstDay = day - midnights * 86_400_000
    }
  }

  /// The start of the task in `Compacting (<id>) …`; its id contains the time in UTC.
  private static func compactionTime(_ bytes: Span<UInt8>, _ message: Range<Int>) -> Instant? {
    guard bytes.hasPrefix("Compacting (", in: message) || bytes.hasPrefix("Compacted (", in: message),
      let open = bytes.firstIndex(of: UInt8(ascii: "("), in: message), open + 37 <= message.upperBound
    else { return nil }
    return TimeUUID(ascii: bytes.extracting((open + 1)..<(open + 37)))?.instant
  }

  /// True if no prefix and no other layout was found: the log is as the node wrote it.
  var isPlain: Bool { prefixes.isEmpty && layouts.isEmpty }

  private static func forEachLine(_ bytes: Span<UInt8>, _ body: (Range<Int>) -> Void) {
    var start = 0
    while start < bytes.count {
      let end = bytes.firstIndex(of: UInt8(ascii: "\n"), in: start..<bytes.count) ?? bytes.count
      body(start..<end)
      start = end + 1
    }
  }

  /// True if a text mentions Cassandra: other programs have similar heads.
  private static func isOfCassandra(_ bytes: Span<UInt8>) -> Bool {
    let words: [StaticString] = [
      "assandra", "sstable", "SSTable", "CompactionExecutor", "Memtable", "CommitLog", "o.a.c.",
      "GCInspector",
      "-Data.db", "MutationStage", "Compacting (", "Compacted (", "StorageService", "for CQL clients",
      "state jump to ", "for gossip to settle", "tombstone", "HintedHandoff",
    ]
    return words.contains { bytes.contains($0, in: bytes.all) }
  }
}
