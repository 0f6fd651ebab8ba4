/** Draws the pictures of docs/findings.md anew, from its data: each recording beside simulations, and the phase diagram. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { bandsPlot } from '@pod-contagion/simulator/plots';
import { ROOT } from './files.ts';
import { readLooks, RUNS, simulateWay, WAYS } from './findings/ways.ts';
import { appCommand } from './testing/app-command.ts';

for (const way of WAYS) {
  const looks = readLooks(way.name);
  const {
    infections: [low, median, high],
  } = await simulateWay(way, looks);
  writeFileSync(
    `${ROOT}docs/findings/${way.name}.svg`,
    await bandsPlot({
      title: `Infections, ${way.title}: measured on Kubernetes 1.36.2, and simulated`,
      caption: `kubernetes/overlays/${way.overlay}, ${looks[0]?.ready ?? 0} podders`,
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

// The file of a sweep that is done is only read, and drawn.
const [program = '', ...words] = appCommand('contagion');
const flags = ['--resume', 'docs/findings/border.jsonl', '--plot', 'docs/findings/border.svg'];
const { status } = spawnSync(program, [...words, 'sweep', ...flags], {
  cwd: ROOT,
  stdio: ['ignore', 'ignore', 'inherit'],
});
process.exitCode = status ?? 1;
