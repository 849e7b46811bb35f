// The version of this program, and how much of Cassandra it knows.

import CBuildCommit
import CassandraModel

/// Follows semantic versioning.
let hindsightVersion = "0.1.0"

/// The commit that the program was built from; nil unless `.container/static` or `.container/deb` built it.
let hindsightCommit: String? = {
  let commit = unsafe String(cString: hindsight_build_commit())
  return commit.isEmpty ? nil : commit
}()

/// What `--version` prints: the program's version and commit, and the age of what it knows.
let hindsightVersionLine =
  "hindsight \(hindsightVersion)\(hindsightCommit.map { ", commit " + $0 } ?? "") "
  + "(formats as of \(FormatCatalog.date), Cassandra \(FormatCatalog.releases))"
