// The options that `trend` alone takes.

import CassandraAnalysis

extension Option {
  static let assume = Option(
    names: ["--assume"],
    placeholder: "WHAT=VALUE,…",
    help: """
      Give a second set of dates beside the first, under assumptions that hold from the last sample on. \
      throughput=64MiB/s: compaction's limit, which its rate is set against. disk=2TiB: the size of every data \
      disk. growth=1.5: everything grows so many times as fast. ttl=KEYSPACE.TABLE: as much of the table expires \
      as is written, so it stays as large as it is. drop=KEYSPACE.TABLE: what the table takes and what it grows is \
      gone. nodes=2: so many nodes are added, and data and growth are spread evenly. ttl and drop may be given \
      for several tables. Units: B, KiB, MiB, GiB, TiB, PiB.
      """,
    commands: [.trend],
    isRepeatable: true,
    apply: { value, options, _ throws(ValueError) in
      var assumption = options.assumption ?? .none
      for part in value.split(separator: ",", omittingEmptySubsequences: false) {
        try AssumptionArgument.apply(String(part), to: &assumption)
      }
      options.assumption = assumption
    })
}
