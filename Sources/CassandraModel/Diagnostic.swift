// Problems of the input: a stable code, a place and field values. The sentences are made here, one for each
// code, so that reports and standard error agree.

/// The kind of a diagnostic: a stable code and the sentence that belongs to it.
public struct DiagnosticCode: Hashable, Sendable {
  /// Stable and documented, for example `gzip.truncated`.
  public let name: String
  /// The effect on the result.
  public let severity: DiagnosticSeverity
  /// One sentence with `{field}` holes.
  public let template: String

  /// A code with its severity and sentence.
  public init(_ name: String, _ severity: DiagnosticSeverity, _ template: String) {
    self.name = name
    self.severity = severity
    self.template = template
  }
}

/// The effect of a diagnostic on the result.
public enum DiagnosticSeverity: String, Hashable, Sendable {
  /// A file of the capture was damaged or unreadable: exit status 3.
  case error
  /// Data was left out or assumed.
  case warning
  /// Worth knowing; does not change the result.
  case note
}

/// One problem of the input.
public struct Diagnostic: Hashable, Sendable {
  /// Kind and sentence.
  public let code: DiagnosticCode
  /// File and line.
  public package(set) var source: SourceLocation
  /// Values for the holes of the code's sentence.
  public let fields: [String: String]

  /// A diagnostic of `code` at `source`.
  public init(_ code: DiagnosticCode, at source: SourceLocation, _ fields: [String: String] = [:]) {
    self.code = code
    self.source = source
    self.fields = fields
  }

  /// The sentence with its holes filled. A missing value is written as unknown, never as a hole.
  public var message: String {
    var text = ""
    var rest = Substring(code.template)
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      text += rest[..<open]
      let name = String(rest[rest.index(after: open)..<close])
      text += fields[name] ?? "?"
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }

  /// `file:line: error: text [code]`, the form editors can jump to.
  public var description: String {
    "\(source): \(code.severity.rawValue): \(message) [\(code.name)]"
  }
}

/// The diagnostics of a run: those up to a limit for each code and file, and a count of the rest.
public struct DiagnosticLog: Sendable {
  /// Diagnostics kept for one code of one file.
  public static let limit = 5

  private struct Key: Hashable {
    let code: String
    let file: String
  }
  private var kept: [Key: [Diagnostic]] = [:]
  private var counts: [Key: Int] = [:]

  /// An empty log.
  public init() {}

  /// Adds a diagnostic, or counts it when the limit of its code and file is reached.
  public mutating func report(_ diagnostic: Diagnostic) {
    let key = Key(code: diagnostic.code.name, file: diagnostic.source.file)
    counts[key, default: 0] += 1
    kept[key, default: []].append(diagnostic)
    trim(key)
  }

  /// Adds a diagnostic and counts `more` of the same code that are not listed.
  public mutating func report(_ diagnostic: Diagnostic, more: Int) {
    report(diagnostic)
    let key = Key(code: diagnostic.code.name, file: diagnostic.source.file)
    counts[key, default: 0] += max(0, more)
  }

  /// Adds all of `other`; the result does not depend on the order in which logs are merged.
  public mutating func merge(_ other: DiagnosticLog) {
    for (key, count) in other.counts { counts[key, default: 0] += count }
    for (key, diagnostics) in other.kept {
      kept[key, default: []].append(contentsOf: diagnostics)
      trim(key)
    }
  }

  private mutating func trim(_ key: Key) {
    guard let all = kept[key], all.count > DiagnosticLog.limit else { return }
    kept[key] = Array(all.sorted { $0.source < $1.source }.prefix(DiagnosticLog.limit))
  }

  /// A kept diagnostic. The last one of its code and file carries the count of those that were not kept.
  public struct Entry: Sendable {
    /// The diagnostic.
    public let diagnostic: Diagnostic
    /// The number of diagnostics like this one that were not kept.
    public let more: Int
  }

  /// The kept diagnostics, by file, line and code.
  public var entries: [Entry] {
    var entries: [Entry] = []
    for (key, diagnostics) in kept {
      let left = counts[key, default: 0] - diagnostics.count
      let ordered = diagnostics.sorted { $0.source < $1.source }
      for diagnostic in ordered.dropLast() { entries.append(Entry(diagnostic: diagnostic, more: 0)) }
      if let last = ordered.last { entries.append(Entry(diagnostic: last, more: left)) }
    }
    return entries.sorted { a, b in
      let (left, right) = (a.diagnostic, b.diagnostic)
      return left.source != right.source ? left.source < right.source : left.code.name < right.code.name
    }
  }

  /// The diagnostics of the files that satisfy `includes`, with their counts.
  package func of(files includes: (String) -> Bool) -> DiagnosticLog {
    var log = DiagnosticLog()
    log.kept = kept.filter { includes($0.key.file) }
    log.counts = counts.filter { includes($0.key.file) }
    return log
  }

  /// The number of diagnostics of a severity, kept or not.
  public func count(_ severity: DiagnosticSeverity) -> Int {
    kept.reduce(0) { sum, entry in
      entry.value.first?.code.severity == severity ? sum + counts[entry.key, default: 0] : sum
    }
  }
}
