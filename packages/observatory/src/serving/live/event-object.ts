import type { PodEvent } from '../../protocol/details.ts';

/** An Event as the API has it, as far as it is read here. */
export type EventObject = Readonly<{
  metadata?: Readonly<{ uid?: string; name?: string; resourceVersion?: string; creationTimestamp?: string }>;
  involvedObject?: Readonly<{ kind?: string; name?: string; uid?: string }>;
  type?: string;
  reason?: string;
  message?: string;
  count?: number;
  series?: Readonly<{ count?: number; lastObservedTime?: string }>;
  eventTime?: string | null;
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  reportingInstance?: string;
  reportingComponent?: string;
  source?: Readonly<{ component?: string }>;
}>;

/** Longest message that is kept, in characters; the API takes a thousand. */
const MAX_MESSAGE = 2_000;

/** What matters of an Event; undefined where it is not about a pod. */
export function readEvent(event: EventObject): PodEvent | undefined {
  const { metadata, involvedObject, type, reason, message, count, series, source } = event;
  if (involvedObject?.kind !== 'Pod') return undefined;
  return {
    id: metadata?.uid ?? metadata?.name ?? '',
    t: timeOf(event),
    pod: involvedObject.name ?? '',
    uid: involvedObject.uid ?? '',
    type: type ?? 'Normal',
    reason: reason ?? '',
    message: (message ?? '').slice(0, MAX_MESSAGE),
    count: series?.count ?? count ?? 1,
    component: source?.component || event.reportingComponent || '',
  };
}

function timeOf({ series, lastTimestamp, eventTime, firstTimestamp, metadata }: EventObject): number {
  const candidates = [series?.lastObservedTime, lastTimestamp, eventTime, firstTimestamp];
  for (const text of [...candidates, metadata?.creationTimestamp]) {
    const atMs = Date.parse(text ?? '');
    if (!Number.isNaN(atMs)) return atMs;
  }
  return 0;
}
