// Which files belong to one node. A folder that holds its own logs is one scope, with everything below and
// beside them; so is a folder named by an address, or one of the folders of `nodes`. What lies in no such
// folder belongs to the capture as a whole. Nodes of different scopes are different, even when they share
// an address: captures of test clusters do.

/// The scope of each file of a capture.
struct CaptureScopes {
  private let roots: Set<String>

  /// - Parameter logs: names of the files that are Cassandra logs.
  /// - Parameter names: names of all files.
  init(names: [String], logs: [String]) {
    var roots: Set<String> = []
    for log in logs {
      var folders = CaptureScopes.folders(of: log)
      // `node1/logs/cassandra/system.log`: the node is the folder above those that only sort files.
      while let last = folders.last, CaptureScopes.isSorting(last) { folders.removeLast() }
      roots.insert(folders.joined(separator: "/"))
    }
    for name in names {
      let folders = CaptureScopes.folders(of: name)
      for (index, folder) in folders.enumerated()
      where CaptureScopes.isAddress(folder) || (index > 0 && folders[index - 1] == "nodes") {
        roots.insert(folders[...index].joined(separator: "/"))
      }
    }
    self.roots = roots
  }

  /// The innermost scope that `name` lies in; empty for the capture as a whole.
  func scope(of name: String) -> String {
    var folders = CaptureScopes.folders(of: name)
    while !folders.isEmpty {
      let path = folders.joined(separator: "/")
      if roots.contains(path) { return path }
      folders.removeLast()
    }
    return ""
  }

  private static func folders(of name: String) -> [String] {
    // The members of an archive lie where the archive lies.
    let path = name.prefix { $0 != "!" }
    return path.split(separator: "/").dropLast().map(String.init)
  }

  /// Folders that sort the files of one node by kind.
  private static func isSorting(_ folder: String) -> Bool {
    ["logs", "log", "cassandra", "archive", "archived", "old", "var", "debug", "system"].contains(
      folder.lowercased())
  }

  /// An IPv4 address, or an IPv6 one, as people name folders.
  private static func isAddress(_ folder: String) -> Bool {
    let parts = folder.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 4, parts.allSatisfy({ UInt8($0) != nil }) { return true }
    return folder.filter { $0 == ":" }.count >= 2 && folder.allSatisfy { $0.isHexDigit || $0 == ":" }
  }
}
