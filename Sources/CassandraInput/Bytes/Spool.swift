// Decoded content that has to be searched, and not only read once: an archive within an archive, or one
// that comes through a pipe.

extension StoredBytes {
  /// Takes all of `reader`'s content: in memory if it is a single block, otherwise in a file without a
  /// name in `folder`, which is gone when the last copy of this value is.
  ///
  /// - Throws: when the file cannot be made or written. Then what was read from `reader` is lost.
  package init(
    spooling reader: inout BlockReader, in folder: [UInt8]
  ) throws(SystemFailure) {
    guard let first = reader.next(splitAt: { $0.count }) else {
      self.init([])
      return
    }
    guard let second = reader.next(splitAt: { $0.count }) else {
      self.init(first.bytes)
      return
    }
    let file = try Descriptor(unnamedIn: folder)
    try file.write(first.bytes.span)
    try file.write(second.bytes.span)
    while let block = reader.next(splitAt: { $0.count }) { try file.write(block.bytes.span) }
    self.init(file)
  }
}
