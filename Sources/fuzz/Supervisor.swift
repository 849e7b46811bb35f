// Starts and watches workers, and keeps their findings. A worker that dies is restarted after the input on
// which it died.

import FuzzSupport
import Glibc

/// Runs all workers.
struct Supervisor {
  private struct Child {
    var process: pid_t
    let lane: UInt64
    var reported: Int
    var number: UInt64
    /// The last change of the number.
    var since: Double
    var isDone = false
  }

  private let options: FuzzOptions
  private let corpus: FuzzCorpus
  private var children: [Child] = []
  private var findings = 0
  private let start = Supervisor.now

  /// Longer than this on one input is a hang, in seconds of wall-clock time: the machine may be busy.
  private static let patience = 60.0

  init(_ options: FuzzOptions, _ corpus: FuzzCorpus) {
    self.options = options
    self.corpus = corpus
  }

  /// Runs to the end, and returns the number of findings.
  mutating func run() throws(FuzzError) -> Int {
    unsafe _ = mkdir(options.output, 0o755)
    let kinds = FuzzInput.kinds(corpus)
    Main.say("seed \(options.seed), \(options.count) inputs of \(kinds.count) kinds: ")
    Main.say(kinds.joined(separator: ", ") + "\n")
    for lane in 0..<min(options.jobs, options.count) {
      let first = options.first + lane
      children.append(
        Child(process: try launch(lane, from: first), lane: lane, reported: 0, number: first, since: start))
    }
    var told = start
    while children.contains(where: { !$0.isDone }) {
      usleep(200_000)
      for index in children.indices where !children[index].isDone { try look(at: index) }
      if Supervisor.now - told > 60 {
        told = Supervisor.now
        tell()
      }
      if let seconds = options.seconds, Supervisor.now - start > Double(seconds) {
        for child in children where !child.isDone { kill(child.process, SIGKILL) }
        break
      }
    }
    tell()
    return findings
  }

  private func tell() {
    // A finished lane is at the end, which may be less than a stride after its last input.
    let done = children.reduce(0) {
      $0 + ($1.number - options.first - $1.lane + options.jobs - 1) / options.jobs
    }
    let seconds = Supervisor.now - start
    Main.say(
      "\(done) inputs in \(Int(seconds)) s, \(Int(Double(done) / seconds)) a second, \(findings) findings\n")
  }

  private static var now: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  // MARK: Workers

  private func path(_ lane: UInt64, _ ending: String) -> String {
    "\(options.output)/worker-\(lane).\(ending)"
  }

  private func launch(_ lane: UInt64, from first: UInt64) throws(FuzzError) -> pid_t {
    Files.write([UInt8](repeating: 0, count: 16), to: path(lane, "status"))
    var words = [CommandLine.arguments[0], "--status", path(lane, "status"), "--stride", "\(options.jobs)"]
    words += ["--first", "\(first)", "--count", "\(options.end - first)", "--seed", "\(options.seed)"]
    if let kind = options.kind { words += ["--kind", kind] }
    for folder in options.folders { words += ["--corpus", folder] }
    // Safe: every pointer is to a copy or a value that lives until the call has returned; the copies are freed.
    let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
    for (number, ending) in [(Int32(1), "said"), (2, "errors")] {
      unsafe posix_spawn_file_actions_addopen(
        &actions, number, path(lane, ending), O_WRONLY | O_CREAT | O_APPEND, 0o644)
    }
    var child: pid_t = 0
    let status = unsafe posix_spawn(&child, "/proc/self/exe", &actions, nil, arguments, environ)
    guard status == 0 else { throw FuzzError(text: "cannot start a worker\n") }
    return child
  }

  private mutating func look(at index: Int) throws(FuzzError) {
    var status: Int32 = 0
    let isOver = unsafe waitpid(children[index].process, &status, WNOHANG) == children[index].process
    read(index)
    let child = children[index]
    if isOver {
      // The macros WIFSIGNALED, WTERMSIG and WEXITSTATUS, which Swift does not import.
      let signal = status & 0x7f
      if signal == 0, status >> 8 & 0xff == 0 {
        children[index].isDone = true
        return
      }
      keep(child.number, signal != 0 ? "dies of signal \(signal)" : "ends with status \(status >> 8 & 0xff)")
      try relaunch(index)
    } else if Supervisor.now - child.since > Supervisor.patience {
      kill(child.process, SIGKILL)
      unsafe _ = waitpid(child.process, &status, 0)
      keep(child.number, "hangs")
      try relaunch(index)
    }
  }

  private mutating func relaunch(_ index: Int) throws(FuzzError) {
    let next = children[index].number + options.jobs
    children[index].number = next
    children[index].since = Supervisor.now
    guard next < options.end else { return children[index].isDone = true }
    children[index].process = try launch(children[index].lane, from: next)
  }

  /// Reads a worker's progress and its output.
  private mutating func read(_ index: Int) {
    let lane = children[index].lane
    if let bytes = Files.bytes(path(lane, "status")), bytes.count == 16 {
      let number = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
      if number > children[index].number {
        children[index].number = number
        children[index].since = Supervisor.now
      }
    }
    let said = Files.bytes(path(lane, "said")) ?? []
    while let end = said[children[index].reported...].firstIndex(of: UInt8(ascii: "\n")) {
      let line = String(decoding: said[children[index].reported..<end], as: UTF8.self)
      children[index].reported = end + 1
      let parts = line.split(separator: " ", maxSplits: 1)
      if parts.count == 2, let number = UInt64(parts[0]) { keep(number, String(parts[1])) }
    }
  }

  /// Writes the input to a file, and reports the problem.
  private mutating func keep(_ number: UInt64, _ what: String) {
    findings += 1
    let input = FuzzInput(number, seed: options.seed, of: corpus, kind: options.kind)
    let file = "\(options.output)/\(options.seed)-\(number)@\(input.name)"
    Files.write(input.bytes, to: file)
    Main.say("finding: input \(number) (\(input.kind)) \(what): \(file)\n")
  }
}
