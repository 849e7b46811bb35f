// The output formats of a report.

/// A rendered file of a report.
public struct ReportFile: Hashable, Sendable {
  /// File name without a folder.
  public let name: String
  /// The content.
  public let bytes: [UInt8]

  /// A file from its bytes.
  init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// A file from text, in UTF-8.
  init(name: String, text: String) {
    self.name = name
    bytes = Array(text.utf8)
  }
}

/// A format of reports. The same report always gives the same bytes.
public struct ReportFormat: Sendable {
  /// The value of `--format`, for example `markdown`.
  public let id: String
  /// One line for the help.
  public let help: String
  /// The name of the only file; nil for several files, which need a folder.
  public let fileName: String?
  /// The suffix of a page; nil for a format that does not consist of pages for people.
  let pageSuffix: String?
  /// True for a format that shows every row of every table.
  public let showsAllRows: Bool
  /// The files of a report, in a fixed order.
  public let render: @Sendable (Report) -> [ReportFile]

  /// True when its files cannot go to standard output.
  public var needsFolder: Bool { fileName == nil }
}
