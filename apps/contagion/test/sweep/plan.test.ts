import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { MAX_THREADS } from '@pod-contagion/simulator/threads';
import { ROOT } from '../../../../scripts/files.ts';
import * as limits from '../../src/limits.ts';
import { plan as planOfSimulate } from '../simulate/run.ts';
import { plan } from './run.ts';

t.test('the limit of threads is that of packages/simulator', async (t) => {
  t.equal(limits.MAX_THREADS, MAX_THREADS);
});

t.test('what is left out', async (t) => {
  const { header, cells, threads, file, json, profile } = await plan('--vary', 'replicas=10,50');
  t.match(header, {
    outbreak: { sneezes: 1, intervalMs: 0 },
    precision: { minRuns: 50, maxRuns: 300, level: 0.5 },
    seed: 1,
    untilMs: 3_600_000,
  });
  t.same(
    cells.map(({ model: { pods, symptomDelayMs } }) => [pods, symptomDelayMs]),
    [
      [10, 10_000],
      [50, 10_000],
    ],
  );
  t.same([threads, file, json, profile], [undefined, undefined, false, 'generic']);
});

t.test('all that is said, and the starter of a manifest', async (t) => {
  const words = '--vary replicas=3 --runs 20 --level .9 --seed 7 --until 5m --threads 2 --sneeze-interval 1s';
  const file = `${ROOT}kubernetes/overlays/original`;
  const { header, cells, threads } = await plan(
    '-f',
    file,
    '--vary=symptom-delay=0s..1m/30s',
    ...words.split(' '),
  );
  t.match(header, {
    outbreak: { sneezes: 2, intervalMs: 1_000 },
    precision: { minRuns: 20, maxRuns: 20, level: 0.9 },
    seed: 7,
    untilMs: 300_000,
  });
  t.equal(threads, 2);
  t.same(
    cells.map(({ model }) => [model.symptomDelayMs, model.pods, model.sneezeIntervalMs]),
    [
      [0, 3, 1_000],
      [30_000, 3, 1_000],
      [60_000, 3, 1_000],
    ],
  );
});

t.test('a cell is what simulate with its values is', async (t) => {
  const axes = {
    replicas: ['3', '50'],
    'symptom-delay': ['0s', '7s'],
    'health-delay': ['0s', '3s'],
    'sneeze-interval': ['250ms', '2s'],
    'max-restart-period': ['1s', '5s', '300s'],
  };
  const starter = [`--kustomize=${ROOT}kubernetes/overlays/original`];
  for (const flags of [[], ['--reduced-decay'], ['--death=replace', '--nodes=2'], starter]) {
    for (const [name, values] of Object.entries(axes)) {
      const { cells } = await plan(`--vary=${name}=${values.join(',')}`, ...flags);
      for (const [index, value] of values.entries()) {
        const { model, outbreak } = await planOfSimulate(`--${name}=${value}`, ...flags);
        t.match(cells[index], { model, outbreak }, `${name} ${value} ${flags.join(' ')}`);
      }
    }
  }
});

/** What nearly takes all the time that there is. */
const LONG =
  '--until 298h --health-delay 74h --sneeze-interval 74h --nodes 1 --node-cores 0.025 --start-work 100s --replicas 50';

