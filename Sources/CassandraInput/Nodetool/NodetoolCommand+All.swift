// Every nodetool command that is known: the table of contents of this folder.

extension NodetoolCommand {
  /// Those that are read, then those that are known by name only. The order decides where two could begin
  /// with the same line.
  static let all: [NodetoolCommand] = readCommands + skippedCommands + silentCommands + documents

  private static let readCommands: [NodetoolCommand] = [
    .compactionstats, .compactionhistory, .tpstats, .tablestats, .oldTablestats, .info, .oldInfo, .status,
    .getcompactionthroughput,
    .getconcurrentcompactors, .getstreamthroughput, .version, .dseVersion, .netstats, .describecluster,
    .proxyhistograms,
    .gcstats, .datapaths, .gossipinfo, .ring, .tablehistograms, .listsnapshots, .repairAdmin, .gettimeout,
    .getmaxhintwindow, .getcompactionthreshold, .getconcurrency, .getlogginglevels, .failuredetector,
    .getinterdcstreamthroughput, .statusbinary, .statusgossip, .statusbackup, .statushandoff, .df, .diskstats,
    .iostat, .sar, .vmstat, .vmstatDisks, .free, .sstableTasks, .threadPools, .repair,
  ]

  /// Skipped as a whole, so that they cannot be taken for a part of what stands around them.
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

  /// What `-F json` and `-F yaml` print. The names cannot be typed.
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
