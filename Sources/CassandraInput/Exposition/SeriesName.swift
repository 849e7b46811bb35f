// What a series is: from any exporter's name and labels to our metric and labels.
//
//     cassandra_compaction_pendingtasks_value                                       jmx_exporter with rules
//     org_apache_cassandra_metrics_Compaction_Value{name="PendingTasks"}            jmx_exporter without rules
//     cassandra_stats{name="org:apache:cassandra:metrics:compaction:pendingtasks:value"}   cassandra_exporter
//     mcac_compaction_pending_tasks                                                 MCAC, relabelled
//     collectd_mcac_gauge{mcac="org.apache.cassandra.metrics.compaction.pending_tasks"}    MCAC itself
//     org_apache_cassandra_metrics_compaction_pending_tasks                         the management API
//
// All are one MBean: type Compaction, name PendingTasks. Without case, dots and underscores they are the same
// letters, and that is how they are compared.

import CassandraModel

/// What the name of a family of series says, before its labels are looked at.
enum SeriesFamily {
  /// Attributes of MBeans that its series may be; `byLabel` where the label `name` has the MBean's name.
  case mbean([(metric: MBeanMetric, byLabel: Bool)], unit: ExporterUnit)
  /// The label `name` has the whole path of the attribute.
  case path
  /// The label `mcac` has the MBean; its attribute is the number that it has.
  case dotted
  case plain(PlainSeries)
  /// Which program answered: its own numbers may not be the node's.
  case exporter
  /// Nobody's.
  case unknown
}

/// What an exporter did to the numbers of MBeans.
enum ExporterUnit: Hashable, Sendable {
  /// Nothing: they are in the MBean's units.
  case same
  /// They are in ours.
  case ours
}

/// A metric and the labels that a series has as ours.
struct SeriesTarget: Hashable {
  let metric: MetricName
  let labels: Labels
}

/// What a series' number becomes.
enum SeriesNumber {
  /// It is in our unit.
  case ours
  case mbean(MBeanMetric)

  /// None of our metrics is negative: the JVM and Cassandra write -1 for what they do not know.
  func value(_ raw: Double) -> Double? {
    switch self {
    case .ours: raw >= 0 ? raw : nil
    case .mbean(let metric): metric.value(raw)
    }
  }
}

/// Finds out what series are. What a name says is kept, because it comes back with every scrape.
struct SeriesNames {
  /// More names than any exporter has are not kept.
  private static let limit = 4096

  private var families: [String: SeriesFamily] = [:]
  private var lastName: [UInt8] = []
  private var lastFamily = SeriesFamily.unknown

  /// What the name in `range` says.
  mutating func family(_ text: Span<UInt8>, _ range: Range<Int>) -> SeriesFamily {
    // The series of a family follow each other.
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
    // Histograms of MCAC are left alone: nothing says in which unit they are.
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

  /// Longer ones first.
  private static let prefixes = [
    "org_apache_cassandra_metrics_", "org_apache_cassandra_db_", "cassandra_metrics_", "cassandra_", "mcac_",
    "java_lang_",
  ]

  /// The attributes that `rest`, a name without its prefix, may mean.
  private static func attributes(_ rest: String) -> SeriesFamily {
    spellings[rest].map { .mbean($0, unit: .same) } ?? .unknown
  }

  /// All attributes by what stands behind a prefix: with the MBean's name, or without where a label has it.
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

  /// What a series of `family` with `labels` is, and what its number is multiplied with; nil if it is none of ours.
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

  /// A series that says where it belongs by the parts of a path.
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
    // No name of a family has a slash.
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
  /// What stands behind an MBean's name for this attribute: counters end in `total` in newer formats.
  var spellings: [String] {
    switch self {
    case .number: ["", "value", "count", "total", "counttotal"]
    case .count: ["count", "counttotal", "microscounttotal"]
    case .named(let name): [folded(name)]
    }
  }
}

extension MBeanMetric.Subject {
  /// Our labels for a series; nil if it is of something else: all tables together, one consistency level.
  ///
  /// - Parameter source: who read it, for counters that several sources count each in their own way.
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
      // nodetool has them in capitals.
      return labels.first(of: ["message_type", "scope", "type"]).map { Labels([("type", $0.uppercased())]) }
    case .collector:
      return labels.first(of: ["gc", "name"]).map { Labels([("collector", $0)]) }
    case .request(let quantile):
      guard labels["cl"] == nil, labels["consistency"] == nil,
        let scope = labels.first(of: ["scope", "request_type", "clientrequest", "operation", "request"]),
        let request = Self.requests[folded(scope)]
      else { return nil }
      if unit == .ours, labels["quantile"].flatMap(Double.init) != Double(quantile) { return nil }
      return Labels([("quantile", quantile), ("request", request)])
    }
  }

  /// Kinds of requests, as proxyhistograms has them.
  private static let requests = [
    "read": "read", "write": "write", "rangeslice": "range", "casread": "cas_read", "caswrite": "cas_write",
    "viewwrite": "view_write",
  ]
}

/// Names of thread pools. Some exporters change their case; nodetool's is the one that all others here have.
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
