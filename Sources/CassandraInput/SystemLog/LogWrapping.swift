// What a log came through on its way to the file. Container runtimes, orchestrators and the system's log put
// something before each line, or put each line into an object of JSON:
//
//   2026-11-21T05:10:03.123456789Z INFO  [main] …              docker logs -t, kubectl logs --timestamps
//   2026-11-21T05:10:03.123456789Z stdout F INFO  [main] …     files of the container runtime (CRI)
//   cassandra-1  | INFO  [main] …                              docker compose logs, with -t a time behind it
//   [pod/cassandra-0/cassandra] INFO  [main] …                 kubectl logs --prefix
//   {"log":"INFO  [main] …\n","stream":"stdout","time":"…"}    docker's json-file
//   Nov 21 05:10:03 host cassandra[123]: INFO  [main] …        syslog, journalctl
//   {"MESSAGE":"INFO  [main] …","__REALTIME_TIMESTAMP":"…"}    journalctl -o json
//   {"@timestamp":"…","level":"INFO","message":"…",…}          an encoder in Cassandra's own logback.xml, or inside
//                                                              of any of these
//
// Which of them a file has is decided once, from its beginning; a plain log never comes here.

import CassandraModel

/// How the lines of a log are wrapped, and whose lines they are.
struct LogWrapping: Hashable, Sendable {
  /// What stands around a line.
  enum Form: Hashable, Sendable {
    /// A name, a time, and the stream with its mark for partial lines, each of which may be absent.
    case container(isNamed: Bool, isStamped: Bool, isCRI: Bool)
    case syslog
    case dockerJSON
    case journalJSON
    /// Nothing but the escape sequences of a terminal, or records that are objects of JSON themselves.
    case bare
  }

  let form: Form
  /// Whose lines make up the log. Lines of others stand between them.
  let source: LogSource
  /// The other logs in the same file, which are read by themselves.
  var siblings: [LogSource] = []
  /// True for the log that accounts for the lines that are nobody's: the first one of its file.
  var countsStrays = true
  /// What tells this log from the others in its file; nil if it is the only one.
  var part: String?

  /// Nothing but the escape sequences of a terminal.
  static let none = LogWrapping(form: .bare, source: LogSource(host: [], program: []))

  /// The logs in a file that begins with `head`; none if it holds no wrapped log.
  ///
  /// - Parameter inAnyLayout: true if heads of records may be in another layout than the default one.
  static func all(in head: Span<UInt8>, inAnyLayout: Bool = false) -> [LogWrapping] {
    guard inAnyLayout || mayHoldRecords(head), let form = form(of: head, inAnyLayout) else { return [] }
    var sources: [LogSource] = []
    forEachLine(of: head) { line in
      guard let wrapped = WrappedLine(line, form), sources.count < sourceLimit else { return }
      let source = wrapped.source(line)
      if !sources.contains(source), wrapped.isHead(line, inAnyLayout: inAnyLayout) { sources.append(source) }
    }
    return sources.enumerated().map { index, source in
      var wrapping = LogWrapping(form: form, source: source)
      if sources.count > 1 {
        wrapping.siblings = sources.filter { $0 != source }
        wrapping.countsStrays = index == 0
        wrapping.part = source.name(among: sources)
      }
      return wrapping
    }
  }

  /// False for nearly all text that is no log, at the speed of memory: a head has `] 2` before its date, what JSON
  /// holds has a key, and colours may stand anywhere.
  private static func mayHoldRecords(_ head: Span<UInt8>) -> Bool {
    if head.firstIndex(of: 0x1B, in: head.all) != nil { return true }
    var search = head.all
    while let bracket = head.firstIndex(of: UInt8(ascii: "]"), in: search) {
      if head.matches("] 2", at: bracket, before: head.count) { return true }
      search = (bracket + 1)..<head.count
    }
    return head.firstIndex(of: UInt8(ascii: "{"), in: head.all) != nil
      && (head.contains("\"message\"", in: head.all) || head.contains("\"MESSAGE\"", in: head.all))
  }

  /// More logs than this in one file are not told apart.
  private static let sourceLimit = 64

  /// The form of the first line that holds the head of a record, if at least half of the lines have it.
  private static func form(of head: Span<UInt8>, _ inAnyLayout: Bool) -> Form? {
    var found: Form?
    var lines = 0
    var wrapped = 0
    forEachLine(of: head) { line in
      // Further lines of a message of syslog are indented.
      guard let word = line.firstWord(in: line.all), word.lowerBound == 0 || found != .syslog else { return }
      lines += 1
      if let form = found {
        if WrappedLine(line, form) != nil { wrapped += 1 }
      } else if let form = form(ofHead: line, inAnyLayout) {
        found = form
        // What stands above it is looked at no more: a banner, or the lines of others.
        (lines, wrapped) = (1, 1)
      }
    }
    return wrapped * 2 >= lines ? found : nil
  }

  private static func form(ofHead line: Span<UInt8>, _ inAnyLayout: Bool) -> Form? {
    var forms: [Form]
    switch line[0] {
    case UInt8(ascii: "{"): forms = [.dockerJSON, .journalJSON, .bare]
    case UInt8(ascii: " "), UInt8(ascii: "\t"): return nil
    default:
      // A head has a bracket behind its level, and a date behind that; what an encoder writes has a key.
      guard inAnyLayout || line.contains("] 2", in: line.all) || line.contains("\"message\"", in: line.all)
      else {
        return nil
      }
      forms = [
        .container(isNamed: true, isStamped: true, isCRI: true),
        .container(isNamed: true, isStamped: true, isCRI: false),
        .container(isNamed: true, isStamped: false, isCRI: false),
        .container(isNamed: false, isStamped: true, isCRI: true),
        .container(isNamed: false, isStamped: true, isCRI: false), .syslog, .bare,
      ]
    }
    // A log in another layout that is wrapped in nothing is none of these.
    if inAnyLayout { forms.removeAll { $0 == .bare } }
    return forms.first { WrappedLine(line, $0)?.isHead(line, inAnyLayout: inAnyLayout) == true }
  }

  /// Each line without its end and without escape sequences.
  private static func forEachLine(of head: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
    var plain: [UInt8] = []
    var start = 0
    while start < head.count {
      let end = head.firstIndex(of: UInt8(ascii: "\n"), in: start..<head.count) ?? head.count
      plain.removeAll(keepingCapacity: true)
      appendPlain(head.extracting(start..<end), to: &plain)
      body(plain.span)
      start = end + 1
    }
  }
}

/// Whose lines: a container, or a program on a host.
struct LogSource: Hashable, Sendable {
  /// Empty where the wrapping names no host.
  let host: [UInt8]
  /// The container or program; empty where the wrapping names none.
  let program: [UInt8]

  /// The shortest name that tells it from `others`.
  func name(among others: [LogSource]) -> String {
    let parts: [[UInt8]]
    if others.allSatisfy({ $0.host == host }) {
      parts = [program]
    } else if others.allSatisfy({ $0.program == program }) {
      parts = [host]
    } else {
      parts = [host, program]
    }
    // It becomes part of a path.
    let name = parts.map { printableName($0) }.joined(separator: "-")
    return String(name.map { $0 == "/" || $0 == "!" ? "-" : $0 })
  }
}
