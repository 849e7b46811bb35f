// The folder in which what logs came to is kept from one run to the next. It only saves work: whatever is missing in
// it, damaged, or of another program is read anew, and no result depends on it.

import CassandraModel
import Synchronization

/// A cache in a folder. Several runs may use it at the same time.
public final class CaptureCache: Sendable {
  /// Whether all bytes of files decide whether they are the same, not only what identifies them cheaply.
  let verifies: Bool

  private let folder: [UInt8]
  private let program: String
  private let sizeLimit: Int64
  private let notes = Mutex(Notes())

  private struct Notes {
    var damaged = 0
    var foreign = 0
    var failure: SystemFailure?
    var restored = 0
  }

  /// When the files of a cache come to more bytes than this, those that were of no use for longest go.
  public static let defaultSizeLimit: Int64 = 4 << 30

  /// A cache in a folder, which is made if it is not there.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - program: what tells this program from all others, older ones of its name among them; a single line.
  ///   - verifies: hash all bytes of a file to identify it, instead of its size, its ends and its archive's checksum.
  ///   - sizeLimit: how many bytes files of the cache may come to when a run is over.
  public init(
    _ path: String, program: String, verifies: Bool = false, sizeLimit: Int64 = defaultSizeLimit
  ) {
    folder = Array(path.utf8)
    self.program = program
    self.verifies = verifies
    self.sizeLimit = sizeLimit
    do throws(SystemFailure) { try CacheFile.makeFolder(folder) } catch { note { $0.failure = error } }
  }

  /// What tells the running program, which calls itself `version`, from all others. A state has the shape of the types
  /// of the program that wrote it, and what its catalog of messages made of a log, so not even another build of the same
  /// version may read it.
  public static func program(_ version: String) -> String {
    guard let file = try? FileStatus(of: Array("/proc/self/exe".utf8), followingLinks: true) else {
      return version
    }
    return "\(version) \(file.size) \(file.modified.milliseconds)"
  }

  /// How many states were found and used.
  package var restored: Int { notes.withLock { $0.restored } }

  /// What kept the cache from being used, in sentences for people; empty if nothing did.
  public var warnings: [String] {
    notes.withLock { notes in
      var warnings: [String] = []
      if let failure = notes.failure { warnings.append("cannot be written: " + failure.reason) }
      if notes.damaged > 0 { warnings.append("has damaged files, \(notes.damaged) of which were not used") }
      if notes.foreign > 0 {
        warnings.append(
          "has files of another version of this program, \(notes.foreign) of which were not used")
      }
      return warnings
    }
  }

  /// Which folder of the capture is this one: its files are no part of a capture.
  var identity: FileStatus.Identity? {
    (try? FileStatus(of: folder, followingLinks: true))?.identity
  }

  // MARK: States

  /// The state that is kept under `key`; nil if there is none.
  func state(_ key: CacheKey) -> [UInt8]? {
    let file = file(key)
    switch file.content(for: program) {
    case .state(let state):
      file.touch()
      return state
    case .missing: break
    case .foreign: refuse(key) { $0.foreign += 1 }
    case .damaged: refuse(key) { $0.damaged += 1 }
    }
    return nil
  }

  /// Takes note of a state that was of use.
  func used() { note { $0.restored += 1 } }

  /// Takes note of a state that was of none, whatever its checksum said.
  func refused(_ key: CacheKey) { refuse(key) { $0.damaged += 1 } }

  /// Makes way for a state that is of use.
  private func refuse(_ key: CacheKey, _ count: (inout Notes) -> Void) {
    note(count)
    file(key).remove()
  }

  func keep(_ state: [UInt8], as key: CacheKey) {
    do throws(SystemFailure) { try file(key).write(state, of: program, in: folder) } catch {
      note { $0.failure = error }
    }
  }

  func has(_ key: CacheKey) -> Bool { (try? FileStatus(of: file(key).path, followingLinks: true)) != nil }

  private static let ending = Array(".state".utf8)

  private func file(_ key: CacheKey) -> CacheFile {
    CacheFile(path: folder + [UInt8(ascii: "/")] + Array(key.text.utf8) + CaptureCache.ending)
  }

  /// Makes room: to be called when a run is over.
  public func prune() {
    guard let names = try? namesInFolder(folder) else { return }
    var files: [(file: CacheFile, status: FileStatus)] = []
    for name in names
    where name.count == CacheKey.length + CaptureCache.ending.count
      && name.suffix(6).elementsEqual(CaptureCache.ending)
    {
      let path = folder + [UInt8(ascii: "/")] + name
      if let status = try? FileStatus(of: path, followingLinks: false) {
        files.append((CacheFile(path: path), status))
      }
    }
    var size = files.reduce(0) { $0 + $1.status.size }
    for (file, status) in files.sorted(by: { $0.status.modified < $1.status.modified }) where size > sizeLimit
    {
      file.remove()
      size -= status.size
    }
  }

  private func note(_ change: (inout Notes) -> Void) { notes.withLock { change(&$0) } }
}

/// What a state is kept under: a hash of everything that it depends on.
struct CacheKey: Hashable, Sendable {
  private let hash: [UInt8]

  /// The key of nothing but what `text` says.
  init(_ text: String) {
    var sha = SHA256()
    sha.update(Array(text.utf8))
    hash = sha.finish()
  }

  private init(hash: [UInt8]) { self.hash = hash }

  /// The key of this and of `more`.
  func adding(_ more: [UInt8]) -> CacheKey {
    var sha = SHA256()
    sha.update(hash)
    sha.update(more)
    return CacheKey(hash: sha.finish())
  }

  /// Characters of `text`.
  static let length = 64

  /// Hexadecimal digits.
  var text: String {
    hash.map { (($0 < 16 ? "0" : "") + String($0, radix: 16)) }.joined()
  }
}
