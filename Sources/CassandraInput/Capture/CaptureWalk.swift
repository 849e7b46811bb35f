// From the paths of the command line to the files to read.
//
// Two properties must hold for evidence: the same folder gives the same list wherever and whenever it is
// walked, and no file is counted twice because two paths lead to it. Folders are therefore walked before
// links are followed, and the target of a link or of a further argument is skipped if it was there already.

package import CassandraModel

/// The files of a capture, and the skipped ones.
package struct CaptureWalk: Sendable {
  /// In byte order of their names.
  package private(set) var files: [StoredFile] = []
  /// Skipped paths, with reasons.
  package private(set) var diagnostics = DiagnosticLog()

  /// Folders of version control: they hold compressed copies, and no output of a node. All other hidden files
  /// are read, because captures are taken with `cp -a` and people hide files that they keep (`.old`, `.bak`).
  private static let skippedFolders = [".git", ".hg", ".svn"]

  /// A path to visit.
  private struct Place {
    let path: [UInt8]
    /// The path from the capture's root.
    let name: [UInt8]
    /// True to follow it if it is a link: for arguments, and for links when their turn has come.
    var followsLink: Bool
    /// The folders around it, links followed: a link to one of them is a loop.
    var ancestors: [FileStatus.Identity] = []
  }

  private var seenFolders: Set<FileStatus.Identity> = []
  private var seenFiles: Set<FileStatus.Identity> = []
  /// Files that were reached only through a link.
  private var linkedFiles: Set<FileStatus.Identity> = []
  private var links: [Place] = []
  private var found: [(name: [UInt8], path: [UInt8], status: FileStatus)] = []

  /// Walks `paths`, files or folders.
  ///
  /// Names are relative to a given folder; a given file has its own name. With several paths, the files of a
  /// folder are prefixed with its name. Paths with the same last component are distinguished by their parent
  /// folders: `a/logs`, `b/logs`.
  ///
  /// With `root`, which must contain all of `paths`, names are relative to `root`.
  ///
  /// - Throws: `CaptureError` if one of `paths` cannot be read or is not below `root`. Unreadable files below
  ///   them give a diagnostic.
  package init(
    _ paths: [[UInt8]], below root: [UInt8]? = nil, followingLinksOut followsLinksOut: Bool = false
  ) throws(CaptureError) {
    var folders: [Place] = []
    var others: [(Place, FileStatus)] = []
    var roots = UniqueNames()
    let names = try root.map { root throws(CaptureError) in
      try CaptureWalk.names(of: paths, below: root)
    }
    for (path, own) in zip(paths, names ?? shortestNames(of: paths)) {
      let status = try CaptureWalk.status(ofArgument: path)
      let isWhole = names == nil && paths.count == 1 && status.kind == .folder
      let root = isWhole ? "" : names == nil ? roots.add(printableName(own)) : printableName(own)
      let place = Place(path: path, name: Array(root.utf8), followsLink: true)
      if status.kind == .folder { folders.append(place) } else { others.append((place, status)) }
    }
    for folder in folders { visit(folder) }
    let capture = followsLinksOut ? nil : paths.compactMap { realPath(of: $0) }
    // Following one link can add others, so this is a queue.
    var next = 0
    while next < links.count {
      let link = links[next]
      if let capture, let target = realPath(of: link.path), !CaptureWalk.lies(target, in: capture) {
        report(.linkOutside, at: link, ["target": printableName(target)])
      } else {
        visit(link)
      }
      next += 1
    }
    for (place, status) in others {
      if seenFiles.insert(status.identity).inserted {
        found.append((place.name, place.path, status))
      } else {
        report(.linkRepeat, at: place)
      }
    }
    nameFiles()
  }

  /// True if `path` is one of `folders`, or inside one.
  private static func lies(_ path: [UInt8], in folders: [[UInt8]]) -> Bool {
    folders.contains { folder in
      path == folder || folder == [slash] || path.starts(with: folder + [slash])
    }
  }

  /// The rest of each path after `root`, compared as text: `..` and links are not followed.
  package static func names(of paths: [[UInt8]], below root: [UInt8]) throws(CaptureError) -> [[UInt8]] {
    let above = components(of: root)
    var names: [[UInt8]] = []
    for path in paths {
      let own = components(of: path)
      guard own.starts(with: above), (path.first == slash) == (root.first == slash) else {
        throw .outside(printableName(path), root: printableName(root))
      }
      names.append(Array(own.dropFirst(above.count).joined(separator: [slash])))
    }
    return names
  }

  private static func status(ofArgument path: [UInt8]) throws(CaptureError) -> FileStatus {
    do throws(SystemFailure) {
      return try FileStatus(of: path, followingLinks: true)
    } catch {
      let name = printableName(path)
      throw error.isMissing ? .noSuchPath(name) : .unreadable(name, reason: error.reason)
    }
  }

  /// Visits a folder of the command line or the target of a link, and everything below.
  private mutating func visit(_ start: Place) {
    var pending = [start]
    while var place = pending.popLast() {
      do throws(SystemFailure) {
        let status = try FileStatus(of: place.path, followingLinks: place.followsLink)
        switch status.kind {
        case .folder: pending += try enter(place, status)
        case .special(let kind): report(.fileSpecial, at: place, ["kind": kind])
        case .link:
          place.followsLink = true
          links.append(place)
        case .file:
          let isNew = seenFiles.insert(status.identity).inserted
          // A folder reached through a link may contain a file that another link led to.
          let wasLinked = !place.followsLink && linkedFiles.remove(status.identity) != nil
          // Two hard links are two files: deduplicating tools make them of equal files of two nodes.
          if isNew || !place.followsLink && !wasLinked {
            if place.followsLink { linkedFiles.insert(status.identity) }
            found.append((place.name, place.path, status))
          } else {
            report(.linkRepeat, at: place)
          }
        }
      } catch {
        reportUnreachable(place, error)
      }
    }
  }

  private mutating func reportUnreachable(_ place: Place, _ failure: SystemFailure) {
    if place.followsLink && failure.isLoop {
      report(.linkLoop, at: place)
    } else if place.followsLink && failure.isMissing {
      report(.linkDangling, at: place)
    } else {
      report(.pathUnreadable, at: place, ["reason": failure.reason])
    }
  }

  /// The entries of a folder; none if it was entered before.
  private mutating func enter(_ folder: Place, _ status: FileStatus) throws(SystemFailure) -> [Place] {
    if folder.ancestors.contains(status.identity) {
      report(.linkLoop, at: folder)
      return []
    }
    if CaptureWalk.skippedFolders.contains(where: { Array($0.utf8) == lastComponent(of: folder.name) }) {
      report(.folderSkipped, at: folder)
      return []
    }
    guard seenFolders.insert(status.identity).inserted else {
      report(.linkRepeat, at: folder)
      return []
    }
    let ancestors = folder.ancestors + [status.identity]
    // In reverse, because the list that receives them is consumed from its end.
    return try namesInFolder(folder.path).reversed().map { name in
      Place(
        path: joined(folder.path, name), name: joined(folder.name, name), followsLink: false,
        ancestors: ancestors)
    }
  }

  private mutating func nameFiles() {
    var names = UniqueNames()
    found.sort { $0.name.lexicographicallyPrecedes($1.name) }
    files = found.map { file in
      let isRegular = file.status.kind == .file
      return StoredFile(
        path: file.path, name: names.add(printableName(file.name)),
        size: isRegular ? file.status.size : nil, modified: isRegular ? file.status.modified : nil)
    }
    // Sorted again, because printable forms differ from some names.
    files.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    found = []
  }

  private mutating func report(_ code: DiagnosticCode, at place: Place, _ fields: [String: String] = [:]) {
    let name = place.name.isEmpty ? "." : printableName(place.name)
    diagnostics.report(Diagnostic(code, at: SourceLocation(file: name, line: 0), fields))
  }
}

