// Options of `trend` only.

import CassandraAnalysis

extension Option {
  static let assume = Option(
    names: ["--assume"],
    placeholder: "WHAT=VALUE,…",
    brief: "what if: disk=2TiB, drop=KEYSPACE.TABLE, …",
    help: """
      Add a second set of dates under assumptions, which hold from the last sample on. throughput=64MiB/s: \
      limit of compaction. disk=2TiB: size of every data disk. growth=1.5: growth of everything, as a factor. \
      ttl=KEYSPACE.TABLE: the table expires what it is written, so its size stays. drop=KEYSPACE.TABLE: the \
      table is gone. nodes=2: nodes added, with data and growth spread evenly. ttl and drop may name several \
      tables. Units: B, KiB, MiB, GiB, TiB, PiB.
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
