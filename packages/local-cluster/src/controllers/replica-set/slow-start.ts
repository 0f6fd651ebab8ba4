/** Size of the first batch. Source: pkg/controller/controller_utils.go (`SlowStartInitialBatchSize`). */
const FIRST_BATCH = 1;

/** How a slow start went: how many calls succeeded, and the first error of the batch that ended it. */
export type SlowStart = Readonly<{ successes: number; error: unknown }>;

/**
 * Calls `action` up to `count` times in batches of 1, 2, 4 ...; a batch with a failure in it is carried out to its end and is
 * the last, so that what cannot succeed is not tried hundreds of times.
 *
 * Source: pkg/controller/replicaset/replica_set.go (`slowStartBatch`).
 */
export function slowStart(count: number, action: () => void): SlowStart {
  let successes = 0;
  let remaining = count;
  for (let size = Math.min(remaining, FIRST_BATCH); size > 0; size = Math.min(2 * size, remaining)) {
    const errors: unknown[] = [];
    for (let index = 0; index < size; index++) {
      try {
        action();
        successes++;
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) return { successes, error: errors[0] };
    remaining -= size;
  }
  return { successes, error: undefined };
}
