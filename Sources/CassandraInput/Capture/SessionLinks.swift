// Assigns outputs that a collector took from several machines into one file to the other nodes of the
// capture. A machine is matched by name: of a folder, of a log that names its host, or through status and
// gossip, which give the host id of an address.

import CassandraModel

struct SessionLinks {
  /// The host id of each address, from outputs; nil where outputs disagree.
  private var idOfAddress: [String: String?] = [:]

  /// - Parameter told: For each output, the host ids of the addresses that it lists.
  init(_ told: [[String: String]]) {
    for (address, id) in told.joined() {
      if let before = idOfAddress[address], before != id {
        idOfAddress[address] = .some(nil)
      } else {
        idOfAddress[address] = id
      }
    }
  }

  /// The host id of the machine called `name`; nil if it is not known.
  func hostID(of name: String) -> String? { idOfAddress[name.lowercased()] ?? nil }

  /// `scopes`, with each output of a machine moved to the scope of that name, if exactly one has it.
  func joined(_ scopes: [String: [CaptureItem]]) -> [String: [CaptureItem]] {
    guard scopes.values.contains(where: { $0.contains { $0.machine != nil } }) else { return scopes }
    let names = scopes.reduce(into: [String: Set<String>]()) { names, scope in
      // Items that were assigned by name alone are no evidence for the name.
      let own = scope.value.filter { $0.machine == nil }
      if own.isEmpty { return }
      names[scope.key] = Set(own.flatMap { $0.log?.ownNames ?? [] })
      if let last = scope.key.split(whereSeparator: { $0 == "/" || $0 == "!" }).last {
        let folder = PlacedName.Folder(name: String(last), isArchive: true).stem
        names[scope.key, default: []].formUnion([folder, HostName.address(in: folder) ?? folder])
      }
    }
    var joined = scopes
    for (scope, items) in scopes.sorted(by: { $0.key < $1.key }) {
      for item in items {
        guard let machine = item.machine, !SessionLinks.has(names[scope] ?? [], machine) else { continue }
        let others = names.filter { SessionLinks.has($0.value, machine) }.map(\.key)
        guard others.count == 1, others[0] != scope else { continue }
        joined[scope]?.removeAll { $0.name == item.name }
        joined[others[0], default: []].append(item)
      }
    }
    return joined.filter { !$0.value.isEmpty }
  }

  private static func has(_ names: Set<String>, _ machine: String) -> Bool {
    names.contains { HostNames.areSame($0, machine) }
  }
}

extension CaptureItem {
  /// The machine of a session's output or of a part of metrics; nil for an output without one.
  var machine: String? { text?.part?.name ?? text?.machine?.name }
}

extension LogFile {
  /// The names and addresses that a node logs about itself at startup: `Hostname: cass-01:7000:7001`, and the
  /// printed settings. Source: CassandraDaemon and Config, 3.11 to 6.0.
  static func namesOfItself(_ bytes: Span<UInt8>) -> [String] {
    var names: [String] = []
    for label: StaticString in ["Hostname: ", "broadcast_address=", "listen_address="] {
      guard let found = bytes.firstRange(of: label, in: bytes.all) else { continue }
      let rest = found.upperBound..<min(bytes.count, found.upperBound + 253)
      let end =
        rest.first { !HostToken.isPlain(bytes[$0]) || bytes[$0] == UInt8(ascii: ":") } ?? rest.upperBound
      guard let name = HostToken.name(bytes, rest.lowerBound..<end), name != "null",
        !HostToken.isLoopback(name),
        name != "0.0.0.0"
      else { continue }
      names.append(name)
    }
    return names
  }
}
