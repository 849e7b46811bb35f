// One node is one node, in however many folders and bundles its files lie. The host id decides: it is what
// Cassandra itself goes by. `nodetool info` prints it, and a log tells it once, at the node's first start. Scopes
// that carry the same host id are one node; the same address alone is not
// enough, since captures of test clusters share addresses, except within one collection: the folders of
// several collectors, named by the same address and lying side by side, are of the same node.

import CassandraModel

/// A node's files, and the scope by which it is known.
struct LinkedNode: Sendable {
  /// The first of its scopes in order of name.
  var scope: String
  /// Its host id, if that decided which files are its own.
  var hostID: String?
  var items: [CaptureItem]

  /// True if all that there is of it are outputs that a collector took from several machines into one file.
  var isOnlyOfMachines: Bool { items.allSatisfy { $0.machine != nil } }
}

/// Puts the scopes of a capture together by node.
enum NodeLinks {
  /// The nodes, those with a folder of their own first.
  ///
  /// - Parameter hosts: for each file that says so, the host id of its node.
  static func nodes(_ scopes: [String: [CaptureItem]], hosts: [String: String]) -> [LinkedNode] {
    let collections = Collections(scopes.values.joined().map(\.name))
    var ofAddress: [String: Set<String>] = [:]
    var parts: [Part] = []
    // Pieces of scopes come last, so that a node goes by a folder of its own where it has one.
    var pieces: [Part] = []
    for (scope, items) in scopes.sorted(by: { $0.key < $1.key }) {
      var ids = Set(items.compactMap { hosts[$0.name] })
      if ids.isEmpty {
        // A node whose data was wiped has given itself more than one: then its logs do not say which it is.
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
      // Files of several nodes in one folder: those that say whose they are go their own ways.
      for id in ids.sorted() {
        let own = items.filter { hosts[$0.name] == id }
        let name = (scope.isEmpty ? "node-" : scope + "-") + id.prefix(8)
        pieces.append(Part(host: id, place: nil, node: LinkedNode(scope: name, hostID: id, items: own)))
      }
      let rest = items.filter { hosts[$0.name] == nil }
      if !rest.isEmpty {
        parts.append(Part(host: nil, place: nil, node: LinkedNode(scope: scope, hostID: nil, items: rest)))
      }
    }

    var nodes: [LinkedNode] = []
    var known: [String: Int] = [:]
    for part in parts + pieces {
      let ids = part.place.flatMap { ofAddress[$0] } ?? []
      // An address of its collection stands for a host id only if it is that of one host.
      let id = part.host ?? (ids.count == 1 ? ids.first : nil)
      let key = id.map { "host " + $0 } ?? part.place.flatMap { ids.isEmpty ? "address " + $0 : nil }
      if let key, let index = known[key] {
        // A folder's name is better than what a collector called the machine.
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

  /// The address that a scope's folder is named by; nil if it is named otherwise.
  private static func address(of scope: String) -> String? {
    let folder = scope.split { $0 == "/" || $0 == "!" }.last.map(String.init) ?? ""
    return HostName.address(in: folder) == folder ? folder : nil
  }

  /// Which folders are collections: those in which files or archives lie directly.
  private struct Collections {
    private let folders: Set<String>

    init(_ names: [String]) {
      folders = Set(names.map { Collections.folder(of: $0.prefix { $0 != "!" }) })
    }

    /// The innermost collection that the folder or archive of `scope` lies in; empty for the whole capture.
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
  /// The zones that manifests give to `nodes`, by the scope that each goes by.
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
  /// The host id of the node whose output this is, if it says so, and those that it lists of others by their addresses;
  /// nothing for logs.
  func hostIDs(_ options: CaptureOptions) -> (own: String?, listed: [String: String]) {
    guard let text, text.input.canReopen, text.format.name == CaptureFormat.nodetool.name,
      var blocks = try? text.input.open(limit: options.limit)
    else { return (nil, [:]) }
    // A loop of outputs says at its beginning whose it is.
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
