// From the leaves of a document to facts: what a command has to say about its leaves, and the account of the
// lines.

import CassandraModel

/// What a command makes of a leaf.
enum LeafFate: Equatable {
  case known
  /// No version that was read has this key.
  case unknown
  /// The value does not fit its key.
  case malformed
}

/// Takes the leaves of one document of one command.
protocol DocumentFacts {
  /// Takes the next leaf.
  mutating func take(_ leaf: DocumentLeaf, _ text: Span<UInt8>, into reading: inout OutputReading) -> LeafFate
  /// Called after the last leaf of a document that is whole.
  mutating func finish(_ text: Span<UInt8>, into reading: inout OutputReading)
}

extension DocumentFacts {
  mutating func finish(_ text: Span<UInt8>, into reading: inout OutputReading) {}

  /// Reads all of `output`.
  func read(_ output: CommandOutput, command: String, into reading: inout OutputReading) {
    let text = output.text.span
    // Lines without a value of their own: keys of what is below them, brackets, ends of long strings.
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
          // One line may hold all of the document; it is not lost with one value.
          if reading.fates[leaf.line] != .known { reading.mark(leaf.line, .unparsed) }
          reading.report(.nodetoolRow, ["command": command], line: leaf.line)
        }
        return true
      }
      // A document of YAML ends with an empty line; without it the last value may be half of one.
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
  /// Adds what a leaf gives, if its key means a sample; nil is the meaning of a key that is not known.
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
  /// The command that printed the document `output`, by its first leaves; nil if it is none of nodetool's.
  static func ofDocument(_ output: CommandOutput) -> NodetoolCommand? {
    var command: NodetoolCommand?
    var seen = 0
    let text = output.text.span
    // A document whose beginning alone is at hand ends too early: that is no matter here.
    try? output.visitLeaves { leaf in
      command = all.first { $0.document?.owns(leaf, text) == true }
      seen += 1
      return command == nil && seen < 8
    }
    return command
  }
}

/// How a command prints documents.
struct DocumentLayout: Sendable {
  /// True if no other command has such a leaf.
  let owns: @Sendable (DocumentLeaf, Span<UInt8>) -> Bool
  /// Takes the leaves of one document.
  let facts: @Sendable () -> any DocumentFacts
}
