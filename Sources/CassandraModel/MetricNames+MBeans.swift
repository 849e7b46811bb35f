// Metrics that only Cassandra's MBeans give.

extension MetricName {
  /// Tasks of all of compaction's executors done since start: compactions, validations, cleanups and the like.
  public static let compactionTasksCompletedTotal = MetricName("compaction_tasks_completed_total")
  /// Tasks ever given to a pool: done, at work and waiting; label pool.
  public static let poolTasksTotal = MetricName("pool_tasks_total")
}
