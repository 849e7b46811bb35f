// The README's example of a package that uses ours is the one that `.ci/run` builds and runs.

import Foundation
import Testing

@Suite struct LibraryExampleTests {
  @Test func theExampleInTheReadmeIsTheOneThatIsBuilt() throws {
    let readme = try String(contentsOf: Captures.package.appending(path: "README.md"), encoding: .utf8)
    let file = Captures.package.appending(path: ".examples/library/Sources/findings/main.swift")
    let example = try String(contentsOf: file, encoding: .utf8)
    #expect(example.split(separator: "\n").count <= 10)
    #expect(readme.contains("```swift\n" + example + "```\n"))
  }
}
