// Values and running text in HTML.

import CassandraModel

struct HTMLInline {
  private let clock: PageClock
  /// Incidents and errors with a link target on the page; other numbers are plain text.
  private let anchors: Set<String>

  private static let shortName = 24

  init(_ clock: PageClock, anchors: Set<String> = []) {
    self.clock = clock
    self.anchors = anchors
  }

  func prose(_ prose: Prose) -> String {
    prose.runs.map { run in
      switch run {
      case .plain(let text): HTMLText.escape(text, limit: HTMLText.lineLimit)
      case .strong(let text): HTMLText.element("strong", "", HTMLText.escape(text))
      case .value(let value): cell(value)
      }
    }.joined()
  }

  func cell(_ cell: Cell) -> String {
    switch cell {
    case .code(let text):
      // A short name stays on one line; a long path may wrap.
      let kind = text.unicodeScalars.count <= Self.shortName ? "name" : "path"
      return HTMLText.element("code", " class=\"\(kind)\"", HTMLText.escape(text))
    case .link(let address) where LinkText.isPage(address):
      return HTMLText.element(
        "a", HTMLText.attribute("href", address), HTMLText.escape(LinkText.pageName(address)))
    case .link(let address):
      guard let safe = LinkText.safe(address) else { return HTMLText.escape(address) }
      let target = HTMLText.attribute("href", safe) + " rel=\"noopener noreferrer\""
      return HTMLText.element("a", target, HTMLText.escape(safe))
    case .source(let source):
      return HTMLText.element("code", " class=\"source\"", HTMLText.escape(source.description))
    case .severity(let severity):
      return HTMLText.element("span", " class=\"severity \(severity.rawValue)\"", severity.rawValue)
    case .moment(.utc(let instant)) where Moment.utc(instant).isDated:
      let exact =
        HTMLText.attribute("datetime", instant.iso8601)
        + HTMLText.attribute("title", PageClock.full.text(.utc(instant)))
      return HTMLText.element("time", exact, HTMLText.escape(clock.text(.utc(instant))))
    case .reference(let id):
      guard anchors.contains(id) else { return HTMLText.escape(id) }
      return HTMLText.element("a", HTMLText.attribute("href", "#" + id), HTMLText.escape(id))
    case .prose(let text): return prose(text)
    case .list(let items) where !items.isEmpty:
      return items.map { self.cell($0) }.joined(separator: ", ")
    case .text, .count, .decimal, .bytes, .bytesPerSecond, .duration, .percent, .moment, .list, .missing:
      return HTMLText.escape(HumanText.cell(cell, clock))
    }
  }

  /// The sort key of a cell; nil if its text sorts correctly.
  static func sortKey(_ cell: Cell) -> String? {
    switch cell {
    case .count(let value), .bytes(let value): String(value)
    case .decimal(let value, _), .bytesPerSecond(let value), .percent(let value): PlainText.decimal(value)
    case .duration(let span): String(span.milliseconds)
    case .moment(let moment): String(moment.sortKey)
    case .severity(let severity): String(Severity.allCases.firstIndex(of: severity) ?? 0)
    case .text, .code, .link, .source, .list, .missing, .reference, .prose: nil
    }
  }
}
