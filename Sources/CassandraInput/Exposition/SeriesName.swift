// Maps a series of any exporter to a metric and its labels.
//
//     cassandra_compaction_pendingtasks_value                                       jmx_exporter with rules
//     org_apache_cassandra_metrics_Compaction_Value{name="PendingTasks"}            jmx_exporter without rules
//     cassandra_stats{name="org:apache:cassandra:metrics:compaction:pendingtasks:value"}   cassandra_exporter
//     mcac_compaction_pending_tasks                                                 MCAC, relabelled
//     collectd_mcac_gauge{mcac="org.apache.cassandra.metrics.compaction.pending_tasks"}    MCAC itself
//     org_apache_cassandra_metrics_compaction_pending_tasks                         the management API
//
// All are one MBean: type Compaction, name PendingTasks. Without case, dots and underscores the spellings are
// equal, so names are compared in that form.

import CassandraModel

/// The kind of a family of series, from its name, before its labels are read.
enum SeriesFamily {
  /// Attributes of MBeans that match; `byLabel` where the label `name` has the MBean's name.
  case mbean([(metric: MBeanMetric, byLabel: Bool)], unit: ExporterUnit)
  /// The label `name` has the full path of the attribute.
  case path
  /// The label `mcac` has the MBean; its attribute is its only number.
  case dotted
  case plain(PlainSeries)
  /// Names the exporter: its process metrics may not be the node's.
  case exporter
  /// No known metric.
  case unknown
}

/// The unit of an exporter's numbers.
enum ExporterUnit: Hashable, Sendable {
  /// The MBean's unit.
  case same
  /// The unit of the metric name.
  case ours
}

/// The metric and the labels of a series in this program's vocabulary.
struct SeriesTarget: Hashable {
  let metric: MetricName
  let labels: Labels
}

/// The conversion of a series' number.
enum SeriesNumber {
  /// It is in the metric's unit.
  case ours
  case mbean(MBeanMetric)

  /// No metric is negative: the JVM and Cassandra write -1 for an unknown value.
  func value(_ raw: Double) -> Double? {
    switch self {
    case .ours: raw >= 0 ? raw : nil
    case .mbean(let metric): metric.value(raw)
    }
  }
}

/// Maps series to metrics. Results are cached by name, because names repeat with every scrape.
struct SeriesNames {
  /// Limit of the cache, larger than the number of names of any exporter.
  private static let limit = 4096

  private var families: [String: SeriesFamily] = [:]
  private var lastName: [UInt8] = []
  private var lastFamily = SeriesFamily.unknown

  /// The family of the name in `range`.
  mutating func family(_ text: Span<UInt8>, _ range: Range<Int>) -> SeriesFamily {
    // The series of a family are adjacent.
    if range.count == lastName.count, text.matches(lastName, at: range.lowerBound) { return lastFamily }
    let name = text.text(in: range)
    lastFamily = kept(name) { Self.family(named: name) }
    lastName = Array(name.utf8)
    return lastFamily
  }

  private mutating func kept(_ key: String, make: () -> SeriesFamily) -> SeriesFamily {
    if let known = families[key] { return known }
    let made = make()
    if families.count >= Self.limit { families.removeAll() }
    families[key] = made
    return made
  }

  private static func family(named name: String) -> SeriesFamily {
    if let plain = PlainSeries.all[name] { return .plain(plain) }
    if name == "jmx_exporter_build_info" { return .exporter }
    if name == "cassandra_stats" { return .path }
    // Histograms of MCAC are skipped: their unit is not known.
    if ["collectd_mcac_gauge", "collectd_mcac_counter_total", "collectd_mcac_meter_count_total"].contains(
      name)
    {
      return .dotted
    }
    if let alias = ExporterAlias.all[name] {
      let metrics = MBeanMetric.all.filter { alias.isOf($0) }
      return .mbean(metrics.map { ($0, false) }, unit: alias.unit)
    }
    let lower = name.lowercased()
    guard let prefix = prefixes.first(where: { lower.hasPrefix($0) }) else { return .unknown }
    return attributes(folded(lower.dropFirst(prefix.count)))
  }

