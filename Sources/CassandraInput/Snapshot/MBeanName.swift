// Names of MBeans as JMX writes them, and their lookup in the one table of MBeans: all readers of JMX values,
// over Jolokia or through an exporter, use the same table.

import CassandraModel

/// The name of an MBean: `org.apache.cassandra.metrics:type=Compaction,name=PendingTasks`. The order of its
/// properties is not significant.
struct MBeanName: Hashable {
  let domain: String
  private let properties: [String: String]

  /// Nil if the text is not a name of an MBean of Cassandra or of the JVM.
  init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let domain = String(text[..<colon])
    guard domain.hasPrefix("org.apache.cassandra") || domain == "java.lang" else { return nil }
    var properties: [String: String] = [:]
    for part in text[text.index(after: colon)...].split(separator: ",") where part != "*" {
      guard let equals = part.firstIndex(of: "=") else { return nil }
      properties[String(part[..<equals])] = String(part[part.index(after: equals)...])
    }
    self.domain = domain
    self.properties = properties
    isPattern = text.contains("*") || text.contains("?")
  }

  /// A name from separate properties.
  init(domain: String, properties: [String: String]) {
    self.domain = domain
    self.properties = properties
    isPattern = false
  }

  /// True if it is a pattern for several MBeans.
  let isPattern: Bool

  /// All properties, in order of name.
  var pairs: [(name: String, value: String)] {
    properties.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
  }

  subscript(property: String) -> String? { properties[property] }
}

extension MBeanMetric {
  /// The entry for `attribute` of `bean`, with a full stop before the part of a composite value; nil if the
  /// table has none.
  static func find(_ bean: MBeanName, _ attribute: String) -> MBeanMetric? {
    guard let type = bean["type"] else { return nil }
    if let name = bean["name"], let rows = byName[type + " " + name] {
      if let row = rows.first(where: { $0.attribute == .named(attribute) }) { return row }
      let wanted: [Attribute] =
        attribute == "Count" ? [.count, .number] : attribute == "Value" ? [.number] : []
      return rows.first { wanted.contains($0.attribute) }
    }
    // An MBean without a name property, or with a name that identifies its subject: the attributes have
    // names.
    let parts = attribute.split(separator: ".", maxSplits: 1).map(String.init)
    guard let name = parts.first, let rows = byName[type + " " + name] else { return nil }
    return rows.first { $0.attribute == (parts.count > 1 ? .named(parts[1]) : .number) }
  }

  private static let byName = Dictionary(grouping: all) { $0.type + " " + $0.name }

  /// The labels of a sample of `bean`; nil if its subject is not that of the entry.
  func labels(of bean: MBeanName) -> Labels? {
    var properties = SeriesLabels()
    for (name, value) in bean.pairs { properties.add(name, value) }
    return subject.labels(properties, unit: .same, source: "jmx")
  }
}
