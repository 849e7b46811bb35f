// Reads a file of rule tests. SampleData/rules-test.json is an example.

import CassandraAnalysis
import CassandraInput
import CassandraModel

struct RuleTestReader {
  static let schema = "hindsight/rules-test/1"
  private static let interval = TimeSpan.seconds(60)

  private var document: DocumentReader
  private let zones: ZoneFolder
  private var tests: [RuleTest] = []

  /// Reads `bytes`, the content of `file`.
  ///
  /// - Parameter base: the configuration of tests without their own.
  static func read(
    _ bytes: [UInt8], file: String, base: Configuration = .none, zones: ZoneFolder = .system
  ) throws(DocumentError) -> [RuleTest] {
    var reader = RuleTestReader(document: DocumentReader(file: file, family: "test"), zones: zones)
    if let root = reader.document.root(bytes, schema: schema) { reader.read(root, base) }
    let mistakes = reader.document.orderedMistakes
    guard mistakes.isEmpty else { throw DocumentError(mistakes: mistakes) }
    return reader.tests
  }

  private init(document: DocumentReader, zones: ZoneFolder) {
    self.document = document
    self.zones = zones
  }

  private mutating func read(_ root: JSONElement, _ base: Configuration) {
    guard let top = document.members(of: root, known: ["schema", "interval", "config", "tests"]) else {
      return
    }
    let interval = top["interval"].flatMap { readInterval($0) } ?? RuleTestReader.interval
    let configuration = top["config"].map { readConfiguration($0) } ?? base
    guard let list = top.required("tests", &document), let tests = document.elements(of: list) else { return }
    if tests.isEmpty { document.mistake("empty", list, "has no test") }
    for test in tests { read(test, interval, configuration) }
  }

  private mutating func readInterval(_ element: JSONElement) -> TimeSpan? {
    guard let span = document.span(element) else { return nil }
    guard span.milliseconds > 0, span <= .seconds(86_400 * 31) else {
      document.mistake("range", element, "must be more than nothing and at most 31 days")
      return nil
    }
    return span
  }

  private mutating func readConfiguration(_ element: JSONElement) -> Configuration {
    var reader = ConfigurationReader(document: document, zones: zones)
    reader.read(element)
    document = reader.document
    return reader.configuration
  }

  private mutating func read(_ element: JSONElement, _ interval: TimeSpan, _ configuration: Configuration) {
    let known = ["name", "interval", "config", "input_series", "alert_rule_test"]
    guard let members = document.members(of: element, known: known) else { return }
    let settings = (members["config"].map { readConfiguration($0) } ?? configuration).rules
    var test = RuleTest(
      name: members.required("name", &document).flatMap { document.text($0) } ?? "",
      interval: members["interval"].flatMap { readInterval($0) } ?? interval, settings: settings, series: [],
      expectations: [])
    let series = members.required("input_series", &document).flatMap { document.elements(of: $0) } ?? []
    for element in series {
      if let one = readSeries(element) {
        if test.series.contains(where: { $0.key == one.key }) {
          document.mistake("duplicate", element, "is a second series of that name")
        }
        test.series.append(one)
      }
    }
    let rules = members.required("alert_rule_test", &document).flatMap { document.elements(of: $0) } ?? []
    for element in rules { test.expectations += readExpectations(element, settings) }
    tests.append(test)
  }

  private mutating func readSeries(_ element: JSONElement) -> (key: SeriesBook.Key, values: [Double?])? {
    guard let members = document.members(of: element, known: ["series", "values"]) else { return nil }
    var key: SeriesBook.Key?
    if let name = members.required("series", &document), let text = document.text(name) {
      key = SeriesBook.Key(text)
      if let key, !NodeHistory.isJudged(key.metric) {
        let nearest = NearestName.of(key.metric.name, among: NodeHistory.judgedNames)
        document.mistake(
          "series", name,
          "is of no metric that rules look at" + (nearest.map { "; did you mean " + $0 + "?" } ?? ""))
      } else if key == nil {
        document.mistake(
          "series", name, "is no series; write it as in pool_active{pool=\"CompactionExecutor\"}")
      }
    }
    guard let element = members.required("values", &document), let text = document.text(element) else {
      return nil
    }
    do throws(SeriesNotation.Failure) {
      let values = try SeriesNotation.values(text)
      return key.map { ($0, values) }
    } catch {
      switch error {
      case .form(let word):
        document.mistake(
          "values", element, "has '" + word.prefix(60) + "', which is none of 5, 10x20, 5+1x10, _x5 and stale"
        )
      case .length:
        document.mistake("values", element, "are more than " + String(SeriesNotation.limit))
      }
      return nil
    }
  }

  private mutating func readExpectations(
    _ element: JSONElement, _ settings: RuleSettings
  ) -> [RuleTest.Expectation] {
    let known = ["alertname", "subject", "exp_states"]
    guard let members = document.members(of: element, known: known) else { return [] }
    var rule: RuleID?
    if let name = members.required("alertname", &document), let text = document.text(name) {
      let ids = (Rule.all.map(\.id) + settings.own.map(\.id)).map(\.name)
      rule = ids.contains(text) ? RuleID(text) : nil
      if rule == nil {
        let nearest = NearestName.of(text, among: ids)
        document.mistake("rule", name, "is no rule" + (nearest.map { "; did you mean " + $0 + "?" } ?? ""))
      }
    }
    let subject = members["subject"].flatMap { document.text($0) }
    guard let states = members.required("exp_states", &document).flatMap({ document.fields(of: $0) }) else {
      return []
    }
    return states.compactMap { field in
      let at = TimeSpan(prometheus: field.name)
      if at == nil {
        document.mistake(
          "time", field.value, "is for no time: write it since the start of the series, as in \"5m\"")
      }
      guard let state = document.choice(field.value, of: ExpectedState.self), let at, let rule else {
        return nil
      }
      return RuleTest.Expectation(
        rule: rule, subject: subject, at: at, state: state,
        source: SourceLocation(file: document.file, line: field.line))
    }
  }
}
