import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { missing, type Need } from '../../../../scripts/testing/needs.ts';

/** Where cgroups of version 1 have each controller, and those of version 2 all. */
const ROOT = '/sys/fs/cgroup';

const UNIFIED = existsSync(`${ROOT}/cgroup.controllers`);

/** Why cgroups can't be made here; the group that is tried is gone at once. */
const CGROUPS: Need = ['cgroups with memory and cpu', tryToMake];

/** Why agents can't be put into cgroups here; false where they can. */
export const NO_CGROUPS: false | string = missing('Linux', 'root', CGROUPS);

/** Why a container of cgroups of version 1 can't be made here; false where it can. */
export const NO_CONTAINER: false | string = missing(
  'Linux',
  'root',
  'mount namespaces',
  'PID namespaces',
  CGROUPS,
  ['cgroups of version 1', () => (UNIFIED ? 'they are of version 2' : undefined)],
);

/** A cgroup as a kubelet makes them: that of a pod, with limits, and in it that of an agent, without. */
export type PodCgroup = Readonly<{
  /** What goes before a command to run it in the cgroup of the agent, and in another one of the pod. */
  agent: readonly string[];
  other: readonly string[];
  /**
   * What goes before a command to run it as in an ephemeral container: in the cgroup of the agent, of which it sees that one and
   * nothing above, and in one process namespace with a program of Node.js, which is in the other cgroup,
   * once that holds so much.
   */
  container: (program: string, holdsBytes: number) => readonly string[];
  /** What processes of the pod use of memory, without files that are not used. */
  usedBytes: () => number;
  /** How many processes of the agent's cgroup were killed for memory. */
  agentOomKills: () => number;
}>;

type Limits = Readonly<{ memoryBytes?: number; cores?: number }>;

let count = 0;

/** Makes one that is gone at the end of the test, with all that runs in it. */
export function makePodCgroup(t: Test, { memoryBytes, cores }: Limits): PodCgroup {
  const name = `pod-chaos-test-${process.pid}-${++count}`;
  const folders = controllerFolders().map((folder) => join(folder, name));
  for (const folder of folders) mkdirSync(folder);
  t.teardown(() => removeAll(folders));
  if (UNIFIED) writeFileSync(join(folders[0] ?? '', 'cgroup.subtree_control'), '+memory +cpu');
  const [memory = '', cpu = memory] = folders;
  if (memoryBytes !== undefined) {
    writeFileSync(join(memory, UNIFIED ? 'memory.max' : 'memory.limit_in_bytes'), String(memoryBytes));
  }
  if (cores !== undefined) {
    if (UNIFIED) writeFileSync(join(cpu, 'cpu.max'), `${cores * 100_000} 100000`);
    else writeFileSync(join(cpu, 'cpu.cfs_quota_us'), String(cores * 100_000));
  }
  for (const folder of folders) for (const part of ['agent', 'other']) mkdirSync(join(folder, part));
  const enter = (part: string): readonly string[] => [
    'sh',
    '-c',
    `${folders.map((folder) => `echo $$ > ${join(folder, part, 'cgroup.procs')}`).join('; ')}; exec "$@"`,
    'sh',
  ];
  return {
    agent: enter('agent'),
    other: enter('other'),
    container: (program, holdsBytes) => {
      const lines = [
        'mount --make-rprivate /',
        `sh -c 'echo $$ > ${memory}/other/cgroup.procs; exec "$0" -e "$1"' "$0" "$1" &`,
        `while [ $(cat ${memory}/other/memory.usage_in_bytes) -lt ${holdsBytes} ]; do sleep 0.1; done`,
        ...folders.map((folder) => `echo $$ > ${folder}/agent/cgroup.procs`),
        'mount -t tmpfs none /mnt && mkdir /mnt/own',
        `mount --bind ${memory}/agent /mnt/own`,
        `umount ${ROOT}/memory && mount --move /mnt/own ${ROOT}/memory`,
        'shift',
        // Not in its place: the first process of the namespace is that of a container.
        '"$@"; exit $?',
      ];
      const flags = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
      return ['unshare', ...flags, 'sh', '-c', lines.join('\n'), process.execPath, program];
    },
    usedBytes: () => {
      const used = Number(
        readFileSync(join(memory, UNIFIED ? 'memory.current' : 'memory.usage_in_bytes'), 'utf8'),
      );
      const field = UNIFIED ? 'inactive_file' : 'total_inactive_file';
      return used - valueOf(join(memory, 'memory.stat'), field);
    },
    agentOomKills: () =>
      valueOf(join(memory, 'agent', UNIFIED ? 'memory.events' : 'memory.oom_control'), 'oom_kill'),
  };
}

/** The folders in which a new cgroup has to be made, that of memory first. */
function controllerFolders(): readonly string[] {
  return UNIFIED ? [ROOT] : [`${ROOT}/memory`, `${ROOT}/cpu`];
}

function tryToMake(): string | undefined {
  const folders = controllerFolders().map((folder) => join(folder, `pod-chaos-try-${process.pid}`));
  try {
    for (const folder of folders) mkdirSync(folder);
    if (UNIFIED) writeFileSync(join(folders[0] ?? '', 'cgroup.subtree_control'), '+memory +cpu');
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    removeAll(folders);
  }
}

/** Ends all processes of cgroups and removes them; the kernel takes a moment until they are empty. */
function removeAll(folders: readonly string[]): void {
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    const inside = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(folder, entry.name));
    for (const each of [...inside, folder]) removeOne(each);
  }
}

function removeOne(folder: string): void {
  for (let tries = 0; ; tries++) {
    try {
      rmdirSync(folder);
      return;
    } catch (error) {
      if (tries > 100) throw error;
      for (const pid of readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean)) {
        try {
          process.kill(Number(pid), 'SIGKILL');
        } catch {
          // It has just ended.
        }
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
}

function valueOf(file: string, key: string): number {
  return Number(new RegExp(`^${key} (\\d+)$`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
}
