// Names of MBeans as JMX writes them, and the rows of the one table of MBeans that they stand for: whoever reads JMX,
// over Jolokia or through an exporter, looks up the same rows.

import CassandraModel

/// The name of an MBean: `org.apache.cassandra.metrics:type=Compaction,name=PendingTasks`. The order of its properties
/// means nothing.
struct MBeanName: Hashable {
  let domain: String
  private let properties: [String: String]

  /// Nil if the text is no name of Cassandra or of Java's own beans.
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

  /// A name from its properties, for readers that have them apart.
  init(domain: String, properties: [String: String]) {
    self.domain = domain
    self.properties = properties
    isPattern = false
  }

  /// True if it stands for several.
  let isPattern: Bool

  /// All properties, in order of name.
  var pairs: [(name: String, value: String)] {
    properties.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
  }

  /// The value of a property.
  subscript(property: String) -> String? { properties[property] }
}

extension MBeanMetric {
  /// The row for `attribute` of `bean`, with a full stop before the part of a composite value; nil if it is none that
  /// we keep.
  static func find(_ bean: MBeanName, _ attribute: String) -> MBeanMetric? {
    guard let type = bean["type"] else { return nil }
    if let name = bean["name"], let rows = byName[type + " " + name] {
      if let row = rows.first(where: { $0.attribute == .named(attribute) }) { return row }
      let wanted: [Attribute] =
        attribute == "Count" ? [.count, .number] : attribute == "Value" ? [.number] : []
      return rows.first { wanted.contains($0.attribute) }
    }
    // A bean without a name of its own, or one whose name says of what it is: its attributes have names.
    let parts = attribute.split(separator: ".", maxSplits: 1).map(String.init)
    guard let name = parts.first, let rows = byName[type + " " + name] else { return nil }
    return rows.first { $0.attribute == (parts.count > 1 ? .named(parts[1]) : .number) }
  }

  private static let byName = Dictionary(grouping: all) { $0.type + " " + $0.name }

  /// The labels of a sample of `bean`; nil if it is of something else than the row.
  func labels(of bean: MBeanName) -> Labels? {
    var properties = SeriesLabels()
    for (name, value) in bean.pairs { properties.add(name, value) }
    return subject.labels(properties, unit: .same, source: "jmx")
  }
}
