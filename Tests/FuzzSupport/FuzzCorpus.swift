// The inputs of damage: texts written for it, the samples of the message catalog, real output from the
// package's own fixtures and sample data, and the facts of all of these.

import CassandraInput
import CassandraModel
import Glibc

/// Samples by kind, in a fixed order.
package struct FuzzCorpus: Sendable {
  package let kinds: [String]
  package let samples: [String: [FuzzSample]]

  /// Only this many bytes of a file are used: small inputs can be read a hundred times as often.
  private static let sizeLimit = 6 << 10

  /// - Parameter folders: Their files, and those of their subfolders, are added; unreadable ones are skipped.
  package init(folders: [String] = []) async {
    var all = FuzzSample.written + FuzzSample.wrapped
    all.append(FuzzSample("log", "system.log", FuzzSample.log))
    // Neighbours in the catalog are of one family, so that related messages are adjacent.
    let records = MessageCatalog.messages.flatMap(\.samples)
    for start in stride(from: 0, to: records.count, by: 24) {
      let text = records[start..<min(start + 24, records.count)].joined(separator: "\n")
      all.append(FuzzSample("log", start % 48 == 0 ? "system.log" : "debug.log", text))
    }
    for folder in folders {
      for (path, bytes) in FuzzCorpus.files(below: folder) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let kind = name.hasSuffix(".json") && path.contains("SampleData") ? "own document" : "nodetool"
        all.append(FuzzSample(kind, name, Array(bytes.prefix(FuzzCorpus.sizeLimit))))
      }
    }
    var facts: [FuzzSample] = []
    for sample in all where sample.bytes.count < 3000 {
      let text = await FuzzFacts.lines(of: sample)
      if let text { facts.append(FuzzSample("facts", "facts.jsonl", text)) }
    }
    all += facts
    samples = Dictionary(grouping: all, by: \.kind)
    kinds = samples.keys.sorted()
  }

  /// The files below `folder` by path, in order of path. Compressed files are skipped: archives are made from
  /// samples.
  private static func files(below folder: String) -> [(path: String, bytes: [UInt8])] {
    guard let walk = try? CaptureWalk([Array(folder.utf8)]) else { return [] }
    return walk.files.compactMap { file in
      guard let stored = try? StoredBytes(path: file.path) else { return nil }
      var reader = BlockReader(ByteSource(stored, name: file.name))
      let bytes = reader.peek(sizeLimit)
      let packed = [".gz", ".zip"].contains { file.name.hasSuffix($0) }
      return packed ? nil : (folder + "/" + file.name, bytes)
    }
  }
}

/// Interchange files made from samples.
enum FuzzFacts {
  /// The output of `extract` for `sample`; nil if the sample gives no facts.
  static func lines(of sample: FuzzSample) async -> [UInt8]? {
    let reader = CaptureReader(held: [HeldFile(name: sample.name, bytes: sample.bytes)])
    let contents = await reader.read { _ in Keeper() }
    guard let node = contents.nodes.first, !node.sink.recorder.facts.isEmpty else { return nil }
    var line = JSONLine()
    line.header(FactsOptions())
    line.node(FactsNode(id: "n1", scope: node.scope, hostID: nil, zone: nil))
    let facts = FactNode(id: "n1") { _ in nil }
    for fact in node.sink.recorder.facts { fact.write(to: &line, of: facts) }
    for file in contents.coverage { Fact.coverage(file).write(to: &line, of: facts) }
    line.finish()
    return line.bytes
  }

  private struct Keeper: NodeSink {
    var recorder = FactRecorder()
    mutating func receive(_ fact: Fact) { recorder.receive(fact) }
    mutating func merge(captures other: Keeper) {
      for fact in other.recorder.facts { recorder.receive(fact) }
    }
    mutating func finish() {}
  }
}
