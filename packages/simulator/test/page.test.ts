/** The program of docs/simulator.md is run as it stands there, and prints what the page shows. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { COMPILE_CACHE } from '../../../scripts/testing/compile-cache.ts';
import { PATIENCE_MS } from '../../../scripts/testing/until.ts';

const page = readFileSync(new URL('../../../docs/simulator.md', import.meta.url), 'utf8');
const [, program, printed] = /```ts\n(.*?)```.*?```\n(.*?)```/s.exec(page) ?? [];

t.test('the program of the page', async (t) => {
  const folder = t.testdir({ 'page.ts': program ?? '' });
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@pod-contagion/source', path.join(folder, 'page.ts')],
    { timeout: PATIENCE_MS, env: { ...process.env, ...COMPILE_CACHE } },
  );
  t.equal(stdout, printed);
  t.equal(stderr, '');
});
