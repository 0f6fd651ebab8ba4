import { hostProcesses } from '../processes.ts';

/** Something that names one process of this machine for ever; undefined where there is no such process, or only its zombie. */
export function processIdentity(pid: number): string | undefined {
  return hostProcesses.identityOf(pid);
}
