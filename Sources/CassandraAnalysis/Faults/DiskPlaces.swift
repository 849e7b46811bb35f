// The disk of a record that names no SSTable: by the data directory, or by its volume.

import CassandraModel

/// Data directories and volumes, as records name them.
struct DiskPlaces: Sendable {
  /// Data directories.
  private(set) var directories: Set<String> = []
  /// Volumes, each as mount point and device.
  private(set) var volumes: Set<String> = []
  /// Data directories of the inputs of a failed compaction, where no record of the failure names a directory.
  private(set) var inferred: Set<String> = []

  /// More than any real node has; it bounds the memory for a hostile log.
  private static let limit = 100

  init(directories: Set<String> = [], inferred: Set<String> = []) {
    self.directories = directories
    self.inferred = inferred
  }

  /// The places in a detail record of a compaction that does not fit. Source: Directories, 4.0 to 6.0.
  init(of event: Event) {
    if let directory = event.fields.text(FieldName("directory")) { directories = [directory] }
    if let list = event.fields.text(FieldName("directories")), !list.contains(phrase: ", ") {
      directories = [list]
    }
    if let mount = event.fields.text(FieldName("mount")), let device = event.fields.text(FieldName("device"))
    {
      volumes = ["\(mount) (\(device))"]
    }
  }

  mutating func formUnion(_ other: DiskPlaces) {
    for one in other.directories where directories.count < DiskPlaces.limit { directories.insert(one) }
    for one in other.volumes where volumes.count < DiskPlaces.limit { volumes.insert(one) }
    for one in other.inferred where inferred.count < DiskPlaces.limit { inferred.insert(one) }
  }
}
