// Which disk a record is about, where it names no SSTable: by the data directory, or by the volume that it lies on.

import CassandraModel

/// Data directories and volumes, as records name them.
struct DiskPlaces: Sendable {
  /// Data directories.
  private(set) var directories: Set<String> = []
  /// Volumes: where they are mounted, and the device.
  private(set) var volumes: Set<String> = []
  /// Data directories that no record of the failure names: those of the inputs of the compaction that failed.
  private(set) var inferred: Set<String> = []

  /// Nobody has more disks; it bounds what a hostile log can hold.
  private static let limit = 100

  init(directories: Set<String> = [], inferred: Set<String> = []) {
    self.directories = directories
    self.inferred = inferred
  }

  /// What a detail of a compaction that does not fit names. Source: Directories, 4.0 to 6.0.
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
