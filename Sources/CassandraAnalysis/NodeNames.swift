// Names of the nodes of a capture in reports: the address that their own files give, since operators type it;
// the folder where no address is known, or where two nodes share one.

public import CassandraModel

/// Names for the nodes of one capture.
public enum NodeNames {
  /// A name for each of `nodes`, all different. `scope` is the folder that the node's files lie in, empty for
  /// a capture of one node.
  public static func names(of nodes: [(scope: String, history: NodeHistory)]) -> [NodeID] {
    let addresses = nodes.map { address(of: $0.history) ?? addressLike($0.scope) }
    let counts = Dictionary(addresses.map { ($0, 1) }, uniquingKeysWith: +)
    return zip(nodes, addresses).map { node, address in
      name(address, node.scope, isShared: counts[address, default: 0] > 1)
    }
  }

  /// The names that a node may get: the choice depends on the other nodes.
  package static func candidates(for scope: String, _ history: NodeHistory) -> [NodeID] {
    let address = address(of: history) ?? addressLike(scope)
    let names = [false, true].map { name(address, scope, isShared: $0) }
    return names[0] == names[1] ? [names[0]] : names
  }

  private static func name(_ address: String?, _ folder: String, isShared: Bool) -> NodeID {
    guard let address else { return NodeID(folder.isEmpty ? "node" : folder) }
    return NodeID(isShared && !folder.isEmpty ? folder : address)
  }

  /// The host id in the node's own files; nil when they have none, or several.
  public static func hostID(of history: NodeHistory) -> String? {
    let ids = Set(history.attributes(in: .unknown)[.hostID]?.map(\.value) ?? [])
    return ids.count == 1 ? ids.first : nil
  }

  /// The last part of a folder's name, if it is an IPv4 address.
  private static func addressLike(_ scope: String) -> String? {
    guard let last = scope.split(whereSeparator: { $0 == "/" || $0 == "!" }).last else { return nil }
    let parts = last.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } ? String(last) : nil
  }

  private static func address(of history: NodeHistory) -> String? {
    let attributes = history.attributes(in: .unknown)
    for name in sources {
      guard let values = attributes[name] else { continue }
      // An unset setting is printed as `null`; 0.0.0.0 identifies no node.
      let value = values.lazy.map { plain($0.value) }.last { $0 != "null" && $0 != "0.0.0.0" && !$0.isEmpty }
      if let value { return value }
    }
    return nil
  }

  /// Strongest first.
  private static let sources = [
    AttributeName.address, AttributeName("config_broadcast_address"), AttributeName("config_listen_address"),
    .hostName,
  ]

  /// Without the slash that Java puts before an address, and without a port.
  package static func plain(_ text: String) -> String {
    let address = text.drop { $0 == "/" }
    guard address.filter({ $0 == ":" }).count == 1, let colon = address.firstIndex(of: ":") else {
      return String(address)
    }
    return String(address[..<colon])
  }
}
