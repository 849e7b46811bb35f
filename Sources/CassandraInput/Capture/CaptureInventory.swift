// What each file of a capture is, by its first bytes. The name decides nothing but ties.

import CassandraModel

/// One thing to read, and what it is.
struct CaptureItem: Sendable {
  let name: String
  /// Set for a log.
  var log: LogFile?
  /// Set for any other text that is ours.
  var text: CaptureText?
}

/// A text that is no log, and its kind.
struct CaptureText: Sendable {
  var input: InputFile
  let format: CaptureFormat
  /// Of a session, which of its lines are meant, and what its lines say of times.
  var part: SessionPart?
  /// Of metrics of several machines, which machine is meant.
  var machine: MachinePart?

  /// What reads it. `time` holds for what it dates by nothing else.
  func reader(time: CaptureTime?) -> any CaptureTextReader {
    if let part { return NodetoolReader(file: input.name, time: time, part: part) }
    if let machine, let machines = format.machines { return machines.makeReader(input.name, time, machine) }
    return format.makeReader(input.name, time)
  }
}

/// The files of a capture by kind, those in archives included, and the account of those that nobody reads.
struct CaptureInventory: Sendable {
  private(set) var items: [CaptureItem] = []
  private(set) var coverage: [Coverage] = []
  private(set) var diagnostics = DiagnosticLog()
  private(set) var manifests: [CaptureManifest] = []
  /// Facts that were extracted before, in order of the files that hold them.
  private(set) var facts: [FactsFile] = []
  /// Archives that only wrap one file, by name.
  private(set) var wrappers: Set<String> = []

  /// Looks into all of `files`, several at once, and into those that are in memory.
  init(
    _ files: [StoredFile], held: [HeldFile] = [], standardInput: StoredBytes?, options: CaptureOptions
  ) async {
    let memory = ArchiveMemory(jobs: options.jobs)
    let parts = await files.concurrentMap(jobs: options.jobs) { file in
      if file.size != nil { return FileInspection(file, options: options, memory: memory) }
      // A pipe that was given by name. What looks at its beginning hands it on.
      guard let pipe = try? StoredBytes(path: file.path) else {
        return FileInspection(file, options: options, memory: memory)
      }
      return FileInspection(opened: pipe, name: file.name, options: options, memory: memory)
    }
    for part in parts { add(part) }
    for file in held { add(FileInspection(file, options: options, memory: memory)) }
    if let standardInput {
      add(FileInspection(opened: standardInput, name: "-", options: options, memory: memory))
    }
  }

  private mutating func add(_ part: FileInspection) {
    items += part.items
    coverage += part.coverage
    diagnostics.merge(part.diagnostics)
    manifests += part.manifests
    facts += part.facts
    wrappers.formUnion(part.wrappers)
  }
}
