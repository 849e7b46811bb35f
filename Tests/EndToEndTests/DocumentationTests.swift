// Mistakes in the documentation that are easy to overlook: links, commands, names of types, and the first
// screen in the README.

import Foundation
import Testing

@testable import hindsight

@Suite("Documentation") struct DocumentationTests {
  static let catalog = Captures.package.appending(path: "Sources/hindsight/Documentation.docc")

  static func text(_ url: URL) throws -> String { try String(contentsOf: url, encoding: .utf8) }

  /// An article by its name.
  static func article(_ name: String) throws -> String { try text(catalog.appending(path: name + ".md")) }

  /// The README, the articles, and the README of each target.
  static let pages: [URL] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: catalog.path)) ?? []
    let articles = names.filter { $0.hasSuffix(".md") }.sorted().map { catalog.appending(path: $0) }
    return ["README.md", ".github/CONTRIBUTING.md"].map { Captures.package.appending(path: $0) } + articles
  }()

  /// Each text between `start` and `end`.
  private static func parts(of text: String, from start: String, to end: String) -> [String] {
    text.components(separatedBy: start).dropFirst().compactMap { $0.components(separatedBy: end).first }
  }

  @Test("the README has at most 220 lines")
  func theReadmeIsShort() throws {
    let lines = try Self.text(Captures.package.appending(path: "README.md")).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 220)
  }

  @Test("the first screen in the README is that of the committed reports")
  func theFirstScreenIsTheCommittedOne() throws {
    let file = Captures.package.appending(path: "README.md")
    let readme = try Self.text(file)
    let summary = try Self.text(Captures.package.appending(path: "Reports/summary.txt"))
    let screens = Self.parts(of: readme, from: "```text\n", to: "```")
    try #require(screens.count == 1)
    if screens[0] != summary, ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try Data(readme.replacing(screens[0], with: summary).utf8).write(to: file)
    }
    #expect(screens[0] == summary)
  }

  @Test("every relative link of a page leads to a file", arguments: pages)
  func everyLinkLeadsToAFile(_ page: URL) throws {
    let targets = Self.parts(of: try Self.text(page), from: "](", to: ")")
    for target in targets where !target.contains("://") && !target.hasPrefix("#") {
      let path = target.components(separatedBy: "#")[0].replacing("%2B", with: "+")
      let file = page.deletingLastPathComponent().appending(path: path).standardizedFileURL
      #expect(FileManager.default.fileExists(atPath: file.path), "\(page.lastPathComponent): \(target)")
    }
  }

  @Test("every article is listed in the README and in the catalog")
  func everyArticleIsListed() throws {
    let readme = try Self.text(Captures.package.appending(path: "README.md"))
    let root = try Self.article("hindsight")
    for page in Self.pages where page.path.contains(".docc/") && page.lastPathComponent != "hindsight.md" {
      #expect(readme.contains(".docc/" + page.lastPathComponent), "\(page.lastPathComponent)")
      #expect(root.contains("](" + page.lastPathComponent), "\(page.lastPathComponent)")
    }
  }

  @Test("every command shown is understood", arguments: pages)
  func everyCommandIsUnderstood(_ page: URL) throws {
    for block in Self.parts(of: try Self.text(page), from: "```sh\n", to: "```") {
      for line in block.split(separator: "\n") where line.hasPrefix("hindsight ") {
        let command = line.prefix { $0 != "#" && $0 != "|" && $0 != ">" }
        // Quoted parts are words; the rest is split at spaces.
        var words: [String] = []
        for (index, part) in command.split(separator: "'", omittingEmptySubsequences: false).enumerated() {
          words += index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
        }
        #expect(throws: Never.self, "\(page.lastPathComponent): \(line)") {
          _ = try CommandLine.parse(Array(words.dropFirst()))
        }
      }
    }
  }

  @Test("every type that the architecture names is in the sources")
  func everyTypeIsThere() throws {
    let sources = Captures.package.appending(path: "Sources")
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)?
      .compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" || $0.hasDirectoryPath }
    var words: Set<Substring> = []
    for file in files ?? [] {
      words.insert(file.lastPathComponent[...])
      guard file.pathExtension == "swift" else { continue }
      words.formUnion(try Self.text(file).split { !$0.isLetter && !$0.isNumber }.map { Substring($0) })
    }
    let spans = Self.parts(of: try Self.article("Architecture"), from: " `", to: "`")
    let names = spans.filter { $0.first?.isUppercase == true && $0.allSatisfy { $0.isLetter || $0 == "." } }
    #expect(names.count > 30)
    for name in names where name != "ERROR" {
      #expect(words.contains(name.prefix { $0 != "." }), "\(name)")
    }
  }
}
