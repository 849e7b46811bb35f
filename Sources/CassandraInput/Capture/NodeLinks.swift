// One node is one node, in any number of folders and bundles. The host id decides, as in Cassandra itself.
// `nodetool info` prints it, and a log has it once, at the node's first start. Scopes with the same host id
// are one node. The same address alone is not enough, since captures of test clusters share addresses, except
// within one collection: sibling folders of several collectors that are named by the same address are the
// same node.

import CassandraModel

/// A node's files, and its scope.
struct LinkedNode: Sendable {
  /// The first of its scopes in order of name.
  var scope: String
  /// Its host id, if that assigned its files.
  var hostID: String?
  var items: [CaptureItem]

  /// True if all its outputs were taken by a collector from several machines into one file.
  var isOnlyOfMachines: Bool { items.allSatisfy { $0.machine != nil } }
}

/// Groups the scopes of a capture by node.
enum NodeLinks {
  /// The nodes, those with a folder of their own first.
  ///
  /// - Parameter hosts: The host id of the node, for each file that has one.
  static func nodes(_ scopes: [String: [CaptureItem]], hosts: [String: String]) -> [LinkedNode] {
    let collections = Collections(scopes.values.joined().map(\.name))
    var ofAddress: [String: Set<String>] = [:]
    var parts: [Part] = []
    // Pieces of scopes come last, so that a node is named by its own folder where it has one.
    var pieces: [Part] = []
    for (scope, items) in scopes.sorted(by: { $0.key < $1.key }) {
      var ids = Set(items.compactMap { hosts[$0.name] })
      if ids.isEmpty {
        // A node whose data was wiped has created several host ids: its logs then do not decide.
        let created = Set(items.compactMap { $0.log?.createdHostID })
        if created.count == 1 { ids = created }
      }
      let place = address(of: scope).map { collections.collection(of: scope) + "\n" + $0 }
      if let place { ofAddress[place, default: []].formUnion(ids) }
      if ids.count <= 1 {
        parts.append(
          Part(host: ids.first, place: place, node: LinkedNode(scope: scope, hostID: ids.first, items: items))
        )
        continue
      }
      // Files of several nodes in one folder: each file with a host id goes to its node.
      let ofHost = Dictionary(grouping: items) { hosts[$0.name] }
      let starts = Dictionary(ids.map { (String($0.prefix(8)), 1) }, uniquingKeysWith: +)
      for id in ids.sorted() {
        let own = ofHost[id] ?? []
        // Eight digits are enough for a name, unless two hosts share them.
        let start = String(id.prefix(8))
        let name = (scope.isEmpty ? "node-" : scope + "-") + (starts[start] == 1 ? start : id)
        pieces.append(Part(host: id, place: nil, node: LinkedNode(scope: name, hostID: id, items: own)))
      }
      let rest = ofHost[nil] ?? []
      if !rest.isEmpty {
        parts.append(Part(host: nil, place: nil, node: LinkedNode(scope: scope, hostID: nil, items: rest)))
      }
    }

    var nodes: [LinkedNode] = []
    var known: [String: Int] = [:]
    for part in parts + pieces {
      let ids = part.place.flatMap { ofAddress[$0] } ?? []
      // An address of its collection identifies a host id only if exactly one host has it.
      let id = part.host ?? (ids.count == 1 ? ids.first : nil)
      let key = id.map { "host " + $0 } ?? part.place.flatMap { ids.isEmpty ? "address " + $0 : nil }
      if let key, let index = known[key] {
        // A folder's name is better than a collector's name for the machine.
        if nodes[index].isOnlyOfMachines, !part.node.isOnlyOfMachines {
          nodes[index].scope = part.node.scope
        }
        nodes[index].items += part.node.items
        nodes[index].hostID = nodes[index].hostID ?? part.host
      } else {
        if let key { known[key] = nodes.count }
        nodes.append(part.node)
      }
    }
    return nodes
  }

  /// A scope, or the piece of one that belongs to one host.
  private struct Part {
    let host: String?
    /// Collection and address; nil for a scope that is not named by an address.
    let place: String?
    let node: LinkedNode
  }

  /// The address in the name of a scope's folder; nil if it is named otherwise.
  private static func address(of scope: String) -> String? {
    let folder = scope.split { $0 == "/" || $0 == "!" }.last.map(String.init) ?? ""
    return HostName.address(in: folder) == folder ? folder : nil
  }

  /// The folders that are collections: those that directly contain files or archives.
  private struct Collections {
    private let folders: Set<String>

    init(_ names: [String]) {
      folders = Set(names.map { Collections.folder(of: $0.prefix { $0 != "!" }) })
    }

    /// The innermost collection around the folder or archive of `scope`; empty for the whole capture.
    func collection(of scope: String) -> String {
      var folder = Collections.folder(of: scope.prefix { $0 != "!" })
      while !folder.isEmpty, !folders.contains(folder) { folder = Collections.folder(of: folder[...]) }
      return folder
    }

    private static func folder(of path: Substring) -> String {
      path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }
  }
}

extension CaptureScopes {
  /// The zones from manifests for `nodes`, by scope.
  func zones(of nodes: [LinkedNode], _ diagnostics: inout DiagnosticLog) -> [String: DeclaredZone] {
    if zones.isEmpty { return [:] }
    var ofItem: [String: DeclaredZone] = [:]
    for (scope, zone) in zones { for item in items[scope] ?? [] { ofItem[item.name] = zone } }
    var ofNode: [String: DeclaredZone] = [:]
    for node in nodes {
      for item in node.items {
        guard let zone = ofItem[item.name] else { continue }
        if let before = ofNode[node.scope], before.text != zone.text {
          diagnostics.report(.conflict(of: zone, with: before, at: item.name))
        }
        ofNode[node.scope] = ofNode[node.scope] ?? zone
      }
    }
    return ofNode
  }
}

extension CaptureItem {
  /// The host id of the node that printed this output, if the output has it, and the host ids that it lists
  /// for other addresses; nothing for logs.
  func hostIDs(_ options: CaptureOptions) -> (own: String?, listed: [String: String]) {
    guard let text, text.input.canReopen, text.format.name == CaptureFormat.nodetool.name,
      var blocks = try? text.input.open(limit: options.limit)
    else { return (nil, [:]) }
    // The beginning of a loop of outputs names its node.
    let head = blocks.peek(CaptureItem.headSize)
    guard head.span.contains("ID  ", in: 0..<head.count) || head.span.contains("HOST_ID", in: 0..<head.count)
    else {
      return (nil, [:])
    }
    var recorder = FactRecorder()
    var reader = text.reader(time: nil)
    reader.consume(head.span, continuesLine: false, into: &recorder)
    reader.finish(into: &recorder)
    let ids = Set(recorder.attributes.filter { $0.name == .hostID }.map(\.value))
    var listed: [String: String] = [:]
    for entry in recorder.ring { listed[entry.address.lowercased()] = entry.hostID }
    return (ids.count == 1 ? ids.first : nil, listed)
  }

  private static let headSize = 64 * 1024
}
