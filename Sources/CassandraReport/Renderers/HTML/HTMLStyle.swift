// How the page looks. Colours are named once, for light and dark; severities differ in more than colour.

enum HTMLStyle {
  static let text = """
    :root { color-scheme: light dark;
      --bg: #ffffff; --fg: #1c2330; --soft: #5a6475; --line: #d6dbe3; --panel: #f5f7fa; --link: #0b57c2;
      --info: #4a7bb5; --warning: #b36b00; --critical: #c22626; --ok: #3d8b5f; --gap: #e8ebf0;
      --s0: #1f6fc4; --s1: #b25e09; --s2: #2b8a56; --s3: #8a3fb0; --s4: #a83253; --s5: #4f6170; }
    @media (prefers-color-scheme: dark) { :root {
      --bg: #14181f; --fg: #e4e8ee; --soft: #9aa5b5; --line: #323b48; --panel: #1c222b; --link: #7db2ff;
      --info: #7aa7dc; --warning: #e6a23c; --critical: #ff7070; --ok: #62bd8a; --gap: #232a35;
      --s0: #6cb0ff; --s1: #f0a04b; --s2: #63c78e; --s3: #c68aee; --s4: #f08aa6; --s5: #a5b4c2; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 76rem; padding: 1rem 1.25rem 4rem; background: var(--bg); color: var(--fg);
      font: 16px/1.5 system-ui, sans-serif; }
    h1 { font-size: 1.7rem; margin: .5rem 0 1rem; } h2 { font-size: 1.3rem; margin: 2.2rem 0 .6rem;
      padding-top: .6rem; border-top: 1px solid var(--line); }
    p { margin: .5rem 0; max-width: 62rem; } a { color: var(--link); } code { font-size: .9em;
      font-family: ui-monospace, monospace; overflow-wrap: anywhere; } .source, .remark { color: var(--soft); }
    .skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; background: var(--bg); padding: .3rem; }
    :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
    .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: .3rem 1.2rem;
      margin: 0; padding: .8rem 1rem; background: var(--panel); border-radius: .5rem; }
    .facts dt { font-size: .8rem; color: var(--soft); } .facts dd { margin: 0; }
    nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1rem; list-style: none; padding: 0; margin: 1rem 0; }
    .scroll { overflow-x: auto; margin: .6rem 0; } table { border-collapse: collapse; font-size: .9rem; }
    th, td { text-align: left; vertical-align: top; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line); }
    th { background: var(--bg); border-bottom: 2px solid var(--line); white-space: nowrap; }
    th button { font: inherit; font-weight: 600; color: inherit; background: none; border: 0; padding: 0;
      cursor: pointer; text-align: inherit; } th[aria-sort=ascending] button::after { content: " ▲"; }
    th[aria-sort=descending] button::after { content: " ▼"; }
    td code { overflow-wrap: break-word; } td { max-width: 34rem; }
    .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } time { white-space: nowrap; }
    input.filter { font: inherit; font-size: .9rem; padding: .2rem .5rem; margin: .4rem 0; width: 18rem;
      max-width: 100%; color: var(--fg); background: var(--panel); border: 1px solid var(--line); border-radius: .3rem; }
    .severity { font-weight: 600; white-space: nowrap; } .severity.info { color: var(--info); } .severity.warning { color: var(--warning); }
    .severity.critical { color: var(--critical); } .severity.critical::before { content: "● "; }
    .severity.warning::before { content: "▲ "; }
    .callout { padding: .5rem .9rem; border-left: .3rem solid var(--info); background: var(--panel); }
    .callout.warning { border-color: var(--warning); } .callout.critical { border-color: var(--critical); }
    .timeline { padding-left: 0; list-style: none; } .timeline li { border-left: .25rem solid var(--line);
      padding: .15rem 0 .15rem .8rem; } .timeline li.warning { border-color: var(--warning); }
    .timeline li.critical { border-color: var(--critical); }
    details { margin: .5rem 0; border: 1px solid var(--line); border-radius: .4rem; padding: .3rem .8rem; }
    summary { cursor: pointer; font-weight: 600; } pre { overflow-x: auto; background: var(--panel);
      padding: .6rem .8rem; border-radius: .4rem; font-size: .85rem; } .cite { margin-bottom: 0; }
    figure { margin: 1rem 0 1.6rem; } figcaption { margin-bottom: .3rem; } figcaption span { color: var(--soft);
      display: block; font-size: .9rem; } figure svg { width: 100%; height: auto; display: block; overflow: visible; }
    figure output { display: block; min-height: 1.5rem; font-size: .9rem; color: var(--soft); overflow-wrap: anywhere; }
    .legend { display: flex; flex-wrap: wrap; gap: .1rem 1rem; list-style: none; padding: 0; margin: .3rem 0 0;
      font-size: .85rem; } .legend i { display: inline-block; width: 1.4rem; height: .2rem; margin-right: .4rem;
      vertical-align: middle; }
    svg text { fill: var(--soft); font-size: 12px; font-family: system-ui, sans-serif; } svg .grid { stroke: var(--line); }
    svg .plot { fill: none; stroke-width: 1.6; stroke-linejoin: round; } svg .gap { fill: var(--gap); }
    svg .limit { stroke-dasharray: 6 4; fill: none; } svg .cursor { stroke: var(--fg); stroke-width: 1; }
    svg .ok { fill: var(--ok); } svg .info { fill: var(--info); } svg .warning { fill: var(--warning); }
    svg .critical { fill: var(--critical); } svg .limit.info { stroke: var(--info); }
    svg .limit.warning { stroke: var(--warning); } svg .limit.critical { stroke: var(--critical); }
    \(series)
    @media print { :root { --bg: #fff; --fg: #000; --soft: #444; --line: #bbb; --panel: #f4f4f4; }
      nav, input.filter, figure output, .skip { display: none; } body { max-width: none; font-size: 11pt; }
      .scroll { overflow: visible; } figure, tr, .timeline li { break-inside: avoid; } }

    """

  /// How many lines have a colour of their own.
  static let colours = 6

  private static let series = (0..<colours).map { number in
    "svg .s\(number) { stroke: var(--s\(number)); } i.s\(number) { background: var(--s\(number)); }"
  }.joined(separator: "\n")
}
