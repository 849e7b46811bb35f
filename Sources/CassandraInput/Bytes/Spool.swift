// Storage for decoded content that needs random access: an archive within an archive, or one from a pipe.

extension StoredBytes {
  /// Takes all content of `reader`: in memory if it is a single block, otherwise in an unnamed file in
  /// `folder`, which is deleted with the last copy of this value.
  ///
  /// - Throws: When the file cannot be created or written. The content read from `reader` is then lost.
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

extension StoredBytes {
  /// Bytes that can be read again: these bytes, or a copy of all bytes of a pipe, undecoded.
  package func kept(in folder: [UInt8]) throws(SystemFailure) -> StoredBytes {
    if isSeekable { return self }
    var first: [UInt8] = []
    var file: Descriptor?
    while true {
      var failure: SystemFailure?
      let piece = [UInt8](capacity: BlockReader.blockSize) { output in
        while failure == nil, !output.isFull {
          do throws(SystemFailure) {
            if try read(into: &output, at: 0, atMost: output.freeCapacity) == 0 { return }
          } catch { failure = error }
        }
      }
      if let failure { throw failure }
      if piece.isEmpty { break }
      if first.isEmpty {
        first = piece
        continue
      }
      if file == nil {
        file = try Descriptor(unnamedIn: folder)
        try file?.write(first.span)
      }
      try file?.write(piece.span)
    }
    return file.map { StoredBytes($0) } ?? StoredBytes(first)
  }
}
