// A log by its seed, kind and size, written to a file or generated in pieces.

/// The parameters of a log; they determine every byte of it.
struct LogRecipe {
  var kind: LogKind
  var seed: UInt64
  /// Approximate size in bytes; the last records are complete.
  var size: Int64

  private static let pieceSize = 256 * 1024

  /// Writes the log to a file. Returns the counts of its contents.
  func write(to path: String, isGzip: Bool) throws(BenchmarkError) -> Truth {
    let writer = try LogWriter(path, isGzip: isGzip)
    let truth = try forEachPiece { piece throws(BenchmarkError) in try writer.write(piece) }
    try writer.finish()
    return truth
  }

  /// Writes the log in equal parts, consecutive in time, as rotation would have cut it.
  func write(toParts paths: [String]) throws(BenchmarkError) -> Truth {
    var generator = try LogGenerator(kind: kind, seed: seed)
    for (index, path) in paths.enumerated() {
      let writer = try LogWriter(path, isGzip: true)
      let end = size * Int64(index + 1) / Int64(paths.count)
      try LogRecipe.run(&generator, to: end) { piece throws(BenchmarkError) in try writer.write(piece) }
      try writer.finish()
    }
    return generator.truth
  }

  /// Calls `body` with the log in pieces. Returns the counts of its contents.
  func forEachPiece(
    _ body: ([UInt8]) throws(BenchmarkError) -> Void
  ) throws(BenchmarkError) -> Truth {
    var generator = try LogGenerator(kind: kind, seed: seed)
    try LogRecipe.run(&generator, to: size, body)
    return generator.truth
  }

  private static func run(
    _ generator: inout LogGenerator, to end: Int64, _ body: ([UInt8]) throws(BenchmarkError) -> Void
  ) throws(BenchmarkError) {
    var buffer: [UInt8] = []
    while generator.truth.bytes < end {
      generator.append(to: &buffer)
      if buffer.count >= pieceSize {
        try body(buffer)
        buffer.removeAll(keepingCapacity: true)
      }
    }
    try body(buffer)
  }
}
