// The disk of an error, as far as the log names it: by files, and by directories that the disk-failure policy
// gave up.

import CassandraModel

extension Fault {
  /// The data directories that its records name, each once: those of SSTables first.
  public var dataDirectories: [String] {
    var seen: Set<String> = []
    let given = directoriesGivenUp.map { DataFolder.directory(of: $0) ?? $0 }
    return (sstables.map(\.dataDirectory) + places.directories.sorted() + given).filter {
      !$0.isEmpty && seen.insert($0).inserted
    }
  }

  /// The data directory of the inputs of the failed compactions, where no record of the failure names a
  /// directory: an output is written next to its inputs. Nil when it is unknown, or not unique.
  public var inferredDirectory: String? {
    dataDirectories.isEmpty && places.inferred.count == 1 ? places.inferred.first : nil
  }

  /// The volumes that its records name, each as mount point and device.
  public var volumes: [String] { places.volumes.sorted() }

  /// The directories that policy `best_effort` gave up for it, as the log names them, each once: often the
  /// folder of one table.
  public var directoriesGivenUp: [String] {
    var seen: Set<String> = []
    return reactions.compactMap(\.directory).filter { seen.insert($0).inserted }
  }
}
