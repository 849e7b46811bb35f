// The vocabulary of a log's mix: tables, records, and records that belong together.

/// A table in the log.
struct Subject {
  let keyspace: String
  let name: String
  /// Relative frequency.
  let weight: Int
  /// `shop.orders`
  let table: String
  /// The folder of its files.
  let folder: [UInt8]

  /// - Parameter id: the hexadecimal id in the name of its folder.
  init(keyspace: String, name: String, id: String, weight: Int) {
    self.keyspace = keyspace
    self.name = name
    self.weight = weight
    table = keyspace + "." + name
    folder = Array(("/var/lib/cassandra/data/" + keyspace + "/" + name + "-" + id).utf8)
  }
}

/// A record that the generator can write.
struct Message {
  /// The name in Hindsight's catalog; `other` when the catalog does not have it.
  let kind: String
  let text: String
  /// Written once for each input of the compaction.
  let isPerInput: Bool

  init(_ kind: String, _ text: String, perInput isPerInput: Bool = false) {
    self.kind = kind
    self.text = text
    self.isPerInput = isPerInput
  }
}

/// Records that belong together.
struct Episode {
  /// Relative frequency.
  let weight: Int
  /// The table concerned; nil for any.
  var table: String?
  /// The number of a file among the inputs; nil for no particular file.
  var damaged: UInt64?
  /// Written immediately.
  let begin: [Message]
  /// Written at the end of the compaction; empty for an episode without a compaction.
  var end: [Message] = []
  /// True if the compaction replaces its inputs.
  var succeeds = false
}
