// Hostile chains: the examples of the table with bytes flipped, cut and repeated. The classifier must not
// trap, and must return one category of the table for each.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraAnalysis

@Suite struct ClassificationMutationTests {
  @Test(arguments: [UInt64(1), 20_261_121, 0xC0FFEE])
  func anyChainHasExactlyOneCategory(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let classifier = ErrorClassifier()
    let examples = ErrorCategory.all.flatMap(\.examples)
    for _ in 0..<120 {
      guard let example = examples.randomElement(using: &random) else { return }
      let mutated = example.mutated(using: &random)
      let verdict = classifier.classify(mutated)
      #expect(ErrorCategory.named(verdict.category.id) == verdict.category, "seed \(seed)")
      #expect(
        classifier.classify(mutated) == verdict,
        "same evidence, same verdict; seed \(seed)")
      _ = mutated.sstables
      _ = mutated.transactionLogs
      _ = mutated.throwable?.corruptChunk
    }
  }

  @Test func hostilePathsCostNoMoreThanTheirLength() {
    // Thousands of anchors without any start of a path: each search stops at the longest path there is.
    let text = String(repeating: "a/b-big", count: 3000)
    #expect(SSTableMention.all(in: text).isEmpty)
  }
}

extension FailureEvidence {
  fileprivate func mutated(using random: inout SeededRandom) -> FailureEvidence {
    let links = (throwable?.links ?? []).flatMap { link -> [Throwable.Link] in
      switch random.next() % 5 {
      case 0: return []
      case 1: return [link, link]
      case 2:
        return [
          Throwable.Link(
            className: link.className.mutated(using: &random), message: link.message.mutated(using: &random),
            frames: Array(link.frames.shuffled(using: &random).dropLast()),
            isSuppressed: random.next() % 4 == 0)
        ]
      default:
        return [
          Throwable.Link(
            className: link.className, message: link.message.mutated(using: &random), frames: link.frames)
        ]
      }
    }
    return FailureEvidence(
      throwable: Throwable(links: links), message: message.mutated(using: &random),
      thread: random.next() % 4 == 0 ? thread.mutated(using: &random) : thread, logger: logger, event: event,
      role: EventRole.allCases.randomElement(using: &random) ?? role)
  }
}

extension String {
  fileprivate func mutated(using random: inout SeededRandom) -> String {
    var bytes = Array(utf8)
    guard !bytes.isEmpty else { return "-big" }
    let place = Int(random.next() % UInt64(bytes.count))
    switch random.next() % 5 {
    case 0: bytes[place] ^= UInt8(truncatingIfNeeded: random.next())
    case 1: bytes.removeSubrange(place...)
    case 2: bytes.removeSubrange(..<place)
    case 3: bytes.insert(contentsOf: "/-big_txn_.log in ".utf8, at: place)
    default: bytes += bytes
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
