// Validation, the reading half of a repair, and rejected repairs. Sources: CassandraValidationIterator,
// Validator, ValidationManager, ActiveRepairService, CompactionManager.

import CassandraModel

enum ValidationMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "repair.validation_started", .repair, .info, in: ["CassandraValidationIterator.java"],
      origin: "CassandraValidationIterator, 4.0+; no SSTables is normal.",
      [
        """
        [repair #{session:uuid}], parentSessionId={parent:uuid}: Performing validation compaction on \
        {input_count:int} sstables in {table:table}
        """
      ],
      samples: [
        """
        INFO  [ValidationExecutor:2] 2026-11-21 05:36:30,570 CassandraValidationIterator.java:212 - \
        [repair #7ee63c90-e56d-11f1-8182-5bf2f5543c7f], parentSessionId=7ea31910-e56d-11f1-8182-5bf2f554\
        3c7f: Performing validation compaction on 3 sstables in shop.orders
        """
      ]),
    MessageTemplate(
      "repair.validation_finished", .repair, .info, in: ["Validator.java"],
      origin: "Validator.respond.",
      [
        "[repair #{session:uuid}] Sending completed merkle tree to {peer:word} for {table:table}",
        "[repair #{session:uuid}] Local completed merkle tree for {peer:word} for {table:table}",
      ],
      samples: [
        """
        INFO  [AntiEntropyStage:1] 2026-11-21 05:36:36,537 Validator.java:249 - [repair \
        #7ee63c90-e56d-11f1-8182-5bf2f5543c7f] Sending completed merkle tree to /127.0.0.33:7000 for \
        shop.orders
        """,
        """
        INFO  [AntiEntropyStage:1] 2026-11-21 05:36:34,394 Validator.java:254 - [repair \
        #7ee63c90-e56d-11f1-8182-5bf2f5543c7f] Local completed merkle tree for /127.0.0.33:7000 for \
        shop.orders
        """,
      ]),
    MessageTemplate(
      "repair.validation_failed", .repairFailed, .warning, in: ["ValidationManager.java", "Validator.java"],
      origin: """
        ValidationManager 4.0+, followed by an uncaught exception; Validator up to 4.0. WARN when \
        it was interrupted.
        """,
      [
        "Validation failed",
        """
        Failed creating a merkle tree for [repair #{session:uuid} on {table:table}, {ranges:greedy}], \
        {peer:word} (see log for details)
        """,
      ],
      samples: [
        """
        ERROR [ValidationExecutor:6] 2024-05-12 04:31:07,214 ValidationManager.java:199 - Validation \
        failed.
        """,
        """
        ERROR [ValidationExecutor:6] 2024-05-12 03:14:15,933 Validator.java:268 - Failed creating a \
        merkle tree for [repair #f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90 on shop/orders, [(1,2], (3,4]]], \
        /10.0.0.1 (see log for details)
        """,
      ]),
    MessageTemplate(
      "repair.session_conflict", .repairFailed, .warning,
      in: ["CompactionManager.java", "ActiveRepairService.java"],
      origin: "CompactionManager, up to 3.11.",
      ["Cannot start multiple repair sessions over the same sstables"],
      samples: [
        """
        ERROR [ValidationExecutor:6] 2024-05-12 03:14:15,933 CompactionManager.java:1330 - Cannot start \
        multiple repair sessions over the same sstables
        """
      ]),
    MessageTemplate(
      "repair.refused_for_backlog", .pressure, .warning, in: ["ActiveRepairService.java"],
      origin: """
        ActiveRepairService.verifyCompactionsPendingThreshold, 4.0+: a witness of the backlog, with \
        its number.
        """,
      [
        """
        [[repair #{session:uuid}]] Rejecting incoming repair, pending compactions ({pending:int}) above \
        threshold ({threshold:int})
        """,
        """
        [{session_text:text}] Rejecting incoming repair, pending compactions ({pending:int}) above \
        threshold ({threshold:int})
        """,
      ],
      samples: [
        """
        ERROR [AntiEntropyStage:1] 2024-05-12 03:45:00,204 ActiveRepairService.java:595 - [[repair \
        #f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90]] Rejecting incoming repair, pending compactions (1342) \
        above threshold (1000)
        """,
        """
        ERROR [AntiEntropyStage:1] 2024-05-12 03:14:15,933 ActiveRepairService.java:595 - [preview \
        repair #f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90] Rejecting incoming repair, pending compactions \
        (1342) above threshold (1000)
        """,
      ]),
  ]
}
