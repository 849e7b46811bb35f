// The offset of a node's clock from UTC, and the evidence for it.

import CassandraAnalysis
import CassandraModel

extension NodeFindings {
  /// The offsets of the clock; nil if unknown.
  var offsetWords: String? {
    switch zone {
    case .given(let name, _), .declared(let name, _): name
    case .stated(let offset): offset.text
    case .inferred(let witnesses, _): distinct(witnesses.map(\.offset.text)).joined(separator: ", ")
    case .unknown: nil
    }
  }

  /// The evidence for the offsets.
  var zoneEvidence: Prose {
    switch zone {
    case .given(let name, _): return "\(name), given on the command line"
    case .declared(let name, _): return "\(name), given by the manifest"
    case .stated(let offset): return "\(offset.text), stated in the records themselves"
    case .inferred(let witnesses, let against):
      let parts = witnesses.map { witness -> Prose in
        "\(witness.offset.text) from \(count(witness)), first \(.source(witness.source))"
      }
      let change = witnesses.count > 1 ? " (the clock changed or was set)" : ""
      return "\(parts.listedWithSemicolons(atMost: 5))\(change); \(against) disagree"
    case .unknown:
      return
        "unknown: no compaction id and no start with a gossip generation in its files; times are local"
    }
  }

  private func count(_ witness: LogZone.Witness) -> Prose {
    switch witness.basis {
    case .compactionIDs: "\(witness.count, "compaction id")"
    case .starts:
      "\(witness.count, "start that fits gossip's generation", "starts that fit gossip's generation")"
    case .stamps: "\(witness.count, "record stamped in UTC", "records stamped in UTC")"
    case .heads: "\(witness.count, "record that gives its offset", "records that give their offset")"
    case .order: "the order of the log, in which the clock goes back"
    }
  }
}
