// The first screen for a terminal: at most 25 lines of 100 columns.

import CassandraModel

struct FirstScreenText {
  private let screen: FirstScreen
  private let clock: PageClock

  static let width = 100
  static let lineLimit = 25
  /// The width of the column of labels.
  private static let indent = 10
  /// The label of the part that gives way where the screen is full.
  private static let shrinking = "Others"

  static func page(_ screen: FirstScreen, _ clock: PageClock) -> String {
    FirstScreenText(screen: screen, clock: clock).lines.map { $0 + "\n" }.joined()
  }

  /// The other incidents give way first, then the last lines of the rest.
  private var lines: [String] {
    let head =
      wrapped(screen.title(clock), label: nil, atMost: 2)
      + (screen.story.map { wrapped($0.text(clock), label: nil, atMost: 2) } ?? [])
    var parts = screen.parts.map { part in
      part.label == Self.shrinking ? [] : lines(of: part, part.shown(), atMost: part.isNumbered ? 3 : 2)
    }
    let room = Self.lineLimit - head.count - parts.reduce(0) { $0 + $1.count }
    if let index = screen.parts.firstIndex(where: { $0.label == Self.shrinking }) {
      parts[index] = shrunk(screen.parts[index], to: max(1, room))
    }
    return Array((head + parts.flatMap(\.self)).prefix(Self.lineLimit))
  }

  private func shrunk(_ part: FirstScreen.Part, to room: Int) -> [String] {
    let long = lines(of: part, part.shown(), atMost: 2)
    if long.count <= room { return long }
    let short = lines(of: part, part.shown(), atMost: 1)
    return short.count <= room ? short : lines(of: part, part.shown(room - 1), atMost: 1)
  }

  private func lines(of part: FirstScreen.Part, _ items: [Prose], atMost limit: Int) -> [String] {
    items.enumerated().flatMap { index, line in
      let number = part.isNumbered ? String(index + 1) + ". " : ""
      return wrapped(number + text(line), label: index == 0 ? part.label : "", atMost: limit)
    }
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

  /// `text` wrapped after `label`, in at most `limit` lines; without a label, it begins at the margin.
  private func wrapped(_ text: String, label name: String?, atMost limit: Int) -> [String] {
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
    guard lines.count > limit else { return lines.map(cut) }
    let last = lines[limit - 1] + " " + lines[limit].drop { $0 == " " }
    return lines.prefix(limit - 1).map(cut) + [cut(last)]
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
