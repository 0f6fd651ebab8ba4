import { apiTime, type Clock, type KubeEvent } from '@pod-contagion/api-server/objects';
import type { Registry } from '@pod-contagion/api-server/registry';
import { isNotFound } from '../control-loop/errors.ts';
import { createCorrelator, type Correlation } from './correlator.ts';
import type { EventRecorder, EventSubject } from '../control-loop/recorder.ts';

/** Who writes Events, and where to. */
export type EventRecorderOptions = Readonly<{
  registry: Pick<Registry, 'create' | 'modify'>;
  clock: Clock;
  /** `kubelet`, `default-scheduler`, `replicaset-controller` ... */
  component: string;
  /** Name of the node, for what runs on one. */
  host?: string | undefined;
  /** Uniform in [0, 1): keeps the names of Events of the same millisecond apart. */
  random: () => number;
}>;

const NANOSECONDS_PER_MS = 1_000_000;

/** Namespace of Events about what has none. */
const DEFAULT_NAMESPACE = 'default';

/**
 * Makes a recorder for one component, whose Events are as client-go's recorder writes them.
 *
 * Source: client-go/tools/record/event.go (`makeEvent`, `recordEvent`).
 */
export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const { registry, clock, random } = options;
  const correlate = createCorrelator();

  const newName = (subject: string): string => {
    const nanoseconds =
      BigInt(clock.nowMs()) * BigInt(NANOSECONDS_PER_MS) + BigInt(Math.floor(random() * NANOSECONDS_PER_MS));
    return `${subject}.${nanoseconds.toString(16)}`;
  };

  const write = (event: KubeEvent, isNew: boolean): void => {
    if (isNew) {
      registry.create('events', event);
      return;
    }
    const { namespace = '', name = '' } = event.metadata;
    try {
      registry.modify('events', namespace, name, (draft) => {
        draft.message = event.message;
        draft.count = event.count;
        draft.lastTimestamp = event.lastTimestamp;
      });
    } catch (error) {
      if (!isNotFound(error)) throw error;
      // It has expired meanwhile; its count goes on.
      registry.create('events', event);
    }
  };

  return {
    record: (subject, type, reason, message) => {
      try {
        const nowMs = clock.nowMs();
        const occurrence = {
          subject: identity(subject),
          field: subject.fieldPath ?? '',
          type,
          reason,
          message,
        };
        const name = (): string => newName(subject.metadata.name ?? '');
        const correlation = correlate(occurrence, nowMs, name);
        if (correlation === undefined) return;
        write(eventOf(subject, type, reason, correlation, options), correlation.isNew);
      } catch {
        // Nobody waits for an Event: in a namespace that ends, for one, none can be written.
      }
    },
  };
}

function identity({
  apiVersion,
  kind,
  metadata: { namespace = '', name = '', uid = '' },
}: EventSubject): string {
  return [apiVersion, kind, namespace, name, uid].join('\0');
}

function eventOf(
  { apiVersion, kind, metadata, fieldPath }: EventSubject,
  type: string,
  reason: string,
  { name, message, count, firstAtMs }: Correlation,
  { clock, component, host }: EventRecorderOptions,
): KubeEvent {
  const { namespace, uid, resourceVersion } = metadata;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: namespace ?? DEFAULT_NAMESPACE },
    involvedObject: {
      apiVersion,
      kind,
      name: metadata.name ?? '',
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(fieldPath === undefined ? {} : { fieldPath }),
    },
    reason,
    message,
    source: { component, ...(host === undefined ? {} : { host }) },
    firstTimestamp: apiTime(firstAtMs),
    lastTimestamp: apiTime(clock.nowMs()),
    count,
    type,
    reportingComponent: component,
    reportingInstance: host ?? '',
  };
}
