// Envelopes of log lines. Container runtimes, orchestrators and the system's log add a prefix to each line,
// or put each line into a JSON object:
//
//   2026-11-21T05:10:03.123456789Z INFO  [main] …              docker logs -t, kubectl logs --timestamps
//   2026-11-21T05:10:03.123456789Z stdout F INFO  [main] …     files of the container runtime (CRI)
//   cassandra-1  | INFO  [main] …                              docker compose logs, with -t followed by a time
//   [pod/cassandra-0/cassandra] INFO  [main] …                 kubectl logs --prefix
//   {"log":"INFO  [main] …\n","stream":"stdout","time":"…"}    docker's json-file
//   Nov 21 05:10:03 host cassandra[123]: INFO  [main] …        syslog, journalctl
//   {"MESSAGE":"INFO  [main] …","__REALTIME_TIMESTAMP":"…"}    journalctl -o json
//   {"@timestamp":"…","level":"INFO","message":"…",…}          an encoder in Cassandra's own logback.xml, or inside
//                                                              any of these
//
// The form is decided once for a file, from its beginning; a plain log skips this stage.

import CassandraModel

/// The envelope of a log's lines, and the source of the log.
struct LogWrapping: Hashable, Sendable {
  /// The form of the envelope.
  enum Form: Hashable, Sendable {
    /// A name, a time, and the stream with its mark for partial lines; each may be absent.
    case container(isNamed: Bool, isStamped: Bool, isCRI: Bool)
    case syslog
    case dockerJSON
    case journalJSON
    /// Only the escape sequences of a terminal, or records that are JSON objects themselves.
    case bare
  }

  let form: Form
  /// The source whose lines form the log. Lines of other sources are between them.
  let source: LogSource
  /// The other logs in the same file, which are read separately.
  var siblings: [LogSource] = []
  /// True for the log that counts lines outside all logs: the first one of its file.
  var countsStrays = true
  /// Distinguishes this log from the others in its file; nil if it is the only one.
  var part: String?

  /// Only the escape sequences of a terminal.
  static let none = LogWrapping(form: .bare, source: LogSource(host: [], program: []))

  /// The logs in a file that begins with `head`; none if it contains no wrapped log.
  ///
  /// - Parameter inAnyLayout: True if heads of records may be in another layout than the default one.
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

  /// False for nearly all text without a log, at memory speed: a head has `] 2` before its date, JSON has a
  /// key, and colours may be anywhere.
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

  /// More logs in one file are not separated.
  private static let sourceLimit = 64

  /// The form of the first line that contains the head of a record, if at least half of the lines have it.
  private static func form(of head: Span<UInt8>, _ inAnyLayout: Bool) -> Form? {
    var found: Form?
    var lines = 0
    var wrapped = 0
    forEachLine(of: head) { line in
      // Further lines of a syslog message are indented.
      guard let word = line.firstWord(in: line.all), word.lowerBound == 0 || found != .syslog else { return }
      lines += 1
      if let form = found {
        if WrappedLine(line, form) != nil { wrapped += 1 }
      } else if let form = form(ofHead: line, inAnyLayout) {
        found = form
        // Lines above it do not count: a banner, or the lines of other programs.
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
      // A head has a bracket after its level, followed by a date; an encoder's record has a key.
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
    // A log in another layout without an envelope is not handled here.
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

/// The source of lines: a container, or a program on a host.
struct LogSource: Hashable, Sendable {
  /// Empty if the envelope has no host.
  let host: [UInt8]
  /// The container or program; empty if the envelope has none.
  let program: [UInt8]

  /// The shortest name that distinguishes it from `others`.
  func name(among others: [LogSource]) -> String {
    let parts: [[UInt8]]
    if others.allSatisfy({ $0.host == host }) {
      parts = [program]
    } else if others.allSatisfy({ $0.program == program }) {
      parts = [host]
    } else {
      parts = [host, program]
    }
    // The name becomes part of a path.
    let name = parts.map { printableName($0) }.joined(separator: "-")
    return String(name.map { $0 == "/" || $0 == "!" ? "-" : $0 })
  }
}
