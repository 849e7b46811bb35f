// The style of the page. Colours are defined once, for light and dark mode; severities and lines also differ
// in shape.

enum HTMLStyle {
  static let text = colourNames + page + summary + tables + figures + narrow + paper

  /// The number of lines with their own colour and dash.
  static let colours = 6

  /// Colours by name. Text on `bg` and `panel` has a contrast of at least 4.5, shapes of at least 3.
  static let light = [
    ("bg", "#ffffff"), ("fg", "#1c2330"), ("soft", "#566072"), ("line", "#d6dbe3"), ("panel", "#f4f6f9"),
    ("link", "#0b57c2"), ("info", "#3a6ba5"), ("warning", "#96590a"), ("critical", "#b91c1c"),
    ("ok", "#2f7d52"),
    ("gap", "#e3e7ed"), ("on", "#ffffff"), ("s0", "#1f6fc4"), ("s1", "#4f6170"), ("s2", "#23784a"),
    ("s3", "#8a3fb0"), ("s4", "#a83253"), ("s5", "#b25e09"),
  ]
  /// The same names in dark mode.
  static let dark = [
    ("bg", "#14181f"), ("fg", "#e4e8ee"), ("soft", "#a3adbc"), ("line", "#323b48"), ("panel", "#1c222b"),
    ("link", "#7db2ff"), ("info", "#8ab4e6"), ("warning", "#e6a23c"), ("critical", "#ff8080"),
    ("ok", "#62bd8a"),
    ("gap", "#262e3a"), ("on", "#14181f"), ("s0", "#6cb0ff"), ("s1", "#a5b4c2"), ("s2", "#63c78e"),
    ("s3", "#c68aee"), ("s4", "#f08aa6"), ("s5", "#f0a04b"),
  ]

  private static func rule(_ colours: [(name: String, value: String)]) -> String {
    ":root { " + colours.map { "--" + $0.name + ": " + $0.value + ";" }.joined(separator: " ") + " }\n"
  }

  private static let colourNames =
    ":root { color-scheme: light dark; }\n" + rule(light)
    + "@media (prefers-color-scheme: dark) { " + rule(dark) + "}\n"

  private static let page = """
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 76rem; padding: 1rem 1.25rem 4rem; background: var(--bg); color: var(--fg);
      font: 16px/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
    h1 { font-size: 1.35rem; line-height: 1.35; margin: .4rem 0 .6rem; }
    h2 { font-size: 1.35rem; margin: 2.4rem 0 .6rem; padding-top: .7rem; border-top: 2px solid var(--line); }
    h3 { font-size: 1.1rem; line-height: 1.35; margin: 1.6rem 0 .5rem; }
    h4 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
    h3 code, h4 code { font-size: 1em; }
    section[id], details[id], tr[id] { scroll-margin-top: .5rem; }
    :target { outline: 2px solid var(--link); outline-offset: 3px; }
    section:target { outline: 0; } section:target > h2, section:target > h3 { outline: 2px solid var(--link);
      outline-offset: 3px; }
    p, main > section > ul, main > section > section > ul { max-width: 62rem; } p { margin: .5rem 0; }
    li { margin: .15rem 0; } ul, ol { padding-left: 1.5rem; }
    a { color: var(--link); } code { font-size: .9em; font-family: ui-monospace, "DejaVu Sans Mono", monospace; }
    .source, .remark { color: var(--soft); } .source, .path { overflow-wrap: anywhere; }
    .name { white-space: nowrap; }
    .command > code:first-child { display: block; padding: .25rem .6rem; margin: .1rem 0; background: var(--panel);
      border: 1px solid var(--line); border-radius: .3rem; }
    .skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; background: var(--bg); padding: .3rem; }
    :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
    nav { border-block: 1px solid var(--line); margin: 1.2rem 0; }
    nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; list-style: none; padding: 0; margin: .5rem 0; }
    .severity { font-weight: 600; white-space: nowrap; } .severity.info { color: var(--info); }
    .severity.warning { color: var(--warning); } .severity.critical { color: var(--critical); }
    .severity.critical::before { content: "● " / ""; } .severity.warning::before { content: "▲ " / ""; }
    .callout { padding: .5rem .9rem; border-left: .3rem solid var(--info); background: var(--panel); }
    .callout.warning { border-color: var(--warning); } .callout.critical { border-color: var(--critical); }
    details { margin: .5rem 0; border: 1px solid var(--line); border-radius: .4rem; padding: .3rem .8rem; }
    summary { cursor: pointer; font-weight: 600; }

    """

  private static let summary = """
    .badge { display: inline-block; padding: 0 .5rem; border-radius: .3rem; background: var(--info); color: var(--on); }
    .badge.critical { background: var(--critical); } .badge.warning { background: var(--warning); }
    .badge.none { background: var(--soft); }
    .story { font-size: 1.15rem; font-weight: 600; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .6rem; margin: .8rem 0; }
    .tiles > div { background: var(--panel); border: 1px solid var(--line); border-top: .25rem solid var(--line);
      border-radius: .4rem; padding: .4rem .7rem .5rem; }
    .tiles > .critical { border-top-color: var(--critical); } .tiles > .warning { border-top-color: var(--warning); }
    .tiles dt { font-size: .8rem; color: var(--soft); } .tiles dd { margin: 0; }
    .tiles .value { font-size: 1.3rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; }
    .tiles .note { font-size: .8rem; color: var(--soft); }
    .screen { margin: .8rem 0; } .screen > div { display: grid; grid-template-columns: 6.5rem 1fr; gap: 0 .8rem;
      padding: .3rem 0; border-top: 1px solid var(--line); }
    .screen dt { font-weight: 600; color: var(--soft); } .screen dd { margin: 0; min-width: 0; }
    .screen ul, .screen ol { margin: 0; padding-left: 1.2rem; }
    .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: .3rem 1.2rem;
      margin: 0; padding: .8rem 1rem; background: var(--panel); border-radius: .5rem; }
    .facts dt { font-size: .8rem; color: var(--soft); } .facts dd { margin: 0; }

    """

