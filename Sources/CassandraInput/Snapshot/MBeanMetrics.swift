// Cassandra's MBeans and what we call them, as a table: whoever reads JMX, over Jolokia or through an exporter, looks
// up the same rows. Source: the classes of org.apache.cassandra.metrics, 3.11 to 6.0.

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

  /// The value of a property.
  subscript(property: String) -> String? { properties[property] }
}

/// What one attribute of a family of MBeans measures.
struct MBeanMetric: Sendable {
  /// The value of a label.
  enum LabelValue: Sendable {
    case constant(String)
    /// That of a property of the name.
    case property(String)
    /// The same in lower case, its words divided by underscores: `CASRead` is `cas_read`.
    case snakeCase(String)
  }

  /// `type` of the name.
  let type: String
  /// `name` of the name; empty for a bean that has none.
  let name: String
  /// With a full stop before the part of a composite value.
  let attribute: String
  let metric: MetricName
  /// One unit of the attribute in the unit of the metric.
  let scale: Double
  private let labels: [(label: String, value: LabelValue)]

  init(
    _ type: String, _ name: String = "", _ attribute: String, _ metric: MetricName, scale: Double = 1,
    _ labels: [(label: String, value: LabelValue)] = []
  ) {
    self.type = type
    self.name = name
    self.attribute = attribute
    self.metric = metric
    self.scale = scale
    self.labels = labels
  }

  /// The row for an attribute of `bean`; nil if it is none that we keep.
  static func find(_ bean: MBeanName, _ attribute: String) -> MBeanMetric? {
    guard let type = bean["type"] else { return nil }
    return byKey[Key(type: type, name: bean["name"] ?? "", attribute: attribute)]
  }

  /// A number of the attribute in the unit of the metric. A request whose latency is 0 was never made: it has none.
  func value(_ number: Double?) -> Double? {
    guard let number, metric != .requestLatencySeconds || number > 0 else { return nil }
    return number * scale
  }

  /// The labels of a sample of `bean`; a property that it does not have gives no label.
  func labels(of bean: MBeanName) -> Labels {
    var pairs: [(name: String, value: String)] = []
    for (label, value) in labels {
      switch value {
      case .constant(let text): pairs.append((label, text))
      case .property(let name): if let text = bean[name] { pairs.append((label, text)) }
      case .snakeCase(let name): if let text = bean[name] { pairs.append((label, snakeCase(text))) }
      }
    }
    return Labels(pairs)
  }

  private struct Key: Hashable {
    let type: String
    let name: String
    let attribute: String
  }

  private static let byKey: [Key: MBeanMetric] = Dictionary(
    all.map { (Key(type: $0.type, name: $0.name, attribute: $0.attribute), $0) },
    uniquingKeysWith: { first, _ in first })
}

/// `CASRead` as `cas_read`: a word begins where a capital stands before or after a small letter.
private func snakeCase(_ text: String) -> String {
  let bytes = Array(text.utf8)
  let isCapital = { (i: Int) in
    bytes.indices.contains(i) && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[i])
  }
  var result: [UInt8] = []
  for i in bytes.indices {
    let startsWord =
      isCapital(i) && i > 0 && (!isCapital(i - 1) || (i + 1 < bytes.count && !isCapital(i + 1)))
    if startsWord { result.append(UInt8(ascii: "_")) }
    result.append(isCapital(i) ? bytes[i] | 0x20 : bytes[i])
  }
  return String(decoding: result, as: UTF8.self)
}
