import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { BlockResult, SweepHeader } from '@pod-contagion/simulator';
import { createBlockFile, resumeBlockFile } from '../../src/sweep/block-file.ts';
import { plan } from './run.ts';

const header: SweepHeader = (await plan('--vary=replicas=1,2', '--runs=2')).header;

const block = (cell: number): BlockResult => ({
  cell,
  from: 0,
  to: 2,
  alive: 1,
  extinctAtMs: [1_234, null],
  restarts: 3,
  aliveRestarts: 2,
  infections: 4,
  events: 40,
});

t.test('what is added is read again, and what is broken off is not', async (t) => {
  const path = join(t.testdir(), 'sweep.jsonl');
  const made = createBlockFile(path, header);
  t.same(made.done(0), []);
  made.append(block(1));
  made.close();
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text + text.slice(-50, -10));
  const again = resumeBlockFile(path, header);
  t.same(again.done(0), [block(1)]);
  t.equal(readFileSync(path, 'utf8'), text, 'cut off');
  again.append(block(0));
  again.close();
  const third = resumeBlockFile(path, header);
  t.same(third.done(0), [block(1), block(0)]);
  third.close();
});

t.test('a file that is refused is left as it is', async (t) => {
  const path = join(t.testdir(), 'sweep.jsonl');
  createBlockFile(path, header).close();
  const text = `${readFileSync(path, 'utf8')}{}\n{"cell"`;
  writeFileSync(path, text);
  t.throws(() => resumeBlockFile(path, header), { code: 'SIMULATOR_SWEEP_FILE', message: /: line 2 of/ });
  t.equal(readFileSync(path, 'utf8'), text);
  t.throws(() => createBlockFile(path, header), { code: 'CONTAGION_USAGE' });
  t.ok(existsSync(path));
});
