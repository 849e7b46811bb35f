// Timestamped samples as OpenMetrics 1.0 text, for `promtool tsdb create-blocks-from openmetrics`: the lines
// of a family are adjacent, those of a series in time order, and the text ends with `# EOF`.

package import CassandraModel

package struct OpenMetricsText: Sendable {
  private struct Series: Hashable, Comparable {
    let metric: MetricName
    let labels: Labels

    static func < (a: Series, b: Series) -> Bool {
      a.metric != b.metric ? a.metric < b.metric : a.labels < b.labels
    }
  }

  private struct Point {
    let at: Instant
    let value: Double
    let source: SourceLocation
  }

  private var series: [Series: [Point]] = [:]
  /// The number of samples without a time.
  package private(set) var undated = 0

  package init() {}

  package mutating func add(_ sample: Sample, of node: String) {
    guard let at = sample.at else {
      undated += 1
      return
    }
    let own = sample.labels.pairs.map { ($0.name == "node" ? "exported_node" : $0.name, $0.value) }
    let key = Series(metric: sample.metric, labels: Labels(own + [("node", node)]))
    series[key, default: []].append(Point(at: at, value: sample.value, source: sample.source))
  }

  package mutating func merge(_ other: OpenMetricsText) {
    undated += other.undated
    for (key, points) in other.series { series[key, default: []] += points }
  }

  /// The text, and the number of samples that it leaves out because an earlier sample of the same series has
  /// the same time and another value. The first by source location is written.
  package func render() -> (text: [UInt8], contradicted: Int) {
    var text: [UInt8] = []
    var contradicted = 0
    var family: String?
    let names = Set(series.keys.map { OpenMetricsText.name($0.metric.name) })
    for (key, points) in ordered {
      let name = OpenMetricsText.name(key.metric.name)
      if name != family {
        family = name
        text += OpenMetricsText.head(of: name, among: names).utf8
      }
      let start = name + OpenMetricsText.text(key.labels) + " "
      var last: Point?
      for point in points.sorted(by: { $0.at != $1.at ? $0.at < $1.at : $0.source < $1.source }) {
        if let last, last.at == point.at {
          if last.value != point.value { contradicted += 1 }
          continue
        }
        last = point
        text += start.utf8
        text += OpenMetricsText.number(point.value).utf8
        text += " ".utf8
        text += OpenMetricsText.seconds(point.at).utf8
        text.append(UInt8(ascii: "\n"))
      }
    }
    text += "# EOF\n".utf8
    return (text, contradicted)
  }

  /// Series by their written names; two metrics may share one.
  private var ordered: [(key: Series, value: [Point])] {
    var merged: [Series: [Point]] = [:]
    for (key, points) in series {
      let name = MetricName(OpenMetricsText.name(key.metric.name))
      let labels = Labels(key.labels.pairs.map { (OpenMetricsText.name($0.name), $0.value) })
      merged[Series(metric: name, labels: labels), default: []] += points
    }
    return merged.sorted { $0.key < $1.key }
  }

  /// A counter's family is named without `_total`. If a gauge already has that name, such as `pool_blocked`,
  /// the counter is a family of unknown type under its whole name: two families must not share a name.
  private static func head(of name: String, among names: Set<String>) -> String {
    var family = name
    var type = "gauge"
    if name.hasSuffix("_total") {
      family = String(name.dropLast("_total".count))
      type = "counter"
      if names.contains(family) || family.isEmpty { (family, type) = (name, "unknown") }
    }
    var head = "# TYPE " + family + " " + type + "\n"
    if let unit = units.first(where: { family.hasSuffix("_" + $0) }) {
      head += "# UNIT " + family + " " + unit + "\n"
    }
    return head
  }

  /// Units at the end of names, the longer ones first.
  private static let units = ["bytes_per_second", "bytes", "seconds", "ratio"]

  private static func text(_ labels: Labels) -> String {
    "{" + labels.pairs.map { $0.name + "=\"" + escaped($0.value) + "\"" }.joined(separator: ",") + "}"
  }

  /// Control and invisible characters as `VisibleText` shows them; the format itself has an escape for line
  /// ends only.
  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default:
        if scalar.isHidden {
          result += VisibleText.make(String(scalar)).replacing("\\", with: "\\\\")
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
  }

  /// A name of letters, digits and underscores that does not begin with a digit.
  private static func name(_ text: String) -> String {
    var name = ""
    for scalar in text.unicodeScalars {
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      name.unicodeScalars.append(isPlain ? scalar : "_")
    }
    guard let first = name.unicodeScalars.first else { return "_" }
    return ("0"..."9").contains(first) ? "_" + name : name
  }

  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    if value.magnitude < 9_007_199_254_740_992, let whole = Int64(exactly: value) { return String(whole) }
    return String(value)
  }

  /// Seconds since 1970, to the millisecond.
  private static func seconds(_ at: Instant) -> String {
    let (whole, rest) = at.milliseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
    let digits = String(rest)
    let fraction = rest == 0 ? "" : "." + String(repeating: "0", count: 3 - digits.count) + digits
    return (at.milliseconds < 0 ? "-" : "") + String(whole) + fraction
  }
}
