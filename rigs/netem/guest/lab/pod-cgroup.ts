import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from './agent.ts';

/** Where `guest/init.sh` has mounted cgroups of version 2. */
const ROOT = '/sys/fs/cgroup';

/** Where a kubelet has the pods of one of its three classes. */
const CLASS = `${ROOT}/kubepods/burstable`;

/** The user of the agent's image: nobody in particular. */
const NOBODY = 65_532;

/** How long the kernel is given to see that a cgroup is empty, in ms. */
const EMPTY_WITHIN_MS = 5000;

/** A shell that takes its own `setpriv` and `unshare` for those of util-linux, which are called by their paths therefore. */
const BUSYBOX = '/bin/busybox';
const SHELL = [BUSYBOX, 'sh', '-c'];

/** The containers of a pod: the agent's ephemeral one, and that of the pod's program. */
export type Part = 'agent' | 'main';

let count = 0;

/**
 * Cgroups as a kubelet and a runtime make them: that of a pod with its limits, and in it one for each container. These have no
 * limits, as those of an ephemeral container; a kubelet has all processes of a container killed together.
 */
export class PodCgroup {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes one; limits that are left out are none. */
  static async make(limits: Readonly<{ memoryBytes?: number; cores?: number }>): Promise<PodCgroup> {
    const folder = `${CLASS}/pod${++count}`;
    for (const above of [ROOT, dirname(CLASS), CLASS, folder]) {
      await mkdir(above, { recursive: true });
      await writeFile(`${above}/cgroup.subtree_control`, '+cpu +memory');
    }
    const { memoryBytes, cores } = limits;
    if (memoryBytes !== undefined) await writeFile(`${folder}/memory.max`, String(memoryBytes));
    if (cores !== undefined) await writeFile(`${folder}/cpu.max`, `${cores * 100_000} 100000`);
    for (const part of ['agent', 'main']) {
      await mkdir(`${folder}/${part}`);
      await writeFile(`${folder}/${part}/memory.oom.group`, '1');
    }
    // What asks for no processor time has the least weight.
    await writeFile(`${folder}/agent/cpu.weight`, '1');
    return new PodCgroup(folder);
  }

  /** What goes before a command to run it in the cgroup of a container. */
  enter(part: Part): string[] {
    return [...SHELL, `echo $$ > ${this.#folder}/${part}/cgroup.procs; exec "$@"`, 'sh'];
  }

  /** Where the agent sees all cgroups of the node. */
  inSight(): Place {
    return { enter: [...this.enter('agent'), ...asNobody()] };
  }

  /** Where it sees its own alone, as in a container, and the processes of the first process of a namespace. */
  outOfSight(mainPid?: number): Place {
    return this.#inContainer(`mount -t cgroup2 cgroup2 ${ROOT}`, mainPid);
  }

  /** Where it sees no cgroup at all. */
  blind(mainPid: number): Place {
    return this.#inContainer(`umount ${ROOT}`, mainPid);
  }

  async #emptied(part: Part): Promise<void> {
    const untilMs = performance.now() + EMPTY_WITHIN_MS;
    while ((await this.number('cgroup.events', 'populated', part)) > 0 && performance.now() < untilMs) {
      await sleep(20);
    }
  }

  #inContainer(mounted: string, mainPid?: number): Place {
    const joined =
      mainPid === undefined ? [] : ['/usr/bin/nsenter', `--pid=/proc/${mainPid}/ns/pid_for_children`];
    const script = `${BUSYBOX} mount -t proc proc /proc; ${BUSYBOX} ${mounted}; exec "$@"`;
    const own = ['/usr/bin/unshare', '--mount', '--cgroup', ...SHELL, script, 'sh'];
    return { enter: [...this.enter('agent'), ...joined, ...own, ...asNobody()] };
  }

  /** A number of a file of the pod, or of one of its containers: the whole of it, or what stands behind a key. */
  async number(file: string, key?: string, part: Part | '' = ''): Promise<number> {
    const text = await readFile(`${this.#folder}/${part}/${file}`, 'utf8');
    return Number(key === undefined ? text : new RegExp(`^${key} (\\d+)$`, 'm').exec(text)?.[1]);
  }

  /** The processes of the agent that are left; those that just end are given a while. */
  async processesLeft(): Promise<number> {
    await this.#emptied('agent');
    const pids = await readFile(`${this.#folder}/agent/cgroup.procs`, 'utf8');
    return pids.split('\n').filter((line) => line !== '').length;
  }

  /** Takes it away; fails where a process is left. */
  async remove(): Promise<void> {
    await writeFile(`${this.#folder}/main/cgroup.kill`, '1');
    await this.#emptied('main');
    for (const part of ['/agent', '/main', '']) await rmdir(`${this.#folder}${part}`);
  }
}

/** What runs a program without any right, as the security context of the agent has it. */
function asNobody(): string[] {
  const user = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
  return ['/usr/bin/setpriv', ...user, '--bounding-set=-all', '--inh-caps=-all', '--no-new-privs'];
}
