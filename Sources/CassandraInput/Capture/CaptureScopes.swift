// Assignment of files to nodes, and the time of each file, from names. A scope is a folder (or an archive)
// with the files of one node; nodes of different scopes are different, even when they share an address:
// captures of test clusters do.
//
//   nodes/10.0.0.1/logs/system.log        by `nodes`, by an address
//   pay-a1/logs/cassandra/system.log      by its own logs, above the folders that only sort
//   node1/tpstats.txt, node2/tpstats.txt  by neighbours that hold the same captures
//   logs/node1/…, nodetool/node1/…        by kind first, then by node: one scope
//   20261121T0510Z/node1/…                by time first, then by node: one scope over all times
//   node1-system.log, tpstats_10.0.0.4    several nodes in one folder, distinguished by file names
//
// A file that no rule assigns belongs to the capture as a whole. A manifest overrides all rules.

import CassandraModel

struct CaptureScopes {
  /// Files of each scope, in input order.
  private(set) var items: [String: [CaptureItem]] = [:]
  /// Zones from manifests, by scope.
  private(set) var zones: [String: DeclaredZone] = [:]
  /// Assumptions, and contradictions between manifests.
  private(set) var diagnostics = DiagnosticLog()

  private let manifests: [String: CaptureManifest]
  /// Names with a time whose offset from UTC is not known.
  private var assumed: Set<String> = []
  /// The folders that are scopes.
  private var roots: Set<String> = []
  /// Folders with files of several nodes, and the nodes in the names of these files.
  private var mixed: [String: Set<String>] = [:]
  /// Folders that are one node each unless their content shows otherwise.
  private let parts: Set<String>
  /// The names of those parts as given; some may be files.
  private let partNames: Set<String>

  /// Sorts `items`, files that have a reader.
  ///
  /// - Parameters:
  ///   - wrappers: Archives that hold a single file.
  ///   - parts: Names of folders, archives and files from different places. Each is one node unless its
  ///     content shows otherwise.
  init(
    _ items: [CaptureItem], wrappers: Set<String> = [], manifests: [CaptureManifest] = [],
    parts: [String] = []
  ) {
    self.manifests = Dictionary(manifests.map { ($0.root, $0) }) { first, _ in first }
    let folders = parts.map { FolderKind.nodeFolders(PlacedName($0 + "/", wrappers: []).folders) }
    partNames = Set(parts)
    self.parts = Set(folders.filter { $0.last.map(FolderKind.isPhase) == false }.map(\.path))
    let places = items.map { ScopedFile($0, wrappers: wrappers) }
    findRoots(places)
    findMixedFolders(places)
    for place in places { add(place) }
  }

  // MARK: Rules

  private mutating func findRoots(_ places: [ScopedFile]) {
    struct Neighbour {
      let folder: PlacedName.Folder
      var kinds: Set<String> = []
    }
    var logRoots: Set<String> = []
    // For each folder, its subfolders and the captures in them.
    var neighbours: [String: [String: Neighbour]] = [:]
    for place in places {
      if place.isLog, !place.isOfAgent { logRoots.insert(place.node.path) }
      for (i, folder) in place.folders.enumerated()
      where HostName.address(in: folder.stem) != nil || (i > 0 && place.folders[i - 1].name == "nodes") {
        roots.insert(place.folders[...i].path)
      }
      for (i, folder) in place.node.enumerated() {
        let path = place.node[...i].path
        neighbours[place.node[..<i].path, default: [:]][path, default: Neighbour(folder: folder)].kinds
          .insert(place.kind)
      }
    }
    roots.formUnion(logRoots)
    for (parent, children) in neighbours where children.count > 1 {
      let candidates = children.filter { !FolderKind.isPhase($0.value.folder) }
      let hosts = candidates.filter { HostName.isHost($0.value.folder.stem) }
      if hosts.count > 1 {
        roots.formUnion(hosts.keys)
      } else if !isWithin(logRoots, parent) {
        // Folder names without a node: neighbours that hold two or more captures alike.
        var holders: [String: Int] = [:]
        for child in candidates.values { for kind in child.kinds { holders[kind, default: 0] += 1 } }
        let alike = candidates.filter { $0.value.kinds.count { holders[$0, default: 0] > 1 } > 1 }
        if alike.count > 1 { roots.formUnion(alike.keys) }
      }
    }
  }

  /// True if `path` is one of `folders` or inside one.
  private func isWithin(_ folders: Set<String>, _ path: String) -> Bool {
    if folders.contains(path) || folders.contains("") { return true }
    return path.utf8.indices.contains { i in
      (path.utf8[i] == UInt8(ascii: "/") || path.utf8[i] == UInt8(ascii: "!"))
        && folders.contains(String(path[..<i]))
    }
  }

  private mutating func findMixedFolders(_ places: [ScopedFile]) {
    for place in places {
      if let host = place.host, host.isCertain { mixed[place.node.path, default: []].insert(host.name) }
    }
    // A single name distinguishes no nodes.
    mixed = mixed.filter { $0.value.count > 1 }
  }

  // MARK: Sorting

  private mutating func add(_ place: ScopedFile) {
    let claims = claims(for: place.item.name)
    let scope = claims.node ?? guess(place)
    var item = place.item
    if item.text != nil {
      let told = claims.instant.map { CaptureTime($0, .name) } ?? time(of: place)
      item.text?.input.time = told
      item.text?.input.named = told == nil ? namedTime(of: place) : nil
    }
    if let zone = claims.zone {
      if let before = zones[scope], before.text != zone.text {
        diagnostics.report(.conflict(of: zone, with: before, at: item.name))
      }
      zones[scope] = zones[scope] ?? zone
    }
    items[scope, default: []].append(item)
  }

