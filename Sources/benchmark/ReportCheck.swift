// Checks a report against the log: the sums of its tables must equal the generator's counts.

/// Compares the CSV files of a report with the counts of the generator.
struct ReportCheck {
  /// The sum of one column, and its expected value.
  private struct Sum {
    let file: String
    let column: String
    /// Only rows about this table; nil for all.
    var table: String?
    let wanted: Int64
  }

  private let sums: [Sum]

  init(_ truth: Truth) {
    var sums = [
      Sum(file: "coverage", column: "lines", wanted: truth.lines),
      Sum(file: "flushes", column: "flushes", wanted: truth["flush.finished"]),
      Sum(file: "gc_pauses", column: "pauses", wanted: truth["gc.pause"]),
      Sum(file: "dropped_messages", column: "reports", wanted: truth["messages.dropped"]),
      Sum(file: "tombstones", column: "warned", wanted: truth["tombstones.warning"]),
    ]
    for (index, table) in truth.subjects.enumerated() {
      for (column, counts) in [
        ("started", truth.started), ("finished", truth.finished), ("failed", truth.failed),
      ] {
        sums.append(
          Sum(file: "compaction_activity", column: column, table: table, wanted: counts[index]))
      }
    }
    self.sums = sums
  }

  /// One outcome: all sums are right, or the first wrong one.
  ///
  /// - Parameters:
  ///   - command: Writes the report.
  ///   - folder: The folder of the tables.
  func outcome(of command: Command, in folder: String) throws(BenchmarkError) -> Outcome {
    _ = try command.run()
    var wrong: [String] = []
    for sum in sums {
      let found = try value(of: sum, in: folder)
      if found != sum.wanted {
        let name = [sum.file, sum.column, sum.table].compactMap { $0 }.joined(separator: " ")
        wrong.append(name + ": " + (found.map(String.init) ?? "missing") + ", not " + String(sum.wanted))
      }
    }
    return Outcome(
      "what the report counts", wanted: "\(sums.count) sums as generated",
      measured: wrong.isEmpty ? "all right" : "\(wrong.count) wrong; " + wrong[0], isReached: wrong.isEmpty)
  }

  /// Nil when there is no such file or column.
  private func value(of sum: Sum, in folder: String) throws(BenchmarkError) -> Int64? {
    guard let text = try? WholeFile.text(folder + "/" + sum.file + ".csv") else { return nil }
    var rows = ReportCheck.rows(text)
    guard !rows.isEmpty, let column = rows[0].firstIndex(of: sum.column) else { return nil }
    let table = rows.removeFirst().firstIndex(of: "table")
    var total: Int64 = 0
    for row in rows where row.count > column {
      if let wanted = sum.table, let table, row[table] != wanted { continue }
      total += Int64(row[column]) ?? 0
    }
    return total
  }

  /// The fields of a CSV file: RFC 4180, without line ends inside of fields, as Hindsight writes it.
  private static func rows(_ text: String) -> [[String]] {
    text.split(separator: "\r\n").map { line in
      var fields = [""]
      var isQuoted = false
      for character in line {
        if character == "\"" {
          isQuoted.toggle()
        } else if character == ",", !isQuoted {
          fields.append("")
        } else {
          fields[fields.count - 1].append(character)
        }
      }
      return fields
    }
  }
}
