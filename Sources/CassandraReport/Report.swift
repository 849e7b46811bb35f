// The report: its content, independent of the format. It has no clock, host name, locale or absolute path, so
// the same input gives the same report.

import CassandraModel

/// A title, header facts, and sections.
public struct Report: Hashable, Sendable {
  /// A line under the title: input, time or method.
  public struct HeaderFact: Hashable, Sendable {
    /// For example `Nodes`.
    public let name: String
    /// Its value.
    public let value: Cell

    /// A named value.
    public init(_ name: String, _ value: Cell) {
      self.name = name
      self.value = value
    }

    /// More names would fill the first screen; a table of the report has all of them.
    static let nameLimit = 12

    /// The first of `names`, and the number of the others.
    init(_ name: String, names: [String]) {
      var shown: [Cell] = names.prefix(HeaderFact.nameLimit).map { .code($0) }
      let more = names.count - shown.count
      if more > 0 { shown.append(.text(HumanText.count(Int64(more)) + " more")) }
      self.init(name, .list(shown))
    }
  }

  /// Title of the whole report.
  public let title: String
  /// The facts under the title of a report without a first screen; JSON has them always.
  public let facts: [HeaderFact]
  /// The sections, in reading order.
  public let sections: [Section]
  /// Members of the JSON document only, before its sections: `summary` and `incidents`.
  let documentMembers: [JSONMember]
  /// The first screen; nil for reports without one.
  public let screen: FirstScreen?
  /// The form of its times for people.
  let clock: PageClock

  /// A report.
  public init(title: String, facts: [HeaderFact], sections: [Section]) {
    self.init(title: title, facts: facts, sections: sections, screen: nil)
  }

  init(
    title: String, facts: [HeaderFact], sections: [Section],
    documentMembers: (PageClock) -> [JSONMember] = { _ in [] }, screen: FirstScreen?
  ) {
    self.title = title
    self.facts = facts
    self.sections = sections
    self.screen = screen
    let all = Report.shownMoments(in: sections, screen)
    let first = sections.lazy.map { Report.shownMoments(in: [$0], nil) }.first { !$0.isEmpty }
    let leading = Report.shownMoments(in: [], screen)
    clock = PageClock(leading: leading.isEmpty ? first ?? [] : leading, all: all)
    self.documentMembers = documentMembers(clock)
  }

  /// The first screen for a terminal; nil for reports without one.
  public var summary: String? { screen.map { FirstScreenText.page($0, clock) } }
}

/// A heading and its blocks.
public struct Section: Hashable, Sendable {
  /// Stable name, for formats that link to sections or filter by them; nil if there is no such use.
  public let id: String?
  /// Heading.
  public let title: String
  /// The blocks, in reading order.
  public let blocks: [Block]

  /// A section.
  public init(id: String? = nil, title: String, blocks: [Block]) {
    self.id = id
    self.title = title
    self.blocks = blocks
  }
}

extension Report {
  /// Calls `body` for every block in reading order, each block before its nested blocks.
  func forEachBlock(_ body: (Block) -> Void) {
    func visit(_ blocks: [Block]) {
      for block in blocks {
        body(block)
        switch block {
        case .details(_, _, let inner), .group(_, _, let inner): visit(inner)
        case .paragraph, .bullets, .numbered, .table, .chart, .callout: break
        }
      }
    }
    for section in sections { visit(section.blocks) }
  }
}

extension Section {
  /// True if pages show a part of it; false if only data formats do.
  var isShown: Bool { blocks.contains(where: \.isShown) }
}

extension Block {
  /// True if pages show a part of it; false if only data formats do.
  var isShown: Bool {
    switch self {
    case .table(let table): table.visibleRows != 0 && table.count > 0
    case .details(_, _, let blocks), .group(_, _, let blocks): blocks.contains(where: \.isShown)
    case .bullets(let items), .numbered(let items, _): !items.isEmpty
    case .paragraph, .chart, .callout: true
    }
  }
}
