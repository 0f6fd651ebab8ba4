/** The two answers a process gives to a kubelet, each an HTTP status: 200-399 passes a probe, the rest fails it. */
export type HealthStatus = Readonly<{ liveness: number; readiness: number }>;

/** Thrown for a status no HTTP server can answer with; its `code` is always `HEALTH_INVALID_STATUS`. */
export class HealthError extends RangeError {
  readonly code = 'HEALTH_INVALID_STATUS';
  override readonly name = 'HealthError';
}

/** Liveness and readiness of one process as a value: read it, set it, hear of its changes. */
export type Health = {
  /** The present statuses; a snapshot, not updated later. */
  readonly status: HealthStatus;
  /**
   * Sets one or both statuses. Setting what is already so tells nobody.
   * @throws {HealthError} for a status outside 200-599 (a 1xx answer is not final, so a probe would hang on it).
   */
  set(change: Partial<HealthStatus>): void;
  /** Calls `listener` after every change, with the new and the previous statuses; returns how to stop that. */
  subscribe(listener: (now: HealthStatus, before: HealthStatus) => void): () => void;
};

/** Makes the health of a process that is alive and ready, unless told otherwise. */
export function createHealth(initial: Partial<HealthStatus> = {}): Health {
  let status = merge({ liveness: 200, readiness: 200 }, initial);
  const listeners = new Set<(now: HealthStatus, before: HealthStatus) => void>();
  return {
    get status() {
      return status;
    },
    set(change) {
      const before = status;
      const now = merge(before, change);
      if (now.liveness === before.liveness && now.readiness === before.readiness) return;
      status = now;
      for (const listener of listeners) listener(now, before);
    },
    subscribe(listener) {
      // A wrapper of its own for each call, so that one function subscribed twice is two subscriptions.
      const entry = (now: HealthStatus, before: HealthStatus): void => listener(now, before);
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
  };
}

function merge(status: HealthStatus, change: Partial<HealthStatus>): HealthStatus {
  return Object.freeze({
    liveness: checked('liveness', change.liveness ?? status.liveness),
    readiness: checked('readiness', change.readiness ?? status.readiness),
  });
}

function checked(name: keyof HealthStatus, value: number): number {
  if (Number.isInteger(value) && value >= 200 && value <= 599) return value;
  throw new HealthError(`${name} must be an HTTP status from 200 to 599, got ${String(value)}`);
}
