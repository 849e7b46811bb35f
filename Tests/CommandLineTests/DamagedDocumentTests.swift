// Damage of the files that people write: no input traps, and a rejection has a position. HINDSIGHT_FUZZ_COUNT
// makes the run longer.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import Foundation
import FuzzSupport
import TestSupport
import Testing

@testable import hindsight

@Suite("Damaged files of the user's")
struct DamagedDocumentTests {
  private static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let count =
    ProcessInfo.processInfo.environment["HINDSIGHT_FUZZ_COUNT"].flatMap { UInt64($0) } ?? 400

  private static let files: [(name: String, read: @Sendable ([UInt8]) throws(DocumentError) -> Void)] = [
    ("hindsight.json", { bytes throws(DocumentError) in _ = try Configuration.read(bytes, file: "f") }),
    (
      "expectations.json",
      { bytes throws(DocumentError) in _ = try ExpectationsReader.read(bytes, file: "f") }
    ),
    ("baseline.json", { bytes throws(DocumentError) in _ = try BaselineReader.read(bytes, file: "f") }),
    (
      "rules-test.json",
      { bytes throws(DocumentError) in
        for test in try RuleTestReader.read(bytes, file: "f") { _ = test.failures() }
      }
    ),
  ]

  @Test(arguments: files.indices)
  func damageIsRefusedWithAPlaceOrRead(_ index: Int) throws {
    let (name, read) = Self.files[index]
    let original = Array(try Data(contentsOf: Self.package.appending(path: "SampleData/" + name)))
    try read(original)
    var refused: UInt64 = 0
    for number in 0..<Self.count {
      var mutator = FuzzMutator(seed: number)
      let bytes = mutator.mutate(original, with: original)
      do throws(DocumentError) { try read(bytes) } catch {
        refused += 1
        let isPlaced = error.mistakes.allSatisfy { $0.source.file == "f" && !$0.message.isEmpty }
        #expect(isPlaced && !error.mistakes.isEmpty, "\(name), seed \(number)")
      }
    }
    #expect(refused > Self.count / 2)
  }

  @Test(arguments: files.indices)
  func everyPrefixIsRefused(_ index: Int) throws {
    let (name, read) = Self.files[index]
    let original = Array(try Data(contentsOf: Self.package.appending(path: "SampleData/" + name)))
    let end = try #require(original.lastIndex(of: UInt8(ascii: "}")))
    for count in stride(from: 0, through: end, by: 3) {
      #expect(throws: DocumentError.self, "\(name), \(count) bytes") { try read(Array(original[..<count])) }
    }
  }
}
