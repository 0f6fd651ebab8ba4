import { isStatus, type ApiClient } from '@pod-contagion/cluster-client/requests';
import { watchResource } from '@pod-contagion/cluster-client/watching';
import { describeError } from '@pod-contagion/errors';
import type { PodEvent, PodEvents } from '../../protocol/details.ts';
import { MAX_EVENTS_KEPT, MAX_EVENTS_TOLD } from '../limits.ts';
import { readEvent, type EventObject } from './event-object.ts';

/** A watch on the Events of a namespace. */
export type EventWatch = Readonly<{
  told: (isOurs: (uid: string) => boolean) => PodEvents;
  close: () => void;
}>;

/** Follows the Events about pods; where that is forbidden there are none, and that is said. */
export function watchPodEvents(
  client: ApiClient,
  namespace: string,
  onEvent: (event: PodEvent) => void,
): EventWatch {
  const ending = new AbortController();
  const kept = new Map<string, PodEvent>();
  let message: string | null = null;

  function learn(object: EventObject): void {
    const event = readEvent(object);
    if (event === undefined) return;
    // One that happened again is newer than all others.
    kept.delete(event.id);
    kept.set(event.id, event);
    if (kept.size > MAX_EVENTS_KEPT) kept.delete(kept.keys().next().value ?? '');
    onEvent(event);
  }

  watchResource<EventObject>(
    client,
    {
      path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`,
      query: { fieldSelector: 'involvedObject.kind=Pod' },
    },
    {
      onObject: learn,
      onGone: () => undefined,
      onListed: () => void (message = null),
      onResume: () => void (message = null),
      onBreak: (error) => void (message = describeError(error)),
    },
    ending.signal,
    { mayRetry: (error) => !isStatus(error, 403) },
  ).catch((error: unknown) => {
    message = describeError(error);
  });

  return {
    told(isOurs) {
      const ours = [...kept.values()].filter(({ uid }) => isOurs(uid));
      const events = ours.toSorted((one, other) => one.t - other.t).slice(-MAX_EVENTS_TOLD);
      return { events, isCut: events.length < ours.length, message };
    },
    close: () => ending.abort(),
  };
}
