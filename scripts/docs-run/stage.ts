import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { openAccess } from '@pod-contagion/cluster-client';
import { createApiClient, type ApiClient } from '@pod-contagion/cluster-client/requests';
import { ROOT } from '../files.ts';
import { COMPILE_CACHE } from '../testing/compile-cache.ts';
import { runCommand } from './run-command.ts';

/** What a stage is made from. */
export type StageOptions = Readonly<{
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

/** Where commands of pages are run. */
export type Stage = StageOptions &
  Readonly<{
    /** For what is only looked at: a kubectl for each look takes longer than the look. */
    api: ApiClient;
    /** The kubeconfig, whole in itself. */
    config: Config;
    /** Variables of every command, but for KUBECONFIG. */
    env: Readonly<Record<string, string>>;
    close: () => Promise<void>;
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

/** Opens a stage: its programs, and its ways to the cluster. */
export async function openStage(options: StageOptions): Promise<Stage> {
  const { kind, kubeconfig, folder } = options;
  const home = join(folder, 'home');
  await mkdir(home, { recursive: true });
  // It says how far it is where it does not write to a terminal.
  await writeFile(join(home, '.curlrc'), 'silent\nshow-error\n');
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  if (kind === 'local') await writeFile(join(bin, 'npx'), LIGHT_NPX, { mode: 0o755 });
  const env = {
    ...COMPILE_CACHE,
    PATH: [bin, `${ROOT}node_modules/.bin`, process.env['PATH'] ?? ''].join(delimiter),
    HOME: home,
  };
  const view = 'kubectl config view --raw --flatten --minify -o json';
  const config = JSON.parse(await runOf({ ...env, KUBECONFIG: kubeconfig })(view)) as Config;
  const api = createApiClient(await openAccess({ kubeconfig, env }));
  return { ...options, api, config, env, close: () => api.close() };
}

/** Makes a namespace, and variables by which every command acts in it. */
export async function openPlace(stage: Stage, namespace: string): Promise<Place> {
  const { api, config, folder } = stage;
  const contexts = config.contexts.map(({ name, context }) => ({ name, context: { ...context, namespace } }));
  const kubeconfig = join(folder, `${namespace}.json`);
  await writeFile(kubeconfig, JSON.stringify({ ...config, contexts }), { mode: 0o600 });
  const env = { ...stage.env, KUBECONFIG: kubeconfig };
  await api.json({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: namespace } } });
  return { stage, namespace, deployment: await deploymentOf(stage), env, must: runOf(env) };
}

/** What is in a namespace of one kind, or, of kinds without one, in the cluster. */
export async function itemsOf<T>({ stage, namespace }: Place, path: string): Promise<readonly T[]> {
  const { items } = await stage.api.json<{ items: readonly T[] }>({
    path: path.replace('NAMESPACE', namespace),
  });
  return items;
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
