// All nodetool commands: the table of contents of this folder.

extension NodetoolCommand {
  /// Commands that are read, followed by those that are known by name only. If two can begin with the same
  /// line, the first in this order wins.
  static let all: [NodetoolCommand] = readCommands + skippedCommands + silentCommands + documents

  private static let readCommands: [NodetoolCommand] = [
    .compactionstats, .compactionhistory, .tpstats, .tablestats, .oldTablestats, .info, .oldInfo, .status,
    .getcompactionthroughput,
    .getconcurrentcompactors, .getstreamthroughput, .version, .dseVersion, .netstats, .describecluster,
    .proxyhistograms,
    .gcstats, .datapaths, .gossipinfo, .ring, .tablehistograms, .listsnapshots, .repairAdmin, .gettimeout,
    .getmaxhintwindow, .getcompactionthreshold, .getconcurrency, .getlogginglevels, .failuredetector,
    .getinterdcstreamthroughput, .statusbinary, .statusgossip, .statusbackup, .statushandoff, .df, .diskstats,
    .iostat, .sar, .vmstat, .vmstatDisks, .free, .processLimits, .sysctl, .hugePages, .blockdev,
    .containerMemory, .lscpu, .meminfo, .collectedMemory, .ntpstat, .ntptime, .chronyc, .timedatectl,
    .sstableTasks, .threadPools, .repair,
    .sstablemetadata, .sstableexpiredblockers, .sstablelevelreset, .sstableutil, .icTables,
  ]

  /// Skipped as a whole, so that their lines are not taken for a part of an adjacent output.
  private static let skippedCommands: [NodetoolCommand] = [
    NodetoolCommand(name: "describering", anchors: [.prefix("Schema Version:")]),
    NodetoolCommand(name: "rangekeysample", anchors: [.whole("RangeKeySample:")]),
    NodetoolCommand(
      name: "toppartitions",
      anchors: [.whole("Frequency of reads by partition:"), .whole("READS Sampler:")]),
    NodetoolCommand(
      name: "help", anchors: [.prefix("usage: nodetool "), .whole("NAME")], secondLines: ["nodetool "]),
    .otherTable,
    NodetoolCommand(name: "statusautocompaction"),
    NodetoolCommand(name: "snapshot"),
    NodetoolCommand(name: "clearsnapshot"),
  ]

  /// Output of `-F json` and `-F yaml`. The names cannot be typed.
  private static let documents: [NodetoolCommand] = [
    NodetoolCommand(name: "-F json", anchors: [.prefix("{")], isDocument: true),
    NodetoolCommand(
      name: "-F yaml",
      anchors: [
        .documentKey, .prefix("total_number_of_tables: "), .prefix("interval_ms: "),
        .prefix("max_gc_elapsed_ms: "), .prefix("total_gc_elapsed_ms: "), .prefix("stdev_gc_elapsed_ms: "),
        .prefix("gc_reclaimed_mb: "), .prefix("collections: "), .prefix("direct_memory_bytes: "),
      ], isDocument: true),
  ]
}
