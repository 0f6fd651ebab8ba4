import { execFileSync } from 'node:child_process';
import type { Test } from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';

/** A network namespace with what a pod has in it: eth0, an address, a neighbour. */
export type PodNetwork = Readonly<{
  /** What goes before a command to run it there. */
  enter: readonly string[];
  env: Readonly<Record<string, string>>;
  /** The rules of the packet filter, both families; those of the toolkit have its name in them. */
  rules: () => string;
}>;

/** Why agents can't work in one here; false where they can. */
export const NO_POD_NETWORK: false | string = missing('root', 'network namespaces', 'iptables', 'ip6tables');

let count = 0;

/** Makes one that is gone at the end of the test. */
export function makePodNetwork(t: Test): PodNetwork {
  const name = `chaos-agent-${process.pid}-${++count}`;
  const ip = (...args: string[]): unknown =>
    execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  ip('netns', 'add', name);
  t.teardown(() => ip('netns', 'del', name));
  ip('-n', name, 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'peer0');
  ip('-n', name, 'addr', 'add', '10.99.0.1/24', 'dev', 'eth0');
  for (const device of ['lo', 'eth0', 'peer0']) ip('-n', name, 'link', 'set', device, 'up');
  const enter = ['ip', 'netns', 'exec', name];
  const save = (program: string): string =>
    execFileSync('ip', ['netns', 'exec', name, program, '-S'], { encoding: 'utf8' });
  return { enter, env: { POD_IP: '10.99.0.1' }, rules: () => save('iptables') + save('ip6tables') };
}

/** How rules of the toolkit look. */
export const OUR_RULES: RegExp = /pod-chaos/i;
