import { describeError } from '@pod-contagion/errors';
import type { RunState } from './run-state.ts';

/** Ends all faults that go on, whatever the strategy of the rollbacks, and notes what came of each. Never rejects. */
export async function undoFaults({ standing, clock, onEvent, journal }: RunState): Promise<void> {
  const faults = standing.splice(0);
  await Promise.all(
    faults.map(async ({ name, end }) => {
      const start = clock.now().toISOString();
      onEvent({ event: 'undo', name });
      const why = await end().then(
        () => undefined,
        (error: unknown) => describeError(error),
      );
      const outcome = { ended: why === undefined, ...(why === undefined ? {} : { why }) };
      journal['pod-chaos'].undone.push({ name, start, end: clock.now().toISOString(), ...outcome });
      onEvent({ event: 'undone', name, ...outcome });
    }),
  );
}
