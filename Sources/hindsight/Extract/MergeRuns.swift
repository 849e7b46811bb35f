// Sorted runs of a merge that is larger than memory: one unnamed file in the work folder, and a cursor for
// each run. A record in a run is its time (8 bytes), its length (4 bytes) and its text.

import CassandraInput
import Synchronization

final class MergeRuns: Sendable {
  private struct State {
    var file: Descriptor?
    var size: Int64 = 0
    var hasFailed = false
  }

  private let folder: String
  private let state = Mutex(State())

  init(folder: String) { self.folder = folder }

  /// Writes a run, and returns its place; nil if the file cannot be written: the run then stays in memory.
  func append(_ bytes: [UInt8]) -> Range<Int64>? {
    state.withLock { state in
      guard !state.hasFailed else { return nil }
      do throws(SystemFailure) {
        if state.file == nil { state.file = try Descriptor(unnamedIn: Array(folder.utf8)) }
        try state.file?.write(bytes.span)
      } catch {
        state.hasFailed = true
        return nil
      }
      let start = state.size
      state.size += Int64(bytes.count)
      return start..<state.size
    }
  }

  /// Bytes of the file, at most `count`; empty if they cannot be read.
  fileprivate func read(at offset: Int64, atMost count: Int) -> [UInt8] {
    guard let file = state.withLock({ $0.file }) else { return [] }
    return [UInt8](capacity: count) { output in
      // A file that cannot be read gives no bytes; its cursor then tells that records are missing.
      _ = try? file.read(into: &output, at: offset, atMost: count)
    }
  }

  static func encode(at: Int64, _ text: some Collection<UInt8>, into bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: UInt64(bitPattern: at) >> UInt64(shift)))
    }
    let count = UInt32(text.count)
    for shift in stride(from: 0, to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: count >> UInt32(shift)))
    }
    bytes += text
  }

  /// The records of one run, one after the other.
  struct Cursor {
    private let runs: MergeRuns
    private var rest: Range<Int64>
    private var buffer: [UInt8] = []
    private var start = 0
    /// True if the file ended within the run.
    private(set) var isCut = false

    private static let blockSize = 64 * 1024
    private static let headSize = 12

    init(_ runs: MergeRuns, _ range: Range<Int64>) {
      self.runs = runs
      rest = range
    }

    /// The next record; nil at the end.
    mutating func next() -> (at: Int64, text: [UInt8])? {
      guard fill(Cursor.headSize) else { return nil }
      let at = (0..<8).reduce(UInt64(0)) { $0 | UInt64(buffer[start + $1]) << UInt64(8 * $1) }
      let count = (0..<4).reduce(UInt32(0)) { $0 | UInt32(buffer[start + 8 + $1]) << UInt32(8 * $1) }
      guard fill(Cursor.headSize + Int(count)) else { return nil }
      let text = Array(buffer[(start + Cursor.headSize)..<(start + Cursor.headSize + Int(count))])
      start += Cursor.headSize + Int(count)
      return (Int64(bitPattern: at), text)
    }

    /// True if `count` bytes are buffered.
    private mutating func fill(_ count: Int) -> Bool {
      while buffer.count - start < count {
        guard !rest.isEmpty else { return false }
        let wanted = min(Int(clamping: rest.count), max(Cursor.blockSize, count))
        let more = runs.read(at: rest.lowerBound, atMost: wanted)
        if more.isEmpty {
          isCut = true
          return false
        }
        buffer.removeFirst(start)
        start = 0
        buffer += more
        rest = (rest.lowerBound + Int64(more.count))..<rest.upperBound
      }
      return true
    }
  }
}