t.test('what is wrong, before there is any file', async (t) => {
  const folder = t.testdir({ there: '', 'other.jsonl': '{}\n' });
  const out = join(folder, 'out.jsonl');
  const cases: [argv: string, error: { code: string; message: string | RegExp }][] = [
    ['', { code: 'CONTAGION_USAGE', message: /^--vary expects what is varied, .*, got nothing$/ }],
    ['--vary pods=3', { code: 'SIMULATOR_SWEEP', message: /^--vary expects NAME=VALUES with a name of/ }],
    ['--vary symptom-delay=9s..1s', { code: 'SIMULATOR_SWEEP', message: /a range that goes up/ }],
    ['--vary replicas=1 --vary replicas=2', { code: 'SIMULATOR_SWEEP', message: /to be varied once$/ }],
    [
      '--vary replicas=1 --replicas 3',
      {
        code: 'CONTAGION_USAGE',
        message: '--replicas expects not to be varied as well, got --vary replicas',
      },
    ],
    [
      '--vary max-restart-period=1s --kubelet-version 1.20',
      { code: 'CONTAGION_USAGE', message: /^--max-restart-period expects --kubelet-version 1\.36/ },
    ],
    [
      '--vary replicas=1 -f /none',
      { code: 'MANIFEST_UNREADABLE', message: /^\/none: expected a file or folder/ },
    ],
    [
      '--vary liveness-period=1000s --vary liveness-threshold=1000',
      { code: 'SIMULATOR_SWEEP', message: /^expected liveness to fail for at most/ },
    ],
    [
      '--vary replicas=1,110 --nodes 1 --node-cores 0.001 --start-work 25s',
      { code: 'SIMULATOR_SETTING', message: /^startWorkMs: expected at most \d+ ms .*, got 2750000001$/ },
    ],
    [
      // Where all that is varied is longest there is no time for it, and only there.
      `${LONG} --vary symptom-delay=1s,24h --vary liveness-period=1s,1000s --vary liveness-threshold=3,268`,
      {
        code: 'SIMULATOR_SETTING',
        message:
          /^livenessFailureThreshold: expected at most \d+ ms of failures 1000000 ms apart, which all else and the 1072800000 ms to simulate leave of 24\.8 days, got 269000000$/,
      },
    ],
  ];
  for (const [argv, error] of cases) {
    await t.rejects(plan(...argv.split(' ').filter(Boolean), '--out', out), error, argv);
    t.notOk(existsSync(out), argv);
  }
  const fits = `${LONG} --vary symptom-delay=1s,24h --vary liveness-period=1s,1000s --vary liveness-threshold=3,100`;
  t.equal((await plan(...fits.split(' '))).cells.length, 8);
  await t.rejects(plan('--vary=replicas=1', '--resume'), {
    code: 'CONTAGION_USAGE',
    message: '--resume expects --out with the file to go on with, got none',
  });
});

t.test('a file that is there, or can not be, or is none of a sweep', async (t) => {
  const folder = t.testdir({ there: '', 'other.jsonl': '{}\n' });
  const cases: [path: string, resume: boolean, message: RegExp][] = [
    ['there', false, /there: expected no file yet, or --resume to go on with it, got one$/],
    ['none/a', false, /none\/a: expected a folder for it, got none$/],
    ['there/a', false, /there\/a: expected a file that can be written, got ENOTDIR/],
    ['none', true, /none: expected the file of a sweep to go on with, got none$/],
    ['.', true, /expected a file that can be written, got EISDIR/],
  ];
  for (const [path, resume, message] of cases) {
    const argv = ['--vary=replicas=1', `--out=${folder}/${path}`, ...(resume ? ['--resume'] : [])];
    await t.rejects(plan(...argv), { code: 'CONTAGION_USAGE', message }, path);
  }
  for (const [path, message] of [
    ['there', /there: line 1 of the sweep's file expects what the sweep is of, got nothing whole$/],
    [
      'other.jsonl',
      /other\.jsonl: line 1 of the sweep's file expects "format":"pod-contagion-sweep", got null$/,
    ],
  ] as const) {
    await t.rejects(plan('--vary=replicas=1', `--out=${folder}/${path}`, '--resume'), {
      code: 'SIMULATOR_SWEEP_FILE',
      message,
    });
  }
});

t.test('a file of another sweep: what differs', async (t) => {
  const out = join(t.testdir(), 'out.jsonl');
  (await plan('--vary=replicas=1,2', '--out', out)).file?.close();
  const error = (difference: string): { code: string; message: string } => ({
    code: 'CONTAGION_USAGE',
    message: `${out}: expected the file of this sweep, got one whose ${difference}`,
  });
  for (const [argv, difference] of [
    ['--vary=replicas=1,3', 'axes.0.values.1 is 2, not 3'],
    ['--vary=replicas=1', 'axes.0.values.1 is 2, not left out'],
    ['--vary=replicas=1,2 --seed=2', 'seed is 1, not 2'],
    ['--vary=replicas=1,2 --symptom-delay=3s', 'model.symptomDelayMs is 10000, not 3000'],
    ['--vary=replicas=1,2 --runs=100', 'precision.maxRuns is 300, not 100'],
    ['--vary=replicas=1,2 --until=1m', 'untilMs is 3600000, not 60000'],
  ] as const) {
    await t.rejects(plan(...argv.split(' '), '--resume', '--out', out), error(difference), argv);
  }
  (await plan('--vary=replicas=1,2', '--resume', '--out', out)).file?.close();
  const block = { cell: 7, from: 0, to: 50, alive: 50, restarts: 0, aliveRestarts: 0 };
  const extinctAtMs = Array.from({ length: 50 }, () => null);
  writeFileSync(out, `${JSON.stringify({ ...block, extinctAtMs, infections: 0, events: 0 })}\n`, {
    flag: 'a',
  });
  await t.rejects(plan('--vary=replicas=1,2', '--resume', '--out', out), {
    code: 'SIMULATOR_SWEEP_FILE',
    message: `${out}: line 2 of the sweep's file expects a cell below 2, got 7`,
  });
});
