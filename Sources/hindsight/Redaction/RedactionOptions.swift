// What `--redact` and its two files say. Every command that prints something of a capture takes them.

import CassandraInput

/// The options of redaction, and what came of them.
struct RedactionOptions: Sendable {
  var isOn = false
  /// The file with the key; nil for the key that everybody has.
  var keyFile: String?
  /// The file for originals and stand-ins; nil for none.
  var mapFile: String?

  /// What replaces names; nil before the capture was looked at, and without redaction.
  var redactor: Redactor?
  /// The redacted capture, if it came through standard input and can be had but once.
  var plan: CapturePlan?
}

extension Option {
  static let redact = Option(
    names: ["--redact"],
    placeholder: nil,
    help: """
      Replace addresses, names of hosts, clusters, data centers, racks, keyspaces, tables and users, host ids, paths \
      and values in messages by stand-ins, the same for the same, in all that is printed and written. Ids of \
      compactions, times and numbers stay, and so do Cassandra's own keyspaces. Without --redact-key the stand-ins are \
      the same for everybody, and names can be found by trying. Reads the capture once more.
      """,
    commands: judging + [.merge],
    apply: { _, options, _ in options.redaction.isOn = true })

  static let redactKey = Option(
    names: ["--redact-key"],
    placeholder: "FILE",
    help: """
      Redact, with stand-ins that depend on what is in FILE: reports with the same key match, and nobody without it \
      can try names. Blanks and line ends around the key do not count. `openssl rand -hex 32` makes a good one.
      """,
    commands: judging + [.merge],
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty, value != "-" else { throw .notAFile }
      options.redaction.isOn = true
      options.redaction.keyFile = value
    })

  static let redactMap = Option(
    names: ["--redact-map"],
    placeholder: "FILE",
    help: """
      Redact, and write into FILE, which only you may read, what each stand-in stands for, as JSON. Do not pass it on.
      """,
    commands: judging + [.merge],
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty, value != "-", !value.hasSuffix("/") else { throw .notAFile }
      options.redaction.isOn = true
      options.redaction.mapFile = value
    })
}
