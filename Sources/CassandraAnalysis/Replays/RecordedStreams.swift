// Which files a monitor's script wrote itself.

import CassandraModel

extension NodeFindings {
  /// Files that the latency tracker wrote.
  var trackerStreams: [String] { [] }
  /// Logs of the async poller.
  var pollerStreams: [String] { [] }
  /// Files that the triage wrote, and the snapshots of metrics that it read.
  var triageStreams: [String] { [] }
  /// Files that any monitor wrote: they are fed on their own.
  var recordedStreams: Set<String> { Set(trackerStreams + pollerStreams + triageStreams) }
}
