import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Test } from 'tap';
import { ROOT } from '../files.ts';
import { COMPILE_CACHE } from './compile-cache.ts';
import { PATIENCE_MS } from './until.ts';

/** Runs the program of a page as it stands there, and compares what it prints with the block that follows it. */
export async function tryPageProgram(t: Test, page: string): Promise<void> {
  const text = readFileSync(`${ROOT}docs/${page}`, 'utf8');
  const [, program = '', printed] = /```ts\n(.*?)```.*?```\n(.*?)```/s.exec(text) ?? [];
  const folder = t.testdir({ 'page.ts': program });
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@pod-contagion/source', path.join(folder, 'page.ts')],
    { timeout: PATIENCE_MS, env: { ...process.env, ...COMPILE_CACHE } },
  );
  t.equal(stdout, printed);
  t.equal(stderr, '');
}
