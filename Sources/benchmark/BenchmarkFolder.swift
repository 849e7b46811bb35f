// The logs of the benchmark, in a temporary folder.

import Glibc

/// The logs of one run, and their contents.
final class BenchmarkFolder {
  private let path: String
  /// One gzip log.
  let packed: String
  /// The same log, plain.
  let plain: String
  /// A folder with the same log, cut into four gzip files.
  let parts: String
  /// One gzip log of the large size.
  let large: String
  /// One gzip log of ten times the size.
  let tenfold: String
  /// One gzip log of real records and its unpacked size; nil without captures.
  let captured: (path: String, bytes: Int64)?
  /// A folder with a log of a few records.
  let tiny: String
  /// The file for output of programs.
  let output: String
  /// A folder that does not exist yet, for reports.
  let reports: String
  /// The counts of the generated log.
  let truth: Truth

  /// Generates all logs, below `TMPDIR` or `/tmp`.
  init(kind: LogKind, seed: UInt64, size: Int64, large largeSize: Int64) throws(BenchmarkError) {
    let base = try BenchmarkFolder.make()
    path = base
    let name = kind.rawValue + ".log"
    for folder in ["packed", "plain", "parts", "large", "tenfold", "captured", "tiny"] {
      guard unsafe mkdir(path + "/" + folder, 0o777) == 0 else {
        throw BenchmarkError("cannot make a folder")
      }
    }
    packed = path + "/packed/" + name + ".gz"
    plain = path + "/plain/" + name
    parts = path + "/parts"
    large = path + "/large/" + name + ".gz"
    tiny = path + "/tiny"
    output = path + "/output"
    reports = path + "/reports"
    let log = LogRecipe(kind: kind, seed: seed, size: size)
    truth = try log.write(to: packed, isGzip: true)
    _ = try log.write(to: plain, isGzip: false)
    _ = try log.write(toParts: (0..<4).map { base + "/parts/" + name + ".2026-03-01." + String($0) + ".gz" })
    _ = try LogRecipe(kind: kind, seed: seed, size: largeSize).write(to: large, isGzip: true)
    if largeSize == size * 10 {
      tenfold = large
    } else {
      tenfold = path + "/tenfold/" + name + ".gz"
      _ = try LogRecipe(kind: kind, seed: seed, size: size * 10).write(to: tenfold, isGzip: true)
    }
    let real = path + "/captured/debug.log.gz"
    captured = try CapturedLogs.write(from: CapturedLogs.folder, to: real, size: size).map { (real, $0) }
    _ = try LogRecipe(kind: kind, seed: seed, size: 20_000).write(to: tiny + "/" + name, isGzip: false)
  }

  deinit {
    _ = try? Command(program: "rm", arguments: ["-rf", path], cores: 1).run()
  }

  static func make() throws(BenchmarkError) -> String {
    // Safe: the name is copied, ends in a zero byte, and lives until it has been read back.
    let base = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    guard let name = unsafe strdup(base + "/hindsight-benchmark-XXXXXX") else {
      throw BenchmarkError("no memory")
    }
    defer { unsafe free(name) }
    guard unsafe mkdtemp(name) != nil else { throw BenchmarkError("cannot make a folder in " + base) }
    return unsafe String(cString: name)
  }
}

/// Reads small files whole.
enum WholeFile {
  static func bytes(_ path: String) throws(BenchmarkError) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw BenchmarkError("cannot read " + path) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      // Safe: the system writes within the buffer, which is lent for the call.
      let count = unsafe piece.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
      guard count >= 0 else { throw BenchmarkError("cannot read " + path) }
      if count == 0 { return bytes }
      bytes += piece[..<count]
    }
  }

  static func text(_ path: String) throws(BenchmarkError) -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }
}
