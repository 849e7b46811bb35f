// `hindsight check`: tests a capture against expectations and a baseline; the exit status is for CI.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport

struct CheckCommand {
  let options: Options

  func run() async -> ExitStatus {
    // The user's files are checked first: a mistake in them would waste the time of reading the capture.
    let expectations: Expectations
    do throws(DocumentError) {
      expectations = try readExpectations()
      if let file = options.check.baseline { _ = try readBaseline(file) }
    } catch {
      StandardError.write(error.text)
      return .usage
    }
    if !expectations.events.isEmpty, options.paths.contains(.standardInput) {
      StandardError.write("hindsight: expectations of messages need a file or a folder, not standard input\n")
      return .usage
    }
    let read = await Reading.read(options)
    guard let reading = read.reading else { return read.status }
    do throws(DocumentError) { return try await judge(reading.findings, expectations) } catch {
      StandardError.write(error.text)
      return .usage
    }
  }

  private func judge(
    _ findings: Findings, _ expectations: Expectations
  ) async throws(DocumentError) -> ExitStatus {
    let baseline: Baseline? =
      if let file = options.check.baseline {
        try readBaseline(file, for: findings).only(findings.selected?.selection ?? .everything)
      } else { nil }
    var events: [CheckFinding] = []
    if !expectations.events.isEmpty {
      do throws(CaptureError) {
        events = try await Ingest(options: options).sightings(of: expectations.events)
        if let selection = findings.selected?.selection { events = events.filter { selection.selects($0) } }
      } catch {
        return error.tell()
      }
    }
    let result = CheckRun(findings, expectations, baseline: baseline, events: events).result()
    var status: ExitStatus =
      switch result.status {
      case .passed: .done
      case .failed: .finding
      case .notJudged: .input
      }
    // The folders above a capture may name clusters or nodes, so a redacted report leaves them out.
    let paths = CheckedPath(options.redaction.isOn ? [] : options.paths)
    do throws(OutputError) {
      try write(CheckReport(result, version: hindsightVersion) { paths.path(of: $0) })
      if let file = options.check.newBaseline, result.status != .notJudged {
        try write(Baseline(of: findings), to: file)
      }
    } catch {
      StandardError.write(error.text)
      status.merge(.output)
    }
    return status
  }

  // MARK: Files

  private func readExpectations() throws(DocumentError) -> Expectations {
    guard let file = options.check.expectations else {
      let acceptsKnown = options.check.baseline != nil || options.check.newBaseline != nil
      return .seedGate(withBaseline: acceptsKnown)
    }
    let expectations = try ExpectationsReader.read(
      try DocumentFile.bytes(file, family: "expectations"), file: file, settings: options.configuration.rules)
    return options.redaction.redactor.map { expectations.redacted(by: $0) } ?? expectations
  }

  private func readBaseline(_ file: String, for findings: Findings? = nil) throws(DocumentError) -> Baseline {
    try BaselineReader.read(try DocumentFile.bytes(file, family: "baseline"), file: file, for: findings)
  }

  private func write(_ report: CheckReport) throws(OutputError) {
    guard let output = options.output else {
      for format in options.check.formats { try StandardOutput.write(Array(format.render(report).utf8)) }
      return
    }
    let folder = try OutputFolder(output)
    try folder.write(options.check.formats.map { ($0.fileName, Array($0.render(report).utf8)) })
    if !options.isQuiet { try StandardOutput.write(Array(CheckFormat.text.render(report).utf8)) }
  }

  private func write(_ baseline: Baseline, to file: String) throws(OutputError) {
    let slash = file.lastIndex(of: "/")
    let folder = slash.map { $0 == file.startIndex ? "/" : String(file[..<$0]) } ?? "."
    let name = slash.map { String(file[file.index(after: $0)...]) } ?? file
    try OutputFolder(folder).write(Array(BaselineJSON.render(baseline).utf8), as: name)
  }
}
