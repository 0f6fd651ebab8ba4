import { readFileSync } from 'node:fs';
import t from 'tap';
import { ROOT } from '../../../../scripts/files.ts';
import { htmlReport } from '../../src/reports/html.ts';
import { junitReport } from '../../src/reports/junit.ts';
import { markdownReport } from '../../src/reports/markdown.ts';
import { storyOf } from '../../src/reports/story.ts';
import { COLOURS } from '../../src/reports/style.ts';
import { fullJournal } from '../testing/journal.ts';

t.test('the story of a journal', async (t) => {
  const { looks, deeds, hits, outages, undone } = storyOf(fullJournal());
  t.same(
    looks.map(({ when, met }) => [when, met]),
    [
      ['before', true],
      ['during', true],
      ['during', false],
      ['during', false],
      ['after', false],
    ],
  );
  t.same(
    deeds.map(({ by, ok }) => [by, ok]),
    [
      ['pod-chaos kill', true],
      ['pod-chaos probe', true],
      ['process', false],
      ['chaosk8s.pod.actions x', true],
    ],
  );
  t.match(hits, [{ pods: [{ name: 'default/web-1' }] }]);
  t.match(outages, [
    { seconds: 3, goesOn: false },
    { seconds: 1, goesOn: true, of: 'watch, new connections' },
  ]);
  t.equal(
    (outages[1]?.endMs ?? 0) - (outages[0]?.startMs ?? 0),
    44_000,
    'one that went on lasts until its probe ended',
  );
  t.match(undone, [{ ended: false }]);
});

t.test('one page of HTML that loads and runs nothing', async (t) => {
  const page = htmlReport(fullJournal());
  t.match(page, 'Does &lt;it&gt; hold &amp; &quot;last&quot;?');
  t.notMatch(page, /<script|onerror=|https?:\/\/(?!127\.0\.0\.1:1|www\.w3\.org\/2000\/svg)/);
  t.notMatch(page, /<(?:link|img|iframe)\b|url\(|@import/);
  for (const words of [
    'The hypothesis did not hold',
    'default/web-1',
    'no answer',
    'Outages',
    '3 s',
    'not proven',
    'during the method, 2 looks',
  ]) {
    t.match(page, words);
  }
  // Each tag that is opened is closed, in its order.
  const open: string[] = [];
  for (const [, close, name = '', end] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*?(\/?)>/g)) {
    if (close === '/') t.equal(open.pop(), name);
    else if (end !== '/' && name !== 'meta') open.push(name);
  }
  t.same(open, []);
});

t.test('in the colours of the observatory', async (t) => {
  const base = readFileSync(`${ROOT}apps/observatory/page/styles/base.css`, 'utf8');
  const [dark = '', light = ''] = base.split('prefers-color-scheme: light');
  for (const [name, part] of [
    ['dark', dark],
    ['light', light],
  ] as const) {
    for (const [colour, value] of Object.entries(COLOURS[name]))
      t.match(part, `--${colour}: ${value};`, `${name} ${colour}`);
  }
});

t.test("JUnit's XML", async (t) => {
  const xml = junitReport(fullJournal());
  t.match(
    xml,
    /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="pod-chaos" tests="11" failures="4" errors="2" time="60.000">/,
  );
  t.match(xml, 'message="ask: expected 200, got 503 &lt;b&gt;|&lt;/b&gt;"');
  // oxlint-disable-next-line no-control-regex -- XML has no place for them
  t.notMatch(xml, /\u0000/);
  t.equal(xml.split('<testcase ').length - 1, 11);
  const held = fullJournal();
  held['pod-chaos'] = { ...held['pod-chaos'], verdict: 'held', undone: [] };
  t.match(
    junitReport({ ...held, steady_states: { before: null, after: null, during: [] }, run: [] }),
    'failures="0" errors="0"',
  );
});

t.test('Markdown for a pull request', async (t) => {
  const text = markdownReport(fullJournal());
  t.match(text, /^## ❌ Does &lt;it> hold &amp; "last"\?$/m);
  t.match(text, 'A \\| table \\*breaks\\* &#64;everyone', 'nobody is called, nothing becomes a table');
  t.match(text, '| during the method |  | 1 of 3 looks met |  |');
  t.match(text, '| kill | delete | 5.0 s | held | default/web-1 |');
  t.match(text, '<details><summary>What was done</summary>');
  // Each row of a table has as many cells as its head.
  for (const table of text.split('\n\n').filter((part) => part.startsWith('|'))) {
    const widths = new Set(
      table
        .trimEnd()
        .split('\n')
        .map((row) => row.replaceAll('\\|', '').split('|').length),
    );
    t.equal(widths.size, 1, table);
  }
});
