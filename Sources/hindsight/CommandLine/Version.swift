// The version of this program, and how much of Cassandra it knows.

import CassandraModel

/// Follows semantic versioning.
let hindsightVersion = "0.1.0"

/// What `--version` prints: the program's version, and the age of what it knows.
let hindsightVersionLine =
  "hindsight \(hindsightVersion) (formats as of \(FormatCatalog.date), Cassandra \(FormatCatalog.releases))"