  private static let tables = """
    .scroll { overflow-x: auto; margin: .6rem 0; } table { border-collapse: collapse; font-size: .9rem; }
    th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; }
    td:has(> .source) { min-width: 9rem; }
    td { border-bottom: 1px solid var(--line); max-width: 34rem; }
    th { border-bottom: 2px solid var(--line); white-space: nowrap; }
    tr:has(+ .more) > td { border-bottom: 0; } .more td { padding-top: 0; font-size: .92em; }
    .more .label { color: var(--soft); }
    th button { font: inherit; font-weight: 600; color: inherit; background: none; border: 0; padding: 0;
      cursor: pointer; text-align: inherit; } th[aria-sort=ascending] button::after { content: " ▲"; }
    th[aria-sort=descending] button::after { content: " ▼"; }
    .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } time { white-space: nowrap; }
    input.filter { font: inherit; font-size: .9rem; padding: .2rem .5rem; margin: .4rem 0; width: 18rem;
      max-width: 100%; color: var(--fg); background: var(--panel); border: 1px solid var(--soft); border-radius: .3rem; }

    """

  private static let figures = """
    figure { margin: 1.2rem 0 .9rem; } figcaption { margin-bottom: .3rem; }
    figcaption span { color: var(--soft); display: block; font-size: .9rem; }
    .chart { display: flex; padding-right: 1.2rem; } svg { overflow: visible; } .values { flex: none; }
    svg.plot { flex: 1; width: 100%; min-width: 0; }
    figure output { display: block; min-height: 1.4rem; font-size: .9rem; color: var(--soft); }
    .legend, .marks { display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; list-style: none; padding: 0;
      margin: .3rem 0 0; font-size: .85rem; } .legend li, .marks li { margin: 0; } .legend li span { color: var(--soft); }
    .key { vertical-align: middle; margin-right: .4rem; }
    svg text { fill: var(--soft); font: 12px system-ui, sans-serif;
      paint-order: stroke; stroke: var(--bg); stroke-width: 3px; stroke-linejoin: round; } svg .grid { stroke: var(--line); }
    svg .line { fill: none; stroke-width: 1.8; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
    svg .gap { fill: var(--gap); } svg .cursor { stroke: var(--fg); stroke-width: 1; }
    svg rect.ok { fill: var(--ok); } svg rect.info { fill: var(--info); } svg rect.warning { fill: var(--warning); }
    svg rect.critical { fill: var(--critical); } svg .limit { stroke-width: 1.2; }
    svg .limit.info { stroke: var(--info); stroke-dasharray: 2 5; }
    svg .limit.warning { stroke: var(--warning); stroke-dasharray: 7 5; }
    svg .limit.critical { stroke: var(--critical); stroke-dasharray: 14 5; }
    svg line.mark { stroke: var(--soft); stroke-width: 1; } svg line.mark.error { stroke: var(--critical);
      stroke-dasharray: 1 3; } svg text.mark { font-weight: 700; fill: var(--fg); }
    svg text.mark.error { fill: var(--critical); }
    \(series)

    """

  private static let narrow = """
    @media (max-width: 50rem) { table.wide { min-width: 46rem; } }
    @media (max-width: 40rem) { body { padding: .6rem .9rem 3rem; } h1 { font-size: 1.15rem; } .story { font-size: 1rem; }
      .tiles { grid-template-columns: 1fr 1fr; gap: .4rem; } .tiles .value { font-size: 1.1rem; }
      .screen > div { display: block; } svg .odd { display: none; } .chart { padding-right: .8rem; }
      .stack thead { position: absolute; left: -100rem; } .stack, .stack tbody, .stack tr { display: block; }
      .stack tr { border-bottom: 1px solid var(--line); padding: .3rem 0; } .stack td { display: inline; border: 0; }
      .stack td:has(.source), .stack tr > td:nth-last-child(2) { display: block; padding: 0; } }

    """

  /// Print style: light colours, expanded details, all columns.
  private static let paper =
    "@media print { :root { color-scheme: light; } " + rule(light) + """
      @page { margin: 14mm; } nav, input.filter, figure output, .skip { display: none; }
      body { max-width: none; padding: 0; font-size: 10pt; } table { font-size: 8pt; width: 100%; }
      .scroll { overflow: visible; } th, td { padding-right: .4rem; } th { white-space: normal; }
      table.wide { min-width: 0; } td { max-width: none; } figure, tr, .tiles > div { break-inside: avoid; }
      .tiles { grid-template-columns: repeat(3, 1fr); } .tiles .value { font-size: 1.1rem; }
      h2, h3, h4, summary { break-after: avoid; } details { border: 0; padding: 0; }
      details::details-content { content-visibility: visible; block-size: auto; }
      * { print-color-adjust: exact; } a { color: inherit; } :target { outline: 0; } }

      """

  private static let dashes = ["none", "7 4", "2 4", "10 4 2 4", "4 2", "14 3 2 3 2 3"]

  private static let series = zip(0..<colours, dashes).map { number, dash in
    "svg .s\(number) { stroke: var(--s\(number)); stroke-dasharray: \(dash); }"
  }.joined(separator: "\n")
}
