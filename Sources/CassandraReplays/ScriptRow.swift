// A row of compactionstats as a script sees it that splits the line at blanks. The line itself is not kept:
// its words follow from the values that were read and from the form of the text.

import CassandraAnalysis
import CassandraModel

/// The words of a row.
struct ScriptRow: Sendable {
  let words: [String]

  /// The row of `task` in a text of `form`: id, kind, keyspace, table, completed, total, unit, progress. An
  /// empty cell gives no word; the kind and the unit may have several words, and amounts have two with `-H`.
  init(_ task: PolledTask, _ form: CompactionStatsForm) {
    let amount = { (value: Double) -> [String] in
      form.rows == .rounded ? ScriptRow.rounded(value) : [ScriptRow.whole(value)]
    }
    var words = [task.id].filter { !$0.isEmpty }
    words += ScriptRow.split(task.kind)
    words += [task.keyspace, task.table].filter { !$0.isEmpty }
    words += amount(task.completed) + amount(task.total)
    words += ScriptRow.split(task.unit)
    words.append(ScriptRow.progress(task, form))
    self.words = words
  }

  static func split(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

  /// `new DecimalFormat("0.00").format(completed / total * 100) + "%"`, or `n/a`.
  private static func progress(_ task: PolledTask, _ form: CompactionStatsForm) -> String {
    guard task.total != 0 else { return "n/a" }
    let text = PythonNumber.twoDecimals(task.completed / task.total * 100)
    return (form.hasCommas ? text.split(separator: ".").joined(separator: ",") : text) + "%"
  }

  static func whole(_ value: Double) -> String {
    Int64(exactly: value.rounded()).map { String($0) } ?? String(describing: value)
  }

  /// `FileUtils.stringifyFileSize`: up to two decimals without trailing zeros, one blank, and the unit.
  private static func rounded(_ value: Double) -> [String] {
    var amount = value
    var unit = 0
    while amount >= 1024, unit < units.count - 1 {
      amount /= 1024
      unit += 1
    }
    guard unit > 0 else { return [whole(value), units[0]] }
    var text = PythonNumber.twoDecimals(amount)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return [text, units[unit]]
  }

  private static let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]
}

extension PolledTask {
  /// Why a script that counts words from the left misreads this row; nil if it reads it correctly.
  func misreading(_ form: CompactionStatsForm) -> String? {
    if form.rows == .view {
      return "the rows are those of -V, whose header and order the script does not know"
    }
    if id.isEmpty { return "the row has no id, so the script takes its first word for one" }
    let words = ScriptRow.split(kind).count
    if words > 1 {
      return "the kind \(kind) has \(words) words, so every column after it is taken for the one before"
    }
    if keyspace.isEmpty {
      return "the row names no table, so every column after its kind is taken for another"
    }
    if form.rows == .rounded {
      return "amounts have two words (-H), so columns after them are taken for others"
    }
    if ScriptRow.split(unit).count > 1 {
      return "the unit \(unit) has several words, so its second is taken for the progress"
    }
    if total == 0 { return "the progress is n/a, which is no number" }
    if form.hasCommas { return "decimals have a comma, which Python does not read" }
    return nil
  }
}
