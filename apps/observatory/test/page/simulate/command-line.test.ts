import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Model } from '@pod-contagion/observatory';
import { linelistCsv } from '@pod-contagion/simulator/formats';
import t from 'tap';
import { appCommand } from '../../../../../scripts/testing/app-command.ts';
import { commandLine, shellText } from '../../../page/simulate/command-line.ts';
import { planOf, type Texts } from '../../../page/simulate/plan.ts';
import { SimulatedCases } from '../../../page/simulate/simulated-cases.ts';
import { SimulatedRun } from '../../../page/simulate/simulated-run.ts';

const TEXTS: Texts = {
  n: '40',
  delay: '7s',
  seed: '9',
  until: '90s',
  profile: 'original-go',
  backoff: '60s',
  do: 'kill 50% at 60s',
};

t.test('what is set as a command', async (t) => {
  const { words, missing } = commandLine({ ...TEXTS, grace: '5s' });
  t.equal(
    shellText(words),
    "npx contagion simulate --replicas 40 --symptom-delay 7s --seed 9 --until 90s --max-restart-period 60s --profile original-go --intervene 'kill 50% at 60s'",
  );
  t.strictSame(missing, ['termination grace']);
  const restrained = commandLine({ learns: 'yes', jitter: '5s', breaker: '3' });
  t.strictSame(restrained.missing, ['learnt immunity', 'start jitter', 'sneeze breaker']);
  t.equal(shellText(["it's"]), `'it'\\''s'`);
});

t.test('the command writes the cases that the page has, byte for byte', async (t) => {
  const file = join(t.testdir(), 'cases.csv');
  const { words, missing } = commandLine(TEXTS);
  t.strictSame(missing, []);
  const [program = '', ...before] = appCommand('contagion');
  const args = [...before, ...words.slice(2), '--cases', file];
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 120_000 });
  t.equal(status, 0, stderr);
  const run = new SimulatedRun(planOf(TEXTS).plan, 'page', 0);
  const model = new Model();
  model.load(run.snapshot());
  for (const frame of run.frames()) model.apply(frame);
  const csv = [...linelistCsv(new SimulatedCases(model.infections, 0))].join('');
  t.ok(model.infections.length > 100, `${model.infections.length} cases`);
  t.equal(csv, readFileSync(file, 'utf8'));
});
