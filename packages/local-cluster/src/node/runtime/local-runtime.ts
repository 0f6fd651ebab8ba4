import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { ContainerSpec, RunningContainer, Runtime } from './runtime-types.ts';
import type { Clock } from '@pod-contagion/api-server/objects';
import { endMarked, killMarkedNow, openProcessRecords } from '../../host/state/leftovers.ts';
import { startContainer } from './container.ts';
import type { StartedContainer } from './container.ts';
import { containerEnvironment } from './environment.ts';
import { killOnExit } from './kill-on-exit.ts';
import { CLOSE_GRACE_MS, KEPT_INSTANCES, MAX_CONTAINERS } from './limits.ts';
import { createLogFile } from './log-file.ts';
import type { LogFile } from './log-file.ts';
import { createLogFlusher } from './log-flusher.ts';
import { readLog } from './log-reader.ts';
import { prepareMessageFile } from './termination-message.ts';

/** What a runtime needs. */
export type LocalRuntimeOptions = Readonly<{
  /** The cluster's folder of state; `pods` and `processes` in it are the runtime's. */
  folder: string;
  clock: Clock;
  /** Names the cluster among all that ever were, in the environment of all its processes; default: random. */
  clusterId?: string | undefined;
  /** Where commands run whose spec names no folder; default: that of the cluster. */
  workingDir?: string | undefined;
  /** The cluster's own environment, for PATH, HOME and LANG. */
  env?: NodeJS.ProcessEnv | undefined;
}>;

/** Runs containers as local processes. */
export type LocalRuntime = Runtime &
  Readonly<{
    /** Stops all containers, those that take longer than `graceMs` with SIGKILL, and starts no more. Settles when all are gone. */
    close: (graceMs?: number) => Promise<void>;
  }>;

type Instance = { attempt: number; log: LogFile; hasEnded: boolean; container: RunningContainer | undefined };

/** Makes a runtime that keeps its files, and the records by which `endLeftovers` finds its processes, in a folder. */
export function createLocalRuntime(options: LocalRuntimeOptions): LocalRuntime {
  const { folder, clock, workingDir = process.cwd(), env = process.env } = options;
  const cluster = options.clusterId ?? randomBytes(16).toString('hex');
  const records = openProcessRecords(folder, cluster);
  const flusher = createLogFlusher();
  /** By UID of the pod, then by name of the container; the newest comes last. */
  const pods = new Map<string, Map<string, Instance[]>>();
  const running = new Set<StartedContainer>();
  let starting = 0;
  let closed = false;

  const podFolder = (podUid: string): string => path.join(folder, 'pods', fileName(podUid));

  const start = async (spec: ContainerSpec): Promise<RunningContainer> => {
    if (closed) throw new Error('the cluster is being closed');
    if (running.size + starting >= MAX_CONTAINERS) throw new Error(`more than ${MAX_CONTAINERS} containers`);
    const files = path.join(podFolder(spec.podUid), fileName(spec.name));
    const instances = pods.get(spec.podUid)?.get(spec.name) ?? [];
    if (instances.some(({ hasEnded }) => !hasEnded)) {
      throw new Error(`container "${spec.name}" of pod "${spec.podName}" runs already`);
    }
    starting += 1;
    const instance: Instance = {
      attempt: spec.attempt,
      log: newLog(files, spec.attempt, instances),
      hasEnded: false,
      container: undefined,
    };
    try {
      const messageFile = path.join(files, 'termination-log');
      prepareMessageFile(messageFile);
      const command = {
        command: spec.command,
        env: containerEnvironment(spec.env, env, messageFile, cluster),
        workingDir: path.resolve(workingDir, spec.workingDir ?? '.'),
        networkNamespace: spec.networkNamespace,
        capabilities: spec.capabilities,
        stdin: spec.stdin,
        tty: spec.tty,
      };
      const places = {
        log: instance.log,
        messageFile,
        stdinOnce: spec.stdinOnce === true,
        mounts: spec.mounts ?? [],
      };
      const started = await startContainer(command, places, records, clock);
      remember(spec, instance, started);
      return started.container;
    } catch (error) {
      instance.log.remove();
      if (instances.length === 0) rmSync(files, { recursive: true, force: true });
      if (!pods.has(spec.podUid)) rmSync(podFolder(spec.podUid), { recursive: true, force: true });
      throw error;
    } finally {
      starting -= 1;
    }
  };

  const remember = (spec: ContainerSpec, instance: Instance, started: StartedContainer): void => {
    running.add(started);
    instance.container = started.container;
    void started.container.ended.then(() => {
      running.delete(started);
      instance.hasEnded = true;
      instance.container = undefined;
    });
    if (closed) started.kill();
    const containers = getOrAdd(pods, spec.podUid, () => new Map<string, Instance[]>());
    const instances = getOrAdd(containers, spec.name, () => []);
    instances.push(instance);
    for (const old of instances.splice(0, instances.length - KEPT_INSTANCES)) old.log.remove();
  };

  const newLog = (files: string, attempt: number, instances: Instance[]): LogFile => {
    // Should an attempt be counted twice, its log is the new one's.
    const same = instances.findIndex((instance) => instance.attempt === attempt);
    if (same >= 0) instances.splice(same, 1)[0]?.log.remove();
    mkdirSync(files, { recursive: true, mode: 0o700 });
    return createLogFile(path.join(files, `${attempt}.log`), flusher);
  };

  const removePod = async (podUid: string): Promise<void> => {
    for (const [name, instances] of pods.get(podUid) ?? []) {
      if (instances.some(({ hasEnded }) => !hasEnded)) throw new Error(`container "${name}" still runs`);
      for (const { log } of instances) log.remove();
    }
    pods.delete(podUid);
    rmSync(podFolder(podUid), { recursive: true, force: true });
  };

  const find: Runtime['find'] = (podUid, container) => pods.get(podUid)?.get(container)?.at(-1)?.container;

  const openLog: Runtime['openLog'] = async (podUid, container, logOptions) => {
    const instance = pods
      .get(podUid)
      ?.get(container)
      ?.at(logOptions.previous ? -2 : -1);
    return instance === undefined ? undefined : readLog(instance.log, logOptions, clock.nowMs());
  };

  const letExit = killOnExit(() => {
    for (const { kill } of running) kill();
    // What left its process group is found by its mark alone.
    killMarkedNow(cluster);
  });

  const close = async (graceMs: number = CLOSE_GRACE_MS): Promise<void> => {
    closed = true;
    await Promise.all([...running].map(({ container }) => container.stop(graceMs)));
    // What left its process group would outlive it.
    await endMarked(cluster);
    letExit();
  };

  return { start, removePod, find, openLog, close };
}

/** Names come from the API, where they are checked; a name of more than one part would lead elsewhere all the same. */
function fileName(name: string): string {
  if (name === '' || name === '.' || name === '..' || name.includes('/'))
    throw new Error(`bad name "${name}"`);
  return name;
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
