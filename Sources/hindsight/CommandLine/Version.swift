// The version of this program.

/// Follows semantic versioning; the CHANGELOG says what changed.
let hindsightVersion = "0.1.0"
