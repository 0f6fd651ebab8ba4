#!/usr/bin/env node
// Starts the command line, on whatever Node.js this is: plain JavaScript that an old one can read. It hands over to the
// Node.js that `npm install` brought where the present one is too old, and to the bundle where that is up to date.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NEEDED = [22, 19];
const APP = fileURLToPath(new URL('..', import.meta.url));
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BUNDLE = join(ROOT, 'dist', 'contagion.js');
const OWN_NODE = join(ROOT, 'node_modules', 'node', 'bin', 'node');
const SOURCE = ['--conditions=@pod-contagion/source', join(APP, 'src', 'main.ts')];

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isCurrent = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
const bundle = isBundleFresh() ? [BUNDLE] : undefined;

if (isCurrent && bundle !== undefined) await import(pathToFileURL(BUNDLE).href);
else if (isCurrent) handOver(process.execPath, SOURCE);
else if (existsSync(OWN_NODE)) handOver(OWN_NODE, bundle ?? SOURCE);
else {
  process.stderr.write(
    `contagion: expected Node.js ${NEEDED.join('.')} or newer, got ${process.versions.node}; npm install brings one\n`,
  );
  process.exitCode = 1;
}

/** Whether the bundle is newer than every source; without sources it is all there is. */
function isBundleFresh() {
  if (!existsSync(BUNDLE)) return false;
  const madeAtMs = statSync(BUNDLE).mtimeMs;
  const packages = join(ROOT, 'packages');
  const names = existsSync(packages) ? readdirSync(packages) : [];
  return [APP, ...names.map((name) => join(packages, name))].every((folder) =>
    isOlder(join(folder, 'src'), madeAtMs),
  );
}

function isOlder(folder, thanMs) {
  if (!existsSync(folder)) return true;
  return readdirSync(folder, { withFileTypes: true }).every((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? isOlder(path, thanMs) : statSync(path).mtimeMs <= thanMs;
  });
}

/** Goes on as another process: in the place of this one where that is possible, else as its child. */
function handOver(node, args) {
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
