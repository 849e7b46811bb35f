// The run guided by libFuzzer: it keeps inputs that reach new code, and continues from these. They are
// damaged in the same way as in the other run, so that damage respects the grammar. Built with the fuzzer's
// sanitizer and HINDSIGHT_LIBFUZZER set, the main program is libFuzzer's.
//
// An input is the name of a file, a line end, and the contents of the file: names break ties between formats.

import Dispatch
import FuzzSupport
import TestSupport

/// The functions that libFuzzer calls.
enum Guided {
  private static let newline = UInt8(ascii: "\n")
  /// A longer first line is not a name.
  private static let nameLimit = 64

  /// Made at the first call, from the folders of the package.
  private static let corpus = {
    if let folder = FuzzOptions.unreadable(of: FuzzOptions.ownFolders) { fatalError("cannot read " + folder) }
    return wait { await FuzzCorpus(folders: FuzzOptions.ownFolders) }
  }()

  /// Reads one input; a problem in the result ends the process, as libFuzzer expects.
  static func run(_ input: [UInt8]) {
    guard let (name, bytes) = parts(input) else { return }
    let hash = input.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    let input = FuzzInput(name: name, bytes: bytes, isReported: hash % 4 == 0, number: hash)
    if let complaint = wait({ await input.complaint() }) { fatalError(complaint) }
  }

  /// A damaged input. For bytes that are not an input, and occasionally otherwise, a new sample.
  static func mutate(_ input: [UInt8], seed: UInt64) -> [UInt8] {
    var mutator = FuzzMutator(seed: seed)
    let sample = corpus.pick(using: &mutator.random)
    guard let (name, bytes) = parts(input), !mutator.chance(64) else {
      let (name, bytes) = sample.map { ($0.name, $0.bytes) } ?? mutator.archive(of: corpus)
      return Array(name.utf8) + [newline] + bytes
    }
    return Array(name.utf8) + [newline] + mutator.mutate(bytes, with: sample?.bytes ?? [])
  }

  private static func parts(_ input: [UInt8]) -> (name: String, bytes: [UInt8])? {
    guard let end = input.prefix(nameLimit).firstIndex(of: newline), end > 0 else { return nil }
    return (String(decoding: input[..<end], as: UTF8.self), Array(input[(end + 1)...]))
  }

  /// Calls from C cannot await, so they block their thread.
  private static func wait<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
    let done = DispatchSemaphore(value: 0)
    let result = Result<Value>()
    Task {
      result.value = await work()
      done.signal()
    }
    done.wait()
    guard let value = result.value else { fatalError("a task that is done has a value") }
    return value
  }

  /// Written before the semaphore is signalled and read after it.
  private final class Result<Value: Sendable>: @unchecked Sendable {
    var value: Value?
  }
}

/// libFuzzer's entry: one input.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzerTestOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // Safe: the bytes are copied before the call returns.
  Guided.run(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

/// libFuzzer's entry: replaces an input by a new one of at most `limit` bytes.
@_cdecl("LLVMFuzzerCustomMutator")
func fuzzerCustomMutator(
  _ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int, _ seed: CUnsignedInt
)
  -> Int
{
  // Safe: libFuzzer lends `limit` bytes; the first `count` of them are the input.
  let room = unsafe UnsafeMutableBufferPointer(start: start, count: limit)
  let new = Guided.mutate(unsafe Array(room.prefix(count)), seed: UInt64(seed)).prefix(limit)
  _ = unsafe room.update(fromContentsOf: new)
  return new.count
}
