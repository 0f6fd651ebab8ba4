/**
 * What a generator gives, until it is done or the signal aborts, whichever comes first; gives what it returned, and undefined where it
 * was aborted. What is underway then goes on, and is not waited for.
 */
export async function* untilAborted<T, Result>(
  steps: AsyncGenerator<T, Result, undefined>,
  signal: AbortSignal,
): AsyncGenerator<T, Result | undefined, undefined> {
  const aborted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  for (;;) {
    const next = steps.next();
    // Where it is not waited for any more, its threads end under its hands.
    next.catch(() => undefined);
    const step = await Promise.race([aborted, next]);
    if (step === undefined) return undefined;
    if (step.done === true) return step.value;
    yield step.value;
  }
}
