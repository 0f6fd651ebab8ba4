import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import {
  MAX_DELAY_MS,
  MAX_MACHINE_MS,
  MAX_NODE_CORES,
  MAX_NODES,
  MAX_PODS,
  MAX_STRAINS,
  MAX_UNTIL_MS,
  PROFILES,
  runSeed,
} from '@pod-contagion/simulator';
import { ROOT } from '../../../../scripts/files.ts';
import { SIMULATE_FLAGS } from '../../src/commands/simulate-flags.ts';
import * as limits from '../../src/limits.ts';
import { plan } from './run.ts';

t.test('limits and profiles are those of packages/simulator', async (t) => {
  t.equal(limits.MAX_SIMULATED_PODS, MAX_PODS);
  t.equal(limits.MAX_SIMULATED_DELAY_MS, MAX_DELAY_MS);
  t.equal(limits.MAX_SIMULATED_MS, MAX_UNTIL_MS);
  t.equal(limits.MAX_SIMULATED_NODES, MAX_NODES);
  t.equal(limits.MAX_SIMULATED_CORES, MAX_NODE_CORES);
  t.equal(limits.MAX_START_WORK_MS, MAX_MACHINE_MS);
  t.equal(limits.MAX_STRAINS, MAX_STRAINS);
  t.equal(SIMULATE_FLAGS.profile.valueName, Object.keys(PROFILES).join('|'));
});

t.test("the repository's own, without its patient zero", async (t) => {
  const { model, outbreak, warnings, ...others } = await plan();
  t.match(model, { pods: 50, symptomDelayMs: 10_000, healthDelayMs: 500, sneezeIntervalMs: 500 });
  t.match(model.rules, { version: '1.36', maxBackoffMs: 300_000 });
  t.same(outbreak, { sneezes: 1, intervalMs: 0 });
  t.same(warnings, []);
  t.match(others, {
    profile: 'generic',
    untilMs: 3_600_000,
    stepMs: undefined,
    what: { kind: 'one', seed: 1, run: undefined },
    json: false,
    watchedAtSpeed: undefined,
  });
});

t.test('every overlay, by --file and by --kustomize', async (t) => {
  for (const name of readdirSync(`${ROOT}kubernetes/overlays`)) {
    const folder = `${ROOT}kubernetes/overlays/${name}`;
    const { model, outbreak } = await plan('-f', folder);
    t.equal(model.pods, name === 'small' ? 10 : 50, name);
    t.equal(outbreak.sneezes, 4);
    t.same((await plan('-k', folder)).model, model);
  }
});

t.test('files are put together, and flags take the place of what they say', async (t) => {
  const { model, profile } = await plan(
    `--file=${ROOT}kubernetes/services/podder.yaml`,
    `--file=${ROOT}kubernetes/deployments`,
    ...'--replicas 1000 --symptom-delay 1s --health-delay 2s --sneeze-interval 3s'.split(' '),
    ...'--profile original-go --max-restart-period 1s'.split(' '),
  );
  t.match(model, { pods: 1_000, symptomDelayMs: 1_000, healthDelayMs: 2_000, sneezeIntervalMs: 3_000 });
  t.equal(model.rules.maxBackoffMs, 1_000);
  t.same(model.machine.startMs, PROFILES['original-go'].machine.startMs);
  t.equal(profile, 'original-go');
  t.equal((await plan('--profile', 'k8s-1.20')).model.rules.version, '1.20');
  t.equal((await plan('--profile', 'k8s-1.20', '--kubelet-version', '1.36')).model.rules.version, '1.36');
});

t.test('original podders, which have flags only', async (t) => {
  const file = join(mkdtempSync(join(tmpdir(), 'original-')), 'all.yaml');
  writeFileSync(
    file,
    `apiVersion: v1
kind: Service
metadata: { name: podder }
spec: { selector: { app: podder }, ports: [{ port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: generic }
spec:
  replicas: 50
  template:
    metadata: { labels: { app: podder } }
    spec:
      containers:
        - name: generic
          image: podder
          args: [-symptomDelay=10000, -healthDelay=0, --sneezeInterval, '600']
          livenessProbe: { httpGet: { path: /liveness, port: 81 }, periodSeconds: 1 }
          readinessProbe: { httpGet: { path: /readiness, port: 81 }, periodSeconds: 1 }
`,
  );
  const { model } = await plan('-f', file, '--symptom-delay', '20s');
  t.match(model, {
    pods: 50,
    symptomDelayMs: 20_000,
    healthDelayMs: 0,
    sneezeIntervalMs: 600,
    startupPeriodMs: 0,
  });
  t.same(model.liveness, { periodMs: 1_000, failureThreshold: 3 });
});

