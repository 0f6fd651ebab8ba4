import type { KubeObject } from '@pod-contagion/api-server/objects';

/** Which object an Event is about; `fieldPath` is a container's: `spec.containers{podder}`. */
export type EventSubject = KubeObject & { fieldPath?: string | undefined };

/** Writes Events as one component of the cluster. */
export type EventRecorder = Readonly<{
  /** Never throws: an Event that cannot be written is dropped, as in Kubernetes. */
  record: (subject: EventSubject, type: 'Normal' | 'Warning', reason: string, message: string) => void;
}>;
