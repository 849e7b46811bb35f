// The CSV files that answer each question.

enum CSVQuestions {
  /// The questions that `files` answer, the most common first; files without a question at the end.
  static func table(_ files: [String]) -> Table {
    let known = all.filter { files.contains($0.file) }
    let others = files.filter { file in !all.contains { $0.file == file } }
    return Table(
      name: "questions",
      columns: [
        Column("question", "Question", .text, meaning: "A question."),
        Column("file", "File", .text, meaning: "The file that answers it."),
      ],
      rows: (known + others.map { (title($0), $0) }).map { question, file in
        [.text(question), .code(file + ".csv")]
      })
  }

  private static func title(_ file: String) -> String {
    file.prefix(1).uppercased() + file.dropFirst().replacing("_", with: " ")
  }

  private static let all: [(question: String, file: String)] = [
    ("Which incidents are there, and which are open?", "incidents"),
    ("In which order did they happen, and what did people do?", "incident_timeline"),
    ("Which operations failed, how often, on which table and SSTable?", "errors"),
    ("Which log records prove it?", "error_records"),
    ("How did disk_failure_policy act?", "policy_actions"),
    ("Which signs of pressure were logged?", "warnings"),
    ("How long were GC pauses?", "gc_pauses"),
    ("Which messages were dropped?", "dropped_messages"),
    ("Which tables had tombstone reads?", "tombstone_reads"),
    ("Which alerts fire, when, and for how long?", "alert_replay"),
    ("Which rules fire most?", "alerts_by_rule"),
    ("Whom do the alerts notify?", "notification_routes"),
    ("How long was each node in each backlog tier?", "backlog_tier_durations"),
    ("When and why did a backlog tier change?", "backlog_tiers"),
    ("How much did each compaction read and write, and how did it end?", "compactions"),
    ("Which tables compact most?", "compactions_by_table"),
    ("Which tables flush most?", "flushes_by_table"),
    ("Which nodes are there, and what time is covered?", "nodes"),
    ("Which settings changed?", "setting_changes"),
    ("Which settings are in force?", "settings"),
    ("When did nodes restart, and how did each run end?", "restarts"),
    ("Which compactions were running when a process ended?", "restart_open_compactions"),
    ("How did the ring look?", "ring"),
    ("Which data does the capture lack?", "data_gaps"),
    ("Which rules lack data?", "rules_without_data"),
    ("Which samples contradict each other?", "contradictory_samples"),
    ("Which files were read, and how much of each was understood?", "input_files"),
    ("Which formats do they have?", "input_formats"),
    ("Which problems do they have?", "input_problems"),
    ("Which nodetool commands were sampled?", "commands"),
    ("How did each metric start, end and peak?", "metrics"),
    ("Which samples were taken?", "samples"),
    ("How do the monitoring procedures decide?", "procedure_replays"),
    ("When do their decisions change?", "procedure_decisions"),
    ("Which notes do they write?", "procedure_notes"),
    ("Which errors, alerts and warnings does hindsight diff compare?", "comparison_findings"),
    ("Which figures does hindsight diff compare?", "comparison_figures"),
  ]
}
