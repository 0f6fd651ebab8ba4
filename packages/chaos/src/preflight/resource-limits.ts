import type { V1Pod } from '@kubernetes/client-node';
import { formatBytes } from '../faults/resources/describe.ts';
import { podLimit } from '../faults/resources/pod-limits.ts';
import { isLocalPod } from '../kill/container-to-kill.ts';
import type { Target } from '../targets/target.ts';
import { countHaving, type Finding } from './check.ts';

const check = 'resource-limits';

/**
 * What an agent reaches of the processor time of pods. Its own cgroup is in the pod's, has no limit of its own, and the least
 * weight: it takes what the pod's limit leaves, and yields to all who are asked for more.
 */
export function checkCpuLimits(targets: readonly Pick<Target, 'pod'>[]): Finding[] {
  return judge(targets, 'cpu', {
    some: (pods, limits) => `${pods} a CPU limit (${limits}), against which the agent's time counts`,
    none: (pods) =>
      `${pods} no CPU limit, as not each container has one: the agent takes what the node has, with the least weight, which slows the pod only where the node is busy`,
  });
}

/** What an agent reaches of the memory of pods, and what it can't know. */
export function checkMemoryLimits(targets: readonly Pick<Target, 'pod'>[]): Finding[] {
  return judge(targets, 'memory', {
    some: (pods, limits) =>
      `${pods} a memory limit (${limits}), against which the agent's memory counts; that of a single container it can't reach`,
    none: (pods) =>
      `${pods} no memory limit, as not each container has one: --memory takes bytes alone there, and they are the node's`,
  });
}

type Words = Readonly<{ some: (pods: string, limits: string) => string; none: (pods: string) => string }>;

function judge(
  targets: readonly Pick<Target, 'pod'>[],
  resource: 'cpu' | 'memory',
  { some, none }: Words,
): Finding[] {
  const all = targets.length;
  const limits = targets.flatMap(({ pod }) => podLimit(pod, resource) ?? []);
  const findings: Finding[] = [];
  if (targets.some(({ pod }) => isLocalPod(pod))) {
    const why =
      'this is a local cluster, whose containers are plain processes of the machine: no limit holds here, and no OOM killer watches one';
    findings.push({ check, answer: 'warning', why });
  }
  if (limits.length > 0) {
    const shown = [...new Set(limits.map((limit) => (resource === 'cpu' ? `${limit}` : formatBytes(limit))))];
    findings.push({ check, answer: 'yes', why: some(countHaving(limits.length, all), shown.join(', ')) });
  }
  const without = all - limits.length;
  if (without > 0) findings.push({ check, answer: 'warning', why: none(countHaving(without, all)) });
  return findings;
}

/** Whether pods have a volume that can be filled. */
export function checkVolumes(targets: readonly Pick<Target, 'pod'>[]): Finding[] {
  const having = targets.filter(({ pod }) => hasVolume(pod)).length;
  if (having === targets.length) return [];
  const why = `${countHaving(targets.length - having, targets.length)} no volume that --disk could fill (an emptyDir on disk, a claim)`;
  return [{ check, answer: 'warning', why }];
}

function hasVolume({ spec }: V1Pod): boolean {
  return (spec?.volumes ?? []).some(
    ({ emptyDir, persistentVolumeClaim, ephemeral }) =>
      (emptyDir !== undefined && emptyDir.medium !== 'Memory') ||
      (persistentVolumeClaim !== undefined && persistentVolumeClaim.readOnly !== true) ||
      ephemeral !== undefined,
  );
}
