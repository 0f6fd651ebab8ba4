/** Work that is cheaper for several items at once. */
export type Batches<T> = Readonly<{
  /** Settles as the item's own work does. */
  add: (item: T) => Promise<void>;
}>;

type Waiting<T> = { item: T; resolve: () => void; reject: (error: unknown) => void };

/**
 * Makes batches of at most `maxItems`: while one is worked off, further items wait for the next. A batch of several
 * that fails is done again item by item, so that each fails or succeeds for itself.
 */
export function createBatches<T>(maxItems: number, work: (items: readonly T[]) => Promise<void>): Batches<T> {
  const waiting: Waiting<T>[] = [];
  let running = false;

  const workSafely = async (batch: readonly Waiting<T>[]): Promise<void> => {
    try {
      await work(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1) only?.reject(error);
      else for (const one of batch) await workSafely([one]);
    }
  };

  const workOff = async (): Promise<void> => {
    // What is added in the same turn belongs to the first batch too.
    await Promise.resolve();
    while (waiting.length > 0) await workSafely(waiting.splice(0, maxItems));
    running = false;
  };

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (running) return;
        running = true;
        void workOff();
      }),
  };
}
