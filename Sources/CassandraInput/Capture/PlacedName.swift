// The place of a file: its name split into folders and archives.

struct PlacedName: Hashable {
  /// A folder, or an archive that holds several files.
  struct Folder: Hashable {
    let name: String
    let isArchive: Bool

    /// The name without the endings of archives.
    var stem: String {
      guard isArchive else { return name }
      for ending in [".tar.gz", ".tgz", ".tar", ".zip", ".gz"] where name.lowercased().hasSuffix(ending) {
        return String(name.dropLast(ending.count))
      }
      return name
    }
  }

  /// From the capture's root inwards.
  let folders: [Folder]
  /// Its own name; for the only file of a wrapping archive, as from rotation, the archive's name.
  let base: String

  /// - Parameter wrappers: Names of archives that hold a single file.
  init(_ name: String, wrappers: Set<String>) {
    let bytes = name.utf8
    var folders: [Folder] = []
    var wrapper: String?
    var start = bytes.startIndex
    for i in bytes.indices where bytes[i] == UInt8(ascii: "/") || bytes[i] == UInt8(ascii: "!") {
      let part = String(decoding: bytes[start..<i], as: UTF8.self)
      start = bytes.index(after: i)
      if bytes[i] == UInt8(ascii: "/") {
        if !part.isEmpty { folders.append(Folder(name: part, isArchive: false)) }
        wrapper = nil
      } else if wrappers.contains(String(decoding: bytes[..<i], as: UTF8.self)) {
        wrapper = wrapper ?? part
      } else {
        folders.append(Folder(name: part, isArchive: true))
        wrapper = nil
      }
    }
    self.folders = folders
    base = wrapper ?? String(decoding: bytes[start...], as: UTF8.self)
  }
}

extension Collection<PlacedName.Folder> {
  /// The folders as one path, without an end.
  var path: String {
    var text = ""
    for (i, folder) in enumerated() {
      text += folder.name
      if i + 1 < count { text += folder.isArchive ? "!" : "/" }
    }
    return text
  }
}

/// The use of a folder, from its name.
enum FolderKind {
  /// Folders that sort the files of one node by kind.
  static func isSorting(_ folder: PlacedName.Folder) -> Bool {
    let name = folder.name.lowercased()
    return !folder.isArchive
      && (sorting.contains(name) || name.hasPrefix("nodetool") || NodetoolCommand.named(name) != nil)
  }

  private static let sorting: Set = [
    "logs", "log", "cassandra", "archive", "archived", "old", "var", "debug", "system",
  ]

  /// Folders of one node's captures at several times, or of several kinds, distinguished by a word.
  static func isPhase(_ folder: PlacedName.Folder) -> Bool {
    let words = NameWords(folder.stem.lowercased()).words
    return isSorting(folder) || words.first.map(phases.contains) == true
      || words.last.map(phases.contains) == true
  }

  private static let phases: Set = [
    "before", "during", "after", "pre", "post", "idle", "busy", "calm", "peak", "load", "normal", "down",
    "up",
    "start", "begin", "end", "final", "first", "last", "new", "good", "bad", "monitors", "prometheus",
    "metrics",
    "conf", "os", "storage",
  ]

  /// Folders for a time: `20260901T000317Z`, `capture_1795237804`.
  static func isTime(_ folder: PlacedName.Folder) -> Bool {
    let times = NameTime.all(in: folder.stem)
    return !times.isEmpty
      && NameWords(folder.stem).withoutTimes.words.allSatisfy { timed.contains($0.lowercased()) }
  }

  /// Words next to the time in the name of a folder or bundle for it.
  private static let timed: Set = [
    "at", "t", "ts", "utc", "capture", "captures", "snapshot", "snapshots", "run", "poll", "sample",
    "collect",
    "collection", "instacollection", "bundle", "diag", "diagnostics", "nodetool", "dump",
  ]

  /// `folders` without those for a time, and without those that sort by kind above a node.
  static func nodeFolders(_ folders: [PlacedName.Folder]) -> [PlacedName.Folder] {
    var kept: [PlacedName.Folder] = []
    for folder in folders where !isTime(folder) {
      if HostName.isHost(folder.stem) {
        while let last = kept.last, isSorting(last) { kept.removeLast() }
      }
      kept.append(folder)
    }
    return kept
  }
}
