// Runs any command on a capture whose names are replaced before the command sees them. So no command and no
// format can print an original name.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport

enum RedactedRun {
  /// Runs `command`, redacted if its options say so.
  static func run(_ command: Command, _ options: Options) async -> ExitStatus {
    guard let run = command.run else { return .done }
    guard options.redaction.isOn, !options.paths.isEmpty else { return await run(options) }
    var redacted = options
    do throws(RedactionKeyError) {
      let key = try options.redaction.keyFile.map { path throws(RedactionKeyError) in
        try RedactionKey.read(path)
      }
      let progress = options.isQuiet || !StandardError.isTerminal ? nil : ReadingDisplay(passes: 1)
      defer { progress?.clear() }
      do throws(CaptureError) {
        (redacted.redaction.redactor, redacted.redaction.plan) = try await Ingest(options: options)
          .redactor(key: key, progress: progress.map { $0.note })
      } catch {
        progress?.clear()
        return error.tell()
      }
    } catch {
      StandardError.write(error.text)
      return .usage
    }
    guard let redactor = redacted.redaction.redactor else { return .usage }
    redacted = redacted.redacted(by: redactor)
    var status = await run(redacted)
    if let file = options.redaction.mapFile {
      do throws(OutputError) { try write(redactor, to: file) } catch {
        StandardError.write(error.text)
        status.merge(.output)
      }
    }
    return status
  }

  /// Writes the original of each pseudonym.
  private static func write(_ redactor: Redactor, to file: String) throws(OutputError) {
    let names = redactor.map.map { name in
      JSONValue.object([
        JSONMember("kind", .text(name.kind.rawValue)), JSONMember("original", .text(name.original)),
        JSONMember("pseudonym", .text(name.pseudonym)),
      ])
    }
    let map = JSONValue.object([
      JSONMember("schema", .text("hindsight/redaction-map/2")), JSONMember("names", .array(names)),
    ])
    let slash = file.lastIndex(of: "/")
    let folder = slash.map { $0 == file.startIndex ? "/" : String(file[..<$0]) } ?? "."
    let name = slash.map { String(file[file.index(after: $0)...]) } ?? file
    try OutputFolder(folder).write(Array((map.indentedText(2) + "\n").utf8), as: name, mode: 0o600)
  }
}
