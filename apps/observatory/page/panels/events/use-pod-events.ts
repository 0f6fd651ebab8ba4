import { model } from '../../state/store.ts';
import { usePolled } from '../use-polled.ts';
import { readPodEvents, type Told } from './pod-events.ts';

/** Events of the cluster, asked for while the panel is open; undefined where there is none to ask. */
export function usePodEvents(): Told | undefined {
  const read = (body: unknown): Told | undefined => readPodEvents(body, model);
  return usePolled('api/pod-events', { everyMs: 3_000, isWanted: true, read });
}
