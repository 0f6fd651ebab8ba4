import { formatDuration, xmlText } from '@pod-contagion/notations';
import type { Journal } from '../engine/journal.ts';
import { storyOf, type Deed, type Look, type Story } from './story.ts';
import { STYLE } from './style.ts';
import { timeline } from './timeline.ts';
import { MOMENT_WORDS, shownOutput, since, VERDICT_WORDS } from './words.ts';

/**
 * One page that stands by itself: it loads nothing, runs nothing, and is dark or light as the reader has it. What is said
 * of a journal was redacted before.
 */
export function htmlReport(journal: Journal): string {
  const story = storyOf(journal);
  const { title, description, verdict, why } = story;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${xmlText(`${title} – ${VERDICT_WORDS[verdict]}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${xmlText(title)}</h1>
<p class="quiet">${xmlText(description)}</p>
<div class="verdict${verdict === 'held' ? '' : ' bad'}"><strong>${VERDICT_WORDS[verdict]}</strong>${xmlText(sentence(why))}</div>
${facts(story)}
<h2>What happened when</h2>
<figure><div class="scrolled">${timeline(story)}</div>${key(story)}</figure>
${[looksTable(story), hitsTable(story), outagesTable(story), deedsTable(story), undoneTable(story)].join('\n')}
</main>
</body>
</html>
`;
}

function facts({ startMs, endMs, status, cluster, version, hypothesis }: Story): string {
  const rows: readonly (readonly [string, string])[] = [
    ...(hypothesis === undefined ? [] : [['Hypothesis', hypothesis] as const]),
    [
      'Began',
      new Date(startMs)
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z/, ' UTC'),
    ],
    ['Took', formatDuration(endMs - startMs)],
    ['Status', status],
    ...(cluster === undefined ? [] : [['Cluster', cluster] as const]),
    ['Run by', `pod-chaos ${version}`],
  ];
  return `<dl>${rows.map(([name, said]) => `<dt>${name}</dt><dd>${xmlText(said)}</dd>`).join('')}</dl>`;
}

const KEY: readonly (readonly [kind: string, words: string])[] = [
  ['met', 'hypothesis met'],
  ['unmet', 'hypothesis not met'],
  ['deed', 'activity'],
  ['failed', 'activity that failed'],
  ['fault', 'pods hit'],
  ['outage', 'outage'],
];

/** Only of what there is to see. */
function key(story: Story): string {
  const seen = new Set([
    ...story.looks.map(({ met }) => (met ? 'met' : 'unmet')),
    ...story.deeds.map(({ ok }) => (ok ? 'deed' : 'failed')),
    ...(story.hits.length > 0 ? ['fault'] : []),
    ...(story.outages.length > 0 ? ['outage'] : []),
  ]);
  const items = KEY.filter(([kind]) => seen.has(kind)).map(
    ([kind, said]) =>
      `<li><svg viewBox="0 0 14 12" aria-hidden="true"><rect class="${kind}" x="1" y="1" width="12" height="10" rx="2"/></svg>${said}</li>`,
  );
  return `<ul class="key">${items.join('')}</ul>`;
}

function looksTable({ looks, startMs }: Story): string {
  const rows = grouped(looks).map(({ look, count }) => [
    text(MOMENT_WORDS[look.when] + (count > 1 ? `, ${count} looks` : '')),
    number(since(look.startMs, startMs)),
    mark(look.met, look.met ? 'met' : 'not met'),
    words(look.probes.map(({ name, met, why }) => (met ? name : `${name}: ${why}`)).join('; ')),
  ]);
  return section('The hypothesis', ['When', 'At', '', 'Probes'], rows);
}

/** Looks of one moment that say the same, one after the other, are one row. */
function grouped(looks: readonly Look[]): readonly Readonly<{ look: Look; count: number }>[] {
  const groups: { look: Look; count: number }[] = [];
  for (const look of looks) {
    const last = groups.at(-1);
    if (last !== undefined && last.look.when === look.when && last.look.met === look.met) last.count++;
    else groups.push({ look, count: 1 });
  }
  return groups;
}

function hitsTable({ hits, startMs }: Story): string {
  const rows = hits.map(({ activity, fault, verdict, pods, ...span }) => [
    words(activity),
    words(fault),
    number(since(span.startMs, startMs)),
    number(formatDuration(span.endMs - span.startMs)),
    mark(verdict === 'held', verdict),
    words(pods.map(({ name, outcome }) => (outcome === 'hit' ? name : `${name} (${outcome})`)).join(', ')),
  ]);
  return section('Who was hit', ['By', 'Fault', 'At', 'For', '', 'Pods'], rows);
}

function outagesTable({ outages, startMs }: Story): string {
  const rows = outages.map(({ of, seconds, failed, goesOn, startMs: at }) => [
    words(of),
    number(since(at, startMs)),
    number(`${seconds} s${goesOn ? ' and on' : ''}`),
    number(String(failed)),
  ]);
  return section('Outages', ['Of', 'At', 'For', 'Requests failed'], rows);
}

function deedsTable({ deeds, startMs }: Story): string {
  const rows = deeds.map((deed) => [
    words(`${deed.part === 'rollbacks' ? 'rollback: ' : ''}${deed.name}`),
    text(deed.by),
    number(since(deed.startMs, startMs)),
    number(formatDuration(deed.endMs - deed.startMs)),
    mark(deed.ok, deed.ok ? 'done' : 'failed'),
    outputCell(deed),
  ]);
  return section('What was done', ['Activity', 'By', 'At', 'For', '', 'Came to'], rows);
}

function outputCell({ ok, why, output }: Deed): string {
  if (!ok) return `<td class="words bad">${xmlText(why)}</td>`;
  const shown = shownOutput(output);
  if (!shown.includes('\n') && shown.length < 80)
    return `<td class="words"><code>${xmlText(shown)}</code></td>`;
  return `<td><details><summary>output</summary><pre>${xmlText(shown)}</pre></details></td>`;
}

function undoneTable({ undone, startMs }: Story): string {
  const rows = undone.map(({ name, ended, why, startMs: at, endMs }) => [
    words(name),
    number(since(at, startMs)),
    number(formatDuration(endMs - at)),
    mark(ended, ended ? 'proven gone' : 'not proven'),
    words(why),
  ]);
  return section('Faults that were ended', ['Fault', 'At', 'Took', '', ''], rows);
}

function section(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const head = heads.map((each) => `<th scope="col">${each}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.join('')}</tr>`).join('\n');
  return `<h2>${title}</h2>\n<div class="scrolled"><table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

function mark(good: boolean, said: string): string {
  return `<td class="${good ? 'good' : 'bad'}">${good ? '✓' : '✗'} ${xmlText(said)}</td>`;
}

function text(said: string): string {
  return `<td>${xmlText(said)}</td>`;
}

function words(said: string): string {
  return `<td class="words">${xmlText(said)}</td>`;
}

function number(said: string): string {
  return `<td class="number">${xmlText(said)}</td>`;
}

function sentence(why: string): string {
  return why === '' ? '' : `${why.charAt(0).toUpperCase()}${why.slice(1)}.`;
}
