// Writes a log of any size. The same seed gives the same bytes, on every machine.
//
// Time advances from record to record. Compactions run concurrently, one on each of four threads: their end
// records are written when their time has come.

/// The kind of a node's log.
enum LogKind: String {
  /// Without the DEBUG records.
  case system
  case debug
}

/// Makes a log, a piece at a time.
struct LogGenerator {
  private struct RunningEpisode {
    let episode: Int
    let thread: UInt64
    let subject: Int
    let inputs: [UInt64]
    let outputs: [UInt64]
    let started: Int64
    let ends: Int64
    /// The first half of its time UUID.
    let id: UInt64
    /// Thousandths of a MiB.
    let read: UInt64
    let percent: UInt64
    var took: Int64 { ends - started }
  }

  private struct ReadyEpisode {
    let begin: [MessageText]
    let end: [MessageText]
    let subject: Int?
    let damaged: UInt64?
    let succeeds: Bool
    let makesFile: Bool
  }

  /// Counts of the records written so far.
  private(set) var truth: Truth

  private let kind: LogKind
  private let episodes: [ReadyEpisode]
  /// Indices into `episodes` and `LogMix.subjects`, each repeated by its weight.
  private let episodeDraw: [Int]
  private let subjectDraw: [Int]
  private var random: SeededRandom
  private var clock: LogClock
  private var now: Int64
  private var running: [RunningEpisode] = []
  /// The live files of each subject, oldest first, and the number of its next one.
  private var files: [[UInt64]]
  private var nextFile: [UInt64]

  private static let threads: UInt64 = 4
  private static let fileStart = Array("/nb-".utf8)
  private static let inputEnding = Array("-big-Data.db:level=0, ".utf8)
  private static let outputEnding = Array("-big,".utf8)
  private static let readerStart = Array("BigTableReader(path='".utf8)
  private static let readerEnding = Array("-big-Data.db')".utf8)
  private static let separator = Array(", ".utf8)

  /// - Parameter start: Milliseconds since 1970; the node's clock is UTC.
  init(kind: LogKind, seed: UInt64, start: Int64 = LogClock.firstOfMarch2026) throws(BenchmarkError) {
    var kinds: [String] = []
    var episodes: [ReadyEpisode] = []
    for episode in LogMix.episodes {
      let begin = try LogGenerator.texts(episode.begin, &kinds)
      let end = try LogGenerator.texts(episode.end, &kinds)
      episodes.append(
        ReadyEpisode(
          begin: begin, end: end,
          subject: episode.table.flatMap { table in LogMix.subjects.firstIndex { $0.table == table } },
          damaged: episode.damaged, succeeds: episode.succeeds,
          makesFile: begin.contains(where: \.makesFile)))
    }
    self.kind = kind
    self.episodes = episodes
    episodeDraw = LogGenerator.draw(LogMix.episodes.map(\.weight))
    subjectDraw = LogGenerator.draw(LogMix.subjects.map(\.weight))
    random = SeededRandom(seed: seed)
    clock = LogClock()
    now = start
    files = LogMix.subjects.map { _ in [] }
    nextFile = LogMix.subjects.map { _ in 100 }
    truth = Truth(kinds: kinds, subjects: LogMix.subjects.map(\.table))
  }

  /// Appends the next few records to `buffer`.
  mutating func append(to buffer: inout [UInt8]) {
    let before = buffer.count
    // A node under pressure writes about 10 kB a second.
    let next = now + Int64(random.next(in: 0...160))
    finishEpisodes(until: next, &buffer)
    now = max(now, next)
    let drawn = episodeDraw[random.next(below: episodeDraw.count)]
    let episode = episodes[drawn]
    let subject = episode.subject ?? subjectDraw[random.next(below: subjectDraw.count)]
    if episode.end.isEmpty {
      write(episode.begin, about: subject, newFile: episode.makesFile, &buffer)
    } else {
      startCompaction(drawn, of: subject, &buffer)
    }
    truth.bytes += Int64(buffer.count - before)
  }

  private mutating func write(
    _ texts: [MessageText], about subject: Int, newFile: Bool, _ buffer: inout [UInt8]
  ) {
    let number = nextFile[subject]
    if newFile { addFile(to: subject) }
    // The thread, for a compaction that only checks for space.
    let run = RunningEpisode(
      episode: 0, thread: random.next(in: 1...LogGenerator.threads), subject: subject, inputs: [number],
      outputs: [], started: now, ends: now, id: 0, read: 0, percent: 0)
    for text in texts { write(text, run, input: number, &buffer) }
  }

