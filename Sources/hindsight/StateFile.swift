// The state file of `replay tombstones`: the state that the script would keep between runs. It is read before
// any other work, and written whole or not at all; a damaged file is not changed.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport

struct StateFile: Sendable {
  let path: String
  /// The last alert of each table, in seconds since 1970.
  let times: [String: Double]

  /// Enough for any number of tables. In bytes.
  private static let sizeLimit = 4 << 20

  /// Reads the file at `path`; a missing file has no entries.
  init(_ path: String, _ options: Options) throws(StateFileError) {
    self.path = path
    for case .path(let input) in options.paths
    where path == input || path.hasPrefix(input.hasSuffix("/") ? input : input + "/") {
      throw .isInput(path)
    }
    guard !SystemCalls.isFolder(path) else { throw .unreadable(path) }
    guard let stored = try? StoredBytes(path: Array(path.utf8)) else {
      guard !SystemCalls.isThere(path) else { throw .unreadable(path) }
      times = [:]
      return
    }
    var reader = BlockReader(ByteSource(stored, name: path), size: StateFile.sizeLimit)
    let bytes = reader.peek(StateFile.sizeLimit)
    guard bytes.count < StateFile.sizeLimit, let times = AlertTimes.read(bytes) else { throw .damaged(path) }
    self.times = times
  }

  /// Replaces the content by `new`, if it changed. A table without an alert in the replay keeps its time.
  func write(_ new: [String: Double]) throws(OutputError) {
    let all = times.merging(new) { _, new in new }
    guard all != times else { return }
    let members = all.sorted { $0.key < $1.key }.map { JSONMember($0.key, .decimal($0.value)) }
    let text = JSONValue.object(members).indentedText(2)
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    try OutputFolder(folder).write(Array(text.utf8), as: name)
  }
}

/// The reason why a state file cannot be used: exit status 2; the file is not changed.
enum StateFileError: Error, Hashable, Sendable {
  case damaged(String)
  case unreadable(String)
  case isInput(String)
  case severalNodes(String, Int)

  var text: String {
    let (path, what) =
      switch self {
      case .damaged(let path):
        (
          path,
          "the state file is damaged: it is not one JSON object of tables with times; it was left as it is"
        )
      case .unreadable(let path): (path, "the state file cannot be read")
      case .isInput(let path): (path, "the state file belongs to the capture, which is never written")
      case .severalNodes(let path, let count):
        (path, "a state file is that of one node, and the capture has \(count)")
      }
    return "hindsight: " + VisibleText.make(path) + ": " + what + "\n"
  }
}
