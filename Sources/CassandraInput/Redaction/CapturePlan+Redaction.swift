// Finding out what a capture names before the first name is replaced.

extension CapturePlan {
  /// A redactor for all that the capture names: reads it once.
  ///
  /// - Parameter key: pseudonyms are the same for the same key; nil for the one that everybody has.
  package func redactor(key: [UInt8]?) async -> Redactor {
    let book = NameBook()
    _ = await redacted(by: Redactor(collectingInto: book)).read { _ in NoFacts() }
    return Redactor(book, key: key)
  }
}
