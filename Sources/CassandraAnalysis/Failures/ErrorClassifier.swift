// From evidence to a category: the first entry of the table whose test holds. The table looks at whole chains
// and asks for the innermost cause first, because the outermost exception misleads: a disk that answers
// `Input/output error` arrives as a CorruptSSTableException.

import CassandraModel

/// The classification of one failure.
public struct Classification: Hashable, Sendable {
  /// The category of the failure.
  public let category: ErrorCategory
  /// The category that the outermost exception alone suggests; nil when it is of the same family, or suggests
  /// none. A report names both.
  public let apparent: ErrorCategory?
  /// The innermost exception as `Class: message`, or the record's first line when there is none.
  public let rootCause: String
  /// The identity of the failure across repeats.
  public let signature: FailureSignature
}

/// Sorts failures into categories.
public struct ErrorClassifier: Sendable {
  private let categories: [ErrorCategory]
  /// Their tests.
  private let tests: [ChainTest]
  /// Indices of the tests that may hold for a record without an exception: most records of a scrub have none,
  /// and few tests hold without one.
  private let plain: [Int]

  /// A classifier over all categories.
  public init() { self = .ofAll }

  private static let ofAll = ErrorClassifier(ErrorCategory.all)

  /// A classifier over `categories`, tried in order.
  init(_ categories: [ErrorCategory]) {
    self.categories = categories
    tests = categories.map(\.test)
    plain = categories.indices.filter { categories[$0].test.mayHoldWithoutException }
  }

  /// The one category of `evidence`; `unknown` when no other fits, also for a record that reports no failure:
  /// the caller selects failure records by role or level.
  public func classify(_ evidence: FailureEvidence) -> Classification {
    let category = firstCategory(for: evidence)
    var apparent: ErrorCategory?
    if evidence.links.count > 1 {
      let surface = firstCategory(for: evidence.surface)
      let saysSomething = surface.family != .software && surface.family != .unknown
      if saysSomething, surface.family != category.family { apparent = surface }
    }
    return Classification(
      category: category, apparent: apparent, rootCause: evidence.root?.text ?? evidence.message,
      signature: FailureSignature(evidence))
  }

  private func firstCategory(for evidence: FailureEvidence) -> ErrorCategory {
    let first =
      evidence.links.isEmpty
      ? plain.first { tests[$0].holds(for: evidence) }
      : tests.indices.first { tests[$0].holds(for: evidence) }
    return first.map { categories[$0] } ?? .unknown
  }
}
