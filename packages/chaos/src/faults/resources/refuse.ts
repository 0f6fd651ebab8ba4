import type { V1Pod, V1Volume } from '@kubernetes/client-node';
import { ChaosError, usageError } from '../../errors.ts';
import { longRunningContainers } from '../../targets/pod-containers.ts';
import type { FaultSpec } from '../fault-spec.ts';
import { watchedContainer } from './for-pod.ts';
import { podLimit } from './pod-limits.ts';
import type { FillDiskFaultSpec, FillMemoryFaultSpec } from './spec.ts';

/** Volumes that nobody can write to. */
const READ_ONLY = ['configMap', 'secret', 'projected', 'downwardAPI', 'image'] as const;

/**
 * Refuses a pod that can't have a fault of its resources, by what its spec says.
 * @throws {ChaosError} CHAOS_USAGE where the pod has no such container or volume; CHAOS_SET_UP where it has no limit and a share
 * of it is asked for; CHAOS_REFUSED for a volume that is never filled
 */
export function refuseResources(pod: V1Pod, fault: FaultSpec, container?: string): void {
  const where = `pod ${pod.metadata?.namespace}/${pod.metadata?.name}`;
  if (fault.kind === 'fill-memory') refuseMemory(pod, fault, where, container);
  if (fault.kind === 'fill-disk') refuseVolume(pod, fault, where);
}

function refuseMemory(
  pod: V1Pod,
  { amount, untilOom }: FillMemoryFaultSpec,
  where: string,
  container: string | undefined,
): void {
  const names = longRunningContainers(pod).map(({ name }) => name);
  const watched = watchedContainer(pod, container);
  if (!names.includes(watched)) {
    throw usageError(
      `expected a container of ${where} (${names.join(', ')}), got ${JSON.stringify(watched)}`,
    );
  }
  if (('bytes' in amount && untilOom !== true) || podLimit(pod, 'memory') !== undefined) return;
  throw new ChaosError(
    'CHAOS_SET_UP',
    `expected ${where} to have a limit of memory, got none: not each of its containers has one, and then the pod has what its node has; ask for bytes, without --until-oom`,
  );
}

function refuseVolume(pod: V1Pod, { volume }: FillDiskFaultSpec, where: string): void {
  const volumes = pod.spec?.volumes ?? [];
  const found = volumes.find(({ name }) => name === volume);
  if (found === undefined) {
    const names = volumes.map(({ name }) => name).join(', ') || 'none';
    throw usageError(`expected a volume of ${where} (${names}), got ${JSON.stringify(volume)}`);
  }
  const why = whyNotFilled(found, pod);
  if (why === undefined) return;
  throw new ChaosError(
    'CHAOS_REFUSED',
    `expected a volume that can be filled, got ${volume} of ${where}: ${why}`,
  );
}

function whyNotFilled(volume: V1Volume, pod: V1Pod): string | undefined {
  const readOnly = READ_ONLY.find((kind) => volume[kind as keyof V1Volume] !== undefined);
  if (readOnly !== undefined) return `it is a ${readOnly}, which nobody can write to`;
  if (volume.hostPath !== undefined)
    return "it is a hostPath, a part of the node's own disk, no flag lifts this";
  if (volume.emptyDir?.medium === 'Memory') return 'it is in memory: fill --memory is what it comes to';
  if (volume.persistentVolumeClaim?.readOnly === true) return 'the pod has it to read alone';
  const devices = longRunningContainers(pod).flatMap(({ volumeDevices = [] }) => volumeDevices);
  return devices.some(({ name }) => name === volume.name)
    ? 'it is a block device, which has no files'
    : undefined;
}
