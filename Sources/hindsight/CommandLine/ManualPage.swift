// The manual page: the whole help in the macros of man(7), generated from the same tables.

import CassandraModel

/// The page hindsight(1).
enum ManualPage {
  /// Options of at least this many commands are explained once.
  private static let common = Option.all.filter { $0.commands.count >= 6 }

  static var text: String {
    var page = Roff()
    page.macro("TH", "HINDSIGHT", "1", FormatCatalog.date, "hindsight " + hindsightVersion, "User Commands")
    page.section("NAME")
    page.paragraph("hindsight - what happened to compaction in an Apache Cassandra cluster")
    page.section("SYNOPSIS")
    page.macro("B", "hindsight")
    page.paragraph("COMMAND PATH… [options]")
    page.section("DESCRIPTION")
    page.paragraph(
      """
      Reads what is left of a Cassandra node after an incident, rotated logs and captured outputs of nodetool, and says \
      what failed first, where, how often, and what to do next. It needs no server and no network, changes nothing, \
      and writes only where it is told to.
      """)
    for command in Command.all { add(command, to: &page) }
    page.section("COMMON OPTIONS")
    for option in common { add(option, to: &page) }
    page.section("EXIT STATUS")
    for status in ExitStatus.allCases { page.item(String(status.rawValue), status.meaning) }
    page.section("VERSION")
    page.paragraph(
      "hindsight \(hindsightVersion) knows the formats of Cassandra \(FormatCatalog.releases), as of "
        + FormatCatalog.date + ".")
    return page.text
  }

  private static func add(_ command: Command, to page: inout Roff) {
    page.section("HINDSIGHT " + command.name.uppercased())
    page.macro("B", "hindsight " + command.name)
    page.line(command.arguments)
    for text in command.description {
      page.macro("PP")
      page.line(text)
    }
    let own = Option.all(of: command.id)
    for option in own where !isCommon(option) { add(option, to: &page) }
    let shared = own.filter(isCommon).map(\.name)
    if !shared.isEmpty {
      page.macro("PP")
      page.line("Common options: " + shared.joined(separator: ", ") + ".")
    }
    for example in command.examples {
      page.macro("PP")
      page.line(example.meaning.prefix(1).uppercased() + example.meaning.dropFirst() + ":")
      page.example(example.line)
    }
  }

  private static func isCommon(_ option: Option) -> Bool {
    common.contains { $0.name == option.name && $0.commands == option.commands }
  }

  private static func add(_ option: Option, to page: inout Roff) {
    page.item(option.names.joined(separator: ", ") + (option.placeholder.map { " " + $0 } ?? ""), option.help)
  }
}

/// Text for troff, escaped so that no input acts as a request or an escape sequence.
struct Roff {
  private(set) var text = ""

  mutating func macro(_ name: String, _ arguments: String...) {
    text += "." + name
    for argument in arguments { text += " \"" + Roff.escaped(argument).replacing("\"", with: "\\(dq") + "\"" }
    text += "\n"
  }

  mutating func section(_ title: String) { macro("SH", title) }

  /// A line that troff fills with its neighbours.
  mutating func line(_ words: String) {
    let escaped = Roff.escaped(words)
    text += (escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" : "") + escaped + "\n"
  }

  mutating func paragraph(_ words: String) { line(words) }

  mutating func item(_ term: String, _ meaning: String) {
    macro("TP")
    macro("B", term)
    line(meaning)
  }

  /// A line as typed.
  mutating func example(_ typed: String) {
    macro("PP")
    macro("RS", "4")
    macro("EX")
    line(typed)
    macro("EE")
    macro("RE")
  }

  /// Hyphens become minus signs, so that commands can be copied; characters beyond ASCII are named by code
  /// point.
  static func escaped(_ words: String) -> String {
    var text = ""
    for scalar in words.unicodeScalars {
      switch scalar {
      case "\\": text += "\\e"
      case "-": text += "\\-"
      case "'": text += "\\(aq"
      case "`": text += "\\(ga"
      case "^": text += "\\(ha"
      case "~": text += "\\(ti"
      case "\n": text += " "
      default:
        if scalar.isASCII {
          text.unicodeScalars.append(scalar)
        } else {
          let code = String(scalar.value, radix: 16, uppercase: true)
          text += "\\[u" + String(repeating: "0", count: max(0, 4 - code.count)) + code + "]"
        }
      }
    }
    return text
  }
}
