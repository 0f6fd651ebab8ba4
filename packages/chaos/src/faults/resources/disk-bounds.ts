import { formatBytes } from './describe.ts';
import {
  EVICTION_MARGIN_BYTES,
  EVICTION_MARGIN_SHARE,
  NODE_DISK_MARGIN_SHARE,
  OWN_DISK_MARGIN_SHARE,
} from './limits.ts';

/** A volume as it is now. */
export type DiskReadings = Readonly<{
  /** Of the file system, which others may share. */
  sizeBytes: number;
  freeBytes: number;
  /** Whether the file system is the one on which the kubelet has its own files, or that can't be told. */
  isNodes: boolean;
  /** What all files of the volume have on disk. */
  usedBytes: number;
}>;

/** What ends, and how much more can be written before the guard lets go. */
export type DiskBound = Readonly<{ roomBytes: number; words: string; isLifted: boolean }>;

/**
 * The bounds of a volume: its file system, which is never filled where it is the node's, and the limit beyond which the
 * kubelet evicts the pod.
 */
export function diskBounds(
  { sizeBytes, freeBytes, isNodes, usedBytes }: DiskReadings,
  evictsAtBytes: number | undefined,
  untilEvicted: boolean,
): readonly DiskBound[] {
  const margin = sizeBytes * (isNodes ? NODE_DISK_MARGIN_SHARE : OWN_DISK_MARGIN_SHARE);
  const bounds: DiskBound[] = [
    {
      roomBytes: Math.floor(freeBytes - margin),
      words: `${formatBytes(freeBytes)} of ${formatBytes(sizeBytes)} are free in ${isNodes ? "the node's file system, where the guard leaves" : 'its file system, where the guard leaves'} ${formatBytes(margin)}`,
      isLifted: untilEvicted && !isNodes,
    },
  ];
  if (evictsAtBytes !== undefined) {
    const left = Math.max(EVICTION_MARGIN_BYTES, evictsAtBytes * EVICTION_MARGIN_SHARE);
    bounds.push({
      roomBytes: Math.floor(evictsAtBytes - left - usedBytes),
      words: `${formatBytes(usedBytes)} of ${formatBytes(evictsAtBytes)} are used, beyond which the kubelet evicts the pod`,
      isLifted: untilEvicted,
    });
  }
  return bounds;
}

/** The bound with the least room among those that the guard keeps. */
export function tightestDisk(bounds: readonly DiskBound[]): DiskBound | undefined {
  return bounds.filter(({ isLifted }) => !isLifted).toSorted((a, b) => a.roomBytes - b.roomBytes)[0];
}
