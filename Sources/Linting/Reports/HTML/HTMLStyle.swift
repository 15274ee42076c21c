/// How the page looks. Every pair of colors that holds text has a contrast of 4.5 to 1 or more, light and dark.
enum HTMLStyle {
    static let sheet = """

        :root {
          color-scheme: light dark;
          --paper: #fbfaf7; --card: #ffffff; --sunk: #f4f1ea; --ink: #1d1c1a; --muted: #5f5b54; --rule: #e0dbd0;
          --error: #ab2219; --warning: #7f4d00; --info: #1b5a93; --good: #1a6a3a; --accent: #1b5a93;
          --mark: #fbdcd7; --ins: #dff2e3; --del: #fbe3e0;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #15161a; --card: #1c1e23; --sunk: #101114; --ink: #e9e6e0; --muted: #aaa69d; --rule: #34363d;
            --error: #ff9d92; --warning: #f1b85f; --info: #8fc6ff; --good: #84d6a0; --accent: #8fc6ff;
            --mark: #5a2722; --ins: #17341f; --del: #3d1f1c;
          }
        }
        * { box-sizing: border-box; }
        [hidden] { display: none !important; }
        html { font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; }
        body { margin: 0 auto; padding: 0 1.25rem; max-width: 78rem; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
        h1, h2, h3 { font-family: Charter, "Bitstream Charter", "Iowan Old Style", Georgia, "Liberation Serif", serif; line-height: 1.2; }
        h1 { font-size: clamp(1.9rem, 1.2rem + 3vw, 3rem); font-weight: 600; letter-spacing: -0.015em; margin: 0.2rem 0 0.6rem; }
        h2 { font-size: 1.45rem; font-weight: 600; margin: 3rem 0 1rem; }
        h3 { font-size: 1.05rem; font-weight: 600; margin: 2rem 0 0.75rem; unicode-bidi: isolate; }
        h3 small { color: var(--muted); font: 0.875rem system-ui, sans-serif; margin-left: 0.4rem; white-space: nowrap; }
        a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 0.15em; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        code, pre { font: 0.8125rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
        .muted, .eyebrow, .at, .path, figcaption, figure p, footer { color: var(--muted); }
        header { padding: 3.5rem 0 1.5rem; border-bottom: 1px solid var(--rule); }
        .eyebrow { margin: 0; font-size: 0.8125rem; letter-spacing: 0.06em; text-transform: uppercase; }
        .lead { margin: 0 0 1.25rem; max-width: 46rem; color: var(--muted); }
        ul { list-style: none; margin: 0; padding: 0; }
        .counts { display: flex; flex-wrap: wrap; gap: 0.6rem; }
        .chip { display: flex; justify-content: space-between; gap: 0.75rem; padding: 0.3rem 0.7rem; border: 1px solid transparent;
          border-radius: 0.4rem; color: var(--ink); text-decoration: none; font-size: 0.875rem; }
        .chip i { flex: none; font-style: normal; color: var(--muted); font-variant-numeric: tabular-nums; }
        .chip em { font-style: normal; }
        .chip:hover { background: var(--sunk); }
        .chip[aria-pressed="true"] { background: var(--ink); color: var(--paper); border-color: var(--ink); }
        .chip[aria-pressed="true"] i, .chip[aria-pressed="true"] b { color: var(--paper); }
        .counts .chip { border-color: var(--rule); background: var(--card); align-items: baseline; gap: 0.4rem; padding: 0.45rem 0.9rem; }
        .counts b { font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; }
        .counts .error b { color: var(--error); } .counts .warning b { color: var(--warning); } .counts .info b { color: var(--info); }
        .counts .chip[aria-pressed="true"] { background: var(--ink); border-color: var(--ink); }
        .counts .chip[aria-pressed="true"] b, .counts .none b { color: inherit; }
        nav h2 { font: 600 0.8125rem system-ui, sans-serif; letter-spacing: 0.06em; text-transform: uppercase; color: var(--muted);
          margin: 1.5rem 0 0.4rem; }
        nav li { margin: 0 -0.7rem; }
        .tools { display: grid; gap: 0.4rem; margin: 1.5rem 0 0; font-size: 0.875rem; color: var(--muted); }
        .tools input { display: block; width: 100%; margin-top: 0.25rem; padding: 0.4rem 0.6rem; font: inherit; color: var(--ink);
          background: var(--card); border: 1px solid var(--rule); border-radius: 0.4rem; }
        .tools button { justify-self: start; padding: 0; border: 0; background: none; color: var(--accent); font: inherit;
          text-decoration: underline; cursor: pointer; }
        .finding, .keepalive { background: var(--card); border: 1px solid var(--rule); border-radius: 0.6rem; padding: 1rem 1.15rem;
          margin: 0 0 1rem; }
        .finding { border-left: 3px solid var(--tone); }
        .error { --tone: var(--error); } .warning { --tone: var(--warning); } .info { --tone: var(--info); }
        .finding:target, .file:target h3 { box-shadow: 0 0 0 2px var(--accent); }
        .head { display: flex; flex-wrap: wrap; gap: 0.2rem 0.75rem; align-items: baseline; margin: 0; font-size: 0.875rem; }
        .head a { color: var(--ink); font-weight: 600; } .head a span { font-weight: 400; color: var(--muted); }
        .severity { color: var(--tone); font-weight: 600; }
        .at { margin-left: auto; font-variant-numeric: tabular-nums; }
        .message { margin: 0.5rem 0 0.75rem; unicode-bidi: isolate; }
        .frame { margin: 0; padding: 0.55rem 0; background: var(--sunk); border-radius: 0.4rem; white-space: pre-wrap; tab-size: 2; }
        dd > .frame { padding: 0.55rem 0.75rem; }
        .line { display: grid; grid-template-columns: 3.6rem 1fr; padding-right: 0.75rem; color: var(--muted); }
        .line::before { content: attr(data-line); text-align: right; padding-right: 1rem; user-select: none; }
        .line > span { unicode-bidi: isolate; }
        .here { color: var(--ink); }
        mark { background: var(--mark); color: inherit; border-radius: 0.15rem; box-shadow: 0 0 0 1px var(--mark); }
        .path { margin: 0.6rem 0 0; font-size: 0.875rem; } .path span, .path code { unicode-bidi: isolate; } .path span { margin-right: 0.5rem; }
        .notes { display: grid; grid-template-columns: minmax(4.5rem, auto) 1fr; gap: 0.5rem 1rem; margin: 0.75rem 0 0; font-size: 0.9375rem; }
        .notes dt { color: var(--muted); } .notes dd { margin: 0; min-width: 0; }
        .fix del, .fix ins { display: block; text-decoration: none; margin: 0 -0.75rem; padding: 0 0.75rem; }
        .fix del { background: var(--del); } .fix del::before { content: "− "; } .fix ins { background: var(--ins); } .fix ins::before { content: "+ "; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(5.2rem, 1fr)); gap: 0.75rem 1.25rem; margin: 0 0 1rem; }
        .figures dt { color: var(--muted); font-size: 0.8125rem; }
        .figures dd { margin: 0; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
        .drawings { display: grid; gap: 1.5rem 2.5rem; border-top: 1px solid var(--rule); padding-top: 1rem; }
        figure { margin: 0; min-width: 0; } figcaption { font-size: 0.8125rem; margin-bottom: 0.5rem; } figure p { margin: 0.25rem 0 0; font-size: 0.8125rem; }
        .drawing { display: block; width: 100%; max-width: 36rem; height: auto; overflow: visible; }
        .drawing text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; fill: var(--ink);
          stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; paint-order: stroke; }
        .drawing .muted { fill: var(--muted); } .drawing .value { text-anchor: end; font-variant-numeric: tabular-nums; }
        .drawing .tick { text-anchor: middle; fill: var(--muted); } .drawing .note { fill: var(--muted); }
        .drawing .strong { font-weight: 600; }
        .drawing line, .drawing path { stroke: var(--muted); fill: none; }
        .bar { stroke-width: 3; stroke-linecap: round; } .drawing .end { stroke-width: 2; }
        .drawing .good { stroke: var(--good); } .drawing .bad { stroke: var(--error); } .drawing .fair { stroke: var(--warning); }
        .drawing .silence { stroke: var(--muted); opacity: 0.45; } .drawing .probing { stroke: var(--accent); }
        .drawing .probe { fill: var(--accent); } .drawing .dead { stroke: var(--error); stroke-width: 3; }
        .drawing .guide, .drawing .configured { stroke: var(--accent); stroke-dasharray: 3 4; } .drawing .axis { stroke: var(--muted); }
        .drawing .grid { stroke: var(--rule); } .drawing .limit { stroke: var(--warning); stroke-dasharray: 6 4; }
        .drawing .curve { stroke: var(--accent); stroke-width: 2.5; stroke-linejoin: round; } .drawing .other { stroke: var(--muted); stroke-width: 1; }
        .places { margin-top: 1rem; font-size: 0.875rem; color: var(--muted); unicode-bidi: isolate; } .places li { margin-top: 0.2rem; }
        .places span { color: var(--ink); margin-right: 0.5rem; }
        details { border-top: 1px solid var(--rule); padding: 0.75rem 0; } summary { cursor: pointer; } details > p { max-width: 52rem; }
        footer { margin: 4rem 0 2rem; padding-top: 1rem; border-top: 1px solid var(--rule); font-size: 0.875rem; }
        @media (min-width: 50rem) { .drawings { grid-template-columns: 1fr 1fr; } }
        @media (min-width: 64rem) {
          .columns { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 3rem; }
          .columns > main:only-child { grid-column: 1 / -1; }
          nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; padding: 0.5rem 0.7rem 2rem; }
        }
        @media (max-width: 64rem) {
          nav ul { display: flex; flex-wrap: wrap; gap: 0.4rem; } nav li { margin: 0; }
          nav .chip { border-color: var(--rule); background: var(--card); gap: 0.4rem; padding: 0.15rem 0.55rem; font-size: 0.8125rem; }
          nav .chip[aria-pressed="true"] { background: var(--ink); border-color: var(--ink); }
        }
        @media (max-width: 30rem) {
          nav .chip em { display: none; }
          body { padding: 0 0.9rem; } .finding, .keepalive { padding: 0.85rem; } .at { margin-left: 0; }
          .line { grid-template-columns: 2.6rem 1fr; } .line::before { padding-right: 0.6rem; } .notes { grid-template-columns: 1fr; gap: 0.15rem; }
          .notes dd + dt { margin-top: 0.5rem; }
        }
        @media print {
          :root { color-scheme: light; --paper: #fff; --card: #fff; --sunk: #f6f6f6; --ink: #000; --muted: #444; --rule: #ccc;
            --error: #a00; --warning: #7a4a00; --info: #124a80; --good: #145a30; --accent: #124a80; --mark: #fbdcd7; --ins: #e6f4e9; --del: #fbe9e7; }
          nav { display: none; } .columns { display: block; } .finding, .keepalive { break-inside: avoid; } header { padding-top: 0; }
          h2, h3 { break-after: avoid; } details::details-content { content-visibility: visible; display: block; block-size: auto; }
        }

        """
}
