// A process that reads inputs. It records the number of each input before reading it, so that the supervisor
// knows on which one it died.

import FuzzSupport
import Glibc

/// Reads every `stride`th input.
struct Worker {
  private let options: FuzzOptions
  private let corpus: FuzzCorpus
  private let status: Int32

  /// Exceeding this memory is a finding: inputs have at most some megabytes.
  private static let memoryLimit: rlim_t = 3 << 30
  /// Exceeding this processor time for one input is a finding, in seconds. Damaged inputs take a millisecond.
  private static let slow = 5.0

  init(_ options: FuzzOptions, _ corpus: FuzzCorpus, status: String) {
    self.options = options
    self.corpus = corpus
    self.status = unsafe open(status, O_WRONLY | O_CLOEXEC)
    // The address space of a sanitizer is larger than any machine.
    if unsafe getenv("ASAN_OPTIONS") == nil, unsafe getenv("TSAN_OPTIONS") == nil {
      var limit = rlimit(rlim_cur: Worker.memoryLimit, rlim_max: Worker.memoryLimit)
      unsafe _ = setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    }
  }

  func run() async {
    var number = options.first
    // A worker without its supervisor cannot report, so it ends.
    let supervisor = getppid()
    while number < options.end, getppid() == supervisor {
      note(number, 0)
      let start = clock()
      let complaint = await FuzzInput(number, seed: options.seed, of: corpus, kind: options.kind).complaint()
      let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
      if let complaint { report(number, complaint) }
      if seconds > Worker.slow { report(number, "takes \(Int(seconds)) s") }
      number += options.stride
    }
    note(options.end, 1)
    exit(0)
  }

  /// Records the number of the current input, and whether all are done.
  private func note(_ number: UInt64, _ isDone: UInt64) {
    var words = [number, isDone]
    // Safe: the call reads the two words, which live longer.
    unsafe _ = words.withUnsafeMutableBytes { unsafe pwrite(status, $0.baseAddress, $0.count, 0) }
  }

  /// One line, which the supervisor reads from its pipe.
  private func report(_ number: UInt64, _ text: String) {
    Main.put(Array("\(number) \(text.replacing("\n", with: " "))\n".utf8), to: 1)
  }
}
