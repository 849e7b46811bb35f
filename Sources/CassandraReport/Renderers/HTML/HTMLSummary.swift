// The first screen in HTML: headline, story, tiles, and the labelled parts.

import CassandraModel

struct HTMLSummary {
  private let screen: FirstScreen
  private let clock: PageClock
  private let inline: HTMLInline

  init(_ screen: FirstScreen, _ clock: PageClock, _ inline: HTMLInline) {
    self.screen = screen
    self.clock = clock
    self.inline = inline
  }

  var html: String {
    var out = "<h1>\(headline)</h1>\n"
    if let story = screen.story { out += "<p class=\"story\">\(inline.prose(story))</p>\n" }
    out += tiles + "<dl class=\"screen\">\n"
    for part in screen.parts {
      out += "<div><dt>\(HTMLText.escape(part.label))</dt><dd>"
      let lines = part.shown()
      let items = HTMLList(lines, inline)
      out +=
        part.isNumbered
        ? items.numbered(from: 1)
        : lines.count > 1 ? items.bullets : lines.map { inline.prose($0) }.joined()
      out += "</dd></div>\n"
    }
    return out + "</dl>\n"
  }

  /// The first word is a badge in the colour of the severity.
  private var headline: String {
    screen.titleWords(clock).enumerated().map { index, word in
      let text = HTMLText.escape(word)
      return index == 0 ? "<span class=\"badge \(screen.severity?.rawValue ?? "none")\">\(text)</span>" : text
    }.joined(separator: " · ")
  }

  private var tiles: String {
    guard !screen.tiles.isEmpty else { return "" }
    let all = screen.tiles.map { tile in
      let note = tile.note.map { "<dd class=\"note\">\(inline.prose($0))</dd>" } ?? ""
      return "<div\(tile.severity.map { " class=\"\($0.rawValue)\"" } ?? "")>"
        + "<dt>\(HTMLText.escape(tile.label))</dt><dd class=\"value\">\(inline.prose(tile.value))</dd>\(note)</div>\n"
    }
    return "<dl class=\"tiles\">\n" + all.joined() + "</dl>\n"
  }
}

/// Lists. A command at the beginning of an item gets its own line.
struct HTMLList {
  private let items: [Prose]
  private let inline: HTMLInline

  init(_ items: [Prose], _ inline: HTMLInline) {
    self.items = items
    self.inline = inline
  }

  var bullets: String { "<ul>\n" + items.map { "<li>\(inline.prose($0))</li>\n" }.joined() + "</ul>\n" }

  func numbered(from first: Int) -> String {
    let start = first == 1 ? "" : " start=\"\(first)\""
    let all = items.map { item in
      let isCommand = if case .value(.code)? = item.runs.first { true } else { false }
      return "<li\(isCommand ? " class=\"command\"" : "")>\(inline.prose(item))</li>\n"
    }
    return "<ol\(start)>\n" + all.joined() + "</ol>\n"
  }
}
