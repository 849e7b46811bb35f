// The kind of each file of a capture, recognised by its first bytes. The name decides only ties.

import CassandraModel

/// One thing to read, and its kind.
struct CaptureItem: Sendable {
  let name: String
  /// Set for a log.
  var log: LogFile?
  /// Set for any other text that is read.
  var text: CaptureText?
}

/// A text other than a log, and its kind.
struct CaptureText: Sendable {
  var input: InputFile
  let format: CaptureFormat
  /// For a part of a session: its lines, and the times that these lines give.
  var part: SessionPart?
  /// For metrics of several machines: the machine.
  var machine: MachinePart?

  /// A reader of the text. `time` applies to content without a time of its own.
  func reader(time: CaptureTime?) -> any CaptureTextReader {
    if let part { return NodetoolReader(file: input.name, time: time, part: part) }
    if let machine, let machines = format.machines { return machines.makeReader(input.name, time, machine) }
    return format.makeReader(input.name, time)
  }
}

/// The files of a capture by kind, including those in archives, and the line counts of files that are not
/// read.
struct CaptureInventory: Sendable {
  private(set) var items: [CaptureItem] = []
  private(set) var coverage: [Coverage] = []
  private(set) var diagnostics = DiagnosticLog()
  private(set) var manifests: [CaptureManifest] = []
  /// Files of the interchange, in order of name.
  private(set) var facts: [FactsFile] = []
  /// Archives that wrap a single file, by name.
  private(set) var wrappers: Set<String> = []

  /// Inspects all of `files`, several at once, and those that are in memory.
  init(
    _ files: [StoredFile], held: [HeldFile] = [], standardInput: StoredBytes?, options: CaptureOptions
  ) async {
    let memory = ArchiveMemory(jobs: options.jobs)
    let parts = await files.concurrentMap(jobs: options.jobs) { file in
      if file.size != nil { return FileInspection(file, options: options, memory: memory) }
      // A pipe that was given by name. The inspection passes its reader on.
      guard let pipe = try? StoredBytes(path: file.path) else {
        return FileInspection(file, options: options, memory: memory)
      }
      return FileInspection(opened: pipe, name: file.name, options: options, memory: memory)
    }
    let heldParts = held.map { FileInspection($0, options: options, memory: memory) }
    // A configuration of logback may follow the logs whose layout it states.
    let patterns = CaptureInventory.patterns(of: parts + heldParts)
    for (file, part) in zip(files, parts) {
      let isAgain = part.hasUnrecognised && !patterns.isEmpty && file.size != nil
      add(isAgain ? FileInspection(file, options: options, memory: memory, further: patterns) : part)
    }
    for (file, part) in zip(held, heldParts) {
      let isAgain = part.hasUnrecognised && !patterns.isEmpty
      add(isAgain ? FileInspection(file, options: options, memory: memory, further: patterns) : part)
    }
    if let standardInput {
      add(FileInspection(opened: standardInput, name: "-", options: options, memory: memory))
    }
  }

  /// The layouts that configurations in the capture state, each once. Their order does not depend on that of
  /// the files.
  private static func patterns(of parts: [FileInspection]) -> [LogPattern] {
    let all = Set(parts.flatMap(\.patterns))
    return all.sorted { a, b in
      a.layout.richness != b.layout.richness
        ? a.layout.richness > b.layout.richness : a.text < b.text
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
