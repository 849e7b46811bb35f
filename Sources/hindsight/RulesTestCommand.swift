// `hindsight rules test FILE…`: runs the tests of rules in files.

import CassandraAnalysis
import CassandraModel
import CassandraReport

struct RulesTestCommand {
  let files: [String]
  let options: Options

  func run() -> ExitStatus {
    guard !files.isEmpty else {
      StandardError.write("hindsight: rules test needs a FILE\nTry 'hindsight rules --help'.\n")
      return .usage
    }
    var status = ExitStatus.done
    var results: [RuleTestText.File] = []
    for file in files {
      do throws(DocumentError) {
        let tests = try RuleTestReader.read(
          try DocumentFile.bytes(file, family: "test"), file: file, base: options.configuration)
        results.append(RuleTestText.File(name: file, results: tests.map { ($0, $0.failures()) }))
      } catch {
        StandardError.write(error.text)
        status.merge(.usage)
      }
    }
    if results.contains(where: \.hasFailed) { status.merge(.finding) }
    if !results.isEmpty {
      status.merge(Printing.print(RuleTestText.render(results, isQuiet: options.isQuiet)))
    }
    return status
  }
}
