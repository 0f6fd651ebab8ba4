import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { readFlags } from '@pod-contagion/command-line';
import { PROFILES, type MachineTimes, type Round } from '@pod-contagion/simulator';
import { ROOT } from '../../../../scripts/files.ts';
import { planCalibration, type CalibrationPlan } from '../../src/calibrate/plan.ts';
import { runCalibration } from '../../src/calibrate/run-calibration.ts';
import { CALIBRATE_FLAGS } from '../../src/commands/calibrate-flags.ts';
import { usageError } from '../../src/errors.ts';
import { simulate } from '../simulate/run.ts';

const RECORDINGS = `${ROOT}packages/simulator/recordings`;
const REAL = `${RECORDINGS}/original-go-d10.txt`;
const ORIGINAL = [REAL, '--health-delay=0', '--sneeze-interval=600', '--profile=original-go'];
/** Enough to see that it searches; how well it finds is tested in packages/simulator. */
const ROUNDS: readonly Round[] = [
  [12, 5],
  [4, 40],
];

function plan(...argv: string[]): Promise<CalibrationPlan> {
  return planCalibration(readFlags(CALIBRATE_FLAGS, argv, usageError));
}

async function calibrate(...argv: string[]): Promise<{ out: string; progress: string }> {
  let out = '';
  let progress = '';
  runCalibration(await plan(...argv), {
    write: (text) => void (out += text),
    progress: {
      isTTY: true,
      columns: 80,
      write: (text: string | Uint8Array) => Boolean((progress += String(text))),
    },
    rounds: ROUNDS,
  });
  return { out, progress };
}

t.test('the machine, and how near it comes to a real recording; as JSON, which simulate takes', async (t) => {
  const { out, progress } = await calibrate(...ORIGINAL);
  const [caption, ...lines] = out.trimEnd().split('\n');
  t.equal(
    caption,
    '50 podders, symptoms after 10 s, failing probes 0 s later, a sneeze each 0.6 s, back-off up to 300 s, machine original-go, kubelet 1.36, seed 1',
  );
  for (const [index, name] of ['kill', 'start', 'ready', 'endpoint', 'first sneeze'].entries()) {
    t.match(lines[index], new RegExp(`^${name.padEnd(13)} [\\d.]+ to [\\d.]+ s$`));
  }
  t.match(lines[5], /^sync {10}[01] s$/);
  // The last line of the recording.
  t.match(lines[7], /^restarts {6}307 recorded, \d+\.\d simulated, 90 % of them \d+ to \d+/);
  t.match(lines[8], /^most of one {3}7 recorded, /);
  t.match(
    lines[9],
    /^inside {8}restarts \d+ %, in back-off \d+ %, ready \d+ % of 207 looks, of the 90 % bands of 400 runs$/,
  );
  t.match(progress, /\d+ % of the search, about .* left/);
  t.ok(progress.endsWith('\r\u001B[K'), 'and it is taken away');

  const json = (await calibrate(...ORIGINAL, '--json')).out;
  const found = JSON.parse(json) as {
    machine: MachineTimes;
    restarts: { recorded: number; mean: number };
    inside: object;
  };
  t.match(lines[7], `, ${found.restarts.mean.toFixed(1)} simulated`, 'the same again');
  t.match(found, { profile: 'original-go', kubeletVersion: '1.36', recording: REAL, runs: 400 });
  t.same(Object.keys(found.machine), Object.keys(PROFILES.generic.machine));
  t.same(Object.keys(found.inside), ['restarts', 'waiting', 'ready']);
  t.equal(found.restarts.recorded, 307);
  const file = join(t.testdir(), 'machine.json');
  writeFileSync(file, json);
  t.match(await simulate('--machine', file, '--until=1m'), `machine ${file}, kubelet 1.36`);
});

t.test('what is wrong: one line that names file, line and column', async (t) => {
  const folder = t.testdir({
    'broken.txt': '0 50 50 50 0 0 0\n3 50 x 50 0 0 0\n',
    'ten.txt': '0 10 10 10 0 0 0\n3 10 9 10 0 0 0\n',
    'empty.txt': '',
  });
  const cases: [argv: string[], error: { code: string; message: string | RegExp }][] = [
    [[], { code: 'CONTAGION_USAGE', message: '--recording expects the path of one recording, got nothing' }],
    [[`${folder}/none`], { code: 'CONTAGION_USAGE', message: /none: expected a recording, got ENOENT/ }],
    [
      [`${folder}/broken.txt`],
      {
        code: 'SIMULATOR_RECORDING',
        message: `${folder}/broken.txt: line 2 of the recording expects a number as ready, got "x"`,
      },
    ],
    [
      [`${folder}/empty.txt`],
      { code: 'SIMULATOR_RECORDING', message: /empty\.txt: line 1 .* two samples or more, got 0$/ },
    ],
    [
      [`${folder}/ten.txt`],
      {
        code: 'CONTAGION_USAGE',
        message: `${folder}/ten.txt: expected 50 pods at first, as --replicas or the manifests say, got 10`,
      },
    ],
  ];
  for (const [argv, error] of cases) await t.rejects(plan(...argv), error, argv.join(' '));
});

t.test('a starter, and a recording of very many looks', async (t) => {
  const long = Array.from({ length: 2_500 }, (_, second) => `${second} 50 50 50 0 0 0`).join('\n');
  const file = join(t.testdir({ 'long.txt': long }), 'long.txt');
  const { warnings, recording } = await plan(file, '-f', `${ROOT}kubernetes/overlays/original`);
  t.same(warnings.slice(-2), [
    'a recording begins with one sneeze: the starter is left out',
    `${file}: one of 3 looks is compared, as there are 2500`,
  ]);
  t.same(
    recording.slice(0, 2).map(({ atMs }) => atMs),
    [0, 3_000],
  );
  t.equal(recording.at(-1)?.atMs, 2_499_000);
});
