import { createEnding, END_EXIT_CODES, type EndReason } from './ending.ts';

/**
 * Does something that can be broken off, and gives the exit code. `body` says whether it came to its end; where it did not, `tell` is
 * given what ended it, unless that was a reader that went away.
 * @throws what `body` throws, and what failed beside it
 */
export async function runToEnd(
  body: (signal: AbortSignal) => Promise<boolean>,
  tell: (reason: EndReason) => void,
): Promise<number> {
  const ending = createEnding(() => undefined);
  try {
    if (await body(ending.signal)) return 0;
  } finally {
    ending.release();
  }
  const reason = await ending.asked;
  if (reason === 'failed') throw ending.error;
  if (reason !== 'SIGPIPE') tell(reason);
  return END_EXIT_CODES[reason];
}
