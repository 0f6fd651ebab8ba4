import { spawnSync } from 'node:child_process';

/** Why tests with namespaces, qdiscs and rules can't run on this machine; undefined where they can. */
export function whyNot(): string | undefined {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid?.() !== 0) return 'needs root';
  for (const [program, ...args] of [
    ['ip', '-V'],
    ['tc', '-V'],
    ['iptables', '-V'],
    ['ip6tables', '-V'],
    ['unshare', '-n', 'true'],
  ] as const)
    if (spawnSync(program, args).status !== 0) return `needs ${program}`;
  return undefined;
}