t.test('what is only some experiments', async (t) => {
  const { model, outbreak } = await plan(
    ...'--death replace --reduced-decay --immune 7 --nodes 2 --node-pods 30 --node-cores 0.5'.split(' '),
    '--start-work=1s',
    '--intervene=kill 1 at 1s',
    '--intervene=scale 9 at 2s',
    '--strains=2',
  );
  t.match(model, {
    death: 'replace',
    immune: 7,
    nodes: { count: 2, capacity: 30, cores: 0.5, startWorkMs: 1_000 },
    interventions: [{ action: { type: 'kill' } }, { action: { type: 'scale', pods: 9 } }],
  });
  t.equal(model.rules.maxBackoffMs, 60_000);
  t.equal(outbreak.strains, 2);
  t.equal((await plan('--restart-all-containers')).model.rules.restartAllContainers, true);
});

t.test('watched: how fast, and what does not go with it', async (t) => {
  t.equal((await plan('--watch')).watchedAtSpeed, 10);
  t.equal((await plan('--watch', '--speed', '0.5', '--runs=1')).watchedAtSpeed, 0.5);
  t.equal((await plan('--watch', '--replicas=10000')).model.pods, limits.MAX_WATCHED_PODS);
  const cases: [argv: string[], message: string][] = [
    [['--speed=5'], '--speed expects --watch beside it, got none'],
    // Before the manifests are read.
    [['--watch', '--json', '-f', '/none.yaml'], '--watch expects no --json beside it, got both'],
    [['--watch', '--runs=2', '-f', '/none.yaml'], '--watch expects one run, got --runs 2'],
    [['--watch', '--replicas=10001'], '--watch expects 10000 podders or fewer, got 10001'],
    [['--watch', '--plot=a.svg'], '--watch expects no --plot beside it, got both'],
    [['--watch', '--cases=a.csv'], '--watch expects no --cases beside it, got both'],
    [['--watch', '--precision=2%'], '--watch expects no --precision beside it, got both'],
  ];
  for (const [argv, message] of cases) {
    await t.rejects(plan(...argv), { code: 'CONTAGION_USAGE', message }, argv.join(' '));
  }
});

t.test('how often it is run', async (t) => {
  const what = async (...argv: string[]): Promise<unknown> => (await plan(...argv)).what;
  t.match(await what('--runs=1', '--seed=7'), { kind: 'one', seed: 7, run: undefined });
  t.match(await what('--seed=7', '--run=3'), { kind: 'one', seed: runSeed(7, 2), run: 3 });
  t.match(await what('--runs=60', '--threads=2'), {
    kind: 'many',
    maxRuns: 60,
    halfWidth: undefined,
    threads: 2,
    runsOfRange: 50,
  });
  t.match(await what('--precision=2%'), { kind: 'many', maxRuns: 2_500, halfWidth: 0.02 });
  t.match(await what('--precision=5%', '--runs=100', '--replicas=100000'), { maxRuns: 100, runsOfRange: 1 });
});

t.test('how often it is looked at', async (t) => {
  const folder = t.testdir();
  const step = async (...argv: string[]): Promise<unknown> => {
    const { stepMs, outputs } = await plan(...argv);
    outputs.discard();
    return stepMs;
  };
  t.equal(await step(`--plot=${folder}/a.svg`), 2_000);
  t.equal(
    await step(`--plot=${folder}/a.svg`, '--runs=10000'),
    11_000,
    'of which 3.3 million numbers are held',
  );
  t.equal(await step(`--plot=${folder}/a.svg`, '--until=10s'), 1_000);
  t.equal(await step(`--plot=${folder}/a.svg`, `--series=${folder}/a.csv`), 1_000);
  t.equal(await step(`--series=${folder}/a.csv`, '--step=1m'), 60_000);
  t.same(readdirSync(folder), [], 'nothing is left of files that were opened');
});

