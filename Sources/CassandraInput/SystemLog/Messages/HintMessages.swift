// Hints: stored for a peer that is down, sent when it is back. Sources: HintsDispatchExecutor, HintsStore,
// HintsReader, HintedHandoffMetrics.

import CassandraModel

enum HintMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "hints.sent", .hints, .info, in: ["HintsDispatchExecutor.java"],
      origin: "HintsDispatchExecutor.deliver, 3.0+.",
      [
        "Finished hinted handoff of file {file:word} to endpoint {peer:word}: {host_id:uuid}, partially",
        "Finished hinted handoff of file {file:word} to endpoint {peer:word}: {host_id:uuid}",
      ],
      samples: [
        """
        INFO  [HintsDispatcher:3] 2024-05-12 03:14:15,933 HintsDispatchExecutor.java:295 - Finished \
        hinted handoff of file 1d9e64ac-3c1f-4a53-a8f0-6a1c4d6b2f10-1715486400123-2.hints to endpoint \
        /10.0.0.2:7000: 1d9e64ac-3c1f-4a53-a8f0-6a1c4d6b2f10, partially
        """,
        """
        INFO  [HintsDispatcher:1] 2026-11-21 05:36:13,199 HintsDispatchExecutor.java:301 - Finished \
        hinted handoff of file 379c5c86-b7ce-4bce-b1c3-c09eb96b52a5-1795239264773-2.hints to endpoint \
        /127.0.0.33:7000: 379c5c86-b7ce-4bce-b1c3-c09eb96b52a5
        """,
      ]),
    MessageTemplate(
      "hints.transferring", .hints, .info, in: ["HintsDispatchExecutor.java"],
      origin: "HintsDispatchExecutor: a node that leaves hands its hints over.",
      ["Transferring all hints to {peer:word}: {host_id:uuid}"],
      samples: [
        """
        INFO  [HintsDispatcher:1] 2026-11-21 05:39:16,027 HintsDispatchExecutor.java:168 - Transferring \
        all hints to /127.0.0.33:7000: 379c5c86-b7ce-4bce-b1c3-c09eb96b52a5
        """
      ]),
    MessageTemplate(
      "hints.file_deleted", .hints, .info, in: ["HintsStore.java"],
      origin: "HintsStore.delete.",
      ["Deleted hint file {file:word}"],
      samples: [
        """
        INFO  [HintsDispatcher:1] 2026-11-21 05:36:13,196 HintsStore.java:213 - Deleted hint file \
        379c5c86-b7ce-4bce-b1c3-c09eb96b52a5-1795239264773-2.hints
        """
      ]),
    MessageTemplate(
      "hints.dropped", .hints, .warning, in: ["HintedHandoffMetrics.java"],
      origin: """
        HintedHandoffMetrics.log: the peer was down for longer than the hint window and needs a \
        repair.
        """,
      ["{peer:word} has {hints:int} dropped hints, because node is down past configured hint window"],
      samples: [
        """
        WARN  [HintedHandoffManager:1] 2024-05-12 03:14:15,933 HintedHandoffMetrics.java:79 - /10.0.0.2 \
        has 1711 dropped hints, because node is down past configured hint window.
        """
      ]),
    MessageTemplate(
      "hints.corrupt", .failure, .warning,
      in: ["HintsDispatchExecutor.java", "HintsReader.java", "HintsStore.java"],
      origin: "HintsDispatchExecutor, HintsReader: a hints file, not an SSTable.",
      [
        "Failed to dispatch hints file {file:word}: file is corrupted",
        "digest mismatch for hint at position {position:int}",
        "Error handling corrupt hints file {file:word}",
      ],
      samples: [
        """
        ERROR [HintsDispatcher:3] 2024-05-12 03:14:15,933 HintsDispatchExecutor.java:310 - Failed to \
        dispatch hints file 1d9e64ac-3c1f-4a53-a8f0-6a1c4d6b2f10-1715486400123-2.hints: file is \
        corrupted (Digest mismatch exception)
        """,
        """
        WARN  [HintsDispatcher:3] 2024-05-12 03:14:15,933 HintsReader.java:230 - digest mismatch for \
        hint at position 1024 in file 1d9e64ac-3c1f-4a53-a8f0-6a1c4d6b2f10-1715486400123-2.hints
        """,
        """
        ERROR [HintsDispatcher:3] 2024-05-12 03:14:15,933 HintsDispatchExecutor.java:330 - Error \
        handling corrupt hints file 1d9e64ac-3c1f-4a53-a8f0-6a1c4d6b2f10-1715486400123-2.hints
        """,
      ]),
  ]
}
