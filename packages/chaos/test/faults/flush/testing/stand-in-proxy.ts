import { setTimeout as sleep } from 'node:timers/promises';
import { PROXY_CANARY } from '../../../../src/faults/flush/kube-proxy.ts';
import { recordedRules, type NodeInNamespace } from './node-in-namespace.ts';

/** What stands for kube-proxy. */
export type StandInProxy = Readonly<{ syncs: () => number; end: () => Promise<void> }>;

/**
 * Does what kube-proxy does about flushes, in less time: looks for its canary in mangle, and where that is gone makes it
 * anew and writes all of its rules, each chain as a whole. Source: pkg/util/iptables (`Monitor`).
 */
export function startStandInProxy(node: NodeInNamespace, everyMs: number): StandInProxy {
  let syncs = 0;
  const over = new AbortController();
  const running = (async () => {
    while (!over.signal.aborted) {
      const mangle = node.inside(node.program('iptables-save'), ['-t', 'mangle']);
      if (!mangle.includes(`:${PROXY_CANARY} `)) {
        syncs += 1;
        sync(node);
      }
      await sleep(everyMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  })();
  return {
    syncs: () => syncs,
    end: async () => {
      over.abort();
      await running;
    },
  };
}

/** The kubelet's chains are not among what kube-proxy writes. */
const KUBELETS = /KUBE-KUBELET-CANARY|KUBE-FIREWALL|KUBE-IPTABLES-HINT/;

/** Chains by --noflush, which empties those that are declared, and each jump where it is not there. */
export function sync(node: NodeInNamespace): void {
  const jumps: string[] = [];
  let table = '';
  const lines = recordedRules('ipv4')
    .split('\n')
    .filter((line) => {
      if (line.startsWith('*')) table = line.slice(1);
      if (KUBELETS.test(line) || /^:\S+ (?:ACCEPT|DROP)/.test(line)) return false;
      const isJump = /^-A (?:PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING) /.test(line);
      if (isJump) jumps.push(`${table} ${line.slice(3)}`);
      return !isJump;
    });
  node.inside(node.program('iptables-restore'), ['--noflush', '-w', '5'], lines.join('\n'));
  const present = node.inside(node.program('iptables-save'), []);
  const inputs = jumps
    .filter((jump) => !present.includes(`-A ${jump.slice(jump.indexOf(' ') + 1)}\n`))
    .map((jump) => {
      const [, of, chain, rule] = /^(\S+) (\S+) (.*)$/.exec(jump) ?? [];
      return `*${of}\n-I ${chain} ${rule}\nCOMMIT\n`;
    });
  node.inside(node.program('iptables-restore'), ['--noflush', '-w', '5'], inputs.join(''));
}
