// Collects the names in a capture before the first one is replaced.

extension CapturePlan {
  /// A redactor for all names in the capture; it reads the capture once.
  ///
  /// - Parameter key: Equal keys give equal pseudonyms; nil for the public key.
  package func redactor(key: [UInt8]?) async -> Redactor {
    let book = NameBook()
    _ = await redacted(by: Redactor(collectingInto: book)).read { _ in NoFacts() }
    return Redactor(book, key: key)
  }
}
