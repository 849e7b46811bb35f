// From the leaves of a document to facts: a command's use of its leaves, and the line counts.

import CassandraModel

/// A command's use of a leaf.
enum LeafFate: Equatable {
  case known
  /// An unknown key.
  case unknown
  /// The value does not fit its key.
  case malformed
}

/// Receives the leaves of one document of one command.
protocol DocumentFacts {
  mutating func take(_ leaf: DocumentLeaf, _ text: Span<UInt8>, into reading: inout OutputReading) -> LeafFate
  /// Called after the last leaf of a complete document.
  mutating func finish(_ text: Span<UInt8>, into reading: inout OutputReading)
}

extension DocumentFacts {
  mutating func finish(_ text: Span<UInt8>, into reading: inout OutputReading) {}

  func read(_ output: CommandOutput, command: String, into reading: inout OutputReading) {
    let text = output.text.span
    // Lines without a value of their own: keys of containers, brackets, ends of long strings.
    for i in reading.fates.indices { reading.markUnlessBlank(i, .decoration) }
    do throws(DocumentError) {
      var facts = self
      try output.visitLeaves { leaf in
        switch facts.take(leaf, text, into: &reading) {
        case .known:
          reading.mark(leaf.line, .known)
        case .unknown:
          if reading.fates[leaf.line] == .decoration { reading.mark(leaf.line, .unknown) }
          reading.report(.nodetoolColumn, ["name": leaf.name, "command": command], line: leaf.line)
        case .malformed:
          // One line may hold the whole document; one invalid value does not mark all of it.
          if reading.fates[leaf.line] != .known { reading.mark(leaf.line, .unparsed) }
          reading.report(.nodetoolRow, ["command": command], line: leaf.line)
        }
        return true
      }
      // A YAML document ends with an empty line; without it the last value may be incomplete.
      if !output.isJSON, reading.fates.last != .blank {
        throw DocumentError(reason: "it ends before its closing empty line", line: output.lines.count)
      }
      facts.finish(text, into: &reading)
    } catch {
      for i in reading.fates.indices.dropFirst(error.line) where reading.fates[i] == .decoration {
        reading.mark(i, .unparsed)
      }
      reading.failure = error.reason
    }
  }
}

extension OutputReading {
  /// Adds the sample of a leaf, if its key means one; a nil meaning is an unknown key.
  mutating func take(
    _ meaning: KeyValueLayout.Meaning?, _ labels: Labels, _ leaf: DocumentLeaf, _ text: Span<UInt8>
  ) -> LeafFate {
    switch meaning {
    case .sample(let metric, let quantity):
      let value = quantity.bareValue(text, in: leaf.value.range)
      if value == .malformed { return .malformed }
      sample(metric, labels, value.number, line: leaf.line)
      return .known
    case .unused, .attribute, .labelled: return .known
    case nil: return .unknown
    }
  }
}

extension NodetoolCommand {
  /// The command that printed the document `output`, from its first leaves; nil if it is not nodetool's.
  static func ofDocument(_ output: CommandOutput) -> NodetoolCommand? {
    var command: NodetoolCommand?
    var seen = 0
    let text = output.text.span
    // The beginning of a document ends too early, which does not matter here.
    try? output.visitLeaves { leaf in
      command = all.first { $0.document?.owns(leaf, text) == true }
      seen += 1
      return command == nil && seen < 8
    }
    return command
  }
}

/// A command's documents.
struct DocumentLayout: Sendable {
  /// True if no other command has such a leaf.
  let owns: @Sendable (DocumentLeaf, Span<UInt8>) -> Bool
  /// Makes a receiver for the leaves of one document.
  let facts: @Sendable () -> any DocumentFacts
}
