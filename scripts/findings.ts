/**
 * Draws the pictures of docs/findings.md anew, from its data: each recording beside simulations, and the phase diagram; and that
 * of docs/chaos/flushed-node.md.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { bandsPlot } from '@pod-contagion/simulator/plots';
import { ROOT } from './files.ts';
import { flushPicture } from './findings/flush-picture.ts';
import { readFlushRuns } from './findings/flush-runs.ts';
import { readLooks, RUNS, simulateWay, WAYS, type Way } from './findings/ways.ts';
import { appCommand } from './testing/app-command.ts';

const flushes = readFlushRuns(readFileSync(`${ROOT}docs/findings/flush.csv`, 'utf8'));
if (flushes.length > 0) writeFileSync(`${ROOT}docs/findings/flush.svg`, flushPicture(flushes));

for (const way of WAYS) {
  const looks = readLooks(way.name);
  const {
    infections: [low, median, high],
  } = await simulateWay(way, looks);
  writeFileSync(
    `${ROOT}docs/findings/${way.name}.svg`,
    await bandsPlot({
      title: `Infections, ${way.title}: measured on Kubernetes 1.36.2, and simulated`,
      caption: captionOf(way),
      quantity: 'infections so far',
      band: `5 to 95 % of ${RUNS} runs`,
      points: looks.map(({ seconds }, at) => ({
        atMs: seconds * 1_000,
        low: low![at]!,
        median: median![at]!,
        high: high![at]!,
      })),
      recorded: looks.map(({ seconds, infections }) => ({ atMs: seconds * 1_000, value: infections })),
    }),
  );
}

function captionOf({ folder, changes }: Way): string {
  const { pods = 50, symptomDelayMs } = changes;
  const delay = symptomDelayMs === undefined ? [] : [`symptoms after ${symptomDelayMs / 1_000} s`];
  return [`kubernetes/${folder}`.replace(/\/$/, ''), `${pods} podders`, ...delay, 'machine generic'].join(
    ', ',
  );
}

// The file of a sweep that is done is only read, and drawn.
const [program = '', ...words] = appCommand('contagion');
const delays = '30s,40s,50s,60s,70s,80s,90s,100s,120s,160s,240s,310s';
const intervals = '500ms,750ms,1s,1250ms,1500ms,2s,3s';
const varied = ['--vary', `symptom-delay=${delays}`, '--vary', `sneeze-interval=${intervals}`];
const files = ['--out', 'docs/findings/border.jsonl', '--resume', '--plot', 'docs/findings/border.svg'];
const flags = [...varied, '--until', '24h', '--runs', '100', ...files];
const { status } = spawnSync(program, [...words, 'sweep', ...flags], {
  cwd: ROOT,
  stdio: ['ignore', 'ignore', 'inherit'],
});
process.exitCode = status ?? 1;
