import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import { wilson } from '@pod-contagion/simulator';
import { ROOT } from '../../../../scripts/files.ts';
import { simulate } from '../simulate/run.ts';
import { sweep } from './run.ts';

/** Two that are clear at once, and one that is not: with 50 podders, 75 s is near the border. */
const BORDER = [
  '--vary',
  'symptom-delay=10s,75s,120s',
  '--runs',
  '150',
  '--until',
  '20m',
  '--sneeze-interval',
  '600',
];

const lines = (text: string): string[] => text.trimEnd().split('\n');

t.test('one axis: a table', async (t) => {
  // With a back-off of a second nobody waits: without any symptom delay to speak of it dies out, with ten seconds it does not.
  const [caption, head, ...rows] = lines(
    await sweep('--vary=max-restart-period=1s,300s', '--symptom-delay=10s', '--until=15m', '--runs=50'),
  );
  t.equal(
    caption,
    '50 podders, symptoms after 10 s, failing probes 0.5 s later, a sneeze each 0.5 s, machine generic, kubelet 1.36, varied: longest back-off, alive after 15m00s, seed 1',
  );
  t.equal(head, 'longest back-off  alive  of runs    share    95 % interval  restarts/s');
  t.match(rows[0], /^ {13}1 s {5}50 {7}50 {2}100\.0 % {2}92\.9 to 100\.0 % {8}\d\.\d\d$/);
  t.equal(rows[1], '           300 s      0       50    0.0 %   0.0 to   7.1 %           -');
  t.equal(rows[2], '2 settings, 100 runs, 50 alive');
});

t.test('two axes: a diagram, with a mark where it is open', async (t) => {
  const out = lines(await sweep(...BORDER, '--vary', 'replicas=20,50'));
  t.equal(out[1], 'per cent of runs alive; down: symptom delay, across: podders');
  t.match(out[2], /^ +20 +50$/);
  t.match(out[3], /^ 10 s +0\.0 +0\.0$/);
  t.match(out[5], /^120 s +\d+\.\d\?? +100\.0$/);
  const marks = out.slice(3, 6).join('').split('?').length - 1;
  const [, open] = /; \? at (\d+): the 95 % interval holds 50\.0 %$/.exec(out[6] ?? '') ?? [undefined, '0'];
  t.equal(Number(open), marks);
  t.match(out[6], /^6 settings, \d+ runs, \d+ alive/);
});

t.test('three axes: a table again', async (t) => {
  const argv = ['--vary=replicas=1', '--vary=symptom-delay=1s,2s', '--vary=liveness-threshold=3', '--runs=1'];
  const [, head, first, second, last] = lines(await sweep(...argv));
  t.match(head, /^podders {2}symptom delay {2}liveness failures that kill {2}alive/);
  // None of one: 0 to z^2 / (1 + z^2) = 79.3 %.
  t.match(first, /^ {6}1 +1 s +3 +0 +1 +0\.0 % +0\.0 to +79\.3 % +- +\?$/);
  t.match(second, /^ {6}1 +2 s +3 +0/);
  t.equal(last, '2 settings, 2 runs, 0 alive; ? at 2: the 95 % interval holds 50.0 %');
});

t.test('JSON: a line a setting, whose runs are as asked', async (t) => {
  const found = lines(await sweep(...BORDER, '--json')).map(
    (line) => JSON.parse(line) as Record<string, number>,
  );
  t.same(
    found.map(({ symptomDelayMs }) => symptomDelayMs),
    [10_000, 75_000, 120_000],
  );
  for (const { runs = 0, alive = 0, share, low, high, restartsPerSecond } of found) {
    const expected = wilson(alive, runs);
    t.same({ value: share, low, high }, expected);
    t.equal(restartsPerSecond === null, alive === 0);
    const isOpen = expected.low <= 0.5 && expected.high >= 0.5;
    t.ok(runs === 150 || !isOpen, `${runs} runs`);
  }
  t.match(found[0], { runs: 50, alive: 0 });
});