  private mutating func startCompaction(_ drawn: Int, of subject: Int, _ buffer: inout [UInt8]) {
    if running.count == Int(LogGenerator.threads), let end = running.map(\.ends).min() {
      finishEpisodes(until: end, &buffer)
    }
    let episode = episodes[drawn]
    let free = (1...LogGenerator.threads).first { thread in !running.contains { $0.thread == thread } }
    guard let thread = free else { return }
    // Mostly a few files and nearly as many new ones; all of them when many have accumulated: such lines have
    // thousands of bytes.
    let live = files[subject].count
    let gathered = 24
    let taken = live > gathered ? live : min(live, 2 + random.next(below: 3))
    let made = live > gathered ? live / 3 : max(1, taken - (random.next(below: 3) == 0 ? 1 : 0))
    var inputs = Array(files[subject].prefix(taken))
    if let damaged = episode.damaged { inputs.insert(damaged, at: 0) }
    if inputs.isEmpty { return }
    var outputs: [UInt64] = []
    if episode.succeeds {
      files[subject].removeFirst(taken)
      for _ in 0..<made { outputs.append(addFile(to: subject)) }
    }
    let ticks = UInt64(now - 15) * 10_000 + random.next(in: 0...9_999) + LogClock.ticksBefore1970
    let run = RunningEpisode(
      episode: drawn, thread: thread, subject: subject, inputs: inputs, outputs: outputs, started: now,
      ends: now + Int64(random.next(in: 90...2400)),
      id: ticks << 32 | (ticks >> 32 & 0xFFFF) << 16 | 0x1000 | ticks >> 48 & 0xFFF,
      read: random.next(in: 900...90_000), percent: random.next(in: 45...100))
    for text in episode.begin { write(text, run, input: 0, &buffer) }
    truth.started[subject] += 1
    running.append(run)
  }

  /// Ends the compactions that are due.
  private mutating func finishEpisodes(until time: Int64, _ buffer: inout [UInt8]) {
    while let index = running.indices.min(by: { running[$0].ends < running[$1].ends }),
      running[index].ends <= time
    {
      let run = running.remove(at: index)
      now = max(now, run.ends)
      let episode = episodes[run.episode]
      for text in episode.end {
        if text.isPerInput {
          for input in run.inputs { write(text, run, input: input, &buffer) }
        } else {
          write(text, run, input: 0, &buffer)
        }
      }
      if episode.succeeds {
        truth.finished[run.subject] += 1
      } else {
        truth.failed[run.subject] += 1
      }
    }
  }

  @discardableResult
  private mutating func addFile(to subject: Int) -> UInt64 {
    let number = nextFile[subject]
    nextFile[subject] += 1
    files[subject].append(number)
    return number
  }

  private mutating func write(
    _ text: MessageText, _ run: RunningEpisode, input: UInt64, _ buffer: inout [UInt8]
  ) {
    if text.isDebug, kind == .system { return }
    now += Int64(random.next(in: 0...3))
    let subject = LogMix.subjects[run.subject]
    for part in text.parts {
      switch part {
      case .literal(let bytes): buffer.append(contentsOf: bytes)
      case .hole(let hole): fill(hole, subject, run, input: input, &buffer)
      }
    }
    truth.count(text, at: now)
  }

  private mutating func fill(
    _ hole: Hole, _ subject: Subject, _ run: RunningEpisode, input: UInt64, _ buffer: inout [UInt8]
  ) {
    switch hole {
    case .date: clock.append(now, to: &buffer)
    case .thread: buffer.append(run.thread)
    case .table: buffer.append(contentsOf: subject.table.utf8)
    case .keyspace: buffer.append(contentsOf: subject.keyspace.utf8)
    case .name: buffer.append(contentsOf: subject.name.utf8)
    case .folder: buffer.append(contentsOf: subject.folder)
    case .id: LogClock.append(timeUUID: run.id, to: &buffer)
    case .inputs:
      for input in run.inputs { append(file: input, of: subject, LogGenerator.inputEnding, &buffer) }
    case .outputs:
      for output in run.outputs { append(file: output, of: subject, LogGenerator.outputEnding, &buffer) }
    case .readers:
      for (index, input) in run.inputs.enumerated() {
        if index > 0 { buffer.append(contentsOf: LogGenerator.separator) }
        append(reader: input, of: subject, &buffer)
      }
    case .reader:
      if let first = run.inputs.first { append(reader: first, of: subject, &buffer) }
    case .count: buffer.append(UInt64(run.inputs.count))
    case .input, .new: buffer.append(input)
    case .read: buffer.append(run.read, .thousandths)
    case .written: buffer.append(run.read * run.percent / 100, .thousandths)
    case .percent: buffer.append(run.percent)
    case .took: buffer.append(UInt64(run.took), .grouped)
    case .number(let range, let style): buffer.append(random.next(in: range), style)
    }
  }

  private func append(
    file number: UInt64, of subject: Subject, _ ending: [UInt8], _ buffer: inout [UInt8]
  ) {
    buffer.append(contentsOf: subject.folder)
    buffer.append(contentsOf: LogGenerator.fileStart)
    buffer.append(number)
    buffer.append(contentsOf: ending)
  }

  private func append(reader number: UInt64, of subject: Subject, _ buffer: inout [UInt8]) {
    buffer.append(contentsOf: LogGenerator.readerStart)
    append(file: number, of: subject, LogGenerator.readerEnding, &buffer)
  }

  private static func texts(
    _ messages: [Message], _ kinds: inout [String]
  ) throws(BenchmarkError) -> [MessageText] {
    var texts: [MessageText] = []
    for message in messages { texts.append(try MessageText(message, kinds: &kinds)) }
    return texts
  }

  private static func draw(_ weights: [Int]) -> [Int] {
    weights.enumerated().flatMap { repeatElement($0.offset, count: $0.element) }
  }
}
