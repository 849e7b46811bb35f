// The notation of the examples in the table: a record and its exception as in a log, shortened.

import CassandraModel

extension FailureEvidence {
  /// A record with the exception `trace`, on a thread. Each line of it is an exception, `class: message` or a
  /// class alone, or a frame of the exception above it, `at package.Class.method`.
  static func example(
    on thread: String = "CompactionExecutor:1", record: String = "Exception in thread Thread[…]",
    logger: String = "JVMStabilityInspector.java", event: String = "example", role: EventRole = .failure,
    level: LogLevel = .error, _ trace: [String] = []
  ) -> FailureEvidence {
    FailureEvidence(
      throwable: Throwable(written: trace), message: record, thread: thread, logger: logger,
      event: EventName(event), role: role, level: level)
  }
}

extension Throwable {
  /// A chain from lines in the notation of `FailureEvidence.example`; nil when there is none.
  init?(written lines: [String]) {
    var links: [Link] = []
    for line in lines {
      if line.hasPrefix("at "), let last = links.popLast() {
        links.append(
          Link(
            className: last.className, message: last.message,
            frames: last.frames + [String(line.dropFirst(3))],
            isSuppressed: last.isSuppressed))
        continue
      }
      let isSuppressed = line.hasPrefix("Suppressed: ")
      let text = isSuppressed ? line.dropFirst(12) : line[...]
      let name = text.prefix { $0 != ":" && $0 != " " }
      let message = text[name.endIndex...].hasPrefix(": ") ? text[name.endIndex...].dropFirst(2) : ""
      links.append(Link(className: String(name), message: String(message), isSuppressed: isSuppressed))
    }
    self.init(links: links)
  }
}
