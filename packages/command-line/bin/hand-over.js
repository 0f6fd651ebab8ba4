// What every command line of the project begins with, on whatever Node.js this is: plain JavaScript that Node.js 12 can
// read (no ?. nor ??, no node: before a module), and nothing that has to be built or installed first.
import { spawn, spawnSync } from 'child_process';
import { existsSync, readdirSync, statSync } from 'fs';
import { join } from 'path';
import { fileURLToPath } from 'url';
import { whyNotOn, whyNotWith } from './needs.js';

/**
 * Goes on as the program of an app, with the arguments of this process: on the Node.js that `npm install` brought where
 * it is there, and from the bundle, which is built anew where a source is newer; from source where that can't be.
 * `bin` is the import.meta.url of a file in the app's folder `bin`, `flags` are further ones for Node.js, `env` are
 * variables it is given unless they are set.
 */
export function handOver({ bin, name, flags = [], env = {} }) {
  const root = fileURLToPath(new URL('../../..', bin));
  const ownNode = join(root, 'node_modules', 'node', 'bin', 'node');
  const node = existsSync(ownNode) ? ownNode : process.execPath;
  const why =
    whyNotOn(process.platform) ||
    (node === ownNode ? undefined : whyNotWith(process.versions.node)) ||
    whyNotIn(root);
  if (why !== undefined) {
    process.stderr.write(`${name}: ${why}\n`);
    process.exitCode = 1;
    return;
  }
  const bundle = join(root, 'dist', name, 'main.mjs');
  const source = ['--conditions=@pod-contagion/source', join(root, 'apps', name, 'src', 'main.ts')];
  const program = isBundleReady(root, bundle, node) ? [bundle] : source;
  become(name, node, [...flags, ...program, ...process.argv.slice(2)], { ...env, ...process.env });
}

/** Why nothing can be started of a repository; undefined where it can. */
function whyNotIn(root) {
  const isCloned = existsSync(join(root, 'package-lock.json'));
  if (!isCloned || existsSync(join(root, 'node_modules'))) return undefined;
  return 'expected the packages that it is made of, got none: npm install brings them';
}

/** Whether the bundle is there and newer than every source, if need be because it has just been built. */
function isBundleReady(root, bundle, node) {
  if (isBundleFresh(root, bundle)) return true;
  const script = join(root, 'scripts', 'prepare.ts');
  if (!existsSync(script)) return false;
  return spawnSync(node, [script], { stdio: ['ignore', 2, 2] }).status === 0 && existsSync(bundle);
}

function isBundleFresh(root, bundle) {
  const stamp = join(root, 'dist', 'built.json');
  if (!existsSync(bundle) || !existsSync(stamp)) return false;
  const builtAtMs = statSync(stamp).mtimeMs;
  return ['apps', 'packages']
    .map((folder) => join(root, folder))
    .filter(existsSync)
    .every((folder) =>
      readdirSync(folder).every((name) =>
        // `page` is what runs in a browser.
        ['src', 'page'].every((part) => isOlder(join(folder, name, part), builtAtMs)),
      ),
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
function become(name, node, args, env) {
  // Not on Windows, nor before Node.js 22.15.
  if (typeof process.execve === 'function') {
    process.execve(node, [node, ...args], env);
  }
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
  const child = spawn(node, [...FLAGS_OF_CHILD, ...args], { stdio, env });
  const late = passSignalsOn(child);
  child.on('error', (error) => {
    process.stderr.write(`${name}: can't start ${node}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    for (const timer of late.values()) clearTimeout(timer);
    process.exitCode = code === null ? 1 : code;
    if (signal === null) return;
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** What a child runs first: it knows which signals came to both. */
const FLAGS_OF_CHILD = ['--import', new URL('passed-on.js', import.meta.url).href];

/** How long a child has to say that it has taken a signal, in ms: after that it is sent itself. */
const TAKEN_LIMIT_MS = 2000;

/**
 * Tells the child of each signal, by messages, as a signal may have come to both. One that takes no messages, as it is still
 * starting or does nothing else but compute, gets the signal itself. Gives the timers that wait.
 */
function passSignalsOn(child) {
  const late = new Map();
  child.on('message', ({ taken }) => clearTimeout(late.get(taken)));
  // A child that is gone has ended, which is told elsewhere.
  const tell = (message, then) => (child.connected ? child.send(message, then) : then());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    const kill = () => child.kill(signal);
    process.on(signal, () => {
      clearTimeout(late.get(signal));
      late.set(
        signal,
        setTimeout(() => tell({ signal, isSent: true }, kill), TAKEN_LIMIT_MS),
      );
      tell({ signal, isSent: false }, () => {});
    });
  }
  return late;
}
