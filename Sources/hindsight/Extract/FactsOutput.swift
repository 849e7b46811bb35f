// The output of facts while they are read: standard output, or files of a folder. The first error is kept
// until the end, because its writers are in the middle of reading; later bytes are dropped.

import Synchronization

/// Writes facts as bytes. Nodes write one after the other.
final class FactsOutput: Sendable {
  private struct State {
    var files: [String: OutputFolder.Stream] = [:]
    var failure: OutputError?
  }

  private let folder: OutputFolder?
  private let state = Mutex(State())

  /// Sorted runs of the merged log.
  let runs: MergeRuns

  /// - Parameters:
  ///   - folder: nil for standard output.
  ///   - workFolder: The folder for data that does not fit into memory.
  init(folder: OutputFolder?, workFolder: String) {
    self.folder = folder
    runs = MergeRuns(folder: workFolder)
  }

  /// Appends to the file `name`; a new file begins with `head`.
  func write(_ bytes: [UInt8], to name: String, head: [UInt8] = []) {
    guard !bytes.isEmpty else { return }
    state.withLock { state in
      guard state.failure == nil else { return }
      do throws(OutputError) {
        guard let folder else { return try StandardOutput.write(bytes) }
        if state.files[name] == nil {
          let file = try folder.open(name)
          state.files[name] = file
          try file.write(head)
        }
        try state.files[name]?.write(bytes)
      } catch { state.failure = error }
    }
  }

  /// Ends the output with an error, as if a write had failed.
  func fail(_ error: OutputError) {
    state.withLock { state in if state.failure == nil { state.failure = error } }
  }

  /// Renames all files to their final names; without this call they are discarded. Call once, at the end.
  func finish() throws(OutputError) {
    let failure: OutputError? = state.withLock { state in
      let files = state.files.keys.sorted().compactMap { state.files[$0] }
      state.files = [:]
      if state.failure != nil {
        for file in files { file.discard() }
      } else if let folder {
        do throws(OutputError) { try folder.finish(files) } catch { state.failure = error }
      }
      return state.failure
    }
    if let failure { throw failure }
  }
}