  /// Longer prefixes first.
  private static let prefixes = [
    "org_apache_cassandra_metrics_", "org_apache_cassandra_db_", "cassandra_metrics_", "cassandra_", "mcac_",
    "java_lang_",
  ]

  /// The attributes that `rest`, a name without its prefix, may mean.
  private static func attributes(_ rest: String) -> SeriesFamily {
    spellings[rest].map { .mbean($0, unit: .same) } ?? .unknown
  }

  /// All attributes by the name after a prefix: with the MBean's name, or without where a label has it.
  private static let spellings: [String: [(metric: MBeanMetric, byLabel: Bool)]] = {
    var all: [String: [(metric: MBeanMetric, byLabel: Bool)]] = [:]
    for metric in MBeanMetric.all {
      for attribute in metric.attribute.spellings {
        let type = folded(metric.type)
        all[type + folded(metric.name) + attribute, default: []].append((metric, false))
        all[type + attribute, default: []].append((metric, true))
      }
    }
    return all
  }()

  /// The target of a series of `family` with `labels`, and the scale of its number; nil if it is not a known
  /// metric.
  mutating func target(
    _ family: SeriesFamily, _ labels: SeriesLabels
  ) -> (target: SeriesTarget, number: SeriesNumber)? {
    switch family {
    case .unknown, .exporter: return nil
    case .plain(let series):
      guard let own = series.labels(labels) else { return nil }
      return (SeriesTarget(metric: series.metric, labels: own), .ours)
    case .mbean(let candidates, let unit):
      for (metric, byLabel) in candidates {
        if byLabel, labels["name"].map({ folded($0) }) != folded(metric.name) { continue }
        guard let own = metric.subject.labels(labels, unit: unit) else { continue }
        let target = SeriesTarget(metric: metric.metric, labels: own)
        return (target, unit == .ours ? .ours : .mbean(metric))
      }
      return nil
    case .path:
      // `org:apache:cassandra:metrics:table:shop:orders:livesstablecount:value`
      let parts = (labels["name"] ?? "").split(separator: ":").map(String.init)
      guard parts.count >= 5, parts.count <= 10 else { return nil }
      let start = parts.starts(with: ["org", "apache", "cassandra"]) ? 4 : 2
      guard parts.count >= start + 3, start == 4 || parts.starts(with: ["java", "lang"]) else { return nil }
      return scoped(
        parts[start], folded(parts.suffix(2).joined()), Array(parts[(start + 1)..<(parts.count - 2)]))
    case .dotted:
      // `org.apache.cassandra.metrics.table.live_ss_table_count.shop.orders`
      let parts = (labels["mcac"] ?? "").split(separator: ".").map(String.init)
      guard parts.count >= 6, parts.count <= 10,
        parts.starts(with: ["org", "apache", "cassandra", "metrics"])
      else { return nil }
      return scoped(parts[4], folded(parts[5]), Array(parts[6...]))
    }
  }

  /// A series whose path names keyspace and table.
  private mutating func scoped(
    _ type: String, _ rest: String, _ scopes: [String]
  ) -> (target: SeriesTarget, number: SeriesNumber)? {
    var labels = SeriesLabels()
    let type = folded(type)
    if type.hasPrefix("table") || type.hasPrefix("columnfamil") {
      guard scopes.count == 2 else { return nil }
      labels.add("keyspace", scopes[0])
      labels.add("table", scopes[1])
    } else if let scope = scopes.last {
      labels.add("scope", scope)
      labels.add("name", scope)
    }
    // No name of a family contains a slash, so the keys cannot collide.
    let found = kept(type + "/" + rest) { Self.attributes(type + rest) }
    if case .mbean(let candidates, let unit) = found {
      return target(.mbean(candidates.filter { !$0.byLabel }, unit: unit), labels)
    }
    return nil
  }
}

