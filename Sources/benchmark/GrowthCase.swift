// The rows of the growth table: one dimension of input each, measured with `count` items and with ten times
// as many.

import Glibc

struct GrowthCase: Sendable {
  /// The items that are counted, in the plural.
  let name: String
  /// The smaller number of items, large enough that their cost exceeds that of the program's start.
  let count: Int
  /// Writes a capture with `count` items.
  let write: @Sendable (_ count: Int, _ folder: GrowthFolder) throws(BenchmarkError) -> Void

  init(
    _ name: String, _ count: Int,
    _ write: @escaping @Sendable (_ count: Int, _ folder: GrowthFolder) throws(BenchmarkError) -> Void
  ) {
    self.name = name
    self.count = count
    self.write = write
  }

  /// A case with a log like `system.log`, one piece for each item.
  init(
    log name: String, _ count: Int,
    _ piece: @escaping @Sendable (_ index: Int, _ text: inout GrowthText) -> Void
  ) {
    self.init(name, count) { (count, folder) throws(BenchmarkError) in
      try folder.file("system.log", pieces: count, piece)
    }
  }

  static let all: [GrowthCase] = logs + captures + archives
}

struct GrowthFolder: Sendable {
  let path: String

  /// Creates the folder; an existing one is emptied.
  init(_ path: String) throws(BenchmarkError) {
    self.path = path
    _ = try Command(program: "rm", arguments: ["-rf", path]).run()
    try make(path)
  }

  /// Writes a file in pieces, and creates its folders.
  func file(
    _ name: String, pieces: Int = 1, _ piece: (_ index: Int, _ text: inout GrowthText) -> Void
  ) throws(BenchmarkError) {
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/" + part
      try make(folder)
    }
    let writer = try LogWriter(path + "/" + name, isGzip: false)
    var text = GrowthText()
    for index in 0..<pieces {
      piece(index, &text)
      if text.bytes.count >= GrowthFolder.pieceSize {
        try writer.write(text.bytes)
        text.bytes.removeAll(keepingCapacity: true)
      }
    }
    try writer.write(text.bytes)
    try writer.finish()
  }

  private static let pieceSize = 256 * 1024

  private func make(_ folder: String) throws(BenchmarkError) {
    guard unsafe mkdir(folder, 0o777) == 0 || errno == EEXIST else {
      throw BenchmarkError("cannot make the folder " + folder)
    }
  }
}
