// All formats of reports, in the order of the help.

extension ReportFormat {
  /// Every format.
  public static let all: [ReportFormat] = [.text, .markdown, .csv, .html, .json]

  /// The first screen for a terminal; the page for a report without one.
  public static let text = ReportFormat(
    id: "text",
    help: "the summary on one screen: summary.txt",
    fileName: "summary.txt",
    pageSuffix: nil,
    showsAllRows: false,
    render: { [ReportFile(name: "summary.txt", text: $0.summary ?? MarkdownRenderer.render($0))] })

  /// One page for people.
  public static let markdown = ReportFormat(
    id: "markdown",
    help: "one page for people: report.md",
    fileName: "report.md",
    pageSuffix: "md",
    showsAllRows: false,
    render: { [ReportFile(name: "report.md", text: MarkdownRenderer.render($0))] })

  /// One page with charts.
  public static let html = ReportFormat(
    id: "html",
    help: "one page with charts that opens from disk: report.html",
    fileName: "report.html",
    pageSuffix: "html",
    showsAllRows: false,
    render: { [ReportFile(name: "report.html", text: HTMLRenderer.render($0))] })

  /// A file for each table, for programs.
  public static let csv = ReportFormat(
    id: "csv",
    help: "a CSV file for each table, and COLUMNS.md: which file answers which question",
    fileName: nil,
    pageSuffix: nil,
    showsAllRows: true,
    render: { CSVRenderer.render($0) })

  /// One document for programs.
  public static let json = ReportFormat(
    id: "json",
    help: "one document for programs, schema hindsight/report/2: report.json",
    fileName: "report.json",
    pageSuffix: nil,
    showsAllRows: true,
    render: { [ReportFile(name: "report.json", text: JSONRenderer.render($0))] })
}