  /// The declarations of manifests for a file, the innermost first; nodes are named below their manifest.
  private func claims(for name: String) -> (node: String?, zone: DeclaredZone?, instant: Instant?) {
    var claims: (node: String?, zone: DeclaredZone?, instant: Instant?) = (nil, nil, nil)
    if manifests.isEmpty { return claims }
    let bytes = name.utf8
    let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "/") || bytes[$0] == UInt8(ascii: "!") }
    for start in ends.reversed().map({ bytes.index(after: $0) }) + [bytes.startIndex] {
      guard let manifest = manifests[String(name[..<start])] else { continue }
      let found = manifest.claims(for: name[start...])
      claims.node = claims.node ?? found.node.map { manifest.root + $0 }
      claims.zone = claims.zone ?? found.zone.map { DeclaredZone(text: $0, manifest: manifest.name) }
      claims.instant = claims.instant ?? found.instant
    }
    return claims
  }

  /// The node in the file's name where that distinguishes files, otherwise the innermost scope around it;
  /// empty for the capture as a whole.
  private func guess(_ place: ScopedFile) -> String {
    let node = place.node
    if let host = place.host, mixed[node.path]?.contains(host.name) == true {
      guard let last = node.last else { return host.name }
      return node.path + (last.isArchive ? "!" : "/") + host.name
    }
    for length in stride(from: place.folders.count, to: 0, by: -1) {
      let path = place.folders[..<length].path
      if roots.contains(path) || parts.contains(path) { return path }
    }
    return partNames.contains(place.item.name) ? place.item.name : ""
  }

  /// The time of a capture: in UTC from its name or the nearest folder, otherwise from its archive.
  private func time(of place: ScopedFile) -> CaptureTime? {
    for (name, _) in place.timedNames {
      if case .utc(let instant) = NameTime.strongest(NameTime.all(in: name)) {
        return CaptureTime(instant, .name)
      }
    }
    return place.item.text?.input.archived.map { CaptureTime($0, .archive) }
  }

  /// The time without a zone in its name or in the nearest folder.
  private mutating func namedTime(of place: ScopedFile) -> NamedTime? {
    for (name, path) in place.timedNames {
      if case .unknownOffset(let time) = NameTime.strongest(NameTime.all(in: name)) {
        return NamedTime(time: time, name: path, isFirst: assumed.insert(path).inserted)
      }
    }
    return nil
  }
}

/// A file, and the node in its name.
private struct ScopedFile {
  let item: CaptureItem
  /// Its folders, without those for a time and those that sort by kind above a node.
  let folders: [PlacedName.Folder]
  /// The node in its own name, and whether it can only be a node.
  let host: (name: String, isCertain: Bool)?
  /// The formats in it.
  let kind: String
  private let name: PlacedName

  init(_ item: CaptureItem, wrappers: Set<String>) {
    self.item = item
    // The output of a machine in a file is placed where the file is.
    let part = item.machine.map { "!" + FileInspection.partName($0) } ?? ""
    let isPart = !part.isEmpty && item.name.hasSuffix(part)
    let name = PlacedName(isPart ? String(item.name.dropLast(part.count)) : item.name, wrappers: wrappers)
    self.name = name
    folders = FolderKind.nodeFolders(name.folders)
    let named = name.folders.last.flatMap { NodetoolCommand.named($0.name.lowercased()) }
    if item.log != nil {
      kind = "log"
    } else {
      kind = (NodetoolCommand.named(after: name.base) ?? named)?.name ?? "session"
    }
    let stem = NameWords(name.base).withoutTimes.withoutExtensions.text
    if let part = item.log?.wrapping?.part {
      // The output of several containers in one file.
      host = (part, true)
    } else if let machine = item.machine {
      host = (machine, true)
    } else if named != nil, HostName.isHost(stem) {
      host = (HostName.address(in: stem) ?? stem, true)
    } else {
      host = HostName.host(inFile: name.base)
    }
  }

  var isLog: Bool { item.log != nil }

  /// True below a node of a collected bundle, in a folder of another program: `nodes/10.0.0.1/logs/opsagent`.
  /// Its log is that machine's and makes no node of its own.
  var isOfAgent: Bool {
    guard let last = node.indices.last, last > 1 else { return false }
    return folders.indices.dropFirst().prefix { $0 < last }.contains { i in
      folders[i - 1].name == "nodes" && !folders[(i + 1)...last].contains { HostName.isHost($0.stem) }
    }
  }

  /// Its folders up to the one that may be its node's, without trailing folders that only sort.
  var node: ArraySlice<PlacedName.Folder> {
    var node = folders[...]
    while let last = node.last, FolderKind.isSorting(last) { node.removeLast() }
    return node
  }

  /// Names that may hold its time, the nearest first, with their paths.
  var timedNames: [(name: String, path: String)] {
    [(name.base, item.name)]
      + name.folders.indices.reversed().map { (name.folders[$0].stem, name.folders[...$0].path) }
  }
}

extension Diagnostic {
  /// Two files of one node have different declared zones.
  static func conflict(of zone: DeclaredZone, with other: DeclaredZone, at file: String) -> Diagnostic {
    Diagnostic(
      .manifestConflict, at: SourceLocation(file: file, line: 0), ["zone": zone.text, "other": other.text])
  }
}

extension DiagnosticCode {
  static let manifestConflict = DiagnosticCode(
    "manifest.conflict", .error, "is said to be in zone {zone}, another file of its node in {other}")
}
