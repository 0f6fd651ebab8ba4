#!/usr/bin/env node
// Starts the command line, on whatever Node.js this is: plain JavaScript that an old one can read. It hands over to the
// Node.js that `npm install` brought where the present one is too old, and to the bundle, which it builds anew where a
// source is newer.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = [22, 19];
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BUNDLE = join(ROOT, 'dist', 'contagion', 'main.mjs');
const STAMP = join(ROOT, 'dist', 'built.json');
const OWN_NODE = join(ROOT, 'node_modules', 'node', 'bin', 'node');
const SOURCE = ['--conditions=@pod-contagion/source', join(ROOT, 'apps', 'contagion', 'src', 'main.ts')];

// Hundreds of probes a second leave much garbage. V8 would let it pile up, with so much memory in the machine: a cluster of
// 300 podders would take 350 MB instead of 160.
const FLAGS = ['--max-semi-space-size=2', '--heap-growing-percent=20'];

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isCurrent = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
const node = existsSync(OWN_NODE) ? OWN_NODE : process.execPath;

if (isCurrent || node === OWN_NODE) handOver([...FLAGS, ...(isBundleReady() ? [BUNDLE] : SOURCE)]);
else {
  process.stderr.write(
    `contagion: expected Node.js ${NEEDED.join('.')} or newer, got ${process.versions.node}; npm install brings one\n`,
  );
  process.exitCode = 1;
}

/** Whether the bundle is there and newer than every source, if need be because it has just been built. */
function isBundleReady() {
  if (isBundleFresh()) return true;
  const script = join(ROOT, 'scripts', 'prepare.ts');
  return existsSync(script) && spawnSync(node, [script], { stdio: ['ignore', 2, 2] }).status === 0;
}

function isBundleFresh() {
  if (!existsSync(BUNDLE) || !existsSync(STAMP)) return false;
  const builtAtMs = statSync(STAMP).mtimeMs;
  return ['apps', 'packages']
    .map((folder) => join(ROOT, folder))
    .filter(existsSync)
    .every((folder) => readdirSync(folder).every((name) => isOlder(join(folder, name, 'src'), builtAtMs)));
}

function isOlder(folder, thanMs) {
  if (!existsSync(folder)) return true;
  return readdirSync(folder, { withFileTypes: true }).every((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? isOlder(path, thanMs) : statSync(path).mtimeMs <= thanMs;
  });
}

/** Goes on as another process: in the place of this one where that is possible, else as its child. */
function handOver(args) {
  const all = [...args, ...process.argv.slice(2)];
  // Not on Windows, nor before Node.js 22.15.
  if (typeof process.execve === 'function') {
    process.execve(node, [node, ...all], process.env);
  }
  const child = spawn(node, all, { stdio: 'inherit' });
  // A terminal sends SIGINT to both, and the child decides; what only this process gets is passed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`contagion: can't start ${node}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 1;
    if (signal === null) return;
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
