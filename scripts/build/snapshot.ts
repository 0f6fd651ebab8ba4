import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { makeWhole } from './whole.ts';

/**
 * Keeps V8 from learning while the snapshot is built. A function that has learned there stays slow in every process
 * started from it: process.nextTick, called eight times or more, takes 290 ns instead of 45 (measured, Node.js 26),
 * and a face answers a quarter less requests.
 */
const NO_FEEDBACK = '--invocation-count-for-feedback-allocation=1000000';

const MAX_SHOWN_CHARACTERS = 1000;

/**
 * Runs a bundle until it is prepared and writes the process as a start-up snapshot. It can be started only by
 * the very binary that made it.
 */
export async function buildSnapshot(node: string, bundleFile: string, blob: string): Promise<void> {
  await makeWhole(blob, (path) => writeSnapshot(node, bundleFile, path));
}

async function writeSnapshot(node: string, bundleFile: string, blob: string): Promise<void> {
  const config = `${blob}.json`;
  // The code cache would be private memory of every process; it costs more than it saves.
  await writeFile(config, JSON.stringify({ builder: bundleFile, withoutCodeCache: true }));
  const { status, stderr } = spawnSync(
    node,
    ['--no-warnings', NO_FEEDBACK, '--snapshot-blob', blob, '--build-snapshot-config', config],
    { env: { ...process.env, NODE_ENV: 'production' }, encoding: 'utf8' },
  );
  if (status !== 0) {
    // Before the message stands the line of source, which in a minified bundle is all of it.
    throw new Error(`no snapshot of ${bundleFile}: ${stderr.slice(-MAX_SHOWN_CHARACTERS)}`);
  }
}
