import { durationFlag, switchFlag, type Flag, type FlagsTable } from '@pod-contagion/command-line';
import { readQuantity } from '@pod-contagion/notations';
import { MAX_BYTES, MAX_FAULT_MS } from '../limits.ts';
import { CLUSTER_FLAGS, type ClusterFlags } from './cluster.ts';
import { checkedFlag } from './kinds.ts';
import { isLabelName } from './names.ts';
import { LASTING_FLAGS, type LastingFlags } from './running.ts';
import { TARGET_FLAGS, type TargetFlags } from './targets.ts';

/** An amount of memory: so many bytes, or a share of the pod's limit. */
export type MemoryAmount = Readonly<{ bytes: number } | { percent: number }>;

/** What `pod-chaos fill` can be told. */
export type FillFlags = TargetFlags &
  LastingFlags &
  ClusterFlags &
  Readonly<{
    memory: MemoryAmount | undefined;
    disk: number | undefined;
    volume: string | undefined;
    container: string | undefined;
    ramp: number | undefined;
    'until-oom': boolean;
    'until-evicted': boolean;
  }>;

const MEMORY_FLAG: Flag<MemoryAmount | undefined> = {
  valueName: 'amount',
  expected: 'bytes, such as 300Mi, or a share of the limit, such as 70%',
  help: 'Memory: so many bytes, or until the pod uses this share of its limit, with what it used before.',
  read: ([text = '']) => {
    const percent = /^([0-9]{1,3}(?:\.[0-9]{1,2})?)%$/.exec(text)?.[1];
    if (percent === undefined) {
      const bytes = readBytes(text);
      return bytes === undefined ? undefined : { bytes };
    }
    return Number(percent) > 0 && Number(percent) <= 100 ? { percent: Number(percent) } : undefined;
  },
  fallback: undefined,
};

const DISK_FLAG: Flag<number | undefined> = {
  valueName: 'bytes',
  expected: 'bytes, such as 1Gi',
  help: 'Disk: a file of this size in the volume of --volume.',
  read: ([text = '']) => readBytes(text),
  fallback: undefined,
};

/** The flags of `pod-chaos fill`. */
export const FILL_FLAGS: FlagsTable<FillFlags> = {
  memory: MEMORY_FLAG,
  disk: DISK_FLAG,
  volume: checkedFlag('name', 'the name of a volume', 'Volume of the pod, by its name there.', isLabelName),
  container: {
    ...checkedFlag(
      'name',
      'the name of a container',
      "For memory: whose processes the agent sees, so that it knows what they hold; default: kubectl's default, or the first.",
      isLabelName,
    ),
  },
  ramp: durationFlag(
    { minMs: 100, maxMs: MAX_FAULT_MS, described: '100ms to 24h' },
    'Grows evenly over this time; default: as fast as it can.',
  ),
  'until-oom': switchFlag(
    "Memory: does not let go near the pod's limit, but goes on until the OOM killer comes; it may take another container.",
  ),
  'until-evicted': switchFlag(
    "Disk: does not let go near the volume's limit, beyond which the kubelet evicts the pod, nor where a disk of its own is full.",
  ),
  ...LASTING_FLAGS,
  ...TARGET_FLAGS,
  ...CLUSTER_FLAGS,
};

function readBytes(text: string): number | undefined {
  const bytes = readQuantity(text);
  return bytes !== undefined && bytes >= 1 && bytes <= MAX_BYTES ? Math.floor(bytes) : undefined;
}
