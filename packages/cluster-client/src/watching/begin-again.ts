/** How often it is begun again. */
export type BeginAgainMs = Readonly<{
  /** After so long without a beginning. */
  everyMs: number;
  /** Most that are begun beside each other. */
  most: number;
}>;

/**
 * Begins something, and where nothing comes of it the same again beside it; the first that has begun is taken, and the others are given up.
 * What went to a server while it was away may never be answered, and who waits for that does not see that it is back; who gives up early
 * never reaches one that is slow. Rejects as soon as one does.
 */
export async function beginAgain<T>(
  begin: (signal: AbortSignal) => Promise<T>,
  { everyMs, most }: BeginAgainMs,
  signal: AbortSignal,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<AbortController>();
  const begun = new Map<AbortController, T>();
  const all: AbortController[] = [];

  function once(): void {
    const own = new AbortController();
    all.push(own);
    begin(AbortSignal.any([signal, own.signal])).then((value) => {
      begun.set(own, value);
      resolve(own);
    }, reject);
    if (all.length >= most) clearInterval(timer);
  }

  const timer = setInterval(once, everyMs);
  let taken: AbortController | undefined;
  try {
    once();
    taken = await promise;
    return begun.get(taken) as T;
  } finally {
    clearInterval(timer);
    for (const each of all) if (each !== taken) each.abort();
  }
}
