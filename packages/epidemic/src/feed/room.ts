import { getHeapStatistics } from 'node:v8';
import { INFECTION_BYTES, MAX_INFECTIONS, MAX_OBSERVED_INFECTIONS } from '../limits.ts';

/** How many infections are kept of a cluster with such a heap, in bytes. */
export function infectionsThatFit(heapBytes: number = getHeapStatistics().heap_size_limit): number {
  return Math.min(MAX_OBSERVED_INFECTIONS, Math.max(MAX_INFECTIONS, Math.floor(heapBytes / INFECTION_BYTES)));
}
