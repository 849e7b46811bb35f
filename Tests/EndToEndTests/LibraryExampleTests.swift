// The article's example of a client package is the one that `.ci/run` builds and runs.

import Foundation
import Testing

@Suite struct LibraryExampleTests {
  @Test func theExampleInTheArticleIsTheOneThatIsBuilt() throws {
    let article = try DocumentationTests.article("Installing")
    let file = Captures.package.appending(path: ".examples/library/Sources/findings/main.swift")
    let example = try String(contentsOf: file, encoding: .utf8)
    #expect(example.split(separator: "\n").count <= 10)
    #expect(article.contains("```swift\n" + example + "```\n"))
  }
}