/// `text` in lower case without underscores.
func folded(_ text: some StringProtocol) -> String { String(text.lowercased().filter { $0 != "_" }) }

extension MBeanMetric.Attribute {
  /// The spellings of this attribute after an MBean's name: counters end in `total` in newer formats.
  var spellings: [String] {
    switch self {
    case .number: ["", "value", "count", "total", "counttotal"]
    case .count: ["count", "counttotal", "microscounttotal"]
    case .named(let name): [folded(name)]
    }
  }
}

extension MBeanMetric.Subject {
  /// The labels for a series; nil if it covers something else: all tables together, one consistency level.
  ///
  /// - Parameter source: The source of the value, for counters that several sources count differently.
  func labels(_ labels: SeriesLabels, unit: ExporterUnit, source: String = "prometheus") -> Labels? {
    if labels["le"] != nil { return nil }
    if labels["quantile"] != nil, unit == .same { return nil }
    switch self {
    case .node: return Labels.none
    case .source: return Labels([("source", source)])
    case .window(let window): return Labels([("window", window)])
    case .compactionPool: return Labels([("pool", "CompactionExecutor")])
    case .table:
      guard let keyspace = labels.first(of: ["keyspace"]),
        let table = labels.first(of: ["table", "columnfamily", "scope"]),
        !table.utf8.contains(UInt8(ascii: "."))
      else { return nil }
      return Labels([("keyspace", keyspace), ("table", table)])
    case .pool:
      return labels.first(of: ["pool", "pool_name", "scope"]).map { Labels([("pool", PoolName.usual($0))]) }
    case .message:
      // nodetool prints them in capitals.
      return labels.first(of: ["message_type", "scope", "type"]).map { Labels([("type", $0.uppercased())]) }
    case .collector:
      return labels.first(of: ["gc", "name"]).map { Labels([("collector", $0)]) }
    case .requestCount: return Self.request(labels).map { Labels([("request", $0)]) }
    case .request(let quantile):
      guard let request = Self.request(labels) else { return nil }
      if unit == .ours, labels["quantile"].flatMap(Double.init) != Double(quantile) { return nil }
      return Labels([("quantile", quantile), ("request", request)])
    }
  }

  /// The kind of a request; nil for one consistency level alone.
  private static func request(_ labels: SeriesLabels) -> String? {
    guard labels["cl"] == nil, labels["consistency"] == nil,
      let scope = labels.first(of: ["scope", "request_type", "clientrequest", "operation", "request"])
    else { return nil }
    return requests[folded(scope)]
  }

  /// Kinds of requests, as proxyhistograms prints them.
  private static let requests = [
    "read": "read", "write": "write", "rangeslice": "range", "casread": "cas_read", "caswrite": "cas_write",
    "viewwrite": "view_write",
  ]
}

/// Names of thread pools. Some exporters change their case; names here are spelled as in nodetool.
enum PoolName {
  static func usual(_ name: String) -> String { usualNames[folded(name)] ?? name }

  private static let usualNames: [String: String] = {
    let names = [
      "AntiEntropyStage", "CacheCleanupExecutor", "CompactionExecutor", "CounterMutationStage", "GossipStage",
      "HintsDispatcher", "InternalResponseStage", "MemtableFlushWriter", "MemtablePostFlush",
      "MemtableReclaimMemory", "MigrationStage", "MiscStage", "MutationStage",
      "Native-Transport-Auth-Requests", "Native-Transport-Requests", "PaxosRepairStage",
      "PendingRangeCalculator", "PerDiskMemtableFlushWriter_0", "ReadRepairStage", "ReadStage",
      "RequestResponseStage", "Sampler", "SecondaryIndexManagement", "ValidationExecutor",
      "ViewBuildExecutor", "ViewMutationStage",
    ]
    var byFold: [String: String] = [:]
    for name in names { byFold[folded(name)] = name }
    return byFold
  }()
}
