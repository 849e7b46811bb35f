// The words in which the mix of a log is written down: tables, records, and records that belong together.

/// A table that the log speaks of.
struct Subject {
  let keyspace: String
  let name: String
  /// How often it is the subject, beside the others.
  let weight: Int
  /// `shop.orders`
  let table: String
  /// Where its files are.
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
  /// The name that Hindsight's catalog has for it; `other` when the catalog does not know it.
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
  /// How often it happens, beside the others.
  let weight: Int
  /// The table it is about; nil for any.
  var table: String?
  /// The number of a file that is among the inputs; nil for none in particular.
  var damaged: UInt64?
  /// Written at once.
  let begin: [Message]
  /// Written when the compaction that began is over; empty for an episode that is no compaction.
  var end: [Message] = []
  /// Whether the compaction replaces its inputs.
  var succeeds = false
}
