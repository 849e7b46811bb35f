// The incidents of a report with their numbers, and the words for their parts.

import CassandraAnalysis
import CassandraModel

struct NumberedIncident {
  /// `I1`, `I2`, … in the order of the report: by severity, then by time.
  let id: String
  let incident: Incident

  /// Kind, object and node.
  var place: Prose {
    let of: Prose = incident.subject.map { " in \(Prose($0))" } ?? ""
    let nodes = incident.nodes.map { Prose.code($0.name) }
    guard let first = nodes.first else { return of }
    let others: Prose = nodes.count > 1 ? ", seen on \(Array(nodes.dropFirst()).listed(atMost: 3))" : ""
    return "\(of) on \(first)\(others)"
  }

  /// Preceding and following errors in a few words; empty if there are none.
  var sequence: String {
    [("; before it ", incident.precursors), ("; then ", incident.effects)].map { word, titles in
      let words = titles.map { title in
        // `JVM` and `OutOfMemoryError` keep their capitals.
        title.prefix { $0 != " " }.dropFirst().allSatisfy { $0.isLowercase || $0 == "-" }
          ? title.prefix(1).lowercased() + title.dropFirst() : title
      }
      guard !words.isEmpty else { return "" }
      return word + words.prefix(4).joined(separator: ", ") + (words.count > 4 ? ", …" : "")
    }.joined()
  }
}

extension Findings {
  var numberedIncidents: [NumberedIncident] {
    incidents.enumerated().map { place, incident in
      NumberedIncident(id: "I" + String((numbers?.incidents[place] ?? place) + 1), incident: incident)
    }
  }

  /// The numbers of faults, by node and index among the node's faults.
  var faultNumbers: [Incident.FaultKey: String] {
    var numbers: [Incident.FaultKey: String] = [:]
    for (number, place) in numberedPlaces.enumerated() {
      let key = Incident.FaultKey(node: nodes[place.node].node, index: place.index)
      numbers[key] = faultID(key, number)
    }
    return numbers
  }

  /// The numbers of the incidents of each fault, by the fault's number.
  var incidentsOfFaults: [String: [String]] {
    let numbers = faultNumbers
    var incidents: [String: [String]] = [:]
    for one in numberedIncidents {
      for key in one.incident.faults {
        if let id = numbers[key], incidents[id]?.last != one.id { incidents[id, default: []].append(one.id) }
      }
    }
    return incidents
  }
}

extension Prose {
  /// A statement of the analysis; its names stay values.
  init(_ statement: Statement) {
    self.init(
      statement.parts.map { part -> Run in
        switch part {
        case .words(let text): .plain(text)
        case .name(let text): .value(.code(text))
        case .count(let number): .value(.count(number))
        case .bytes(let bytes): .value(.bytes(bytes))
        case .rate(let rate): .value(.bytesPerSecond(rate))
        case .share(let share): .value(.percent(ratio: share))
        case .span(let span): .value(.duration(span))
        case .moment(let moment): .value(.moment(moment))
        }
      })
  }
}

extension Statement {
  /// The names in it, as cells.
  var names: [Cell] {
    parts.compactMap { if case .name(let text) = $0 { .code(text) } else { nil } }
  }
}

extension Incident {
  /// Ids of the rules that fired in it, each once.
  var rules: [RuleID] { distinct(alerts.map(\.rule)) }
}
