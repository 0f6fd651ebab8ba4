import t from 'tap';
import { ROOT } from '../../../../scripts/files.ts';
import { simulate } from './run.ts';

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
    ...['--intervene', 'kill 20% at 12s', '--intervene', 'close-service at 20s for 5s', '--strains', '2'],
  );
  t.match(out, /, kubelet 1\.36, kill 20 % at 12 s, close-service at 20 s for 5 s, seed 1\n/);
  t.match(out, /^introduced at 0\.0 s by 1 sneeze of each of 2 strains from outside$/m);
  t.match(out, /^at {3}12 s kill 20 %: 10 pods\nat {3}20 s close-service\nat {3}25 s end of close-service$/m);
  t.match(out, /^strain 1 {2}\d+ cases?, /m);
  t.match(out, /^strain 2 {2}\d+ cases?, /m);
  const monkey = await simulate('--intervene', 'kill 1 every 10s', '--until', '10m');
  t.match(monkey, /^ {7}\.\.\. 48 more$/m);
});

t.test('a run before the first symptom', async (t) => {
  t.match(await simulate('--until', '1s'), /^peak {6}nobody had symptoms$/m);
});

t.test('several runs: how many are alive', async (t) => {
  const dead = await simulate('-f', `${ROOT}kubernetes/overlays/original`, '--runs', '300');
  t.match(dead, /, seeds 1 to 300\n/);
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

t.test('one line of JSON per run, each with the seed that repeats it', async (t) => {
  const text = await simulate('--runs', '3', '--seed', '7', '--json', '--until', '2m');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  t.same(
    lines.map(({ seed }) => seed),
    [7, 8, 9],
  );
  for (const line of lines) {
    t.match(line, { extinctAtMs: null, infected: Number, infections: Number, generations: Number });
    t.same(JSON.parse(await simulate('--json', '--until=2m', `--seed=${String(line['seed'])}`)), line);
  }
});