t.test('what is asked for and can not be', async (t) => {
  const folder = t.testdir();
  const cases: [argv: string[], message: string | RegExp][] = [
    [['--run=3', '--runs=5'], '--run expects no --runs beside it, got both'],
    [['--run=3', '--precision=2%'], '--run expects no --precision beside it, got both'],
    [
      // z^2 (1 - 0.02) / 0.02 = 189.
      ['--precision=1%', '--runs=188'],
      '--runs expects more for --precision 1%, of which so few are never sure, got 188',
    ],
    [['--cases=a.csv', '--runs=5'], '--cases expects one run, such as --run 1 of these, got 5'],
    [['--summary=a.json'], '--summary expects several runs, by --runs or --precision, got one'],
    [['--step=1s'], '--step expects --series or --plot with a file, got neither'],
    [['--series=a.txt'], '--series expects a file that ends with .csv or .jsonl, got "a.txt"'],
    [['--plot=a.png'], '--plot expects a file that ends with .svg, got "a.png"'],
    [[`--plot=${folder}/none/a.svg`], `${folder}/none/a.svg: expected a folder for it, got none`],
    [
      [`--series=${folder}/a.csv`, `--summary=${folder}/none/a.json`, '--runs=5'],
      `${folder}/none/a.json: expected a folder for it, got none`,
    ],
    [
      ['--series=a.csv', '--step=1', '--until=1h'],
      '--step expects at most 1000000 times of a run until the end of --until, as there are 1 to be held, got 3600001',
    ],
    [
      ['--series=a.csv', '--until=24h', '--runs=300'],
      /^--step expects at most 37037 times of a run .* as there are 300 to be held, got 86401$/,
    ],
  ];
  for (const [argv, message] of cases) {
    await t.rejects(plan(...argv), { code: 'CONTAGION_USAGE', message }, argv.join(' '));
  }
  t.same(readdirSync(folder), []);
  t.equal((await plan('--precision=1%', '--runs=189')).what.kind, 'many');
});

t.test('what is wrong', async (t) => {
  const cases: [argv: string[], error: { code: string; message?: string | RegExp; name?: string }][] = [
    [
      ['--max-restart-period', '10s', '--kubelet-version', '1.20'],
      {
        code: 'CONTAGION_USAGE',
        message: '--max-restart-period expects --kubelet-version 1.36, which has such a setting, got 1.20',
      },
    ],
    [['--max-restart-period', '10s', '--profile', 'k8s-1.20'], { code: 'CONTAGION_USAGE' }],
    [
      ['--reduced-decay', '--profile', 'k8s-1.20'],
      {
        code: 'CONTAGION_USAGE',
        message: '--reduced-decay expects --kubelet-version 1.36, which has such a setting, got 1.20',
      },
    ],
    [
      ['--node-pods', '3'],
      { code: 'CONTAGION_USAGE', message: '--node-pods expects --nodes beside it, got none' },
    ],
    [['--intervene', 'kill 0 at 1s'], { code: 'SIMULATOR_INTERVENTION' }],
    [['--intervene', 'scale 9 at 1000h'], { code: 'SIMULATOR_SETTING' }],
    [['--intervene', 'kill'], { code: 'SIMULATOR_INTERVENTION' }],
    [
      '--nodes 1 --node-cores 0.001 --start-work 100s'.split(' '),
      {
        code: 'SIMULATOR_SETTING',
        message:
          /^startWorkMs: expected at most \d+ ms for all starts that share the processors of a node, which all else leaves of 24\.8 days, got 5000000001$/,
      },
    ],
    [
      // None is too long by itself, and neither are they together in a shorter run.
      [
        ...'--symptom-delay 74h --health-delay 73h --until 298h'.split(' '),
        ...[1, 2, 3].map((second) => `--intervene=loss 9% at ${second}s for 74h`),
      ],
      {
        code: 'SIMULATOR_SETTING',
        message:
          /^interventions: expected at most \d+ ms until all of them end or come again, which all else and the 1072800000 ms to simulate leave of 24\.8 days, got 799200000$/,
      },
    ],
    [['-f', '/none.yaml'], { name: 'ManifestError', code: 'MANIFEST_UNREADABLE' }],
    [
      ['-f', `${ROOT}kubernetes/services`],
      { code: 'SIMULATOR_MANIFEST', message: 'objects: expected one Deployment of podders, got none' },
    ],
    [
      ['-f', `${ROOT}kubernetes/deployments`],
      {
        code: 'SIMULATOR_MANIFEST',
        message: 'objects: expected a Service named podder in the namespace of Deployment generic, got none',
      },
    ],
    [
      ['-f', `${ROOT}kubernetes`, '-f', `${ROOT}kubernetes/deployments`],
      {
        code: 'SIMULATOR_MANIFEST',
        message: 'objects: expected one Deployment of podders, got Deployment generic and Deployment generic',
      },
    ],
  ];
  for (const [argv, error] of cases) await t.rejects(plan(...argv), error, argv.join(' '));
});
