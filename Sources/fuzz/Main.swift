// The long run over damaged inputs: `fuzz --count 10000000 --seed 1 --jobs 2`. A finding is an input on which
// a worker process dies, hangs, exceeds its memory limit or reports a problem: it is written to a file, and
// the run continues.

import FuzzSupport
import Glibc

@main
struct Main {
  static func main() async {
    let options: FuzzOptions
    do throws(FuzzError) { options = try FuzzOptions(CommandLine.arguments.dropFirst()) } catch {
      say(error.text)
      exit(2)
    }
    if let file = options.file { return await read(file) }
    if let folder = FuzzOptions.unreadable(of: options.folders) {
      say("cannot read \(folder): start this in the package's folder, or name folders with --corpus\n")
      exit(2)
    }
    let corpus = await FuzzCorpus(folders: options.folders)
    if let kind = options.kind, !FuzzInput.kinds(corpus).contains(kind) {
      say("--kind is one of " + FuzzInput.kinds(corpus).joined(separator: ", ") + "\n")
      exit(2)
    }
    if let number = options.shown {
      return put(FuzzInput(number, seed: options.seed, of: corpus, kind: options.kind).bytes, to: 1)
    }
    if let status = options.status { return await Worker(options, corpus, status: status).run() }
    do throws(FuzzError) {
      var supervisor = Supervisor(options, corpus)
      let findings = try supervisor.run()
      exit(findings == 0 ? 0 : 1)
    } catch {
      say(error.text)
      exit(2)
    }
  }

  private static func read(_ file: String) async {
    guard let bytes = Files.bytes(file) else {
      say("cannot read " + file + "\n")
      exit(2)
    }
    let name = file.split(separator: "/").last.map(String.init) ?? file
    // The name of a reproducer contains the name of its input.
    let complaint = await FuzzInput(
      name: name.split(separator: "@").last.map(String.init) ?? name, bytes: bytes
    )
    .complaint()
    say((complaint ?? "nothing is wrong with it") + "\n")
    exit(complaint == nil ? 0 : 1)
  }

  static func say(_ text: String) { put(Array(text.utf8), to: 2) }

  static func put(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // Safe: the call reads within the bytes, which are lent for it.
      let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
      if count <= 0, errno != EINTR { return }
      rest = rest.dropFirst(max(0, count))
    }
  }
}
