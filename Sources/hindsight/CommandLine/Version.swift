// The version of this program, and the Cassandra versions that it covers.

import CBuildCommit
import CassandraModel

/// Follows semantic versioning.
let hindsightVersion = "0.1.0"

/// The commit that the program was built from; nil unless `.container/static` or `.container/deb` built it.
let hindsightCommit: String? = {
  let commit = unsafe String(cString: hindsight_build_commit())
  return commit.isEmpty ? nil : commit
}()

/// The output of `--version`: the program's version and commit, and the date of its knowledge of Cassandra.
let hindsightVersionLine =
  "hindsight \(hindsightVersion)\(hindsightCommit.map { ", commit " + $0 } ?? "") "
  + "(formats as of \(FormatCatalog.date), Cassandra \(FormatCatalog.releases))"
