// Programs outside the toolchain that check results. A test that needs one names it, and is skipped if it is
// missing; `.ci/install-programs` installs all of them, and `.ci/run` counts skipped tests.

public import Foundation
public import Testing

/// A program that may be installed.
public struct OutsideProgram: Sendable {
  /// Its name.
  public let title: String
  /// Its path; nil if it is not installed.
  public let path: String?

  private init(
    _ title: String, _ command: String, orAt place: String? = nil,
    when works: (_ path: String) -> Bool = { _ in true }
  ) {
    self.title = title
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let places = [place].compactMap { $0 } + folders.map { $0 + "/" + command }
    path = places.first { FileManager.default.isExecutableFile(atPath: $0) && works($0) }
  }

  /// The folder in which `.ci/install-programs` puts programs that are not part of the system.
  private static let tools: String = {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["HINDSIGHT_TOOLS"] { return folder }
    let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "/root") + "/.cache"
    return cache + "/hindsight-tools"
  }()

  private static let python = tools + "/python/bin/python3"

  /// The checker of Prometheus' files.
  public static let promtool = OutsideProgram("promtool", "promtool", orAt: tools + "/bin/promtool")
  /// A browser.
  public static let chromium = OutsideProgram("Chromium", "chromium")
  /// A text search program.
  public static let ripgrep = OutsideProgram("ripgrep", "rg")
  /// A Python with DuckDB.
  public static let duckDB = OutsideProgram("DuckDB's package for Python", "python3", orAt: python) {
    hasModule("duckdb", $0)
  }
  /// A Python with Spark, on a machine with a Java runtime.
  public static let spark = OutsideProgram("Apache Spark (PySpark and Java)", "python3", orAt: python) {
    java.isThere && hasModule("pyspark", $0)
  }
  private static let java = OutsideProgram("Java", "java")
  /// A shell.
  public static let bash = OutsideProgram("bash", "bash")
  /// A shell.
  public static let zsh = OutsideProgram("zsh", "zsh")
  /// A shell.
  public static let fish = OutsideProgram("fish", "fish")
  /// The formatter of manual pages.
  public static let groff = OutsideProgram("groff", "groff")

  /// True if it can be run.
  public var isThere: Bool { path != nil }

  private static func hasModule(_ module: String, _ python: String) -> Bool {
    (try? run(python, ["-c", "import importlib.util as u, sys; sys.exit(not u.find_spec('\(module)'))"]))?
      .status == 0
  }

  /// The result of a run.
  public struct Run: Sendable {
    /// Its exit status.
    public let status: Int32
    /// Its standard output.
    public let output: String
    /// Its standard error.
    public let errors: String
  }

  /// Runs the program to its end.
  public func run(
    _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:]
  ) throws -> Run {
    guard let path else { throw CocoaError(.fileNoSuchFile) }
    return try OutsideProgram.run(path, arguments, in: folder, environment: environment)
  }

  /// Runs the program at `path` to its end, with `environment` in addition to its own.
  public static func run(
    _ path: String, _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:]
  ) throws -> Run {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    // A file, because two pipes would have to be read concurrently.
    let place = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    _ = FileManager.default.createFile(atPath: place.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: place) }
    let errors = try FileHandle(forWritingTo: place)
    process.standardError = errors
    try process.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try errors.close()
    return Run(
      status: process.terminationStatus, output: String(decoding: said, as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: place), as: UTF8.self))
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips a test, with a message, if `program` is missing.
  public static func needs(_ program: OutsideProgram) -> Self {
    .enabled(
      if: program.isThere,
      Comment(rawValue: program.title + " is not on this machine: .ci/install-programs installs it"))
  }
}
