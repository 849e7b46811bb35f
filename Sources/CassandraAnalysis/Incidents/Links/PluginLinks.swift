// Links of foreign code inside Cassandra that fails: an index, a compaction strategy, a compressor or an
// agent.

import CassandraModel

extension CauseHypothesis {
  static let pluginCauses: [CauseHypothesis] = [
    CauseHypothesis(
      id: "software.plugin",
      explains: [
        .errors(in: .software), .errors(in: .unknown), .error(.flushFailed), .error(.ioMissingFile),
        .error(.ioOther),
        .error(.corruptionSuspected), .error(.corruptionUnspecified), .errors(in: .memory),
        .error(.indexBuildFailed),
      ],
      title: "code of a plugin",
      detail: { context in
        context.fault?.foreignFrame.map { "code of a plugin: \(name: $0.frame)" }
      }, wants: "version and release notes of the plugin"
    ) { context in
      guard let fault = context.fault, let frame = fault.foreignFrame, let first = fault.evidence.first else {
        return []
      }
      if frame.hasThrown {
        return [
          .speaking(for: 2, "the exception was thrown there, not in Cassandra", at: first.at, first.source)
        ]
      }
      // A bug is likelier in code that few people run than in Cassandra's.
      let isBug =
        [.software, .unknown].contains(fault.category.family)
        || context.root.kind == .error(.corruptionSuspected)
      return [
        .speaking(for: isBug ? 2 : 1, "it stands in the trace of the exception", at: first.at, first.source)
      ]
    }
  ]
}
