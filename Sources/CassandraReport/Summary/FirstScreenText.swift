// The first screen for a terminal: at most 25 lines of 100 columns.

import CassandraModel

struct FirstScreenText {
  private let screen: FirstScreen
  private let clock: PageClock

  static let width = 100
  static let lineLimit = 25
  /// The width of the column of labels.
  private static let indent = 10
  /// The maximum number of lines for one item.
  private static let itemLimit = 2

  static func page(_ screen: FirstScreen, _ clock: PageClock) -> String {
    let lines = FirstScreenText(screen: screen, clock: clock).lines
    return lines.prefix(lineLimit).map { $0 + "\n" }.joined()
  }

  private var lines: [String] {
    var lines = [cut(VisibleText.make(screen.title(clock)))]
    if let story = screen.story { lines += wrapped(story.text(clock), label: nil) }
    for part in screen.parts {
      for (index, line) in part.lines.enumerated() {
        let number = part.isNumbered ? String(index + 1) + ". " : ""
        lines += wrapped(number + text(line), label: index == 0 ? part.label : "")
      }
    }
    return lines
  }

  /// The text of a line. The paths in a command that does not fit are shortened in the middle; the page has
  /// them in full.
  private func text(_ line: Prose) -> String {
    guard case .value(.code(let command))? = line.runs.first, line.runs.count > 1 else {
      return line.text(clock)
    }
    let rest = Prose(Array(line.runs.dropFirst())).text(clock)
    let room = Self.width - Self.indent - 3
    return (command.count > room ? ShortPath.shortened(command) : command) + rest
  }

  private func label(_ name: String) -> String {
    name + String(repeating: " ", count: max(1, Self.indent - name.count))
  }

  private func cut(_ line: String) -> String {
    line.count <= Self.width ? line : line.prefix(Self.width - 1) + "…"
  }

  /// `text` wrapped after `label`; without a label, it begins at the margin.
  private func wrapped(_ text: String, label name: String?) -> [String] {
    let margin = name == nil ? "" : String(repeating: " ", count: Self.indent)
    var lines: [String] = []
    var line = name.map(label) ?? ""
    var isEmpty = true
    for word in VisibleText.make(text).split(separator: " ", omittingEmptySubsequences: false) {
      if !isEmpty, line.count + 1 + word.count > Self.width {
        lines.append(line)
        (line, isEmpty) = (margin, true)
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    lines.append(line)
    guard lines.count > Self.itemLimit else { return lines.map(cut) }
    return [cut(lines[0]), cut(lines[1] + " " + lines[2].drop { $0 == " " })]
  }
}

/// Shortens paths of SSTables.
enum ShortPath {
  /// `cp -a /var/lib/cassandra/data/shop/orders-67cf1f30e56911f192fb0b29f5aa2829/nb-1-big-* …` as `cp -a
  /// …/shop/orders-67cf1f30…/nb-1-big-* …`: keeps the parts that identify the table.
  static func shortened(_ command: String) -> String {
    command.split(separator: " ", omittingEmptySubsequences: false).map(word).joined(separator: " ")
  }

  private static func word(_ word: Substring) -> String {
    let parts = word.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count > 4, let folder = parts.firstIndex(where: isTableFolder), folder > 0 else {
      return String(word)
    }
    let table = parts[folder].dropLast(idDigits - shownDigits) + "…"
    return (["…", String(parts[folder - 1]), String(table)] + parts[(folder + 1)...].map(String.init))
      .joined(separator: "/")
  }

  /// Digits of a table's id in the name of its folder. Source: Directories, 2.1 to 6.0.
  private static let idDigits = 32
  private static let shownDigits = 8

  private static func isTableFolder(_ name: Substring) -> Bool {
    guard let dash = name.lastIndex(of: "-") else { return false }
    let id = name[name.index(after: dash)...].utf8
    return id.count == idDigits
      && id.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
      }
  }
}
