import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { ROOT } from '../files.ts';
import { COMPILE_CACHE } from '../testing/compile-cache.ts';
import { runCommand } from './run-command.ts';

/** Where commands of pages are run. */
export type Stage = Readonly<{
  kind: 'local' | 'real';
  kubeconfig: string;
  /** For kubeconfigs and the caches of programs. */
  folder: string;
  /** How Node.js is called in a pod of the image pod-contagion:generic. */
  node: string;
  /** Why pods have no network of their own; false where they have. */
  noOwnNetwork: string | false;
  /** How many pages are run at once: most of the time of each is waiting. */
  atOnce: number;
  /** How long is waited for what a page shows to come, in ms. */
  patienceMs: number;
  /** How many podders the Deployment of the pages makes where these machines are too small for its 50. */
  podders?: number;
}>;

/** kubectl on a stage, in a namespace of its own. */
export type Place = Readonly<{
  stage: Stage;
  namespace: string;
  /** The file that is meant by the one of the pages. */
  deployment: string;
  env: Readonly<Record<string, string>>;
  /** Runs a command and gives what it printed; throws where it fails. */
  must: (command: string, input?: string) => Promise<string>;
}>;

/** What npx does in a clone, without the second of processor time that npm takes; a real cluster gets the real one. */
const LIGHT_NPX = '#!/bin/sh\nexec "$@"\n';

/** The Deployment of podders that pages create. */
export const DEPLOYMENT = 'kubernetes/deployments/generic.yaml';

type Config = { contexts: readonly { name: string; context: { namespace?: string } }[] };

/** Makes a namespace, and variables by which every command acts in it. */
export async function openPlace(stage: Stage, namespace: string): Promise<Place> {
  const home = join(stage.folder, 'home');
  await mkdir(home, { recursive: true });
  // It says how far it is where it does not write to a terminal.
  await writeFile(join(home, '.curlrc'), 'silent\nshow-error\n');
  const bin = join(stage.folder, 'bin');
  await mkdir(bin, { recursive: true });
  if (stage.kind === 'local') await writeFile(join(bin, 'npx'), LIGHT_NPX, { mode: 0o755 });
  const base = {
    ...COMPILE_CACHE,
    PATH: [bin, `${ROOT}node_modules/.bin`, process.env['PATH'] ?? ''].join(delimiter),
    HOME: home,
  };
  const view = 'kubectl config view --raw --flatten --minify -o json';
  const text = await runOf({ ...base, KUBECONFIG: stage.kubeconfig })(view);
  const config = JSON.parse(text) as Config;
  for (const { context } of config.contexts) context.namespace = namespace;
  const kubeconfig = join(stage.folder, `${namespace}.json`);
  await writeFile(kubeconfig, JSON.stringify(config), { mode: 0o600 });
  const env = { ...base, KUBECONFIG: kubeconfig };
  const must = runOf(env);
  await must(`kubectl create namespace ${namespace}`);
  return { stage, namespace, deployment: await deploymentOf(stage), env, must };
}

async function deploymentOf({ folder, podders }: Stage): Promise<string> {
  if (podders === undefined) return DEPLOYMENT;
  const path = join(folder, 'generic.yaml');
  const manifest = await readFile(`${ROOT}${DEPLOYMENT}`, 'utf8');
  await writeFile(path, manifest.replace('replicas: 50', `replicas: ${podders}`));
  return path;
}

/** Removes the namespace and all in it; waits for that where the next page needs the room. */
export async function closePlace({ stage, namespace, must }: Place): Promise<void> {
  await must(`kubectl delete namespace ${namespace} --wait=${stage.atOnce === 1}`);
}

function runOf(env: Readonly<Record<string, string>>): Place['must'] {
  return async (command, input) => {
    const run = input === undefined ? { command, env } : { command, env, input };
    const { exitCode, printed } = await runCommand(run);
    if (exitCode === 0) return printed.join('\n');
    throw new Error(`${command} failed with ${exitCode}: ${printed.slice(-3).join(' | ')}`);
  };
}
