import type { RunEvent } from '@pod-contagion/chaos/run';
import { counted } from './pod.ts';

/** Rules that came back, in one line: `kube-proxy: 3 chains and 12 rules of nat (IPv4) back after 10.2 s`. */
export function returnedText({ by, chains, rules, table, where, afterMs, isAll }: Returned): string {
  const what = sizeText({ chains, rules });
  const all = isAll ? ', all that it had there' : '';
  return `${by}: ${what} of ${table} (${where}) back after ${(afterMs / 1_000).toFixed(1)} s${all}`;
}

/** `3 chains and 12 rules`, without what there is none of. */
export function sizeText({ chains, rules }: Readonly<{ chains: number; rules: number }>): string {
  const parts = [
    chains === 0 ? [] : [counted(chains, 'chain')],
    rules === 0 ? [] : [counted(rules, 'rule')],
  ].flat();
  return parts.length === 0 ? 'nothing' : parts.join(' and ');
}

type Returned = Extract<RunEvent, { event: 'returned' }>['returned'];
