import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { paced } from './pace.ts';

/** `paced` for as long as a view is there. */
export function usePaced(intervalMs: number): ReadonlySignal<number> {
  const { tick, stop } = useMemo(() => paced(intervalMs), []);
  useEffect(() => stop, []);
  return tick;
}
