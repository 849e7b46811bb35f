// Runs a program on some of the machine's cores and measures time and memory. `taskset` restricts the cores,
// because Swift does not import the system call.

import Glibc

/// The measurements of one run.
struct Cost {
  /// From start to end, in seconds.
  var wall: Double
  /// On all cores together, in seconds: user and system time.
  var user: Double
  var system: Double
  /// Peak memory in bytes. Linux also counts the memory of the starting process, so logs are made in pieces.
  var peak: Int64
}

/// A program and its arguments.
struct Command {
  var program: String
  var arguments: [String]
  /// Number of cores; nil for all.
  var cores: Int?
  /// The file for its standard output.
  var output = "/dev/null"
  /// Exit statuses that count as success.
  var statuses: Set<Int32> = [0]
}

extension Command {
  /// Runs it to its end.
  func run() throws(BenchmarkError) -> Cost {
    let clock = ContinuousClock()
    let start = clock.now
    let child = try spawn()
    var status: Int32 = 0
    var usage = rusage()
    while unsafe wait4(child, &status, 0, &usage) < 0 {
      guard errno == EINTR else { throw BenchmarkError("cannot wait for " + program) }
    }
    let wall = start.duration(to: clock.now)
    // The macros WIFEXITED and WEXITSTATUS, which Swift does not import.
    guard status & 0x7f == 0, statuses.contains(status >> 8 & 0xff) else {
      throw BenchmarkError(words.joined(separator: " ") + " failed: wait status " + String(status))
    }
    return Cost(
      wall: wall / .seconds(1), user: usage.ru_utime.seconds, system: usage.ru_stime.seconds,
      peak: Int64(usage.ru_maxrss) * 1024)
  }

  /// The program and its arguments, kept on its cores.
  private var words: [String] {
    guard let cores else { return [program] + arguments }
    let list = Cores.numbers.prefix(cores).map(String.init).joined(separator: ",")
    return ["taskset", "--cpu-list", list, program] + arguments
  }

  private func spawn() throws(BenchmarkError) -> pid_t {
    // Safe: every pointer passed to the system is to a value or a copied string that lives until the call has
    // returned; the strings are freed below.
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    let words = self.words
    let arguments = unsafe CStrings(words)
    let environment = unsafe CStrings(Command.environment)
    defer {
      unsafe arguments.free()
      unsafe environment.free()
      unsafe posix_spawn_file_actions_destroy(&actions)
    }
    var child: pid_t = 0
    let status = unsafe posix_spawnp(
      &child, words[0], &actions, nil, arguments.pointers, environment.pointers)
    guard status == 0 else { throw BenchmarkError("cannot start " + words[0]) }
    return child
  }

  /// The same for every run: byte order for sorting, and the paths of programs and libraries.
  private static var environment: [String] {
    ["LC_ALL=C"]
      + ["PATH", "LD_LIBRARY_PATH", "TMPDIR"].compactMap { name in
        unsafe getenv(name).map { name + "=" + (unsafe String(cString: $0)) }
      }
  }
}

/// Copies of strings as C strings.
@unsafe
private struct CStrings {
  let pointers: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String]) { unsafe pointers = strings.map { unsafe strdup($0) } + [nil] }

  func free() { unsafe pointers.forEach { unsafe Glibc.free($0) } }
}

/// The cores available to this process.
enum Cores {
  /// By number; taken from `Cpus_allowed_list: 0-3,8`.
  static var numbers: [Int] {
    let lines = (try? WholeFile.text("/proc/self/status"))?.split(separator: "\n") ?? []
    let list = lines.first { $0.hasPrefix("Cpus_allowed_list:") }?.split(separator: "\t").last ?? "0"
    return list.split(separator: ",").flatMap { part in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      return Array((ends.first ?? 0)...(ends.last ?? 0))
    }
  }
}

extension timeval {
  fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1_000_000 }
}
