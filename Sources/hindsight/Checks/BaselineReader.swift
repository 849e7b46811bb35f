// Reads a baseline that --write-baseline wrote.

import CassandraAnalysis
import CassandraInput
import CassandraModel

struct BaselineReader {
  static let schema = "hindsight/baseline/1"

  private var document: DocumentReader
  private var baseline = Baseline()
  private var clusters: JSONElement?

  /// Reads `bytes`, the content of `file`, for a comparison with `findings`: a baseline of another cluster is
  /// a mistake.
  static func read(
    _ bytes: [UInt8], file: String, for findings: Findings? = nil
  ) throws(DocumentError) -> Baseline {
    var reader = BaselineReader(document: DocumentReader(file: file, family: "baseline"))
    if let root = reader.document.root(bytes, schema: schema) { reader.read(root) }
    if let findings, let others = reader.baseline.otherClusters(of: findings), let element = reader.clusters {
      reader.document.mistake(
        "cluster", element,
        "is " + quoted(reader.baseline.clusters) + ", but the capture is of " + quoted(others)
          + ": a run of one cluster says nothing of another")
    }
    let mistakes = reader.document.orderedMistakes
    guard mistakes.isEmpty else { throw DocumentError(mistakes: mistakes) }
    return reader.baseline
  }

  private static func quoted(_ names: [String]) -> String {
    names.map { "\"" + $0 + "\"" }.joined(separator: ", ")
  }

  private init(document: DocumentReader) { self.document = document }

  private mutating func read(_ root: JSONElement) {
    let known = ["schema", "clusters", "versions", "findings", "figures"]
    guard let top = document.members(of: root, known: known) else { return }
    clusters = top.required("clusters", &document)
    baseline.clusters = texts(clusters)
    baseline.versions = texts(top["versions"])
    let findings = top.required("findings", &document).flatMap { document.elements(of: $0) } ?? []
    for element in findings { finding(element) }
    let figures = top.required("figures", &document).flatMap { document.elements(of: $0) } ?? []
    for element in figures { figure(element) }
  }

  private mutating func texts(_ element: JSONElement?) -> [String] {
    guard let element else { return [] }
    return (document.elements(of: element) ?? []).compactMap { document.text($0) }
  }

  private mutating func text(_ name: String, _ members: DocumentMembers) -> String? {
    members.required(name, &document).flatMap { document.text($0) }
  }

  private mutating func finding(_ element: JSONElement) {
    let known = ["fingerprint", "kind", "id", "severity", "tables"]
    guard let members = document.members(of: element, known: known) else { return }
    let fingerprint = text("fingerprint", members)
    let kind = text("kind", members)
    let id = text("id", members)
    let severity = members.required("severity", &document).flatMap { document.choice($0, of: Severity.self) }
    let tables = texts(members["tables"])
    guard let fingerprint, let kind, let id, let severity else { return }
    baseline.findings.append(
      Baseline.Finding(fingerprint: fingerprint, kind: kind, id: id, severity: severity, tables: tables))
  }

  private mutating func figure(_ element: JSONElement) {
    guard let members = document.members(of: element, known: ["figure", "labels", "values"]) else { return }
    let id = text("figure", members)
    var pairs: [(name: String, value: String)] = []
    for field in members["labels"].flatMap({ document.fields(of: $0) }) ?? [] {
      if let value = document.text(field.value) { pairs.append((name: field.name, value: value)) }
    }
    let values = members.required("values", &document).flatMap { document.fields(of: $0) } ?? []
    for field in values {
      let range = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
      guard let id, let value = document.number(field.value, in: range) else { continue }
      let name = field.name == Baseline.valueName ? id : id + "." + field.name
      baseline.figures.append(Baseline.Figure(id: name, labels: Labels(pairs), value: value))
    }
  }
}
