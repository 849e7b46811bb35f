// A sign: an event with a time and a subject that may be a part of an incident. Links join signs to their
// causes; signs without a cause among the others are roots.

import CassandraModel

/// One sign on one node.
struct Sign: Sendable {
  /// Its kind: links match it.
  let kind: SignKind
  /// A few plain words.
  let title: String
  /// Index of the node.
  let node: Int
  /// Its first moment.
  let from: Moment
  /// Its last moment.
  var to: Moment
  var severity = Severity.info
  /// True for a sign that is an incident of its own if it follows from no other sign.
  var isRoot = false
  /// Its times, run of the process by run.
  var episodes: [(run: Int, from: Moment, to: Moment)] = []
  /// Its SSTables, by the path that their files share, and the named files of them.
  var sstables: Set<String> = []
  var components: Set<String> = []
  var tables: Set<TableName> = []
  /// Its data directories.
  var directories: Set<String> = []
  /// Its peers: keys of `PeerBook`.
  var about: Set<String> = []
  /// The address of the peer that was seen down.
  var peerName = ""
  /// Index of its error.
  var fault: Int?
  /// True when the disk-failure policy acted on it.
  var hasReactions = false
  var alerts: [RuleAlert] = []
  /// The steps of the incident, in the order of time.
  var steps: [Incident.Step] = []
  /// Its status; nil for a sign of one moment, or without an end of its own.
  var outcome: Outcome?
  /// The outage of the node, for a sign of an outage.
  var outage: NodeOutage?

  /// The peak of pending compactions, and its time.
  var peak: (value: Double, at: Moment)?
  /// Number of failures in its records.
  var failures = 0
  /// The limit that was set, in bytes a second, for a sign that is a setting.
  var value: Int64?
  /// The limit before.
  var previous: Int64?

  init(_ kind: SignKind, _ title: String, node: Int, from: Moment, to: Moment) {
    self.kind = kind
    self.title = title
    self.node = node
    self.from = from
    self.to = to
  }

  /// Its damaged files: Data.db where none is named.
  var files: Set<String> { components.isEmpty ? ["Data.db"] : components }

}

/// The names and addresses of peers in the logs of other nodes.
struct PeerBook: Sendable {
  private let indices: [String: Int]

  /// An address that several nodes of the capture share identifies none of them.
  init(_ nodes: [NodeFindings]) {
    var owners: [String: Set<Int>] = [:]
    for (index, node) in nodes.enumerated() where !node.processes.isEmpty {
      owners[node.node.name, default: []].insert(index)
      let sources: [AttributeName] = [
        .address, AttributeName("config_broadcast_address"), AttributeName("config_listen_address"),
        .hostName,
      ]
      for name in sources {
        for attribute in node.attributes[name] ?? [] {
          let plain = NodeNames.plain(attribute.value)
          if !plain.isEmpty, plain != "null", plain != "0.0.0.0" { owners[plain, default: []].insert(index) }
        }
      }
    }
    indices = owners.compactMapValues { $0.count == 1 ? $0.first : nil }
  }

  /// The key of a node of the capture.
  static func key(_ node: Int) -> String { "#" + String(node) }

  /// The node of the capture that has this key; nil for a key that is an address.
  static func node(ofKey key: String) -> Int? { key.hasPrefix("#") ? Int(key.dropFirst()) : nil }

  /// The key of the peer with this address: the node of the capture with it, else the address itself.
  func key(of address: String) -> String { indices[address].map(PeerBook.key) ?? address }

  /// The node of the capture with this address; nil if there is none, or several.
  func node(of address: String) -> Int? { indices[address] }

  /// Keys of nodes whose address is in `text` as a whole word.
  func mentioned(in text: String) -> Set<String> {
    var keys: Set<String> = []
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "." || $0 == "-" || $0 == "_") }
    for word in words.prefix(400) {
      let name = word.hasSuffix(".") ? word.dropLast() : word
      if let index = indices[String(name)] { keys.insert(PeerBook.key(index)) }
    }
    return keys
  }
}
