// Paths of the capture's files in the report of a check. Names in a capture begin at its root; CI looks for
// files relative to the working directory of the program.

/// The given paths, as prefixes of names.
struct CheckedPath: Sendable {
  private let roots: [String]
  private let isFolder: @Sendable (String) -> Bool

  init(_ paths: [InputPath], isFolder: @escaping @Sendable (String) -> Bool = SystemCalls.isFolder) {
    roots = paths.compactMap { path in
      guard case .path(let text) = path else { return nil }
      var trimmed = text[...]
      while trimmed.hasPrefix("./") { trimmed = trimmed.dropFirst(2).drop { $0 == "/" } }
      while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed = trimmed.dropLast() }
      return String(trimmed)
    }
    self.isFolder = isFolder
  }

  /// The path of `name`; the path of the capture for an empty name.
  func path(of name: String) -> String {
    if roots.count == 1, let root = roots.first {
      if name.isEmpty { return root.isEmpty ? "." : root }
      if root.isEmpty || root == "." { return name }
      if isFolder(root) { return joined(root, name) }
      return joined(folder(of: root), name)
    }
    // With several paths, a name begins with the last component of its path.
    let fitting = roots.filter { root in
      let last = lastName(of: root)
      return name == last || name.hasPrefix(last + "/") || name.hasPrefix(last + "!")
    }
    guard fitting.count == 1, let root = fitting.first else { return name.isEmpty ? "." : name }
    return joined(folder(of: root), name)
  }

  private func lastName(of path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  private func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private func joined(_ folder: String, _ name: String) -> String {
    folder.isEmpty ? name : folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }
}
