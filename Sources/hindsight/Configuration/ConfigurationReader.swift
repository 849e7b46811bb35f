// Reads a configuration. A mistake in one part does not stop the others, so that all mistakes are reported at
// once.

import CassandraAnalysis
import CassandraInput
import CassandraModel

struct ConfigurationReader {
  var document: DocumentReader
  private let zones: ZoneFolder
  var configuration = Configuration()
  /// The routes named by rules, checked when all routes are known.
  var routesNamed: [(element: JSONElement, name: String)] = []
  /// The conditions of the team's rules, checked when all rules are known.
  var conditions: [(element: JSONElement, rule: OwnRule)] = []

  init(file: String, zones: ZoneFolder) {
    self.init(document: DocumentReader(file: file, family: "config"), zones: zones)
  }

  /// A reader for a configuration within another document.
  init(document: DocumentReader, zones: ZoneFolder) {
    self.document = document
    self.zones = zones
  }

  /// The keys of a configuration; `schema` only at the top of a file.
  static let keys = [
    "rules", "own_rules", "packs", "clusters", "nodes", "inputs", "disks", "zones", "sources", "routes",
    "runbooks",
  ]

  mutating func read(_ root: JSONElement) {
    guard let top = document.members(of: root, known: ["schema"] + ConfigurationReader.keys) else { return }
    if let routes = top["routes"] { readRoutes(routes) }
    if let own = top["own_rules"] { readOwnRules(own) }
    if let packs = top["packs"] { readPacks(packs) }
    if let rules = top["rules"] { configuration.rules.rules = readChanges(rules) }
    if let clusters = top["clusters"] { configuration.rules.clusters = readOverrides(clusters) }
    if let nodes = top["nodes"] { configuration.rules.nodes = readOverrides(nodes) }
    if let inputs = top["inputs"] { readInputs(inputs) }
    if let disks = top["disks"] { readDisks(disks) }
    if let zones = top["zones"] { readZones(zones) }
    if let sources = top["sources"] { readSources(sources) }
    if let runbooks = top["runbooks"] { readRunbooks(runbooks) }
    checkRoutes()
    checkOwnRules()
  }

  // MARK: Routes and pages

  private mutating func readRoutes(_ element: JSONElement) {
    for field in document.fields(of: element) ?? [] {
      if let text = document.text(field.value) { configuration.routes[field.name] = text }
    }
  }

  private mutating func checkRoutes() {
    let known = Route.allCases.map(\.rawValue) + configuration.routes.keys.sorted()
    for (element, name) in routesNamed where !known.contains(name) {
      let nearest = NearestName.of(name, among: known)
      document.mistake(
        "route", element,
        "is no route; "
          + (nearest.map { "did you mean " + $0 + "?" } ?? "name it in $.routes, or use one of "
            + Route.allCases.map(\.rawValue).joined(separator: ", ")))
    }
  }

  private mutating func readRunbooks(_ element: JSONElement) {
    let known =
      Runbook.all.map(\.id) + ErrorCategory.all.map(\.id.name) + ruleNames + Route.allCases.map(\.rawValue)
      + configuration.routes.keys.sorted()
    for field in document.fields(of: element) ?? [] {
      if !known.contains(field.name) {
        let nearest = NearestName.of(field.name, among: known)
        document.mistake(
          "unknown", JSONDocument.path(element.path, field.name), line: field.line,
          "is neither a runbook, a category, a rule nor a route"
            + (nearest.map { "; did you mean " + $0 + "?" } ?? ""))
      }
      guard let link = document.text(field.value) else { continue }
      // The link becomes a link in reports, so it must be a page.
      let isPage = link.hasPrefix("https://") || link.hasPrefix("http://")
      if !isPage || link.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) {
        document.mistake("value", field.value, "must be an address that begins with https:// or http://")
      } else {
        configuration.runbooks[field.name] = link
      }
    }
  }

  // MARK: Nodes

  private mutating func readZones(_ element: JSONElement) {
    for field in document.fields(of: element) ?? [] {
      guard let text = document.text(field.value) else { continue }
      do throws(ValueError) {
        let zone = try ZoneArgument.zone(text, in: zones)
        if field.name == Configuration.everywhere {
          configuration.zones.everywhere = zone
        } else {
          configuration.zones.byNode[NodeID(field.name)] = zone
        }
      } catch {
        document.mistake("zone", field.value, error.message(of: text))
      }
    }
  }

  private mutating func readInputs(_ element: JSONElement) {
    let known = [
      "concurrent_compactors", "compaction_throughput", "read_latency_baseline", "mean_elapsed_baseline",
    ]
    for field in document.fields(of: element) ?? [] {
      guard let members = document.members(of: field.value, known: known) else { continue }
      change(field.name) { inputs, document in
        inputs.concurrentCompactors = members["concurrent_compactors"].flatMap {
          document.integer($0, in: 1...1024).map(Double.init)
        }
        inputs.compactionThroughputBytesPerSecond = members["compaction_throughput"].flatMap {
          document.bytesPerSecond($0, orZero: true)
        }
        inputs.readLatencyBaselineSeconds = seconds(members["read_latency_baseline"], &document)
        inputs.meanElapsedBaselineSeconds = seconds(members["mean_elapsed_baseline"], &document)
      }
    }
  }

  private mutating func readDisks(_ element: JSONElement) {
    let known = [
      "bandwidth", "throughput", "controller_limit", "size", "data_directory", "maintenance_window",
    ]
    for field in document.fields(of: element) ?? [] {
      guard let members = document.members(of: field.value, known: known) else { continue }
      change(field.name) { inputs, document in
        inputs.diskBandwidthBytesPerSecond = members["bandwidth"].flatMap { document.bytesPerSecond($0) }
        inputs.diskThroughputBytesPerSecond = members["throughput"].flatMap { document.bytesPerSecond($0) }
        inputs.controllerLimitBytesPerSecond = members["controller_limit"].flatMap {
          document.bytesPerSecond($0)
        }
        inputs.diskSizeBytes = members["size"].flatMap { document.bytes($0) }
        inputs.dataDirectory = members["data_directory"].flatMap { document.text($0) }
        inputs.maintenanceWindow = members["maintenance_window"].flatMap { document.span($0) }
      }
    }
  }

  private mutating func change(
    _ node: String, _ body: (inout NodeInputs, inout DocumentReader) -> Void
  ) {
    if node == Configuration.everywhere {
      body(&configuration.rules.inputs, &document)
    } else {
      body(&configuration.rules.inputsByNode[node, default: NodeInputs()], &document)
    }
  }
}

/// A duration above 0, in seconds.
private func seconds(_ element: JSONElement?, _ document: inout DocumentReader) -> Double? {
  guard let element, let span = document.span(element) else { return nil }
  guard span.milliseconds > 0 else {
    document.mistake("range", element, "must be more than nothing")
    return nil
  }
  return Double(span.milliseconds) / 1000
}
