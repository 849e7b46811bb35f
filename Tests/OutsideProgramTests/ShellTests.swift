// Shells read the completions, and groff reads the manual, without a warning.

import Foundation
import TestSupport
import Testing

@Suite struct ShellTests {
  private func script(_ shell: String, in folder: TestFolder) throws -> String {
    let file = folder.path("completions." + shell)
    try Data(Hindsight.run("help", "--completions", shell).utf8).write(to: URL(filePath: file))
    return file
  }

  /// The first word; a command's options, values of an option, a word before the paths; then files.
  @Test(
    .needs(.bash),
    arguments: [
      ("re", "report replay"), ("report --form", "--format"), ("report --format m", "markdown"),
      ("extract --format o", "openmetrics"), ("replay t", "tracker triage tombstones"),
      ("help s", "sweep"), ("help --completions z", "zsh"), ("report Pack", "Package.swift"),
      ("report --output Sou", "Sources"), ("report --since 2", ""), ("nothing --o", ""),
    ])
  func bashCompletes(line: String, expected: String) throws {
    let folder = try TestFolder()
    let words = line.split(separator: " ")
    let run = try OutsideProgram.bash.run(
      [
        "--norc", "-euc",
        """
        source '\(try script("bash", in: folder))'
        complete -p hindsight
        compopt() { :; }
        COMP_WORDS=(hindsight \(line)); COMP_CWORD=\(words.count); _hindsight
        echo "${COMPREPLY[@]-}"
        """,
      ], in: Hindsight.package)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(run.output == "complete -F _hindsight hindsight\n" + expected + "\n")
  }

  @Test(.needs(.zsh)) func zshTakesTheCompletions() throws {
    let folder = try TestFolder()
    let file = try script("zsh", in: folder)
    let check = try OutsideProgram.zsh.run(["-f", "-n", file])
    #expect(check.status == 0 && check.errors.isEmpty, "\(check.errors)")
    // `_arguments` parses its own specifications and reports the ones that it cannot.
    let run = try OutsideProgram.zsh.run([
      "-f", "-c", "autoload -Uz compinit; compinit -u -D; source '\(file)'; print -r -- $_comps[hindsight]",
    ])
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(run.output == "_hindsight\n")
  }

  @Test(
    .needs(.fish),
    arguments: [
      ("re", ["replay", "report"]), ("report --form", ["--format"]),
      ("report --format ", ["csv", "html", "json", "markdown", "text"]), ("help --completions z", ["zsh"]),
    ])
  func fishCompletes(line: String, expected: [String]) throws {
    let folder = try TestFolder()
    let run = try OutsideProgram.fish.run(
      ["--no-config", "-c", "source '\(try script("fish", in: folder))'; complete -C 'hindsight \(line)'"],
      in: folder.url)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    let found = run.output.split(separator: "\n").compactMap {
      $0.split(separator: "\t").first.map(String.init)
    }
    #expect(found.filter { !$0.hasPrefix("completions") }.sorted() == expected)
  }

  @Test(.needs(.groff)) func groffTakesTheManual() throws {
    let folder = try TestFolder()
    let page = try Hindsight.run("help", "--man")
    #expect(page.utf8.allSatisfy { $0 < 0x80 })
    try Data(page.utf8).write(to: URL(filePath: folder.path("hindsight.1")))
    let run = try OutsideProgram.groff.run([
      "-man", "-Tutf8", "-ww", "-P-c", "-P-b", "-P-u", folder.path("hindsight.1"),
    ])
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    for part in [
      "HINDSIGHT REPORT", "--completions SHELL", "hindsight help --man | man -l -", "PATH…", "EXIT STATUS",
    ] {
      #expect(run.output.contains(part), "\(part)")
    }
    // A line that groff takes for a request is lost.
    try Data(page.replacing("\\-\\-man", with: "\n.nothing").utf8).write(
      to: URL(filePath: folder.path("bad.1")))
    let bad = try OutsideProgram.groff.run(["-man", "-Tutf8", "-ww", folder.path("bad.1")])
    #expect(!bad.errors.isEmpty, "it would say so")
  }
}
