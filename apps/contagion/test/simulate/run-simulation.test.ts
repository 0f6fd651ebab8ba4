import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ROOT } from '../../../../scripts/files.ts';
import { plan, simulate, told } from './run.ts';
import { runSimulation } from '../../src/simulate/run-simulation.ts';

t.test('one run, as a story', async (t) => {
  // One podder alone falls ill once: it sneezes at itself, and nobody takes that.
  const out = await simulate('--replicas', '1', '--seed', '5');
  const [caption, ...lines] = out.split('\n');
  t.equal(
    caption,
    '1 podder: symptoms after 10 s, failing probes 0.5 s later, a sneeze each 0.5 s, back-off up to 300 s, machine generic, kubelet 1.36, seed 5',
  );
  t.same(lines.slice(0, 6), [
    'introduced at 0.0 s by 1 sneeze from outside',
    'generation    first     last    cases',
    '         1    0.0 s    0.0 s        1',
    'cases     1',
    'peak      1 with symptoms at once, after 10 s',
    'restarts  1 in total, 1 at most of one podder',
  ]);
  t.match(lines[6], /^sneezes {3}\d, of which nobody took \d$/);
  t.match(lines[7], /^extinct {3}after 1[234] s$/);
  t.equal(out, await simulate('--replicas=1', '--seed=5'), 'the same again');
});

t.test('a run that is cut, of many generations', async (t) => {
  const out = await simulate('--max-restart-period', '1s', '--until', '10m', '--replicas', '20');
  t.match(out, /^alive {5}after 10m00s: \d+ infected$/m);
  const [, leftOut] = /^ {7}\.\.\. (\d+) more$/m.exec(out) ?? [];
  const last = /^ +(\d+) .*\ncases/m.exec(out)?.[1];
  t.equal(Number(leftOut), Number(last) - 10 - 5);
});

t.test('what is done to a run, and its strains', async (t) => {
  const out = await simulate(
    '--intervene=kill 20% at 12s',
    '--intervene=close-service at 20s for 5s',
    '--strains=2',
  );
  t.match(out, /, kubelet 1\.36, kill 20 % at 12 s, close-service at 20 s for 5 s, seed 1\n/);
  t.match(out, /^introduced at 0\.0 s by 1 sneeze of each of 2 strains from outside$/m);
  t.match(out, /^at {3}12 s kill 20 %: 10 pods\nat {3}20 s close-service\nat {3}25 s end of close-service$/m);
  t.match(out, /^strain 1 {2}\d+ cases?, /m);
  t.match(out, /^strain 2 {2}\d+ cases?, /m);
  const monkey = await simulate('--intervene', 'kill 1 every 10s', '--until', '10m');
  t.match(monkey, /^ {7}\.\.\. 48 more$/m);
});

t.test('what has no room on the nodes is said', async (t) => {
  const out = await simulate('--replicas=50', '--nodes=2', '--node-pods=20', '--until=1s');
  t.match(out, /^50 podders: .*, 2 nodes of 2 processors, 10 of them Pending, seed 1\n/);
});

t.test('a run before the first symptom', async (t) => {
  t.match(await simulate('--until', '1s'), /^peak {6}nobody had symptoms$/m);
});

t.test('several runs: how many are alive', async (t) => {
  const dead = await simulate('-f', `${ROOT}kubernetes/overlays/original`, '--runs', '300');
  t.match(dead, /, seed 1, 300 runs\n/);
  // z^2 / (300 + z^2) = 1.26 %.
  t.match(dead, /^alive {5}after 1h00m: 0 of 300 runs, 0\.0 %, with 95 % confidence 0\.0 to 1\.3 %$/m);
  t.match(
    dead,
    /^extinct {3}after \dm\d\ds in the middle, \dm\d\ds at the earliest, \dm\d\ds at the latest$/m,
  );
  const alive = await simulate('--max-restart-period', '1s', '--until', '10m', '--runs', '40');
  t.match(alive, /^alive {5}after 10m00s: 40 of 40 runs, 100\.0 %, with 95 % confidence 91\.2 to 100\.0 %$/m);
  t.notMatch(alive, 'extinct');
});

t.test('one line of JSON per run, each with what repeats it', async (t) => {
  const text = await simulate('--runs', '3', '--seed', '7', '--json', '--until', '2m');
  const lines = text.trimEnd().split('\n');
  t.equal(lines.length, 3);
  for (const [index, line] of lines.entries()) {
    const { run, seed, ...others } = JSON.parse(line) as Record<string, unknown>;
    t.equal(run, index + 1);
    t.match(others, { extinctAtMs: null, infected: Number, infections: Number, generations: Number });
    t.equal(await simulate('--json', '--until=2m', '--seed=7', `--run=${index + 1}`), `${line}\n`);
    t.same(JSON.parse(await simulate('--json', '--until=2m', `--seed=${String(seed)}`)), { seed, ...others });
  }
  t.match(await simulate('--until=2m', '--seed=7', '--run=2'), /, kubelet 1\.36, run 2 of seed 7\n/);
});

t.test('until it is known well enough, and what is said where it is not', async (t) => {
  const flags = ['--symptom-delay=10s', '--until=10m', '--precision=5%'];
  // None alive: z^2 / (n + z^2) / 2 is 3.6 % after 50.
  const enough = await told(...flags);
  t.match(enough.out, /, at most 2500 runs\n.* 0 of 50 runs, /);
  t.same(enough.notes, []);
  const wide = await told(
    '--symptom-delay=70s',
    '--health-delay=0',
    '--sneeze-interval=600ms',
    '--precision=5%',
    '--runs=60',
  );
  t.match(wide.out, / of 60 runs, /);
  t.match(wide.notes, [
    /^the share is known to 1\d\.\d % more or less, not to 5\.0 %: --runs allows no more than 60 runs$/,
  ]);
});

