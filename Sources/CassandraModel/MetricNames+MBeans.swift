// Metrics that only Cassandra's MBeans provide.

extension MetricName {
  /// Tasks submitted to a pool: completed, active and pending; label pool.
  public static let poolTasksTotal = MetricName("pool_tasks_total")
}
