// The condition of an error category, as data: a few questions about a chain of exceptions and the record
// above it, and their combinations. A category is an entry in a table, not code.

public import CassandraModel

/// A condition on the evidence of a failure.
public indirect enum ChainTest: Hashable, Sendable {
  /// A link's message has one of these phrases anywhere.
  case message([String])
  /// The innermost message has one of these phrases anywhere.
  case rootMessage([String])
  /// A link's message starts with one of these.
  case messageStarts([String])
  /// A link's message ends with one of these texts of the operating system, closing brackets aside: the same
  /// text inside a key, a path or a query does not count.
  case systemError([String])
  /// A link has one of these classes, named without package; for `Outer$Inner` the inner name is enough.
  case exception([String])
  /// The innermost link has one of these classes.
  case rootException([String])
  /// A frame of any link starts with one of these.
  case frame([String])
  /// A frame of the innermost link starts with one of these.
  case rootFrame([String])
  /// A link's message names a file of a live SSTable.
  case namesSSTable
  /// The first frame of the innermost link that has frames is neither Cassandra's nor of a library that it ships.
  case foreignFrame
  /// There is an exception.
  case throwable
  /// The thread does one of these.
  case thread([ThreadKind])
  /// The record's first line starts with one of these.
  case record([String])
  /// The record's first line has one of these phrases anywhere. Together with `logger` or `record` only:
  /// records quote queries and keys.
  case recordMessage([String])
  /// The record was logged by one of these files, or by the class of one; combined with a test of its text it
  /// also holds for a record whose layout names no source.
  case logger([String])
  /// The record is one of these messages of the catalog.
  case event([EventName])
  /// The record has one of these levels.
  case level([LogLevel])
  /// The record's message has one of these roles.
  case role([EventRole])
  /// All hold.
  case all([ChainTest])
  /// At least one holds.
  case any([ChainTest])
  /// It does not hold.
  case not(ChainTest)
  /// Holds always: the last entry of the table.
  case always

  /// True when the condition holds for `evidence`.
  public func holds(for evidence: FailureEvidence) -> Bool {
    switch self {
    case .message(let phrases):
      evidence.links.contains { link in phrases.contains { link.message.contains(phrase: $0) } }
    case .rootMessage(let phrases):
      phrases.contains { evidence.root?.message.contains(phrase: $0) ?? false }
    case .messageStarts(let starts):
      evidence.links.contains { link in starts.contains { link.message.hasPrefix($0) } }
    case .systemError(let texts):
      evidence.links.contains { link in texts.contains { link.message.ends(withError: $0) } }
    case .exception(let classes): evidence.links.contains { $0.isOne(of: classes) }
    case .rootException(let classes): evidence.root?.isOne(of: classes) ?? false
    case .frame(let places): evidence.links.contains { $0.hasFrame(in: places) }
    case .rootFrame(let places): evidence.root?.hasFrame(in: places) ?? false
    case .namesSSTable:
      evidence.links.contains { SSTableMention.all(in: $0.message).contains { $0.name.copy == nil } }
    case .foreignFrame: evidence.foreignFrame != nil
    case .level(let levels): levels.contains(evidence.level)
    case .throwable: !evidence.links.isEmpty
    case .thread(let kinds): kinds.contains(evidence.threadKind)
    case .record(let starts): starts.contains { evidence.message.hasPrefix($0) }
    case .recordMessage(let phrases): phrases.contains { evidence.message.contains(phrase: $0) }
    case .logger(let files):
      files.contains(evidence.logger) || files.contains { ChainTest.isSource($0, ofClass: evidence.logger) }
    case .event(let names): names.contains(evidence.event)
    case .role(let roles): roles.contains(evidence.role)
    case .all(let tests):
      tests.allSatisfy { $0.holds(for: evidence) || ($0.isLogger && ChainTest.isByText(tests, evidence)) }
    case .any(let tests): tests.contains { $0.holds(for: evidence) }
    case .not(let test): !test.holds(for: evidence)
    case .always: true
    }
  }

  private var isLogger: Bool { if case .logger = self { true } else { false } }

  /// True if one of `tests` tests the text of the record, and the record names no logger.
  private static func isByText(_ tests: [ChainTest], _ evidence: FailureEvidence) -> Bool {
    guard evidence.logger.isEmpty || evidence.logger == "?" else { return false }
    return tests.contains {
      switch $0 {
      case .record, .recordMessage: true
      default: false
      }
    }
  }

  /// True if the class `name`, with or without its package, is in `file`.
  private static func isSource(_ file: String, ofClass name: String) -> Bool {
    guard !name.isEmpty, !name.hasSuffix(".java") else { return false }
    let simple = name.split(separator: ".").last ?? ""
    return file.dropLast(".java".count) == simple.prefix { $0 != "$" }
  }

  /// False when it certainly does not hold for a record without an exception.
  var mayHoldWithoutException: Bool {
    switch self {
    case .message, .rootMessage, .messageStarts, .systemError, .exception, .rootException, .frame, .rootFrame,
      .namesSSTable, .throwable, .foreignFrame:
      false
    case .all(let tests): tests.allSatisfy(\.mayHoldWithoutException)
    case .any(let tests): tests.contains(where: \.mayHoldWithoutException)
    case .thread, .record, .recordMessage, .logger, .event, .level, .role, .not, .always: true
    }
  }
}

extension Throwable.Link {
  fileprivate func isOne(of classes: [String]) -> Bool {
    classes.contains { $0 == simpleName || $0 == innerName }
  }

  fileprivate func hasFrame(in places: [String]) -> Bool {
    frames.contains { frame in places.contains { frame.hasPrefix($0) } }
  }
}
