/** Draws the pictures of docs/simulator.md anew: a phase diagram, a recording beside simulations, many runs. Takes about a minute. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cellsOf, createModel, Storyteller, ONE_SNEEZE, survivalOf } from '@pod-contagion/simulator';
import { bandsPlot, phaseDiagram } from '@pod-contagion/simulator/plots';
import { ROOT } from './files.ts';
import { appCommand } from './testing/app-command.ts';
import { besideRecording, COMPARED_RUNS, RECORDED } from './testing/beside-recordings.ts';

const RUNS = 100;
const UNTIL_MS = 3_600_000;
const ORIGINAL = { symptomDelayMs: 10_000, healthDelayMs: 0, sneezeIntervalMs: 600 } as const;

const axes = [
  { name: 'replicas', values: [10, 50, 200, 1_000] },
  { name: 'symptom-delay', values: Array.from({ length: 13 }, (_, index) => index * 10_000) },
] as const;
const cells = cellsOf(axes, createModel({ ...ORIGINAL, pods: 50 })).map(
  ({ values: [pods = 0, delayMs = 0], model }) => {
    const storyteller = new Storyteller(model);
    const stories = Array.from({ length: RUNS }, (_, seed) => storyteller.tell(seed, ONE_SNEEZE, UNTIL_MS));
    return { x: delayMs / 1_000, y: pods, share: survivalOf(stories).share.value };
  },
);
writeFileSync(
  `${ROOT}docs/will-it-last.svg`,
  await phaseDiagram({
    title: 'Will it last an hour?',
    caption: `one sneeze at the beginning, then one each 0.6 s of who is ill; machine generic, kubelet 1.36; ${RUNS} runs a cell`,
    xLabel: 'symptom delay (s)',
    yLabel: 'podders',
    quantity: 'alive after 1 h',
    cells,
  }),
);

const { recording, comparison } = besideRecording(RECORDED[0]!);
const { curves } = comparison;
writeFileSync(
  `${ROOT}docs/beside-a-recording.svg`,
  await bandsPlot({
    title: 'Ready podders: recorded on Kubernetes 1.36.2, and simulated',
    caption: 'the original experiment, 50 podders of the original in Go',
    quantity: 'podders that are Ready',
    band: `5 to 95 % of ${COMPARED_RUNS} runs`,
    points: recording.map(({ atMs }, at) => {
      const [low, median, high] = curves.ready.bands[at]!;
      return { atMs, low, median, high };
    }),
    recorded: recording.map(({ atMs, ready }) => ({ atMs, value: ready })),
  }),
);

const [program = '', ...words] = appCommand('contagion');
const flags = ['-k', 'kubernetes/overlays/original', '--runs', '300', '--plot', 'docs/many-runs.svg'];
spawnSync(program, [...words, 'simulate', ...flags], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
