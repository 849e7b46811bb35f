// What a run says of its cache when it is over.

import CassandraInput
import CassandraReport

extension Ingest {
  /// Makes room in the cache, and says what kept it from being used.
  func closeCache() {
    guard let cache, let folder = options.cache else { return }
    cache.prune()
    guard !options.isQuiet else { return }
    for warning in cache.warnings {
      StandardError.write("hindsight: the cache " + VisibleText.make(folder) + " " + warning + "\n")
    }
  }
}
