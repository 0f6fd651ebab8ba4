import type { Target } from '../targets/target.ts';
import { countHaving, type Finding } from './check.ts';

/** Whether each pod has a network of its own: a fault in the node's would hit everything on it. */
export function checkOwnNetwork(targets: readonly Target[]): Finding[] {
  const check = 'own-network';
  const shared = targets.filter(({ hostNetwork }) => hostNetwork).length;
  const loopback = targets.filter(({ pod }) => hasLoopback(pod.status?.podIP)).length;
  const findings: Finding[] = [];
  if (shared > 0) {
    const why = `${countHaving(shared, targets.length)} hostNetwork, the network of the node: never hit`;
    findings.push({ check, answer: shared === targets.length ? 'no' : 'warning', why });
  }
  if (loopback > 0) {
    const why =
      `${countHaving(loopback, targets.length)} an address in 127.0.0.0/8: this is a local cluster without networks of ` +
      `its own; start it with --network namespace`;
    findings.push({ check, answer: 'no', why });
  }
  if (findings.length > 0) return findings;
  const whose = targets.length === 1 ? 'its' : 'their';
  return [
    { check, answer: 'yes', why: `${countHaving(targets.length, targets.length)} a network of ${whose} own` },
  ];
}

/** Whether a fault in the pod's network is in nobody else's. */
export function hasOwnNetwork({ hostNetwork, pod }: Target): boolean {
  return !hostNetwork && !hasLoopback(pod.status?.podIP);
}

function hasLoopback(address: string | undefined): boolean {
  return address !== undefined && (address.startsWith('127.') || address === '::1');
}
