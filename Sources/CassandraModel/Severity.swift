// How bad things are, in the one scale that rules, findings and reports share.

/// info < warning < critical. The log reference's S1 and S2 are critical, S3 warning, S4 and S5 info.
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
  /// Less bad is smaller.
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

  /// As logback prints it.
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
