// `hindsight extract` and `hindsight merge`: all data of a capture as facts. The names of nodes and the zones
// of their clocks are known only after the whole capture was read. So it is read twice, and the second time
// facts are written directly, node by node.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport

struct ExtractCommand {
  let options: Options
  /// True for `merge`, which joins earlier extracts.
  var takesOnlyFacts = false

  func run() async -> ExitStatus {
    let progress = options.isQuiet || !StandardError.isTerminal ? nil : ReadingDisplay(passes: 2)
    defer { progress?.clear() }
    let source: Ingest.Source
    do throws(CaptureError) {
      source = try await Ingest(options: options).source(progress: progress.map { $0.note })
    } catch {
      progress?.clear()
      return error.tell()
    }
    if let unknown = source.unknownName {
      progress?.clear()
      StandardError.write(unknown.text)
      return .usage
    }
    if takesOnlyFacts, let file = source.plan.rawFiles.min() {
      progress?.clear()
      StandardError.write(
        "hindsight: merge takes what extract wrote, and " + VisibleText.make(file) + " is something else\n")
      return .usage
    }
    do throws(OutputError) {
      let output = FactsOutput(
        folder: try options.output.map { path throws(OutputError) in try OutputFolder(path) },
        workFolder: options.workFolder)
      let told: (DiagnosticLog, [Coverage])
      switch options.factsFormat {
      case .jsonl: told = await lines(source, output)
      case .csv: told = await tables(source, output)
      case .openmetrics: told = await samples(source, output)
      case .log: told = await merged(source, output)
      }
      progress?.clear()
      var status = options.tell(told.0, told.1)
      do throws(OutputError) { try output.finish() } catch {
        StandardError.write(error.text)
        status.merge(.output)
      }
      return status
    } catch {
      progress?.clear()
      StandardError.write(error.text)
      return .output
    }
  }

  // MARK: Formats

  /// All facts, regardless of the window: earlier records are needed for the activity of threads. The window
  /// is in the header.
  private func lines(_ source: Ingest.Source, _ output: FactsOutput) async -> (DiagnosticLog, [Coverage]) {
    var head = JSONLine()
    head.header(source.factsOptions)
    output.write(head.bytes, to: JSONLinesBuffer.fileName)
    let nodes = source.nodes
    let contents = await source.plan.read(inOrder: source.order) { scope in
      if let node = nodes[scope] {
        var line = JSONLine()
        line.node(
          FactsNode(
            id: node.id.name, scope: scope, hostID: node.hostID, zone: source.zones[scope]))
        output.write(line.bytes, to: JSONLinesBuffer.fileName)
      }
      return FactWriter<JSONLinesBuffer>(
        nodes[scope].facts, clock: nodes[scope]?.clock, window: FactWindow(), output: output)
    } part: { scope in
      FactWriter<JSONLinesBuffer>(
        nodes[scope].facts, clock: nodes[scope]?.clock, window: FactWindow(), output: nil)
    }
    var tail = JSONLine()
    account(contents, nodes, to: &tail)
    tail.finish()
    output.write(tail.bytes, to: JSONLinesBuffer.fileName)
    return (contents.diagnostics, contents.coverage)
  }

  private func tables(_ source: Ingest.Source, _ output: FactsOutput) async -> (DiagnosticLog, [Coverage]) {
    let nodes = source.nodes
    let window = FactWindow(
      since: source.since, until: source.until, selection: source.selection)
    let contents = await source.plan.read(inOrder: source.order) { scope in
      FactWriter<FactTables>(nodes[scope].facts, clock: nodes[scope]?.clock, window: window, output: output)
    } part: { scope in
      FactWriter<FactTables>(nodes[scope].facts, clock: nodes[scope]?.clock, window: window, output: nil)
    }
    var tail = FactTables()
    tail.add { account(contents, nodes, to: &$0) }
    tail.flush(to: output, onlyIfFull: false)
    return (contents.diagnostics, contents.coverage)
  }

  private func samples(_ source: Ingest.Source, _ output: FactsOutput) async -> (DiagnosticLog, [Coverage]) {
    let nodes = source.nodes
    let window = FactWindow(
      since: source.since, until: source.until, selection: source.selection)
    let contents = await source.plan.read { scope in
      FactWriter<SamplesBuffer>(nodes[scope].facts, clock: nodes[scope]?.clock, window: window, output: nil)
    }
    var all = OpenMetricsText()
    for node in contents.nodes { all.merge(node.sink.buffer.samples) }
    let (text, contradicted) = all.render()
    output.write(text, to: SamplesBuffer.fileName)
    say(all.undated, "without a known time were left out")
    say(contradicted, "were left out: another one of the same time has another value")
    return (contents.diagnostics, contents.coverage)
  }

  private func merged(_ source: Ingest.Source, _ output: FactsOutput) async -> (DiagnosticLog, [Coverage]) {
    let nodes = source.nodes
    let window = FactWindow(since: source.since, until: source.until, selection: source.selection)
    let contents = await source.plan.read { scope in
      FactWriter<MergedLogBuffer>(
        nodes[scope].facts, clock: nodes[scope]?.clock, window: window, output: output)
    }
    var all = MergedLogBuffer()
    for node in contents.nodes { all.add(node.sink.buffer) }
    if !all.write(to: output) {
      output.fail(OutputError(place: options.workFolder, reason: "records could not be read back"))
    }
    return (contents.diagnostics, contents.coverage)
  }

  private func say(_ count: Int, _ what: String) {
    if count > 0, !options.isQuiet {
      StandardError.write("hindsight: " + HumanText.count(Int64(count)) + " samples " + what + "\n")
    }
  }

  /// The coverage and the diagnostics of all files.
  private func account(
    _ contents: CaptureContents<some Sendable>, _ nodes: [String: Ingest.Source.Node],
    to record: inout some FactRecord
  ) {
    for (file, scope) in zip(contents.coverage, contents.scopes) {
      file.write(to: &record, of: scope.flatMap { nodes[$0]?.id.name })
    }
    for entry in contents.diagnostics.entries {
      entry.diagnostic.write(to: &record, more: entry.more, of: nil)
    }
  }
}

extension Ingest.Source.Node? {
  /// The node as facts name it. Every scope in the capture has one.
  fileprivate var facts: FactNode {
    let rule = self?.zone
    return FactNode(id: self?.id.name ?? "node") { time in rule?.instant(time) }
  }
}
