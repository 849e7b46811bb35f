// The input of a classification: one record with its exception. The records before and after it are grouped
// into errors elsewhere.

public import CassandraModel

/// One log record that reports a failure.
public struct FailureEvidence: Hashable, Sendable {
  /// The exception, outermost first; nil when the record has none.
  public let throwable: Throwable?
  /// The first line of the record, after the header.
  public let message: String
  /// The thread that logged it.
  public let thread: String
  /// The file name in the header, for example `CompactionTask.java`.
  public let logger: String
  /// The name of the message in the catalog.
  public let event: EventName
  /// The role of that message in the analysis.
  public let role: EventRole
  /// The level at which it was logged.
  public let level: LogLevel

  /// The work that the thread does.
  public let threadKind: ThreadKind
  /// The exceptions that decide, outermost first. Suppressed ones do not: they report other failures while
  /// the first one was being handled. Exceptions that a message states in words are links, too.
  let links: [Throwable.Link]

  /// A failure record from its parts.
  public init(
    throwable: Throwable?, message: String, thread: String, logger: String, event: EventName, role: EventRole,
    level: LogLevel = .error
  ) {
    self.throwable = throwable
    self.message = message
    self.thread = thread
    self.logger = logger
    self.event = event
    self.role = role
    self.level = level
    threadKind = ThreadKind(thread: thread)
    var links: [Throwable.Link] = []
    if let throwable {
      links = throwable.links.filter { !$0.isSuppressed }
      if links.isEmpty { links = [throwable.outermost] }
    } else if let link = FailureEvidence.link(statedIn: message) {
      links = [link]
    }
    // A trace that is cut before its causes still states the next one: `FSWriteError: java.io.IOException: …`.
    for _ in 0..<FailureEvidence.statedLimit {
      guard let last = links.last, let link = FailureEvidence.link(statedIn: last.message),
        link.className.contains(".")
      else { break }
      links.append(link)
    }
    self.links = links
  }

  /// Real chains are shallower; the limit bounds the work on hostile text.
  private static let statedLimit = 8

  /// The evidence in `event`, whose record began with `message`.
  public init(_ event: Event, message: String) {
    self.init(
      throwable: event.throwable, message: message, thread: event.thread, logger: event.logger,
      event: event.name, role: event.role, level: event.level)
  }

  var root: Throwable.Link? { links.last }

  /// The same record with only the first line of its exception.
  var surface: FailureEvidence {
    FailureEvidence(
      throwable: links.first.flatMap { Throwable(links: [$0]) }, message: message, thread: thread,
      logger: logger, event: event, role: role, level: level)
  }

  /// True for a thread that waited for the task of another one and reports how that failed.
  var isOfWaiter: Bool {
    let waits = ["ExecutionException", "UncheckedExecutionException", "CompletionException"]
    return links.count > 1 && links.contains { waits.contains($0.simpleName) }
  }

  /// The frame of foreign code that threw the innermost exception; nil when Cassandra's own code threw it.
  var foreignFrame: String? {
    guard let frame = links.last(where: { !$0.frames.isEmpty })?.frames.first,
      frame.contains("."), !FailureEvidence.ownCode.contains(where: { frame.hasPrefix($0) })
    else { return nil }
    return frame
  }

  /// The first frame in the trace that is not Cassandra's own code: the innermost exception first, and its
  /// first such frame.
  var anyForeignFrame: Throwable.ForeignFrame? {
    if let first = foreignFrame { return Throwable.ForeignFrame(frame: first, hasThrown: true) }
    for link in links.reversed() {
      let frame = link.frames.first { frame in
        frame.contains(".") && !FailureEvidence.ownCode.contains(where: { frame.hasPrefix($0) })
      }
      if let frame { return Throwable.ForeignFrame(frame: frame, hasThrown: false) }
    }
    return nil
  }

  /// Packages of Cassandra, of the JVM and of libraries that Cassandra ships.
  private static let ownCode = [
    "org.apache.cassandra.", "java.", "java/", "javax.", "jdk.", "jdk/", "sun.", "com.sun.", "io.netty.",
    "com.google.common.", "org.apache.thrift.", "net.jpountz.", "com.github.luben.", "org.xerial.snappy.",
    "com.codahale.metrics.", "com.yammer.metrics.", "org.slf4j.", "ch.qos.logback.", "org.antlr.",
    "com.datastax.driver.", "com.clearspring.", "org.agrona.", "org.yaml.snakeyaml.", "com.github.benmanes.",
    "com.googlecode.concurrentlinkedhashmap.", "org.cliffc.high_scale_lib.", "org.github.jamm.",
    "org.apache.commons.", "com.thinkaurelius.", "com.ning.compress.", "com.sun.jna.", "accord.",
    "com.carrotsearch.", "edu.stanford.ppl.",
  ]

  /// An exception in the message instead of below it: `<class>: <text>`, as shippers and hand-written reports
  /// flatten it, and CassandraDaemon's `Exception (<class>) encountered during startup: <text>` on standard
  /// output. Nil when the message does not start so.
  private static func link(statedIn message: String) -> Throwable.Link? {
    let startup = ") encountered during startup: "
    if message.hasPrefix("Exception ("), let range = message.firstRange(of: startup) {
      let bytes = Array(message.utf8)
      return Throwable.Link(
        className: String(decoding: bytes[11..<range.lowerBound], as: UTF8.self),
        message: String(decoding: bytes[range.upperBound...], as: UTF8.self))
    }
    let name = message.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "._$".contains($0)) }
    let rest = message[name.endIndex...]
    guard name.hasSuffix("Exception") || name.hasSuffix("Error"), rest.isEmpty || rest.hasPrefix(": ") else {
      return nil
    }
    return Throwable.Link(className: String(name), message: String(rest.dropFirst(2)))
  }
}
