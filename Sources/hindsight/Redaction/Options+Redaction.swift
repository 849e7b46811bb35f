// Options and configurations name things as the original capture does; here the names are replaced by those
// of the redacted capture. A pseudonym from a redacted report is accepted, too.

import CassandraAnalysis
import CassandraInput
import CassandraModel

extension Options {
  /// A copy with pseudonyms for its names.
  func redacted(by redactor: Redactor) -> Options {
    var options = self
    options.rules.node = rules.node.map { redactor.node($0) }
    options.selection = selection.redacted(by: redactor)
    options.mappedNodes = mappedNodes.map {
      MappedNode(before: redactor.node($0.before), after: redactor.node($0.after))
    }
    options.logZones.byNode = logZones.byNode.redacted(by: redactor)
    options.configuration.zones.byNode = configuration.zones.byNode.redacted(by: redactor)
    options.logZones.configured = logZones.configured.map {
      LogZones.Configured(everywhere: $0.everywhere, byNode: $0.byNode.redacted(by: redactor))
    }
    options.configuration.rules = configuration.rules.redacted(by: redactor)
    options.configuration.routes = configuration.routes.mapValues { redactor.text($0) }
    options.configuration.runbooks = configuration.runbooks.mapValues { redactor.text($0) }
    options.assumption?.expiring = assumption?.expiring.map { redactor.table($0) } ?? []
    options.assumption?.dropped = assumption?.dropped.map { redactor.table($0) } ?? []
    return options
  }
}

extension Selection {
  /// The same part of a redacted capture. Tables are selected with or without their keyspace.
  fileprivate func redacted(by redactor: Redactor) -> Selection {
    var selection = self
    selection.nodes = nodes.map { redactor.node($0) }
    selection.keyspaces = keyspaces.map { redactor.givenKeyspace($0) }
    selection.tables = tables.map { redactor.givenTable($0) }
    return selection
  }
}

extension [NodeID: GivenZone] {
  fileprivate func redacted(by redactor: Redactor) -> [NodeID: GivenZone] {
    Dictionary(map { (redactor.node($0.key), $0.value) }) { first, _ in first }
  }
}

extension RuleSettings {
  /// A copy with pseudonyms for clusters, nodes, folders and free text.
  fileprivate func redacted(by redactor: Redactor) -> RuleSettings {
    let changed = { (changes: [RuleID: RuleChange]) in
      changes.mapValues { change in
        var change = change
        change.text = change.text.map { redactor.text($0) }
        return change
      }
    }
    var settings = self
    settings.rules = changed(rules)
    settings.clusters = Dictionary(clusters.map { (redactor.cluster($0.key), changed($0.value)) }) {
      first, _ in first
    }
    settings.nodes = Dictionary(nodes.map { (redactor.node($0.key), changed($0.value)) }) { first, _ in first
    }
    settings.own = own.map { rule in
      var rule = rule
      // Labels in a condition are quoted.
      rule.condition = redactor.text(rule.condition, isLenient: true)
      rule.text = redactor.text(rule.text)
      return rule
    }
    settings.inputs = inputs.redacted(by: redactor)
    settings.inputsByNode = Dictionary(
      inputsByNode.map { (redactor.node($0.key), $0.value.redacted(by: redactor)) }
    ) { first, _ in first }
    return settings
  }
}

extension NodeInputs {
  fileprivate func redacted(by redactor: Redactor) -> NodeInputs {
    var inputs = self
    inputs.dataDirectory = dataDirectory.map { redactor.path($0) }
    return inputs
  }
}

extension Expectations {
  /// A copy of these expectations for a redacted capture.
  func redacted(by redactor: Redactor) -> Expectations {
    let selector = { (selector: FindingSelector) in
      var own = selector
      own.node = selector.node.map { redactor.node($0) }
      own.table = selector.table.map { redactor.table($0) }
      return own
    }
    let figure = { (figure: CheckFigure) in
      CheckFigure(
        figure.quantity, threshold: figure.threshold,
        labels: redactor.labels(Labels(figure.labels.map { ($0.name, $0.value) })),
        nodes: figure.nodes.map { redactor.node($0) })
    }
    let reason = { (text: String?) in text.map { redactor.text($0) } }
    var expectations = self
    let appearance = { (it: Appearance) in
      Appearance(id: it.id, selector: selector(it.selector), reason: reason(it.reason))
    }
    expectations.mustNotAppear = mustNotAppear.map(appearance)
    expectations.mustAppear = mustAppear.map(appearance)
    expectations.budgets = budgets.map {
      Budget(
        id: $0.id, name: $0.name.map { redactor.text($0) }, figure: figure($0.figure), limits: $0.limits,
        reason: reason($0.reason), isOptional: $0.isOptional)
    }
    expectations.tolerances = tolerances.map {
      Tolerance(
        id: $0.id, figure: figure($0.figure), absolute: $0.absolute, relative: $0.relative,
        direction: $0.direction)
    }
    expectations.coverage.counts = coverage.counts.map {
      CoverageDemands.Count(
        id: $0.id, subject: $0.subject, samples: $0.samples, nodes: $0.nodes.map { redactor.node($0) })
    }
    expectations.exceptions = exceptions.map {
      Exception(
        id: $0.id, selector: selector($0.selector), reason: redactor.text($0.reason), until: $0.until,
        untilText: $0.untilText)
    }
    return expectations
  }
}