t.test('the same on any number of threads', async (t) => {
  const folder = t.testdir();
  const files = ['a.csv', 'b.csv'].map((name) => join(folder, name));
  const flags = ['--runs=120', '--symptom-delay=100s', '--until=2h', '--step=1m'];
  const [one, three] = [
    await simulate(...flags, '--threads=1', `--series=${files[0]}`),
    // So many podders times runs that threads are begun with.
    await simulate(...flags, '--threads=3', `--series=${files[1]}`),
  ];
  t.equal(one, three);
  const [first, second] = files.map((path) => readFileSync(path, 'utf8'));
  t.equal(first, second);
  t.equal(first?.split('\r\n').length, 1 + 121 + 1);
  const large = ['--runs=12', '--replicas=100000', '--until=30s', '--json'];
  t.equal(await simulate(...large, '--threads=1'), await simulate(...large, '--threads=3'));
});

t.test('files of one run: each form of who infected whom, and how many are what', async (t) => {
  const folder = t.testdir();
  const endings = ['csv', 'contacts.csv', 'jsonl', 'parquet', 'nwk', 'nex', 'dot', 'graphml'];
  await simulate(
    ...endings.map((ending) => `--cases=${join(folder, `cases.${ending}`)}`),
    `--series=${join(folder, 'series.jsonl')}`,
    '--seed=5',
  );
  t.same(readdirSync(folder), [...endings.map((ending) => `cases.${ending}`), 'series.jsonl'].toSorted());
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const { infections } = JSON.parse(await simulate('--json', '--seed=5')) as { infections: number };
  t.equal(read('cases.csv').split('\r\n').length, 1 + infections + 1);
  t.equal(read('cases.contacts.csv').split('\r\n').length, infections + 1, 'one came from outside');
  t.equal(read('cases.jsonl').split('\n').length, infections + 1);
  t.match(read('cases.nwk'), /^\(.*c0:0;\n$/s);
  t.match(read('cases.dot'), 'label="50 podders: symptoms after 10 s');
  t.match(read('cases.parquet'), /^PAR1/);
  const series = read('series.jsonl').trimEnd().split('\n');
  t.equal(series.length, 3_601);
  t.match(JSON.parse(series[0]!), { atMs: 0, incubating: 1, ready: 50 });
});

t.test('files of several runs', async (t) => {
  const folder = t.testdir();
  const out = await simulate(
    '--runs=60',
    `--summary=${join(folder, 'a.json')}`,
    `--series=${join(folder, 'a.jsonl')}`,
    '--step=10s',
  );
  const summary = JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8')) as {
    extinct: { leastMs: number; mostMs: number };
    survival: Record<'atMs' | 'value' | 'low' | 'high' | 'atRisk' | 'extinct', number[]>;
  };
  t.match(summary, {
    runs: 60,
    alive: 0,
    share: { value: 0, low: 0 },
    restarts: { median: Number },
    overMs: [{ value: Number }, { value: Number }, { value: Number }],
    theory: { reproduction: Number, early: Number },
  });
  const { atMs, value, low, high, atRisk, extinct } = summary.survival;
  t.same([atMs[0], atMs.at(-1)], [summary.extinct.leastMs, summary.extinct.mostMs]);
  t.ok(value.every((share, step) => low[step]! <= share && share <= high[step]!));
  t.equal(value.at(-1), 0, 'all are extinct in the end');
  t.equal(atRisk[0], 60);
  t.equal(
    extinct.reduce((sum, runs) => sum + runs, 0),
    60,
  );
  t.match(out, /^half +\dm\d\ds {2}\dm\d\ds to \dm\d\ds +a wave takes/m);
  const [first = ''] = readFileSync(join(folder, 'a.jsonl'), 'utf8').split('\n');
  t.match(JSON.parse(first), { atMs: 0, incubating: { low: 1, median: 1, high: 1 } });
});

t.test('a tree that is too large for what reads it is refused once it is', async (t) => {
  const folder = t.testdir();
  const flags = ['--replicas=30000', '--until=200h', '--max-restart-period=1s'];
  await t.rejects(simulate(...flags, `--cases=${join(folder, 'a.dot')}`), {
    code: 'SIMULATOR_TOO_MANY_CASES',
    message: /^expected at most 10000 cases for DOT, got \d{5}$/,
  });
  t.same(readdirSync(folder), []);
});

t.test('aborted: it says so, and leaves no file', async (t) => {
  const folder = t.testdir();
  const writes = { write: () => undefined, note: () => undefined };
  const progress = { isTTY: false, columns: 80, write: () => true };
  for (const argv of [
    ['--replicas=200000', `--cases=${join(folder, 'a.csv')}`],
    ['--replicas=200000', '--runs=2', '--threads=1', `--summary=${join(folder, 'a.json')}`],
    ['--replicas=200000', '--runs=8', '--threads=2', `--series=${join(folder, 'b.csv')}`],
  ]) {
    const simulation = await plan(...argv);
    const controller = new AbortController();
    t.equal(readdirSync(folder).length, 1);
    const done = runSimulation(simulation, { ...writes, progress, signal: controller.signal });
    setImmediate(() => controller.abort());
    t.equal(await done, false, argv.join(' '));
    t.same(readdirSync(folder), []);
  }
});