t.test('the share is that of simulate', async (t) => {
  const flags = [
    '-f',
    `${ROOT}kubernetes/overlays/original`,
    '--max-restart-period',
    '40s',
    '--until',
    '15m',
  ];
  const [line = ''] = lines(
    await sweep(...flags, '--vary', 'replicas=50', '--runs', '300', '--level', '.01', '--json'),
  );
  const { share } = JSON.parse(line) as { share: number };
  const [, theirs] = /, (\d+\.\d) %, with/.exec(await simulate(...flags, '--runs', '300')) ?? [];
  // Other seeds: within four standard deviations of the difference of two shares of 300 runs.
  t.ok(Math.abs(share - Number(theirs) / 100) < 4 * Math.sqrt(0.5 / 300), `${share} and ${theirs} %`);
});

t.test('the same bytes on 1 and 3 threads, and after a break wherever it was', async (t) => {
  const folder = t.testdir();
  const whole = join(folder, 'whole.jsonl');
  const out = await sweep(...BORDER, '--threads=1', '--out', whole);
  t.equal(await sweep(...BORDER, '--threads=3'), out);
  const text = readFileSync(whole, 'utf8');
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index + 1);
  t.ok(ends.length >= 4, 'a line of what it is, and blocks');
  for (const length of [ends[0]!, ends[1]! + 9, ends[2]! - 1, text.length]) {
    const broken = join(folder, `${length}.jsonl`);
    writeFileSync(broken, text);
    truncateSync(broken, length);
    t.equal(await sweep(...BORDER, '--threads=2', '--out', broken, '--resume'), out, `after ${length}`);
    // In whatever order they were done.
    t.same(lines(readFileSync(broken, 'utf8')).toSorted(), lines(text).toSorted());
  }
});

t.test('finer where it changes, with the same for what was there before', async (t) => {
  const flags = ['--symptom-delay=10s', '--until=15m', '--runs=50', '--json'];
  const read = async (...more: string[]): Promise<Record<string, unknown>[]> =>
    lines(await sweep(...flags, ...more)).map((line) => JSON.parse(line) as Record<string, unknown>);
  const coarse = await read('--vary=max-restart-period=1s,31s,300s');
  const fine = await read('--vary=max-restart-period=1s,31s,300s', '--refine=2');
  const values = fine.map(({ maxRestartPeriodMs }) => Number(maxRestartPeriodMs));
  t.same(
    values,
    values.toSorted((one, other) => one - other),
  );
  t.ok(values.length > 4 && values.includes(165_500) && !values.includes(16_000), values.join(' '));
  t.same(
    fine.filter(({ maxRestartPeriodMs }) => [1_000, 31_000, 300_000].includes(Number(maxRestartPeriodMs))),
    coarse,
  );
  t.same(fine, await read(`--vary=max-restart-period=${values.join(',')}`), 'as if they had been asked for');

  const whole = join(t.testdir(), 'whole.jsonl');
  const argv = [...flags, '--vary=max-restart-period=1s,31s,300s', '--refine=2', '--threads=2'];
  const out = await sweep(...argv, '--out', whole);
  t.same(
    lines(out).map((line) => JSON.parse(line) as unknown),
    fine,
    'with a file as without',
  );
  const text = readFileSync(whole, 'utf8');
  t.equal(text.match(/^{"axes":/gm)?.length, 2, 'which says when it became finer');
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index + 1);
  for (const length of [ends[1]! + 9, ends[3]!, ends[4]! + 3, ends.at(-2)!, text.length]) {
    const broken = join(dirname(whole), `${length}.jsonl`);
    writeFileSync(broken, text);
    truncateSync(broken, length);
    t.equal(await sweep(...argv, '--out', broken, '--resume'), out, `after ${length}`);
    t.same(lines(readFileSync(broken, 'utf8')).toSorted(), lines(text).toSorted());
  }
  const coarser = await sweep(...flags, '--vary=max-restart-period=1s,31s,300s', '--out', whole, '--resume');
  t.same(
    lines(coarser).map((line) => JSON.parse(line) as unknown),
    coarse,
    'or as coarse as it was at first',
  );
});
