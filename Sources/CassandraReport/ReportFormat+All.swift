// All formats of reports. The order is the order in the help.

extension ReportFormat {
  /// Every format.
  public static let all: [ReportFormat] = [.markdown, .csv]

  /// One page for people.
  public static let markdown = ReportFormat(
    id: "markdown",
    help: "one page for people: report.md",
    fileName: "report.md",
    render: { [ReportFile(name: "report.md", text: MarkdownRenderer.render($0))] })

  /// A file for each table, for programs.
  public static let csv = ReportFormat(
    id: "csv",
    help: "a file for each table, for programs, and COLUMNS.md that explains their columns",
    fileName: nil,
    render: { CSVRenderer.render($0) })
}
