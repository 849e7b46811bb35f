// A category in a state is its id: what it means stands in the table of the program.

import CassandraModel

extension ErrorCategory: Codable {
  private static let byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }

  /// The category of an id.
  public init(from decoder: any Decoder) throws {
    let id = try decoder.singleValueContainer().decode(String.self)
    guard let category = ErrorCategory.byID[id] else { throw StateError() }
    self = category
  }

  /// Its id.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    try value.encode(id)
  }
}
