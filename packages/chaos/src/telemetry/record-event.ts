import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { CoreV1Event } from '@kubernetes/client-node';
import { describeError } from '@pod-contagion/errors';
import { calling } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import { slots } from '../run/slots.ts';
import type { PodEvent } from './event-of-run.ts';
import { POD_EVENT_REASONS } from './event-reasons.ts';

/** What Events say of who reports. */
export const EVENT_COMPONENT = 'pod-chaos';

/** Longest message and instance of an Event, in characters. Source: pkg/apis/core/validation/events.go. */
const MAX_MESSAGE = 1_024;
const MAX_INSTANCE = 128;

/** How many Events are written at once, and how many may wait; a further one is dropped, and told so. */
const CONCURRENCY = 5;
export const MAX_WAITING_EVENTS = 1_000;

/** Writes Events; none of its functions ever throws or rejects. */
export type EventRecorder = Readonly<{
  /** Begins to write one; true where it has been written. */
  record: (event: PodEvent) => Promise<boolean>;
  /** Settles when all that was begun is over. */
  settled: () => Promise<void>;
}>;

/** How Events are written. */
export type EventRecorderOptions = Readonly<{
  /** Who reports, default POD_NAME or the host's name. */
  instance?: string;
  /** Told why an Event could not be written, once for each reason: that never fails a run. */
  onWarning?: (message: string) => void;
}>;

/** Makes a recorder of Events on pods. */
export function createEventRecorder(kube: Kubernetes, options: EventRecorderOptions = {}): EventRecorder {
  const { instance = process.env['POD_NAME'] ?? hostname(), onWarning = () => undefined } = options;
  const warned = new Set<string>();
  const waiting = new Set<Promise<boolean>>();
  const slot = slots(CONCURRENCY);

  function warn(message: string): void {
    if (warned.has(message) || warned.size >= MAX_WAITING_EVENTS) return;
    warned.add(message);
    onWarning(message);
  }

  async function write(event: PodEvent): Promise<boolean> {
    const { namespace } = event.pod;
    try {
      await calling(
        `create events in ${namespace}`,
        kube.core.createNamespacedEvent(
          { namespace, body: eventObject(event, { instance, nowMs: Date.now(), random: randomBytes(8) }) },
          await requestOptions(kube),
        ),
      );
      return true;
    } catch (error) {
      warn(describeError(error));
      return false;
    }
  }

  return {
    record: async (event) => {
      // It stands for a node whose pod is gone: there is nothing to write on.
      if (event.pod.uid === '') return false;
      if (waiting.size >= MAX_WAITING_EVENTS) {
        warn(`more than ${MAX_WAITING_EVENTS} Events wait to be written: some are not`);
        return false;
      }
      const writing = slot(() => write(event));
      waiting.add(writing);
      const isWritten = await writing;
      waiting.delete(writing);
      return isWritten;
    },
    settled: async () => {
      await Promise.all(waiting);
    },
  };
}

/** Writes one Event on a pod; a failure is told and not thrown. */
export function recordEvent(
  kube: Kubernetes,
  event: PodEvent,
  onWarning?: (message: string) => void,
): Promise<boolean> {
  return createEventRecorder(kube, onWarning === undefined ? {} : { onWarning }).record(event);
}

/**
 * An Event of core/v1, which every Kubernetes serves and shows also as events.k8s.io/v1. It is named after its pod, as the
 * components of Kubernetes do it, and by chance, so that it never takes the place of another.
 */
export function eventObject(
  { pod, reason, message }: PodEvent,
  { instance, nowMs, random }: Readonly<{ instance: string; nowMs: number; random: Buffer }>,
): CoreV1Event {
  const { type, action } = POD_EVENT_REASONS[reason];
  const { namespace, name, uid } = pod;
  const now = new Date(nowMs);
  return {
    metadata: { namespace, name: `${name.slice(0, 236)}.${random.toString('hex')}` },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name, uid },
    type,
    reason,
    action,
    message: message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE - 1)}…` : message,
    source: { component: EVENT_COMPONENT },
    reportingComponent: EVENT_COMPONENT,
    reportingInstance: instance.slice(0, MAX_INSTANCE),
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  };
}
