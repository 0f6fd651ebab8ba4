import { createLinuxProcesses } from './linux-processes.ts';
import { createPsProcesses } from './ps-processes.ts';

/** A process that lives, and the process group it is in. */
export type HostProcess = Readonly<{ pid: number; group: number }>;

/** A TCP address that is listened on: `0.0.0.0` for all of IPv4; `::` for all of IPv6, which mostly takes IPv4, too. */
export type Listener = Readonly<{ host: string; port: number }>;

/** What the local cluster asks of this machine's processes; the way it is known differs from system to system. */
export type Processes = Readonly<{
  /** All processes that live, without zombies. Empty where that can't be known. */
  list: () => readonly HostProcess[];
  /**
   * Something that names one process for ever, unlike its pid, which a later process may get. Undefined where there is no
   * such process, or only its zombie.
   */
  identityOf: (pid: number) => string | undefined;
  /** All processes that live and were started with a variable that has one of these values, as far as one may know that. */
  withVariable: (name: string, values: ReadonlySet<string>) => readonly HostProcess[];
  /** The TCP addresses on which processes of a group listen, each once; undefined where that can't be known. */
  listenersOf: (group: number) => Promise<readonly Listener[] | undefined>;
}>;

/** The processes of this machine: by /proc on Linux, elsewhere (macOS, that is) by what `ps` and `lsof` print. */
export const hostProcesses: Processes =
  process.platform === 'linux' ? createLinuxProcesses() : createPsProcesses();
