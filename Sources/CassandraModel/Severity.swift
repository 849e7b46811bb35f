// The one scale of severity that rules, findings and reports share.

/// info < warning < critical. S1 and S2 of the log reference are critical, S3 is warning, S4 and S5 are info.
public enum Severity: String, Hashable, Comparable, Sendable, CaseIterable {
  /// Worth knowing.
  case info
  /// Needs attention soon.
  case warning
  /// A node, its data or its writes are at risk now.
  case critical

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .critical: 2
    }
  }
  /// Ordered from info to critical.
  public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
}

/// The level logback printed.
public enum LogLevel: UInt8, Hashable, Sendable, CaseIterable {
  /// TRACE
  case trace
  /// DEBUG
  case debug
  /// INFO
  case info
  /// WARN
  case warn
  /// ERROR
  case error

  /// The level's name in a logback log.
  public var name: String {
    switch self {
    case .trace: "TRACE"
    case .debug: "DEBUG"
    case .info: "INFO"
    case .warn: "WARN"
    case .error: "ERROR"
    }
  }
}
