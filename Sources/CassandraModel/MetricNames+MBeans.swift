// Metrics that only Cassandra's MBeans give.

extension MetricName {
  /// Tasks ever given to a pool: done, at work and waiting; label pool.
  public static let poolTasksTotal = MetricName("pool_tasks_total")
}
