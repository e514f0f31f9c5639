/// The page's only style sheet. Each pair of colours has a contrast of at least 4.5 to 1, in light,
/// in dark and on paper.
let reportStyle: StaticString = """

    :root {
      color-scheme: light dark;
      --paper: #ffffff; --shade: #f5f6f8; --ink: #1d242e; --soft: #55606e;
      --rule: #dde1e7; --frame: #c5ccd6; --link: #1f4f8f;
      --good: #1a6b3c; --good-shade: #edf6f0; --bad: #a3211f; --bad-shade: #fbefee;
      --open: #7a4a00; --open-shade: #faf3e6;
      --plot: #2a5d9f;
      --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans",
        Arial, sans-serif;
      --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono",
        "Liberation Mono", monospace;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #14181e; --shade: #1c2229; --ink: #e4e8ee; --soft: #a3adba;
        --rule: #2c343e; --frame: #414c59; --link: #8fbcf5;
        --good: #7fd3a1; --good-shade: #16261d; --bad: #ff9d97; --bad-shade: #2d1a1a;
        --open: #f0c070; --open-shade: #2a2215;
        --plot: #86b4ee;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 1rem/1.6 var(--sans); overflow-wrap: break-word;
    }
    a { color: var(--link); text-underline-offset: .15em; text-decoration-thickness: 1px; }
    a:focus-visible, [tabindex]:focus-visible {
      outline: 2px solid var(--link); outline-offset: 2px;
    }
    .skip { position: absolute; left: -999rem; }
    .skip:focus {
      left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--paper);
      border: 1px solid var(--frame); z-index: 1;
    }
    .masthead, .layout, footer { max-width: 82rem; margin: 0 auto; padding: 0 2.5rem; }
    .masthead { padding-top: 3rem; }
    .kind, .label {
      margin: 0; color: var(--soft); font-size: .78rem; font-weight: 600;
      letter-spacing: .07em; text-transform: uppercase;
    }
    h1, h2, h3 { line-height: 1.25; font-weight: 650; text-wrap: balance; }
    h1 { margin: .35rem 0 1.6rem; font-size: 2.15rem; letter-spacing: -.018em; }
    h2 {
      margin: 0 0 1.4rem; padding-top: 1.1rem; border-top: 2px solid var(--ink);
      font-size: 1.5rem; letter-spacing: -.01em;
    }
    h3 { margin: 2.2rem 0 .7rem; font-size: 1.08rem; }
    .ordinal {
      display: inline-block; min-width: 1.6em; color: var(--soft); font-weight: 400;
      font-variant-numeric: tabular-nums;
    }
    p { margin: 0 0 1.1rem; max-width: 46rem; }
    code, pre { font-family: var(--mono); font-size: .84em; }
    code, .long { overflow-wrap: anywhere; }
    q { quotes: none; font-style: italic; }
    .aside { color: var(--soft); }
    .whole { white-space: nowrap; }
    .note { color: var(--soft); font-size: .9rem; }
    data { font-variant-numeric: tabular-nums; }

    .strip {
      display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr));
      margin: 0; padding: 1rem 0; border-top: 1px solid var(--rule);
    }
    .strip > div { padding: .3rem 1.2rem .3rem 0; }
    .strip dt { color: var(--soft); font-size: .82rem; }
    .strip dd { margin: 0; font-weight: 550; }

    .layout { display: grid; grid-template-columns: 13.5rem minmax(0, 1fr); gap: 3.5rem; }
    nav { border-top: 2px solid var(--rule); padding-top: 1.2rem; font-size: .88rem; }
    nav ol {
      position: sticky; top: 1.5rem; margin: .7rem 0 0; padding: 0; list-style: none;
      counter-reset: entry;
    }
    nav li { counter-increment: entry; margin: 0; line-height: 1.35; }
    nav li a {
      display: flex; gap: .6rem; padding: .26rem 0; color: var(--ink); text-decoration: none;
    }
    nav li a::before {
      content: counter(entry); min-width: 1.3rem; color: var(--soft); text-align: right;
      font-variant-numeric: tabular-nums;
    }
    nav li a:hover { text-decoration: underline; }
    section { margin: 0 0 4.5rem; }
    main > section:first-child h2 { border-top-color: var(--rule); }
    footer {
      margin-top: 1rem; padding-top: 1.6rem; padding-bottom: 3rem;
      color: var(--soft); font-size: .88rem;
    }
    footer::before {
      content: ""; display: block; border-top: 1px solid var(--rule); margin-bottom: 1.6rem;
    }

    .banner {
      margin: 0 0 1.6rem; padding: 1.5rem 1.7rem 1.3rem; border-radius: 6px;
      border: 1px solid var(--frame); border-left: 6px solid var(--soft); background: var(--shade);
    }
    .banner p { margin: 0; }
    .banner .verdict { font-size: 1.5rem; line-height: 1.3; letter-spacing: -.01em; }
    .banner .sentence { margin: .5rem 0 .8rem; font-size: 1.06rem; }
    .banner .aside { font-size: .88rem; }
    .banner.good { border-left-color: var(--good); background: var(--good-shade); }
    .banner.good .verdict { color: var(--good); }
    .banner.bad { border-left-color: var(--bad); background: var(--bad-shade); }
    .banner.bad .verdict { color: var(--bad); }
    .banner.open { border-left-color: var(--open); background: var(--open-shade); }
    .banner.open .verdict { color: var(--open); }

    .boxes {
      display: grid; grid-template-columns: repeat(auto-fit, minmax(15.5rem, 1fr));
      gap: 1rem; margin: 1.8rem 0 2.2rem;
    }
    .box { padding: 1.2rem 1.3rem .8rem; border: 1px solid var(--rule); border-radius: 6px; }
    .box h3 { margin: 0 0 .6rem; font-size: 1rem; }
    .box ul { margin: 0; padding-left: 1.05rem; font-size: .9rem; line-height: 1.5; }
    .box li { margin-bottom: .45rem; }
    .box li::marker { color: var(--soft); }
    .pair {
      display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 0 2.2rem;
      align-items: start;
    }

    .facts { margin: 0 0 1.8rem; font-size: .93rem; }
    .facts > div {
      display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: 1.2rem;
      padding: .5rem 0; border-top: 1px solid var(--rule);
    }
    .facts > div:last-child { border-bottom: 1px solid var(--rule); }
    .facts dt { color: var(--soft); }
    .facts dd { margin: 0; max-width: 46rem; }

    .frame { margin: 0 0 2rem; overflow-x: auto; }
    table { width: 100%; border-collapse: collapse; font-size: .86rem; line-height: 1.45; }
    th { overflow-wrap: normal; }
    tbody th { overflow-wrap: anywhere; }
    caption {
      padding: 0 0 .6rem; text-align: left; font-size: .9rem; color: var(--soft);
      caption-side: top;
    }
    caption > span { display: block; max-width: min(46rem, calc(100vw - 2.4rem)); }
    th, td { padding: .46rem .9rem .46rem 0; text-align: left; vertical-align: top; }
    th:last-child, td:last-child { padding-right: 0; }
    thead th {
      border-bottom: 1.5px solid var(--frame); color: var(--soft); font-weight: 600;
      font-size: .8rem; vertical-align: bottom;
    }
    tbody th { font-weight: 550; min-width: 7rem; }
    tbody tr { border-bottom: 1px solid var(--rule); }
    td { min-width: 4.5rem; }
    .number { text-align: right; font-variant-numeric: tabular-nums; }
    td.number { white-space: nowrap; }
    td code, th code { font-size: .93em; }
    .texts tbody th { font-weight: 400; min-width: 12rem; }
    .services { min-width: 60rem; table-layout: fixed; }
    #approved-table th:nth-child(1) { width: 15.5%; }
    #approved-table th:nth-child(2) { width: 6%; }
    #approved-table th:nth-child(3) { width: 18%; }
    #approved-table th:nth-child(4) { width: 18%; }
    #approved-table th:nth-child(5) { width: 10%; }
    #approved-table th:nth-child(6) { width: 11.5%; }
    #approved-table th:nth-child(7) { width: 10%; }
    #refused-table th:nth-child(2) { width: 25%; }
    #refused-table th:nth-child(3) { width: 13%; }
    #refused-table th:nth-child(5) { width: 17%; }
    #refused-table th:last-child { width: 9%; }
    #reasons-table td, .texts .mark { white-space: nowrap; }
    #names-table th:nth-child(1) { width: 45%; }
    #vectors-table th:nth-child(1) { width: 48%; }
    #sets-table th:nth-child(1) { width: 26%; }
    #controls-table th:nth-child(1) { width: 24%; }
    #announced-table th:nth-child(1) { width: 30%; }
    .finding .texts th:nth-child(1) { width: 34%; }
    .compact { width: auto; min-width: 60%; }
    .pair .compact, .wide { width: 100%; }
    .compact th, .compact td { padding-top: .3rem; padding-bottom: .3rem; }
    td:has(> code:only-child) { min-width: 12rem; }

    .mark { font-weight: 550; }
    .mark.good { color: var(--good); }
    .mark.bad { color: var(--bad); }
    .mark.open { color: var(--open); }
    .mark.plain { color: var(--soft); }

    .finding {
      margin: 0 0 1.4rem; padding: 1.2rem 1.5rem .4rem; border: 1px solid var(--rule);
      border-left: 4px solid var(--frame); border-radius: 6px;
    }
    .finding.bad { border-left-color: var(--bad); }
    .finding.open { border-left-color: var(--open); }
    .finding caption > span { max-width: min(46rem, calc(100vw - 4.6rem)); }
    .finding td:last-child { min-width: 14rem; }
    .finding h3 { margin: 0 0 .4rem; }
    .finding p { margin: 0 0 .7rem; }
    .finding .facts { margin-bottom: 1rem; }
    .finding .facts > div { grid-template-columns: 9rem minmax(0, 1fr); }
    .finding .facts > div:last-child { border-bottom: 0; }

    pre {
      margin: 0 0 1.4rem; padding: .8rem 1rem; overflow-x: auto; border-radius: 6px;
      background: var(--shade); border: 1px solid var(--rule); line-height: 1.5;
      white-space: pre-wrap; overflow-wrap: anywhere;
    }
    .command h3 { margin: 1.3rem 0 .4rem; font-size: .96rem; }
    .command pre { margin: 0; }

    figure { margin: 0 0 2.4rem; }
    figcaption { margin: 0 0 .5rem; font-weight: 600; overflow-wrap: anywhere; }
    .panels {
      display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr));
      gap: 1rem 2rem;
    }
    .panel .label { text-transform: none; letter-spacing: 0; }
    .history { max-width: 44rem; }
    .history p { margin: .3rem 0 0; color: var(--soft); font-size: .9rem; }
    svg { display: block; width: 100%; height: auto; font-family: var(--sans); }
    svg text { fill: var(--ink); font-size: 11px; }
    svg .tick { fill: var(--soft); }
    svg .grid { stroke: var(--rule); }
    svg .axis { stroke: var(--frame); }
    svg .leader { stroke: var(--frame); stroke-width: .8; }
    svg .line { fill: none; stroke: var(--plot); stroke-width: 1.4; opacity: .75; }
    svg .sign { fill: var(--plot); stroke: var(--plot); stroke-width: 1.2; }
    svg .sign.open { fill: var(--paper); }
    svg .change { stroke: var(--bad); stroke-dasharray: 4 3; }

    @media (max-width: 62rem) {
      .layout { display: block; }
      nav { margin-bottom: 3rem; }
      nav ol { position: static; columns: 2; column-gap: 2rem; }
      nav li { break-inside: avoid; }
    }
    @media (max-width: 40rem) {
      body { font-size: .97rem; }
      .masthead, .layout, footer { padding-left: 1.15rem; padding-right: 1.15rem; }
      .masthead { padding-top: 1.8rem; }
      h1 { font-size: 1.65rem; margin-bottom: 1.1rem; }
      h2 { font-size: 1.3rem; }
      section { margin-bottom: 3.2rem; }
      nav ol { columns: 1; }
      .strip { grid-template-columns: 1fr; padding: .6rem 0; }
      .strip > div { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: .6rem; }
      .pair { display: block; }
      .banner { padding: 1.1rem 1.1rem 1rem; }
      .banner .verdict { font-size: 1.28rem; }
      .facts > div, .finding .facts > div { display: block; }
      .facts dt { font-size: .84rem; }
      .finding { padding: 1rem 1rem .2rem; }
      .panels { grid-template-columns: 1fr; }
      .compact { width: 100%; }
      tbody th {
        position: sticky; left: 0; max-width: 9.5rem; background: var(--paper);
        box-shadow: 1px 0 0 var(--rule);
      }
      .texts tbody th { min-width: 9.5rem; }
    }
    @media print {
      @page { size: A4; margin: 17mm 15mm 16mm; }
      :root {
        color-scheme: light;
        --paper: #ffffff; --shade: #f5f6f8; --ink: #14181e; --soft: #4a5461;
        --rule: #d5dae1; --frame: #aab3bf; --link: #14181e;
        --good: #14592f; --good-shade: #ffffff; --bad: #8f1816; --bad-shade: #ffffff;
        --open: #6b4000; --open-shade: #ffffff; --plot: #1f4f8f;
      }
      html { font-size: 9.4pt; }
      body { font-size: 1rem; line-height: 1.45; }
      .skip { display: none; }
      a { text-decoration: none; }
      .masthead, .layout, footer { max-width: none; padding: 0; }
      .layout { display: block; }
      nav { margin: 0 0 7mm; padding-top: 3mm; break-inside: avoid; }
      nav ol { position: static; columns: 2; column-gap: 8mm; margin-top: 1mm; }
      nav li { break-inside: avoid; }
      nav li a { padding: .3mm 0; }
      h1 { font-size: 19pt; margin-bottom: 4mm; }
      h2 { font-size: 13.5pt; margin-bottom: 3.5mm; padding-top: 2.5mm; }
      h3 { font-size: 10.5pt; margin: 5mm 0 2mm; }
      h2, h3, caption, figcaption, .label { break-after: avoid; }
      section { margin-bottom: 9mm; }
      #configuration, #approved, #benchmarks, #controls { break-before: page; }
      .strip { padding: 2mm 0; }
      .boxes { grid-template-columns: repeat(3, 1fr); gap: 3mm; margin: 4mm 0; }
      .box { padding: 3mm 3.5mm 1mm; }
      .box ul { font-size: 8.6pt; }
      .box h3 { font-size: 9.6pt; }
      .pair { grid-template-columns: 3fr 2fr; gap: 0 7mm; }
      .banner, .box, .pair, figure, .panel, tr, .facts > div, .command { break-inside: avoid; }
      footer { break-before: avoid; }
      .banner { padding: 4mm 5mm; margin-bottom: 4mm; }
      .banner .verdict { font-size: 14pt; }
      .banner .sentence { font-size: 10.2pt; margin: 1.5mm 0 2mm; }
      .frame { overflow: visible; margin-bottom: 6mm; }
      table { font-size: 7.9pt; line-height: 1.35; }
      thead { display: table-header-group; }
      thead th { font-size: 7.6pt; }
      caption { font-size: 8.6pt; }
      th, td, td:has(> code:only-child), tbody th, .texts tbody th, .services,
      .finding td:last-child { min-width: 0; }
      .services { font-size: 7.3pt; }
      tbody tr:first-child, tbody tr:nth-child(2) { break-before: avoid; }
      th, td { padding: 1.1mm 2.4mm 1.1mm 0; }
      td.number { white-space: normal; }
      .facts { font-size: 8.8pt; margin-bottom: 5mm; }
      .facts > div { padding: 1mm 0; grid-template-columns: 42mm minmax(0, 1fr); gap: 4mm; }
      .finding { padding: 3mm 4mm 0; margin-bottom: 4mm; }
      .finding .facts > div { grid-template-columns: 27mm minmax(0, 1fr); }
      pre { font-size: 7.8pt; padding: 2mm 3mm; }
      .panels { grid-template-columns: 1fr 1fr; gap: 3mm 6mm; }
      figure { margin-bottom: 5mm; }
      footer { font-size: 8pt; padding-bottom: 0; }
    }

    """
