// The file in which `replay tombstones` finds and leaves what the script would remember. It is read before anything else
// is done, and written whole or not at all; one that is damaged is left as it is.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport

/// A state file that can be used.
struct StateFile: Sendable {
  let path: String
  /// When each table was last alerted of, in seconds since 1970.
  let times: [String: Double]

  /// More than any number of tables needs.
  private static let sizeLimit = 4 << 20

  /// Reads the file at `path`; one that is not there is empty.
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

  /// Leaves `new` in the file, in place of what it held, if that is something else. A table that the replay did not
  /// alert of keeps its time.
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

/// Why a state file cannot be used: exit status 2, and it stays as it is.
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