private let slash = UInt8(ascii: "/")

/// The last component of a path; the path itself if it is the root.
private func lastComponent(of path: [UInt8]) -> [UInt8] {
  path.split(separator: slash).last.map { Array($0) } ?? path
}

/// The components of a path, without `.`.
private func components(of path: [UInt8]) -> [ArraySlice<UInt8>] {
  path.split(separator: slash).filter { !$0.elementsEqual(".".utf8) }
}

/// The shortest ends of `paths` that differ; equal only if the paths are equal.
private func shortestNames(of paths: [[UInt8]]) -> [[UInt8]] {
  let parts = paths.map { path in
    let parts = components(of: path).filter { !$0.elementsEqual("..".utf8) }
    return parts.isEmpty ? [path[...]] : parts
  }
  var lengths = [Int](repeating: 1, count: paths.count)
  let name = { (i: Int) in Array(parts[i].suffix(lengths[i]).joined(separator: [slash])) }
  while true {
    let alike = Dictionary(grouping: paths.indices, by: name).values.filter { $0.count > 1 }.joined()
    let longer = alike.filter { lengths[$0] < parts[$0].count }
    if longer.isEmpty { return paths.indices.map(name) }
    for i in longer { lengths[i] += 1 }
  }
}

private func joined(_ folder: [UInt8], _ name: [UInt8]) -> [UInt8] {
  folder.isEmpty || folder.last == slash ? folder + name : folder + [slash] + name
}

extension DiagnosticCode {
  static let fileSpecial = DiagnosticCode("file.special", .note, "is {kind} and was not read")
  static let folderSkipped = DiagnosticCode(
    "folder.skipped", .note, "belongs to version control and was not read")
  static let linkLoop = DiagnosticCode(
    "link.loop", .warning, "is a link that leads back to a folder it lies in, or to itself")
  static let linkRepeat = DiagnosticCode(
    "link.repeat", .note, "is in the capture under another name, too, and was read once")
  static let linkOutside = DiagnosticCode(
    "link.outside", .note, "is a link that leads out of the capture, to {target}; --follow reads it")
  static let linkDangling = DiagnosticCode(
    "link.dangling", .warning, "is a link to something that is not there")
  static let pathUnreadable = DiagnosticCode("path.unreadable", .error, "cannot be read: {reason}")
}
