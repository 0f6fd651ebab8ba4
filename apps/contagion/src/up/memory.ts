/** What the command and its local cluster take, in MiB, between what is theirs alone and all: docs/local-cluster.md, What it costs. */
const CLUSTER_MIB = 124;

/** What one more podder takes, in MiB: README.md, What it costs, and room for its logs in the memory of the system. */
const PODDER_MIB = 18;

/**
 * A line about memory, where what is free (in bytes) does not do for so many podders; with a number that it does for. A
 * warning only: what a system says is free is a guess.
 */
export function memoryWarning(podders: number, freeBytes: number): string | undefined {
  const needed = CLUSTER_MIB + podders * PODDER_MIB;
  const free = freeBytes / 1024 ** 2;
  if (free >= needed) return undefined;
  const fitting = Math.floor((free - CLUSTER_MIB) / PODDER_MIB);
  const advice = fitting >= 1 ? `say --replicas ${fitting}` : 'close something first';
  return `${podders} podders take about ${mib(needed)} of memory, and ${mib(free)} are free: ${advice} should it get slow`;
}

function mib(amount: number): string {
  return `${Math.round(amount)} MiB`;
}
