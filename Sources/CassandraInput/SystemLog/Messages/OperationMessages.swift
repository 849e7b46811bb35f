// Client operations above a limit: slow operations and timeouts, each on a line below the head of their list,
// and prepared statements that did not fit in the cache. Sources: MonitoringTask, QueryProcessor.

import CassandraModel

enum OperationMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "query.slow_operation", .pressure, .info, bare: true,
      origin: "MonitoringTask.SlowOperation, 3.11+: below `operations were slow`, in debug.log.",
      [
        "<{query:greedy}>, time {duration_ms:int} msec - slow timeout {timeout_ms:int} msec/{scope:word}",
        "<{query:greedy}>, time {duration_ms:int} msec - slow timeout {timeout_ms:int} msec",
        """
        <{query:greedy}>, was slow {times:int} times: avg/min/max {duration_ms:int}/{shortest_ms:int}/\
        {longest_ms:int} msec - slow timeout {timeout_ms:int} msec/{scope:word}
        """,
        """
        <{query:greedy}>, was slow {times:int} times: avg/min/max {duration_ms:int}/{shortest_ms:int}/\
        {longest_ms:int} msec - slow timeout {timeout_ms:int} msec
        """,
      ],
      samples: [
        """
        <SELECT * FROM shop.cart_items WHERE user = 'u2' LIMIT 5000 ALLOW FILTERING>, time 542 msec - \
        slow timeout 500 msec
        """,
        """
        <SELECT * FROM shop.cart_items WHERE user = 'u2' LIMIT 5000 ALLOW FILTERING>, was slow 2 times: \
        avg/min/max 709/598/820 msec - slow timeout 500 msec
        """,
        "<SELECT * FROM shop.orders WHERE id = 7>, time 604 msec - slow timeout 500 msec/cross-node",
        """
        <SELECT * FROM shop.orders WHERE id = 7>, was slow 3 times: avg/min/max 709/598/820 msec - slow \
        timeout 500 msec/cross-node
        """,
      ]),
    MessageTemplate(
      "query.timed_out_operation", .pressure, .info, bare: true,
      origin: "MonitoringTask.FailedOperation, 3.11+: below `operations timed out`, in debug.log.",
      [
        "<{query:greedy}>, total time {duration_ms:int} msec, timeout {timeout_ms:int} msec/{scope:word}",
        "<{query:greedy}>, total time {duration_ms:int} msec, timeout {timeout_ms:int} msec",
        """
        <{query:greedy}> timed out {times:int} times, avg/min/max {duration_ms:int}/{shortest_ms:int}/\
        {longest_ms:int} msec, timeout {timeout_ms:int} msec/{scope:word}
        """,
        """
        <{query:greedy}> timed out {times:int} times, avg/min/max {duration_ms:int}/{shortest_ms:int}/\
        {longest_ms:int} msec, timeout {timeout_ms:int} msec
        """,
      ],
      samples: [
        "<SELECT * FROM shop.orders WHERE id = 7>, total time 5001 msec, timeout 5000 msec",
        "<SELECT * FROM shop.orders WHERE id = 7>, total time 5002 msec, timeout 5000 msec/cross-node",
        """
        <SELECT * FROM shop.orders WHERE id = 7> timed out 2 times, avg/min/max 5003/5001/5007 msec, \
        timeout 5000 msec
        """,
        """
        <SELECT * FROM shop.orders WHERE id = 7> timed out 3 times, avg/min/max 5003/5001/5007 msec, \
        timeout 5000 msec/cross-node
        """,
      ]),
    MessageTemplate(
      "query.prepared_discarded", .pressure, .warning, in: ["QueryProcessor.java"],
      origin: """
        QueryProcessor, once a minute: statements are prepared again and again, often because values stand in them. \
        Bytes up to 3.0.
        """,
      [
        """
        {statements:int} prepared statements discarded in the last minute because cache limit reached \
        ({limit:text})
        """
      ],
      samples: [
        """
        WARN  [ScheduledTasks:1] 2022-08-28 23:22:09,805 QueryProcessor.java:148 - 179 prepared \
        statements discarded in the last minute because cache limit reached (125 MB)
        """
      ]),
    MessageTemplate(
      "schema.disagreement", .pressure, .warning,
      in: ["StorageService.java", "DefaultSchemaUpdateHandler.java", "MigrationCoordinator.java"],
      origin: "StorageService.waitForSchema to 4.0, DefaultSchemaUpdateHandler.waitUntilReady from 4.1 on.",
      ["There are nodes in the cluster with a different schema version than us"],
      samples: [
        """
        WARN  [main] 2024-05-12 03:14:15,933 StorageService.java:941 - There are nodes in the cluster \
        with a different schema version than us we did not merged schemas from, our version : \
        (c527aae7-215f-3dec-84c5-596ec29eec3a), outstanding versions -> endpoints : \
        {e84b6a60-24cf-30ca-9b58-452d92911703=[/10.0.0.2]}
        """
      ]),
  ]
}
