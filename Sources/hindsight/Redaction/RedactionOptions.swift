// The options `--redact`, `--redact-key` and `--redact-map`. Every command that prints parts of a capture
// takes them.

import CassandraInput

struct RedactionOptions: Sendable {
  var isOn = false
  /// The file with the key; nil for the built-in key, which is public.
  var keyFile: String?
  /// The file for originals and pseudonyms; nil for none.
  var mapFile: String?

  /// Replaces names; nil before the capture was read, and without redaction.
  var redactor: Redactor?
  /// The redacted capture, if it came through standard input, which can be read only once.
  var plan: CapturePlan?
}

extension Option {
  static let redact = Option(
    names: ["--redact"],
    placeholder: nil,
    brief: "replace names and values by pseudonyms",
    help: """
      Replace names by pseudonyms in everything that is printed and written: addresses, hosts, clusters, data \
      centers, racks, keyspaces, tables, users, host ids, paths, and values in messages. The same name always \
      has the same pseudonym. Compaction ids, times, numbers and the keyspaces of Cassandra stay. Without \
      --redact-key anyone can test a guessed name.
      """,
    commands: judging + [.merge],
    apply: { _, options, _ in options.redaction.isOn = true })

  static let redactKey = Option(
    names: ["--redact-key"],
    placeholder: "FILE",
    help: """
      Redact with pseudonyms that depend on the key in FILE: reports with the same key match, and guessed \
      names cannot be tested without it. Blanks and line ends around the key are ignored. Create one with \
      `openssl rand -hex 32`.
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
      Redact, and write the names behind the pseudonyms to FILE as JSON, readable by you alone. Do not pass it \
      on.
      """,
    commands: judging + [.merge],
    apply: { value, options, _ throws(ValueError) in
      guard !value.isEmpty, value != "-", !value.hasSuffix("/") else { throw .notAFile }
      options.redaction.isOn = true
      options.redaction.mapFile = value
    })
}
