// The program only reads its input and writes to the paths that the user named: no network, no other program,
// no other file.

import Foundation
import Testing

@Suite("Confinement") struct ConfinementTests {
  @Test(.enabled(if: Program.find("strace") != nil, "needs strace"), arguments: ["report", "extract"])
  func itStartsNothingConnectsNowhereAndWritesWhereItIsTold(_ command: String) throws {
    let folder = try TemporaryFolder()
    let trace = folder.path("trace")
    let strace = try #require(Program.find("strace"))
    let out = folder.path("out")
    let calls =
      "trace=%network,execve,execveat,fork,vfork,clone,clone3,open,openat,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,link,linkat,symlink,symlinkat,truncate,chmod,fchmodat"
    let run = try Program.run(
      [
        "-f", "-qq", "-s", "400", "-o", trace, "-e", calls, Program.path, command, Program.sampleData,
        "--output", out,
      ]
        + ["--quiet"], strace)
    try #require(run.status == 0, "\(run.errors)")
    var seen = 0
    for line in try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n") {
      // `4711  openat(AT_FDCWD, "/path", O_RDONLY|O_CLOEXEC) = 3`
      guard let call = line.split(separator: " ", omittingEmptySubsequences: true).dropFirst().first,
        let name = call.split(separator: "(").first.map(String.init), call.contains("(")
      else { continue }
      seen += 1
      switch name {
      case "execve": #expect(line.contains(Program.path), "\(line)")
      case "clone", "clone3": #expect(line.contains("CLONE_THREAD"), "\(line)")
      case "open", "openat":
        let writes = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TMPFILE"].contains { line.contains($0) }
        #expect(!writes || line.contains("\"" + out + "/"), "\(line)")
      case "rename", "renameat", "renameat2", "unlink", "unlinkat", "link", "linkat":
        #expect(line.contains("\"" + out + "/"), "\(line)")
      case "mkdir", "mkdirat": #expect(out.hasPrefix(line.split(separator: "\"")[1]), "\(line)")
      default: Issue.record("\(line)")
      }
    }
    #expect(seen > 50)
  }

  /// Words that no source of the program has: about sockets, other processes, loaded code.
  @Test func noSourceNamesASocketOrAProcess() throws {
    let words = [
      " Process(", "(Process(", "posix_spawn", "fork(", "execv", "popen(", "system(", "socket(", "connect(",
      "getaddrinfo",
      "URLSession", "import FoundationNetworking", "import Foundation\n", "dlopen(", "NSTask",
    ]
    let sources = Captures.package.appending(path: "Sources")
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)?.compactMap {
      $0 as? URL
    }
    var read = 0
    for file in files ?? [] where file.pathExtension == "swift" {
      // Programs for benchmarks and tests; an ordinary build does not have them.
      if ["benchmark", "fuzz"].contains(file.deletingLastPathComponent().lastPathComponent) { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      read += 1
      for word in words { #expect(!text.contains(word), "\(file.lastPathComponent) has \(word)") }
    }
    #expect(read > 300)
  }
}
