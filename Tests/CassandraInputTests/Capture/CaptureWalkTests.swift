import CassandraInput
import CassandraModel
import Foundation
import Glibc
import Testing

@Suite struct CaptureWalkTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func walk(_ names: String...) throws -> CaptureWalk {
    try CaptureWalk(names.map { Array(folder.url.appendingPathComponent($0).path.utf8) })
  }

  private func link(_ name: String, to target: String) throws {
    let path = folder.url.appendingPathComponent(name).path
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
  }

  private func notes(_ walk: CaptureWalk) -> [String] {
    walk.diagnostics.entries.map { "\($0.diagnostic.source) \($0.diagnostic.code.name)" }
  }

  @Test func namesAreRelativeAndInTheOrderOfTheirBytes() throws {
    for name in ["logs/system.log", "logs.txt", "logs/System.log", "b", "a/z/1", "logs/é", ".hidden/x"] {
      try folder.write(name)
    }
    let names = try CaptureWalk([folder.path]).files.map(\.name)
    #expect(names == [".hidden/x", "a/z/1", "b", "logs.txt", "logs/System.log", "logs/system.log", "logs/é"])
  }

  @Test func aFileIsNamedByItself() throws {
    try folder.write("logs/system.log", Array("INFO".utf8))
    let file = try #require(try walk("logs/system.log").files.first)
    #expect(file.name == "system.log")
    #expect(file.size == 4)
    #expect(file.modified != nil)
  }

  @Test func severalPathsAreToldApart() throws {
    for name in ["n1/logs/a", "n2/logs/a", "n2/logs/b", "a"] { try folder.write(name) }
    let names = try walk("n1/logs", "n2/logs/", "a").files.map(\.name)
    #expect(names == ["a", "n1/logs/a", "n2/logs/a", "n2/logs/b"])
  }

  @Test func aPartIsNamedFromItsRoot() throws {
    for name in ["n1/logs/a", "n2/logs/a"] { try folder.write(name) }
    let walk = try CaptureWalk([folder.path + Array("/n1/logs".utf8)], below: folder.path + Array("/".utf8))
    #expect(walk.files.map(\.name) == ["n1/logs/a"])
    let names = { (paths: [String], root: String) in
      try? CaptureWalk.names(of: paths.map { Array($0.utf8) }, below: Array(root.utf8)).map {
        String(decoding: $0, as: UTF8.self)
      }
    }
    #expect(names(["all/n1", "./all//n2/"], "all") == ["n1", "n2"])
    #expect(names(["all"], "./all/") == [""])
    #expect(names(["n1", "./n2"], ".") == ["n1", "n2"])
    #expect(names(["/n1"], ".") == nil)
    #expect(names(["allied/n1"], "all") == nil)
    #expect(names(["all"], "all/n1") == nil)
    #expect(names(["all/n1"], "/all") == nil)
  }

  @Test func overlappingPathsGiveAFileOnce() throws {
    for name in ["logs/a", "logs/b"] { try folder.write(name) }
    let walk = try walk("logs/a", "logs", ".")
    #expect(walk.files.map(\.name) == ["logs/a", "logs/b"])
    #expect(notes(walk).allSatisfy { $0.hasSuffix("link.repeat") } && notes(walk).count == 2)
  }

  @Test func anEmptyFolderIsAnEmptyCapture() throws {
    let walk = try CaptureWalk([folder.path])
    #expect(walk.files.isEmpty && notes(walk).isEmpty)
  }

  @Test func nothingAtAPathIsAnError() throws {
    let path = folder.path + Array("/absent".utf8)
    #expect(throws: CaptureError.noSuchPath(String(decoding: path, as: UTF8.self))) {
      try CaptureWalk([folder.path, path])
    }
  }

  @Test func pathsThatEndAlikeAreNamedByTheirParents() throws {
    for name in ["a/logs/system.log", "b/logs/system.log", "b/x/logs/system.log", "c/system.log"] {
      try folder.write(name)
    }
    let path = { (name: String) in folder.path + Array(("/" + name).utf8) }
    #expect(
      try CaptureWalk([path("a/./logs"), path("b/logs/"), path("c")]).files.map(\.name) == [
        "a/logs/system.log", "b/logs/system.log", "c/system.log",
      ])
    #expect(
      try CaptureWalk([path("b/x/logs"), path("a/logs/system.log"), path("b/logs/system.log")]).files.map(
        \.name)
        == ["a/logs/system.log", "b/logs/system.log", "logs/system.log"])
  }

  @Test func linksAreFollowedButNotInCircles() throws {
    try folder.write("node/logs/system.log")
    try link("node/logs/up", to: "..")
    try link("node/root", to: folder.url.path)
    try link("self", to: "self")
    try link("gone", to: "/nowhere/at/all")
    let walk = try CaptureWalk([folder.path])
    #expect(walk.files.map(\.name) == ["node/logs/system.log"])
    #expect(
      notes(walk) == [
        "gone link.dangling", "node/logs/up link.loop", "node/root link.loop", "self link.loop",
      ])
  }

  @Test func whatALinkNamesIsReadOnce() throws {
    let outside = try TemporaryFolder()
    try outside.write("debug.log")
    // `a` sorts before `node`, but the name comes from the folder itself.
    try folder.write("node/logs/system.log")
    try link("a", to: "node")
    try link("node/logs/current.log", to: "system.log")
    try link("var", to: outside.url.path)
    try link("var2", to: outside.url.path)
    let walk = try CaptureWalk([folder.path], followingLinksOut: true)
    #expect(walk.files.map(\.name) == ["node/logs/system.log", "var/debug.log"])
    #expect(notes(walk) == ["a link.repeat", "node/logs/current.log link.repeat", "var2 link.repeat"])
  }

  @Test func aLinkThatLeadsOutOfTheCaptureIsNotedAndNotFollowed() throws {
    let outside = try TemporaryFolder()
    try outside.write("secret/system.log")
    try folder.write("node/logs/system.log")
    try link("node/shadow", to: outside.url.path)
    try link("node/one.log", to: outside.url.appendingPathComponent("secret/system.log").path)
    try link("node/again.log", to: "logs/system.log")
    // A neighbour whose name has the same beginning is outside.
    let node = folder.path + Array("/node".utf8)
    let walk = try CaptureWalk([node])
    #expect(walk.files.map(\.name) == ["logs/system.log"])
    #expect(notes(walk) == ["again.log link.repeat", "one.log link.outside", "shadow link.outside"])
    #expect(try CaptureWalk([node], followingLinksOut: true).files.count == 2)
  }

  @Test func linksThatFanOutDoNotMultiply() throws {
    // Without a record of visited folders, 2 links in each of 40 folders are 2^40 paths.
    for i in 0..<40 {
      try folder.write("d\(i)/f")
      try link("d\(i)/x", to: "../d\(i + 1)")
      try link("d\(i)/y", to: "../d\(i + 1)")
    }
    #expect(try CaptureWalk([folder.path]).files.count == 40)
  }

  @Test func hardLinksAreFilesOfTheirOwn() throws {
    // Deduplicating tools make them of equal captures of two nodes.
    try folder.write("n1/version.txt")
    try folder.write("n2/other")
    try FileManager.default.linkItem(
      at: folder.url.appendingPathComponent("n1/version.txt"),
      to: folder.url.appendingPathComponent("n2/version.txt"))
    #expect(
      try CaptureWalk([folder.path]).files.map(\.name) == ["n1/version.txt", "n2/other", "n2/version.txt"])
  }

  @Test func pipesAreNotedAndNotOpened() throws {
    try folder.write("a")
    let path = folder.url.appendingPathComponent("pipe").path
    #expect(unsafe mkfifo(path, 0o600) == 0)
    let all = try CaptureWalk([folder.path])
    #expect(all.files.map(\.name) == ["a"])
    #expect(notes(all) == ["pipe file.special"])
    // A pipe given by name is read: `hindsight report <(kubectl logs …)`.
    let pipe = try walk("pipe").files
    #expect(pipe.map(\.name) == ["pipe"] && pipe.map(\.size) == [nil])
  }

  @Test func versionControlIsSkippedAndOtherHiddenFilesAreNot() throws {
    for name in [".git/objects/ab/cd", ".old/system.log", "logs/.git/HEAD", ".bash_history"] {
      try folder.write(name)
    }
    let walk = try CaptureWalk([folder.path])
    #expect(walk.files.map(\.name) == [".bash_history", ".old/system.log"])
    #expect(notes(walk) == [".git folder.skipped", "logs/.git folder.skipped"])
  }

  @Test func anyBytesCanBeAName() throws {
    let names: [[UInt8]] = [
      [0xff, 0xfe], [0x1b, 0x5b, 0x32, 0x4a], [0x0a], Array("\u{202E}gol".utf8), Array("e\u{301}".utf8),
      Array("é".utf8),
    ]
    for name in names {
      let path = (folder.path + [0x2f] + name + [0]).map { CChar(bitPattern: $0) }
      let descriptor = unsafe open(path, O_CREAT | O_WRONLY, 0o600)
      #expect(descriptor >= 0)
      close(descriptor)
    }
    let files = try CaptureWalk([folder.path]).files
    #expect(
      files.map(\.name) == [
        "\\u{1B}[2J", "\\u{202E}gol", "\\u{A}", "\\xFF\\xFE", "e\u{301}", "é (2)",
      ])
    // Two spellings of é are equal strings in Swift, and every name is the key of something.
    #expect(Set(files.map(\.name)).count == names.count)
    for file in files { _ = try StoredBytes(path: file.path) }
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func aFolderThatIsClosedToUsIsADiagnostic() throws {
    try folder.write("a")
    try folder.write("secret/b")
    let path = folder.url.appendingPathComponent("secret").path
    #expect(unsafe chmod(path, 0) == 0)
    let walk = try CaptureWalk([folder.path])
    #expect(unsafe chmod(path, 0o700) == 0)
    #expect(walk.files.map(\.name) == ["a"])
    #expect(notes(walk) == ["secret path.unreadable"])
  }
}
