import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { sweep, plan } from './run.ts';

const FLAGS = ['--vary=symptom-delay=10s,75s,120s', '--runs=100', '--until=20m', '--sneeze-interval=600'];

const lines = (text: string): string[] => text.trimEnd().split('\n');

t.test('each setting is held against one of them', async (t) => {
  const csv = join(t.testdir(), 'table.csv');
  const [, head, ...rows] = lines(await sweep(...FLAGS, '--baseline=10s', `--csv=${csv}`));
  t.match(head, /restarts\/s +pairs +more +95 % interval +p$/);
  t.match(rows[0], /^ +10 s +0 +50 .* - +-$/, 'the baseline itself is held against nothing');
  t.match(rows[2], /^ +120 s +50 +50 +100\.0 % .* 50 +\+100\.0 +\+\d\d\.\d to \+100\.0 +<0\.001$/);
  const json = lines(await sweep(...FLAGS, '--baseline=10s', '--json')).map(
    (line) => JSON.parse(line) as Record<string, number>,
  );
  t.match(json[0], { pairs: 50, difference: 0, p: 1 });
  t.match(json[2], { pairs: 50, difference: 1, differenceHigh: 1 });
  // Fifty of fifty one way: 2 / 2^50.
  t.ok(Math.abs((json[2]?.['p'] ?? 1) * 2 ** 49 - 1) < 1e-6);
  const [names, , , last] = readFileSync(csv, 'utf8').trimEnd().split('\r\n');
  t.match(names, /,restarts_per_second,pairs,difference,difference_low,difference_high,p$/);
  t.match(last, /^120000,50,50,1,.*,50,1,0\.\d+,1,\d/);
});

t.test('without it nothing of that is written', async (t) => {
  const [line = ''] = lines(await sweep('--vary=replicas=1', '--runs=1', '--json'));
  t.notMatch(Object.keys(JSON.parse(line) as object), ['pairs']);
});

t.test('two settings and their deaths: a table', async (t) => {
  const argv = ['--vary=death=restart,replace,exit', '--vary=replicas=5,20', '--runs=50', '--until=5m'];
  const [caption, head, ...rows] = lines(await sweep(...argv, '--baseline=restart,20'));
  t.match(caption, /varied: death, podders/);
  t.notMatch(caption, /replaced|by themselves/);
  t.match(head, /^ *death +podders +alive/);
  t.same(
    rows.slice(0, 6).map((row) => row.trim().split(/ +/).slice(0, 2)),
    ['restart', 'replace', 'exit'].flatMap((death) => [
      [death, '5'],
      [death, '20'],
    ]),
  );
});

t.test('what is refused', async (t) => {
  for (const [text, message] of [
    ['11s', '--baseline expects one of 10 s, 75 s, 120 s as symptom delay, got "11s"'],
    ['x', '--baseline expects one of 10 s, 75 s, 120 s as symptom delay, got "x"'],
    ['10s,50', '--baseline expects a value of each of symptom delay, got "10s,50"'],
  ] as const) {
    await t.rejects(plan(...FLAGS, `--baseline=${text}`), { code: 'CONTAGION_USAGE', message });
  }
  await t.rejects(plan('--vary=death=restart,exit', `--plot=${join(t.testdir(), 'a.svg')}`), {
    code: 'CONTAGION_USAGE',
    message: '--plot expects a number to be varied, or two settings, got death alone',
  });
  await t.rejects(plan('--vary=death=restart', '--death=exit'), {
    message: '--death expects not to be varied as well, got --vary death',
  });
});

t.test('a diagram of deaths, as SVG', async (t) => {
  const svg = join(t.testdir(), 'deaths.svg');
  const argv = ['--vary=death=restart,exit', '--vary=symptom-delay=1s,5s', '--runs=50', '--until=5m'];
  const out = lines(await sweep(...argv, `--plot=${svg}`));
  t.match(out[3], /^restart +\d/);
  const drawn = readFileSync(svg, 'utf8');
  for (const word of ['restart', 'exit', '1', '5']) t.match(drawn, `>${word}<`);
});
