/** Colours of the observatory's page, dark and light: `apps/observatory/page/styles/base.css`; a test compares the two. */
export const COLOURS = {
  dark: {
    ground: '#111418',
    raised: '#191d23',
    text: '#e8eaed',
    quiet: '#a2a9b4',
    line: '#2b313a',
    edge: '#6b7480',
    accent: '#7cc4ff',
    alarm: '#ffb86b',
  },
  light: {
    ground: '#fff',
    raised: '#f4f5f7',
    text: '#1a1c1f',
    quiet: '#555b66',
    line: '#d9dce1',
    edge: '#7b828d',
    accent: '#0b5cad',
    alarm: '#8a4300',
  },
} as const;

const variables = (colours: Readonly<Record<string, string>>): string =>
  Object.entries(colours)
    .map(([name, value]) => `--${name}:${value};`)
    .join('');

/** The style of a report; dark and light as the reader has it. */
export const STYLE: string = `
:root{color-scheme:dark;${variables(COLOURS.dark)}}
@media (prefers-color-scheme:light){:root{color-scheme:light;${variables(COLOURS.light)}}}
@media print{:root{color-scheme:light;${variables(COLOURS.light)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:14px/1.5 system-ui,sans-serif}
main{max-width:1040px;margin:0 auto;padding:24px 20px 48px}
h1{font-size:22px;line-height:1.3;margin:0 0 4px}
h2{font-size:15px;margin:32px 0 8px}
p{margin:0 0 8px}
.quiet,dt,figcaption{color:var(--quiet)}
.verdict{margin:16px 0;padding:12px 16px;border:1px solid var(--line);border-left:6px solid var(--accent);border-radius:4px;background:var(--raised)}
.verdict.bad{border-left-color:var(--alarm)}
.verdict strong{display:block;font-size:17px}
.verdict.bad{color:var(--text)}
.verdict.bad strong{color:var(--alarm)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0}
dd{margin:0;overflow-wrap:anywhere}
.scrolled{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:5px 12px 5px 0;border-bottom:1px solid var(--line)}
th{font-weight:600;color:var(--quiet)}
td.number{white-space:nowrap;font-variant-numeric:tabular-nums}
td.words{overflow-wrap:anywhere;min-width:10ch}
.good{color:var(--accent);white-space:nowrap}
.bad{color:var(--alarm)}
td.bad{white-space:nowrap}
code,pre{font:12px/1.45 ui-monospace,monospace}
pre{margin:6px 0 0;padding:8px;max-height:320px;overflow:auto;background:var(--raised);border:1px solid var(--line);border-radius:4px}
summary{cursor:pointer}
figure{margin:0}
.timeline{width:100%;min-width:680px;height:auto;display:block}
.timeline text{fill:var(--quiet);font:12px system-ui,sans-serif}
.timeline .label{fill:var(--text);text-anchor:end}
.timeline .tick{text-anchor:middle}
.timeline .grid{stroke:var(--line)}
.met{fill:var(--accent)}
.unmet{fill:var(--alarm)}
.deed{fill:var(--edge)}
.failed{fill:none;stroke:var(--alarm);stroke-width:2}
.fault{fill:var(--alarm);fill-opacity:.55}
.outage{fill:var(--alarm)}
.key{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:8px 0 0;padding:0}
.key svg{width:14px;height:12px;margin-right:6px;vertical-align:-1px}
.key li{white-space:nowrap}
`;
